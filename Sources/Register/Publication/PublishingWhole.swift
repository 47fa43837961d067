internal import AccessControl
package import Addressee
internal import AuditTrail
internal import Postgres

/// 公開する記録. A record that a system of the house publishes about a person, whole.
package struct WholeRecord: Sendable {
    /// By the names of the dataset's items, the record key among them; what is not set is absent.
    package let items: [String: String]
    /// A record of these items.
    package init(_ items: [String: String]) { self.items = items }
}

/// 公開の結果. What became of records that were published.
package struct PublishedCount: Sendable, Hashable {
    /// 宛名番号の未登録. The code of a row about whom the register does not know.
    package static let unknownPerson = "E0214"

    /// New records, and such as became others.
    package internal(set) var accepted = 0
    /// Records that are no more.
    package internal(set) var withdrawn = 0
    /// Records as they were before.
    package internal(set) var unchanged = 0
    /// Codes of the faults of what was not taken, by how often.
    package internal(set) var rejected: [String: Int] = [:]
    /// What was wrong with it, of which item, by how often; never a value.
    package internal(set) var faults: [Fault: Int] = [:]

    /// 誤り. Code, item and rule.
    package struct Fault: Sendable, Hashable, Comparable, CustomStringConvertible {
        /// E….
        package let code: String
        /// 項目; empty where the whole record is meant.
        package let item: String
        /// In Japanese.
        package let reason: String

        /// Code, item and rule.
        package var description: String { "\(code) \(item)（\(reason)）" }

        /// By code, then by item.
        package static func < (a: Self, b: Self) -> Bool { (a.code, a.item, a.reason) < (b.code, b.item, b.reason) }
    }

    /// None of anything.
    package init() {}

    /// Two together.
    package static func += (a: inout Self, b: Self) {
        a.accepted += b.accepted
        a.withdrawn += b.withdrawn
        a.unchanged += b.unchanged
        a.rejected.merge(b.rejected, uniquingKeysWith: +)
        a.faults.merge(b.faults, uniquingKeysWith: +)
    }
}

extension Intake {
    /// 記録の公開（全部）. Publishes all that a system has about some persons: what became another is a new version, and what is no more is withdrawn. Every record is
    /// checked as the row of a file is; what was changed is on record with the persons, in the same transaction.
    ///
    /// - Parameters:
    ///   - numbers: of whom.
    ///   - catalogue: the dataset's.
    ///   - source: the system that publishes.
    ///   - whom: who does it, as the log is to name it.
    ///   - read: all that there is of them now, asked for once nobody else publishes of the dataset, and before any person is held: of two who publish the later has read what stands later. No
    ///     records where nothing is published of them any more; whoever is not in it stays as they are. Items that the dataset's text does not have are left out.
    /// - Throws: `CatalogueRefused` where another publishes the dataset, or its text contradicts what is registered; `PostgresError`; what `read` throws.
    package func publish(
        allOf numbers: [AddresseeNumber], of catalogue: ItemCatalogue, source: SystemName, by whom: String,
        reading read: () async throws -> [AddresseeNumber: [WholeRecord]]
    ) async throws -> PublishedCount {
        try await publish(allOf: numbers, of: [catalogue], source: source, by: whom) { [catalogue.dataset: try await read()] }[catalogue.dataset]
            ?? PublishedCount()
    }

