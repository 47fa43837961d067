package import Addressee
internal import Postgres

extension PensionRecords {
    /// 関心の登録の控え. Keeps that the hub is told an interest in people whose income an application needs, of each once while it lasts.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0065.
    package func interestBegins(in numbers: [AddresseeNumber], for reception: ReceptionNumber, by clerk: Clerk) async throws {
        try await pool.transaction(retries: 2) { connection in
            for number in numbers where try await !isInterestTold(in: number.value, on: connection) {
                try await keepInterest(true, in: number.value, for: reception, by: clerk, on: connection)
            }
        }
    }

    /// Keeps that it was ended.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0065.
    package func interestEnded(in number: AddresseeNumber, for reception: ReceptionNumber, by clerk: Clerk) async throws {
        try await pool.transaction(retries: 2) { connection in
            guard try await isInterestTold(in: number.value, on: connection) else { return }
            try await keepInterest(false, in: number.value, for: reception, by: clerk, on: connection)
        }
    }

    /// Who was entered for an application, was told of to the hub for its sake or another's, and is needed by nobody any more: by no application that waits or
    /// went to the Service, and by nothing that the department has received of them or by them.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func interestsToEnd(after reception: ReceptionNumber) async throws -> [AddresseeNumber] {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let named = Set(
                try await households(of: reception, on: connection).flatMap { [$0.entry.spouse?.number, $0.entry.householder?.number].compactMap { $0 } })
            var found: [AddresseeNumber] = []
            for number in named.sorted() {
                guard try await isInterestTold(in: number, on: connection), try await !isNeeded(number, on: connection) else { continue }
                found.append(try AddresseeNumber(number))
            }
            return found
        }
    }

    private func isNeeded(_ number: String, on connection: Connection) async throws -> Bool {
        // Whoever put it there: rather told too long than too short.
        let received = try await connection.query(
            """
            SELECT EXISTS (SELECT FROM pension.reception WHERE atenabango = \(number))
              OR EXISTS (SELECT FROM pension.reception WHERE kind LIKE 'claim-%' AND content #>> '{claim,_0,claimant,number}' = \(number))
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
            guard let entry = try await households(of: other, on: connection).last?.entry else { continue }
            if entry.spouse?.number == number || entry.householder?.number == number { return true }
        }
        return false
    }

    private func isInterestTold(in number: String, on connection: Connection) async throws -> Bool {
        let rows = try await connection.query(
            """
            SELECT holds, \(unsafeSQL: SealedRecord.toldInterest.sealed("i")) FROM pension.told_interest i
            WHERE atenabango = \(number) ORDER BY interest_id DESC
            """)
        for row in rows {
            let (holds, form, mac) = try row.decode((Bool, [UInt8], [UInt8]?).self)
            if seal.holds(.toldInterest, form, mac) { return holds }
        }
        return false
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
