package import Addressee
internal import Postgres

/// 公開する人. All that is published of some persons, as it stands on a day.
package struct PensionPublications: Sendable, Unprinted {
    /// By dataset and person. Who is not there, of them can't be told now what it is: what was published stays.
    package internal(set) var records: [PensionDataset: [AddresseeNumber: [PensionPublication]]] = [:]
    /// Persons of whom something waits for a clerk, or can't be read, and was left as it is.
    package internal(set) var held = 0

    /// Together with those of other persons.
    package func joined(with others: PensionPublications) -> PensionPublications {
        var all = self
        all.records.merge(others.records) { some, more in some.merging(more) { first, _ in first } }
        all.held += others.held
        return all
    }
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
            WHERE p.atenabango > \(number?.value ?? "") AND \(unsafeSQL: Self.isKept)
            ORDER BY p.atenabango LIMIT \(Int64(limit))
            """
        ).map { try AddresseeNumber($0.decode(String.self)) }
    }

    /// What is published of them, all as of one moment.
    ///
    /// - Parameter numbers: of whom nothing is kept, of them nothing is published. Of whom something can't be read, or a clerk has to decide, the qualification
    ///   stays as it was published, and no movement is told; a certificate stays only where something can't be read.
    /// - Throws: `PostgresError`.
    package func publications(of numbers: [AddresseeNumber], today: CalendarDay) async throws -> PensionPublications {
        let (records, births, isKept, reports) = try await inOneState(isSmall: true) { connection in
            let (persons, isKept) = try await keptPersons(numbers, on: connection)
            return (
                try await readable(persons, on: connection), try await keptBirths(of: persons.map(\.number), on: connection), isKept,
                try await reportPublications(of: numbers, on: connection)
            )
        }
        let month = CalendarMonth(of: today).adding(-1)
        var all = PensionPublications()
        for number in numbers {
            var (qualification, movement): ([PensionPublication]?, [PensionPublication]) = (isKept.contains(number) ? nil : [], [])
            var welfare: [PensionPublication]? = isKept.contains(number) ? nil : []
            if let record = records[number], record.untrueRows == 0 {
                welfare = [PensionPublication.welfare(of: record)].compactMap(\.self)
                do throws(HeldForClerk) {
                    qualification = [try PensionPublication.qualification(of: record, on: today, using: tables)].compactMap(\.self)
                    movement = [try PensionPublication.movement(of: record, births[number] ?? [], in: month, using: tables)].compactMap(\.self)
                } catch {
                    // What was not told yet stays untold: the qualification as it was, and no movement.
                }
            }
            if qualification == nil { all.held += 1 }
            all.records[.qualification, default: [:]][number] = qualification
            all.records[.movement, default: [:]][number] = movement
            all.records[.welfare, default: [:]][number] = welfare
        }
        all.records[.report] = reports
        return all
    }

    /// Records that can be read; one that can't keeps nobody else's back.
    private func readable(_ persons: [FollowedPerson], on connection: Connection) async throws -> [AddresseeNumber: PersonRecord] {
        func read(_ some: [FollowedPerson]) async throws -> [PersonRecord]? {
            do { return try await self.records(of: some, on: connection) } catch is PensionRefused { return nil } catch is DecodingError { return nil }
        }
        var records = try await read(persons) ?? []
        if records.isEmpty { for person in persons { records += try await read([person]) ?? [] } }
        return Dictionary(uniqueKeysWithValues: records.map { ($0.number, $0) })
    }

    /// Persons as they were kept last, without taking their rows: nothing is decided here. Of what was given of them only the birth date is read.
    ///
    /// - Returns: of whom the last version can be read, and of whom anything is kept at all.
    private func keptPersons(_ numbers: [AddresseeNumber], on connection: Connection) async throws -> ([FollowedPerson], Set<AddresseeNumber>) {
        let birth = [Item.seinengappi, .seinengappiFushohyoki, .seinengappiFushofuragu]
        let values = birth.map { "v.items ->> '\($0.rawValue)'" }.joined(separator: ", ")
        let rows = try await connection.query(
            """
            SELECT p.atenabango, v.history_number, v.presence, v.moved_on, json_typeof(v.items) = 'object', \(unsafeSQL: values) FROM pension.person p
            LEFT JOIN pension.addressee_version v ON v.atenabango = p.atenabango AND v.history_number = p.history_number
            WHERE p.atenabango = ANY(\(numbers.map(\.value))) AND \(unsafeSQL: Self.isKept)
            """)
        var (persons, isKept): ([FollowedPerson], Set<AddresseeNumber>) = ([], [])
        for row in rows {
            let (digits, history, presence, movedOn, isReadable, written, notation, mark) = try row.decode(
                (String, Int32?, String?, PostgresDay?, Bool?, String?, String?, String?).self)
            let number = try AddresseeNumber(digits)
            isKept.insert(number)
            guard let history, let presence = presence.flatMap(AddresseeVersion.Presence.init), isReadable == true else { continue }
            let items = zip(birth, [written, notation, mark]).reduce(into: [String: String]()) { items, given in items[given.0.rawValue] = given.1 }
            let version = AddresseeVersion(
                historyNumber: history, presence: presence, movedOn: movedOn.map { CalendarDay(daysSince2000: $0.daysSince2000) }, items: items)
            persons.append(FollowedPerson(number: number, version: version, isProvided: true, proposals: 0))
        }
        return (persons, isKept)
    }

    /// Of a row `p` of `pension.person`: whether the department has recorded anything. One question, by the indexes of the persons that are asked for: of several joined by OR
    /// PostgreSQL reads whole tables, for each page of persons anew.
    private static var isKept: String {
        """
        EXISTS (
          SELECT 1 FROM pension.basic_version b WHERE b.atenabango = p.atenabango
          UNION ALL SELECT 1 FROM pension.event e WHERE e.atenabango = p.atenabango
          UNION ALL SELECT 1 FROM pension.welfare_version w WHERE w.atenabango = p.atenabango)
        """
    }
}
