internal import Addressee
internal import Postgres

/// 基礎年金番号の重複. Why a number can't be written: a second one of the person, or one that another person has.
enum NumberConflict: Sendable {
    case secondNumber
    case ofAnother(String)
}

extension PensionRecords {
    /// Brings the list of numbers of the living to what a record says, in a transaction that has the person's row: the number of the dead is free, one of somebody who
    /// lives again is theirs again.
    ///
    /// The list's keys decide, not a look before: two may come at once. Where a number is taken back first (`nil`), the person is without one, and it is free.
    /// - Returns: what stands against it; then nothing was written.
    func claim(_ digits: String?, of number: AddresseeNumber, isDead: Bool, on connection: Connection) async throws -> NumberConflict? {
        guard let digits, !isDead else {
            try await connection.execute("DELETE FROM pension.basic_number WHERE atenabango = \(number.value)")
            return nil
        }
        // Mostly it is theirs already: nobody else takes it from whoever's row is taken.
        let own = try await connection.query(
            "SELECT FROM pension.basic_number WHERE basic_pension_number = \(digits) AND atenabango = \(number.value)")
        guard own.isEmpty else { return nil }
        while true {
            let claimed = try await connection.execute(
                "INSERT INTO pension.basic_number (basic_pension_number, atenabango) VALUES (\(digits), \(number.value)) ON CONFLICT DO NOTHING")
            if claimed == 1 { return nil }
            let rows = try await connection.query(
                "SELECT basic_pension_number, atenabango FROM pension.basic_number WHERE basic_pension_number = \(digits) OR atenabango = \(number.value)")
            let held = try rows.map { try $0.decode((String, String).self) }
            if let other = held.first(where: { $0.0 == digits && $0.1 != number.value }) { return .ofAnother(other.1) }
            if let own = held.first { return own.0 == digits ? nil : .secondNumber }
            // What stood against it went between the two statements: another has died, or gave it back. Then it is free.
            try Task.checkCancellation()
        }
    }

    func open(_ conflict: NumberConflict, _ received: Received, by clerk: Clerk, on connection: Connection) async throws {
        try await open(conflict, received.reception, received.number, by: clerk, on: connection)
    }

    func open(_ conflict: NumberConflict, _ reception: ReceptionNumber, _ number: AddresseeNumber, by clerk: Clerk, on connection: Connection) async throws {
        switch conflict {
        case .secondNumber:
            try await open(
                .secondNumber, "登録されている基礎年金番号と違う番号です。どちらが正しいか、年金事務所に確かめてください。", reception, number, by: clerk, on: connection)
        case .ofAnother(let other):
            try await open(
                .numberOfAnother, "この基礎年金番号は別の人に登録されています。同じ人か、どちらの番号か、年金事務所に確かめてください。", reception, number, other: other, by: clerk,
                on: connection)
        }
    }
}

extension PersonRecord {
    /// Whether the events say that the person has died.
    var isDead: Bool { Self.isDead(events.map(\.event)) }

    /// The same of any events.
    static func isDead(_ events: [PensionEvent]) -> Bool {
        let facts = (try? EventsInForce(events))?.facts ?? []
        return facts.contains { if case .died = $0 { true } else { false } }
    }
}