    /// The same of several datasets that one system publishes, which are read at once: all of them are published, or none.
    ///
    /// - Parameter read: by dataset; one that is not in it stays as it is.
    /// - Returns: by dataset.
    /// - Throws: as of one.
    package func publish(
        allOf numbers: [AddresseeNumber], of catalogues: [ItemCatalogue], source: SystemName, by whom: String,
        reading read: () async throws -> [DatasetName: [AddresseeNumber: [WholeRecord]]]
    ) async throws -> [DatasetName: PublishedCount] {
        for catalogue in catalogues { try Catalogues.requirePublisher(source, of: catalogue) }
        guard !numbers.isEmpty else { return [:] }
        // Two who publish of the same datasets take their rows in the same order.
        let catalogues = catalogues.sorted { $0.dataset < $1.dataset }
        let (pool, today, wanted, seal) = (pool, today(), Set(numbers), RowSeal(keys: vault.keys))
        let counts = try await pool.transaction(opening: [HubCalendar.holdingStill], retries: 3) { connection in
            for catalogue in catalogues { try await Catalogues.register(catalogue, on: connection) }
            // The datasets' rows give their publishers their turn; nobody waits for a person while the publisher's own records are read.
            let records = try await read().mapValues { $0.filter { wanted.contains($0.key) } }.filter { !$0.value.isEmpty }
            guard !records.isEmpty else { return [DatasetName: PublishedCount]() }
            try await PublishedRows.taking(numbers.map(\.value), on: connection)
            let drafts = try catalogues.compactMap { catalogue in try records[catalogue.dataset].map { try Draft($0, of: catalogue) } }
            let standing = try await Self.standing(numbers.map(\.value), drafts, by: source, on: connection)
            var counts: [DatasetName: PublishedCount] = [:]
            for draft in drafts {
                let dataset = draft.catalogue.dataset
                counts[dataset] = try await Self.publish(draft, over: standing[dataset] ?? [], source: source, by: whom, on: today, seal, connection)
            }
            return counts
        }
        if counts.values.contains(where: { $0.accepted + $0.withdrawn > 0 }) { notifier.notify() }
        return counts
    }

    /// What is to be published in one dataset of persons whose rows the transaction has.
    private struct Draft {
        let catalogue: ItemCatalogue
        let sheet: PublishedSheet
        let given: [(name: PublishedSheet.Name, number: AddresseeNumber, items: [String: String])]
        /// How often a record is given.
        let times: [PublishedSheet.Name: Int]
        /// Of whom all that stands is in question.
        let persons: Set<String>

        init(_ persons: [AddresseeNumber: [WholeRecord]], of catalogue: ItemCatalogue) throws {
            let sheet = try PublishedSheet(catalogue)
            let given = persons.sorted { $0.key < $1.key }.flatMap { number, records in
                records.map { (name: sheet.name(number, $0.items), number: number, items: $0.items) }
            }
            (self.catalogue, self.sheet, self.given, self.persons) = (catalogue, sheet, given, Set(persons.keys.map(\.value)))
            times = Dictionary(given.map { ($0.name, 1) }, uniquingKeysWith: +)
        }

        /// Of most nothing is another: they are compared, and nothing more. Several states of one record follow each other, and are all looked at.
        var asked: [(name: PublishedSheet.Name, json: String)] {
            given.filter { times[$0.name] == 1 }.compactMap { record in sheet.json(record.items).map { (name: record.name, json: $0) } }
        }
    }

    /// - Parameter standing: of what is published in the dataset.
    private static func publish(
        _ draft: Draft, over standing: [(name: PublishedSheet.Name, isSame: Bool)], source: SystemName, by whom: String, on today: CalendarDay,
        _ seal: RowSeal, _ connection: Connection
    ) async throws -> PublishedCount {
        let (catalogue, given, times) = (draft.catalogue, draft.given, draft.times)
        var sheet = draft.sheet
        let same = Set(standing.filter { $0.isSame }.map { $0.name })
        let gone = standing.map { $0.name }.filter { times[$0] == nil }
        for record in given where !same.contains(record.name) { sheet.append(record.number, record.items) }
        for name in gone { sheet.withdraw(name) }
        var count = PublishedCount()
        count.unchanged = same.count
        guard !sheet.rows.isEmpty else { return count }
        let rows = PublishedRows(catalogue: catalogue, fields: sheet.fields, source: source, body: nil, seal: seal)
        let checked = try rows.check(sheet.block, on: today)
        let outcome = try await rows.take(checked.taken, of: checked.national, trusting: false, on: connection)
        count.withdrawn = gone.count
        count.accepted = outcome.accepted - gone.count
        count.unchanged += outcome.unchanged.count
        for code in checked.faults.values.flatMap({ Set($0.map(\.code)) }) + outcome.rejected.map(\.fault.code) { count.rejected[code, default: 0] += 1 }
        let faults =
            checked.faults.values.joined().map { PublishedCount.Fault(code: $0.code, item: $0.item, reason: $0.reason) }
            + outcome.rejected.map { PublishedCount.Fault(code: $0.fault.code, item: $0.fault.item, reason: $0.fault.reason) }
        for fault in faults { count.faults[fault, default: 0] += 1 }
        let (asBefore, held) = (Set(outcome.unchanged), Set(checked.taken.map(\.row)))
        let told = sheet.rows.filter { !asBefore.contains($0) || !held.contains($0) }.map { sheet.number(of: $0) }
        if !told.isEmpty {
            let fields = [
                "accepted": String(count.accepted), "codes": count.rejected.keys.sorted().joined(separator: " "), "dataset": catalogue.dataset.rawValue,
                "items": Set(count.faults.keys.map(\.item)).sorted().joined(separator: " "),
                "rejected": String(count.rejected.values.reduce(0, +)), "source": source.rawValue, "withdrawn": String(count.withdrawn),
            ]
            let personal = ["atenabango": Set(told).sorted().joined(separator: " ")]
            try await connection.query(AuditEvent(.recordsPublished, by: whom, fields: fields, personal: personal).statement()).written()
        }
        return count
    }

