internal import Addressee
internal import Postgres

/// Somebody is needed whose row the transaction has not taken in its turn: it is begun again, with theirs among the rows that are taken first.
private struct TurnMissed: Error { let numbers: Set<String> }

extension PensionRecords {
    /// Runs `body` in a transaction of a clerk at work: small work by index that is done over and over, whose plans are made once for a connection.
    @discardableResult
    func transaction<R>(_ body: (Connection) async throws -> R) async throws -> R {
        try await pool.transaction(opening: [Connection.keepingPlans], retries: 2, body)
    }

    /// Runs `body` in a transaction that has the rows of several people: taken in the order of their numbers before anything else, so that two which need the
    /// same people never wait for each other.
    ///
    /// - Parameter numbers: whose rows are needed, as it looks before they are taken; `body` tells whose are needed in the end, once it has read what it works
    ///   on, by `takesTurns`.
    func transaction<R>(
        taking numbers: (Connection) async throws -> Set<String>, _ body: (Connection, _ takesTurns: (Set<String>) throws -> Void) async throws -> R
    ) async throws -> R {
        var more: Set<String> = []
        for _ in 0..<10 {
            do {
                return try await pool.transaction(retries: 2) { [more] connection in
                    let taken = try await numbers(connection).union(more)
                    try await take(taken, on: connection)
                    return try await body(connection) { needed in
                        guard needed.isSubset(of: taken) else { throw TurnMissed(numbers: needed) }
                    }
                }
            } catch let missed as TurnMissed { more.formUnion(missed.numbers) }
        }
        throw PensionRefused.unreadable
    }

    /// As `transaction(taking:_:)`, where it is known beforehand whose rows are needed.
    func transaction<R>(takingRowsOf numbers: Set<String>, _ body: (Connection) async throws -> R) async throws -> R {
        try await pool.transaction(retries: 2) { connection in
            try await take(numbers, on: connection)
            return try await body(connection)
        }
    }

    /// Takes the rows of persons, whether there were any before or not, in the order of their numbers.
    func take(_ numbers: Set<String>, on connection: Connection) async throws {
        guard !numbers.isEmpty else { return }
        let sorted = numbers.sorted()
        // One after the other, inserted or locked: a row is locked also where it is not updated.
        try await connection.execute(
            """
            INSERT INTO pension.person AS p (atenabango) SELECT n FROM unnest(\(sorted)) AS given (n) ORDER BY n COLLATE "C"
            ON CONFLICT ON CONSTRAINT person_pkey DO UPDATE SET sequence = p.sequence WHERE false
            """)
    }

    /// 宛名番号 of whom a reception is about, as it stands there; none of one that there is not.
    func subject(of reception: ReceptionNumber, on connection: Connection) async throws -> Set<String> {
        let rows = try await connection.query(
            "SELECT atenabango FROM pension.reception WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)")
        return Set(try rows.map { try $0.decode(String.self) })
    }
}
