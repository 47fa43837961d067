package import Addressee
internal import Postgres

/// 公開する人. All that is published of some persons, as it stands on a day.
package struct PensionPublications: Sendable, Unprinted {
    /// By dataset and person. Who is not there, of them can't be told now what it is: what was published stays.
    package internal(set) var records: [PensionDataset: [AddresseeNumber: [PensionPublication]]] = [:]
    /// Persons of whom something waits for a clerk, and was left as it is.
    package internal(set) var held = 0
}

extension PensionRecords {
    /// Whom the department has a record of, in the order of their numbers.
    ///
    /// - Parameters:
    ///   - number: behind whom; from the first where it is `nil`.
    ///   - limit: so many at most.
    /// - Throws: `PostgresError`.
    package func kept(after number: AddresseeNumber?, limit: Int) async throws -> [AddresseeNumber] {
        try await pool.query(
            """
            SELECT p.atenabango FROM pension.person p
            WHERE p.atenabango > \(number?.value ?? "") AND EXISTS (SELECT FROM pension.basic_version b WHERE b.atenabango = p.atenabango)
            ORDER BY p.atenabango LIMIT \(Int64(limit))
            """
        ).map { try AddresseeNumber($0.decode(String.self)) }
    }

    /// What is published of them, all as of one moment.
    ///
    /// - Parameter numbers: of whom nothing is kept, of them nothing is published.
    /// - Throws: `PensionRefused` J0017; `PostgresError`.
    package func publications(of numbers: [AddresseeNumber], today: CalendarDay) async throws -> PensionPublications {
        let records = try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            try await self.records(of: try await keptPersons(numbers, on: connection), on: connection)
        }
        let month = CalendarMonth(of: today).adding(-1)
        var all = PensionPublications()
        for dataset in PensionDataset.allCases { all.records[dataset] = Dictionary(uniqueKeysWithValues: numbers.map { ($0, []) }) }
        for record in records {
            var isHeld = false
            for dataset in PensionDataset.allCases {
                do throws(HeldForClerk) {
                    let publication =
                        switch dataset {
                        case .qualification: try PensionPublication.qualification(of: record, on: today, using: tables)
                        case .movement: try PensionPublication.movement(of: record, in: month, using: tables)
                        }
                    all.records[dataset]?[record.number] = publication.map { [$0] } ?? []
                } catch {
                    all.records[dataset]?[record.number] = nil
                    isHeld = true
                }
            }
            if isHeld { all.held += 1 }
        }
        return all
    }

    /// Persons as they were kept last, without taking their rows: nothing is decided here.
    private func keptPersons(_ numbers: [AddresseeNumber], on connection: Connection) async throws -> [FollowedPerson] {
        try await connection.query(
            """
            SELECT p.atenabango, v.history_number, v.presence, v.moved_on, v.items::text FROM pension.person p
            JOIN pension.addressee_version v ON v.atenabango = p.atenabango AND v.history_number = p.history_number
            WHERE p.atenabango = ANY(\(numbers.map(\.value)))
            """
        ).map { row in
            let (number, history, presence, movedOn, items) = try row.decode((String, Int32, String, PostgresDay?, String).self)
            guard let presence = AddresseeVersion.Presence(rawValue: presence) else { throw PensionRefused.unreadable }
            let version = AddresseeVersion(
                historyNumber: history, presence: presence, movedOn: movedOn.map { CalendarDay(daysSince2000: $0.daysSince2000) },
                items: try KeptJSON.read(items))
            return FollowedPerson(number: try AddresseeNumber(number), version: version, isProvided: true, proposals: 0)
        }
    }
}