    /// 公開されている人. Of whom something of one of the datasets is published, in the order of their numbers.
    ///
    /// - Parameters:
    ///   - number: behind whom; from the first where it is `nil`.
    ///   - last: up to whom; to the end where it is `nil`.
    /// - Throws: `PostgresError`.
    package func published(
        _ catalogues: [ItemCatalogue], after number: AddresseeNumber?, through last: AddresseeNumber?, limit: Int
    ) async throws -> [AddresseeNumber] {
        // To the end, or up to somebody: each way has a plan that goes along the index no further than it has to.
        let numbers: Query =
            if let last {
                "SELECT addressee_id, atenabango FROM register.addressee WHERE atenabango > \(number?.value ?? "") AND atenabango <= \(last.value)"
            } else {
                "SELECT addressee_id, atenabango FROM register.addressee WHERE atenabango > \(number?.value ?? "")"
            }
        return try await pool.query(
            numbers.between(
                unsafeSQL: "SELECT a.atenabango FROM (", binding: catalogues.map(\.dataset.rawValue)
            ) {
                """
                ) AS a CROSS JOIN LATERAL (
                  SELECT FROM dataset.record r WHERE r.addressee_id = a.addressee_id AND r.dataset = ANY (\($0)) LIMIT 1) AS any_record
                ORDER BY a.atenabango LIMIT \(Int64(limit))
                """
            }
        ).map { try AddresseeNumber($0.decode(String.self)) }
    }

    /// Records that stand, by dataset, and whether those that are given are the same; a name is given once. All datasets are asked for at once: a person's records lie
    /// together.
    private static func standing(
        _ numbers: [String], _ drafts: [Draft], by source: SystemName, on connection: Connection
    ) async throws -> [DatasetName: [(name: PublishedSheet.Name, isSame: Bool)]] {
        let given = drafts.flatMap { draft in draft.asked.map { (dataset: draft.catalogue.dataset.rawValue, name: $0.name, json: $0.json) } }
        let persons = Dictionary(uniqueKeysWithValues: drafts.map { ($0.catalogue.dataset, $0.persons) })
        let rows = try await connection.query(
            """
            SELECT n.dataset, a.atenabango, n.record_key, coalesce(n.items = g.items::jsonb, false) FROM register.addressee a CROSS JOIN LATERAL (
              SELECT DISTINCT ON (r.dataset, r.record_key) r.dataset, r.record_key, r.items FROM dataset.record r
              WHERE r.addressee_id = a.addressee_id AND r.dataset = ANY (\(persons.keys.map(\.rawValue))) AND r.system = \(source.rawValue)
              ORDER BY r.dataset, r.record_key, r.history_number DESC) AS n
            LEFT JOIN unnest(\(given.map { $0.dataset }), \(given.map { $0.name.number }), \(given.map { $0.name.recordKey }), \(given.map { $0.json }))
                AS g (dataset, number, record_key, items)
              ON g.dataset = n.dataset AND g.number = a.atenabango AND g.record_key = n.record_key
            WHERE a.atenabango = ANY(\(numbers)) AND n.items IS NOT NULL ORDER BY 1, 2, 3
            """)
        var standing: [DatasetName: [(name: PublishedSheet.Name, isSame: Bool)]] = [:]
        for row in rows {
            let (dataset, number, key, isSame) = try row.decode((String, String, String, Bool).self)
            // Of whom a dataset is not spoken of, theirs stays as it is.
            guard let dataset = DatasetName(rawValue: dataset), persons[dataset]?.contains(number) == true else { continue }
            standing[dataset, default: []].append((name: PublishedSheet.Name(number: number, recordKey: key), isSame: isSame))
        }
        return standing
    }
}
