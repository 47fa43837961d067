package import Addressee
internal import Postgres

extension PensionRecords {
    /// 関心の登録の控え. Keeps that the hub is told an interest in people whose income an application needs, of each once while it lasts.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0065.
    package func interestBegins(in numbers: [AddresseeNumber], for reception: ReceptionNumber, by clerk: Clerk) async throws {
        try await pool.transaction(retries: 2) { connection in
            for number in numbers where try await toldInterest(in: number.value, on: connection) == nil {
                try await keepInterest(true, in: number.value, for: reception, by: clerk, on: connection)
            }
        }
    }

    /// 関心の登録の終わり. Ends it where nobody needs the person any more: no application that waits or went to the Service, and nothing that the department has
    /// received of them or by them. The person's row is the transaction's meanwhile, as it is of whoever enters them: nobody begins to need them behind its back.
    ///
    /// - Parameter release: ends it at the hub; once more where the transaction is begun again.
    /// - Returns: whether it was ended now.
    /// - Throws: `PostgresError`; `PensionRefused` J0017, J0065; what `release` throws, and then nothing is kept.
    @discardableResult
    package func endInterest(in number: AddresseeNumber, by clerk: Clerk, release: () async throws -> Void) async throws -> Bool {
        try await transaction(takingRowsOf: [number.value]) { connection in
            guard let reception = try await toldInterest(in: number.value, on: connection), try await !isNeeded(number.value, on: connection) else {
                return false
            }
            try await release()
            try await keepInterest(false, in: number.value, for: reception, by: clerk, on: connection)
            return true
        }
    }

    /// Whoever was ever entered for an application, by number.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func relatives(of reception: ReceptionNumber) async throws -> [AddresseeNumber] {
        let entered = try await pool.withConnection { try await households(of: reception, on: $0) }
        return try Set(entered.flatMap(\.entry.numbers)).sorted().map { try AddresseeNumber($0) }
    }

    /// In whom an interest stands that nobody needs, by the number of the person, behind one of them: so that all are gone through, so many at a time.
    ///
    /// - Parameter most: whoever was ever told of and is looked at.
    /// - Returns: beside them the one behind which it goes on; empty at the end.
    /// - Throws: `PostgresError`.
    package func interestsToEnd(after last: String, most: Int) async throws -> (numbers: [AddresseeNumber], next: String) {
        try await inOneState { connection in
            let rows = try await connection.query(
                "SELECT DISTINCT atenabango FROM pension.told_interest WHERE atenabango > \(last) ORDER BY atenabango LIMIT \(Int64(most))")
            let told = try rows.map { try $0.decode(String.self) }
            var numbers: [AddresseeNumber] = []
            // Whoever put one there that is no number: it takes the place of none.
            for number in told.compactMap({ try? AddresseeNumber($0) }) {
                do throws(any Error) {
                    guard try await toldInterest(in: number.value, on: connection) != nil else { continue }
                    if try await !isNeeded(number.value, on: connection) { numbers.append(number) }
                } catch is PensionRefused {
                    // What can't be read of it is told once it is to be ended.
                    numbers.append(number)
                }
            }
            return (numbers, told.count < most ? "" : told.last ?? "")
        }
    }

    /// Whether the department has received anything of the person or by them, or an application has need of them.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func needs(_ number: AddresseeNumber) async throws -> Bool { try await inOneState { try await isNeeded(number.value, on: $0) } }

    /// 移行した裁定請求の請求者. Who claims by a reception of the system before that this program wrote; `nil` of anything else.
    ///
    /// - Throws: `PostgresError`; `ValueError` of a number that is none.
    package func carriedClaimant(of reception: ReceptionNumber) async throws -> AddresseeNumber? {
        let rows = try await pool.query(
            """
            SELECT r.content #>> '{carriedClaim,_0,claim,claimant,number}', \(unsafeSQL: SealedRecord.reception.sealed("r")) FROM pension.reception r
            WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number) AND kind = 'carried-over'
            """)
        guard let (number, form, mac) = try rows.first?.decode((String?, [UInt8], [UInt8]?).self), let number, seal.holds(.reception, form, mac) else {
            return nil
        }
        return try AddresseeNumber(number)
    }

    private func isNeeded(_ number: String, on connection: Connection) async throws -> Bool {
        // Whoever put it there: rather told too long than too short.
        let received = try await connection.query(
            """
            SELECT EXISTS (SELECT FROM pension.reception WHERE atenabango = \(number))
              OR EXISTS (SELECT FROM pension.reception WHERE kind LIKE 'claim-%' AND content #>> '{claim,_0,claimant,number}' = \(number))
              OR EXISTS (SELECT FROM pension.reception
                WHERE kind = 'carried-over' AND content #>> '{carriedClaim,_0,claim,claimant,number}' = \(number))
            """)
        if try received.first?.decode(Bool.self) ?? false { return true }
        let naming = try await connection.query(
            """
            SELECT DISTINCT fiscal_year, number FROM pension.household
            WHERE content #>> '{spouse,number}' = \(number) OR content #>> '{householder,number}' = \(number)
            """)
        for row in naming {
            let (year, count) = try row.decode((Int32, Int32).self)
            let other = ReceptionNumber(fiscalYear: year, number: count)
            switch try await decision(on: other, on: connection) {
            case .none, .untrue, .made("accepted"): break
            case .made: continue
            }
            if try await takenBack(of: [other], on: connection).contains(other) { continue }
            guard let entry = try await households(of: other, on: connection).last?.entry else { continue }
            if entry.numbers.contains(number) { return true }
        }
        return false
    }

    /// 受付番号 of the application for which it was told; `nil` where it was ended, or never told.
    private func toldInterest(in number: String, on connection: Connection) async throws -> ReceptionNumber? {
        let rows = try await connection.query(
            """
            SELECT holds, fiscal_year, number, \(unsafeSQL: SealedRecord.toldInterest.sealed("i")) FROM pension.told_interest i
            WHERE atenabango = \(number) ORDER BY interest_id DESC
            """)
        for row in rows {
            let (holds, year, count, form, mac) = try row.decode((Bool, Int32, Int32, [UInt8], [UInt8]?).self)
            if seal.holds(.toldInterest, form, mac) { return holds ? ReceptionNumber(fiscalYear: year, number: count) : nil }
        }
        return nil
    }

    private func keepInterest(_ holds: Bool, in number: String, for reception: ReceptionNumber, by clerk: Clerk, on connection: Connection) async throws {
        let id = try await seal.nextID(of: .toldInterest, on: connection)
        try await seal.insert(
            .toldInterest,
            """
            SELECT \(id)::bigint AS interest_id, now() AS told_at, \(reception.fiscalYear)::integer AS fiscal_year, \(reception.number)::integer AS number,
              \(holds)::boolean AS holds, \(number)::text AS atenabango, \(clerk.section)::text AS section, \(clerk.account)::text AS told_by
            """, on: connection)
    }
}
