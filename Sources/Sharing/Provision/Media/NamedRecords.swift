package import AccessControl
package import Addressee
internal import AuditTrail
internal import ConnectorKit
internal import Governance
package import Postgres
internal import Register

/// 名指しの記録. A published record that its publisher is about to write on a medium of its own.
package struct NamedRecord: Sendable {
    /// Whose it is.
    let number: AddresseeNumber
    /// Which of the person's in the dataset.
    let key: String
    /// All that the medium says of it, by the names of the dataset's items; what is not set is absent.
    let items: [String: String]

    /// A record of these items.
    package init(_ number: AddresseeNumber, key: String, items: [String: String]) { (self.number, self.key, self.items) = (number, key, items) }
}

/// 名指しの記録の媒体. A medium whose making and hand-over are on record at its publisher, by a number of the publisher's: it is offered before it is made, and a
/// provision once it was handed over.
package struct NamedMedium: Sendable {
    /// データセット.
    let dataset: DatasetName
    /// 提供先.
    let system: SystemName
    /// The publisher's name for it.
    let batch: String

    /// A medium of a publisher.
    package init(_ batch: String, of dataset: DatasetName, to system: SystemName) { (self.dataset, self.system, self.batch) = (dataset, system, batch) }

    /// 決着. Records what became of it: that it was handed over, that it never will be, or, of what was handed over, that nobody knows whether it arrived. Recorded
    /// once, however often it is told.
    ///
    /// - Parameters:
    ///   - numbers: of whom; `nil`: of all who were offered.
    ///   - whom: who did it, as the log is to name it.
    /// - Throws: `PostgresError`.
    package func settle(
        as result: ProvisionRecord.Result, of numbers: [AddresseeNumber]? = nil, by whom: String, on connection: Connection
    ) async throws {
        try await takeTurn(on: connection)
        guard let offer = try await newestOffer(on: connection), !offer.ends.contains(result), offer.ends.isEmpty || result == .unconfirmed else { return }
        try await record(result, of: offer, numbers, by: whom, on: connection)
    }

    /// Those who offer or settle a medium take turns till their transactions end: of two the later reads what the earlier recorded.
    fileprivate func takeTurn(on connection: Connection) async throws {
        let name = [system.rawValue, dataset.rawValue, batch].joined(separator: "/")
        try await connection.execute("SELECT pg_advisory_xact_lock(hashtext('provision.medium'), hashtext(\(name)))")
    }

    /// What stands of its newest offer.
    struct Offer {
        let record: Int64
        let policyVersion: String?
        let items: ItemSet
        let digest: [UInt8]?
        let persons: [UInt8]?
        let day: CalendarDay?
        let ends: [ProvisionRecord.Result]
    }

    func newestOffer(on connection: Connection) async throws -> Offer? {
        let rows = try await connection.query(
            """
            SELECT r.record_id, r.policy_version, r.items, r.digest, r.persons, r.calendar_day,
                ARRAY(SELECT e.result::text FROM provision.record e WHERE e.started_by = r.record_id)
            FROM provision.record r
            WHERE r.system = \(system.rawValue) AND r.dataset = \(dataset.rawValue) AND r.way = \(ProvisionRecord.Way.medium.rawValue)::text::"char"
                AND r.way IN ('d', 'f', 'm') AND r.result = 'o' AND r.batch_key = \(batch)
            ORDER BY r.record_id DESC LIMIT 1
            """)
        guard let row = rows.first else { return nil }
        let (record, version, items, digest, persons, day, ends) = try row.decode((Int64, String?, Int64, [UInt8]?, [UInt8]?, CalendarDay?, [String]).self)
        return Offer(
            record: record, policyVersion: version, items: ItemSet(rawValue: items), digest: digest, persons: persons, day: day,
            ends: ends.compactMap(ProvisionRecord.Result.init))
    }

    func record(
        _ result: ProvisionRecord.Result, of offer: Offer, _ numbers: [AddresseeNumber]? = nil, by whom: String, on connection: Connection
    ) async throws {
        var given = offer.persons.map { PersonSet($0) } ?? PersonSet()
        if let numbers {
            let rows = try await connection.query(
                "SELECT addressee_id FROM register.addressee WHERE atenabango = ANY(\(numbers.map(\.value))) ORDER BY addressee_id")
            let wanted = Set(try rows.map { try $0.decode(Int64.self) })
            var some = PersonSet()
            for id in PersonSet.ids(given.finish()) where wanted.contains(id) { some.insert(id) }
            given = some
        }
        guard given.count > 0 else { return }
        var record = ProvisionRecord(result, .medium, system: system.rawValue, dataset: dataset.rawValue, byWhom: whom, policy: nil)
        (record.policyVersion, record.batchKey, record.startedBy, record.day) = (offer.policyVersion, batch, offer.record, offer.day)
        // Of what never arrived nothing went out.
        record.given = result == .neverArrived ? [] : offer.items
        record.name(ProvisionRecord.Persons(given: given))
        try await connection.query(record.statement()).written()
    }
}

extension Provisioning {
    /// 名指しの記録の提示. Decides whether all of these records may go to a system on a medium of their publisher's, and has it on record that they are offered to it:
    /// all of them and whole, or none. What the policy in force leaves out of a record, or keeps back for now, leaves out the medium; the refusal is on record.
    ///
    /// - Returns: keys of those that may not go, or not as they are; none where all are offered.
    /// - Throws: `ProvisionRefused`, `MediaRefused` M0024 where it was handed over already (recorded); `PostgresError`.
    package func offer(_ records: [NamedRecord], on medium: NamedMedium, by principal: Principal) async throws -> [String] {
        let (system, dataset) = (medium.system, medium.dataset.rawValue)
        return try await onMedium(system, dataset, principal) { connection in
            try await medium.takeTurn(on: connection)
            let before = try await medium.newestOffer(on: connection)
            // Nothing would ever end another offer.
            guard before?.ends.contains(.provided) != true else { throw MediaRefused.handedOver }
            let policy = try await admitted(system, dataset, way: .medium, on: connection)
            let told = try await allowed(Set(records.map(\.number)), under: policy, by: principal, on: connection)
            let kept = records.filter { record in told[record.number]?.records[record.key].map { $0.named == record.items } != true }.map(\.key)
            guard kept.isEmpty else {
                var record = ProvisionRecord(.refused, .medium, system: system.rawValue, dataset: dataset, byWhom: principal.name, policy: policy)
                record.refusalCode = MediaRefused.notWhole.code
                try await connection.query(record.statement()).written()
                return kept
            }
            var (persons, items) = (PersonSet(), Set<String>())
            for id in Set(records.compactMap { told[$0.number]?.id }).sorted() { persons.insert(id) }
            for record in records { items.formUnion(record.items.keys) }
            var record = ProvisionRecord(.offered, .medium, system: system.rawValue, dataset: dataset, byWhom: principal.name, policy: policy)
            record.given = ItemSet(policy.catalogue.items.filter { items.contains($0.rawValue) })
            record.name(ProvisionRecord.Persons(given: persons))
            record.batchKey = medium.batch
            record.day = try await HubCalendar.day(at: .newest, on: connection)
            record.digest = digest(of: records.compactMap { told[$0.number]?.records[$0.key] })
            if let offer = before, offer.ends.isEmpty {
                // The same medium once more; or what was offered before goes to nobody as it was.
                if offer.policyVersion == policy.contentHash, offer.digest == record.digest { return [] }
                try await medium.record(.neverArrived, of: offer, by: principal.name, on: connection)
            }
            try await connection.query(record.statement()).written()
            return []
        }
    }

    /// Records of persons as the policy lets them go on a medium, by key, and who the persons are. Who waits for somebody's decision is put in the queue.
    private func allowed(
        _ numbers: Set<AddresseeNumber>, under policy: Policy, by principal: Principal, on connection: Connection
    ) async throws -> [AddresseeNumber: (id: Int64, records: [String: Entry])] {
        let (system, dataset) = (policy.system, policy.dataset.rawValue)
        let ids = try await connection.query("SELECT addressee_id FROM register.addressee WHERE atenabango = ANY(\(numbers.map(\.value)))")
        var left = try ids.map { try $0.decode(Int64.self) }.sorted()[...]
        // What was published a moment ago is among it, as in the answer about one person.
        let end = JournalEnd(horizon: .newest, origin: try await JournalEnd.read(on: connection).origin, movesAhead: false)
        let place = Cursor.following(system: system.rawValue, dataset: dataset, policy: policy.contentHash, change: nil, end: end)
        let reader = PageReader(vault: vault, store: store, policy: policy, way: .medium, connection: connection)
        var told: [AddresseeNumber: (id: Int64, records: [String: Entry])] = [:]
        while !left.isEmpty {
            let page = try await reader.page(of: Array(left.prefix(500)), at: place, removals: false)
            left = left.dropFirst(500)
            for (id, entry) in zip(page.addressees, page.entries) where entry.operation == .upsert {
                told[entry.addresseeNumber, default: (id, [:])].records[entry.recordKey ?? ""] = entry
            }
            try await Withheld.queue(page.withheld, system.rawValue, dataset, .medium, by: principal.name, on: connection)
            try await Vault.altered(page.altered, system.rawValue, dataset, way: "medium", by: principal.name)?.record(on: connection)
        }
        return told
    }
}

extension Entry {
    /// What it gives, by the names of the items.
    fileprivate var named: [String: String] { Dictionary(items.map { ($0.key.rawValue, $0.value) }) { first, _ in first } }
}
