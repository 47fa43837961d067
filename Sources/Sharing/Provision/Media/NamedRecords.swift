package import AccessControl
package import Addressee
internal import AuditTrail
internal import ConnectorKit
internal import Governance
internal import Postgres
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

/// 提示の結果. What came of offering a publisher's medium.
package struct MediumOffer: Sendable {
    /// Keys of records that the policy in force does not let go, or not as they are.
    package fileprivate(set) var kept: [String] = []
    /// 個人番号のない記録. Keys of records of persons whose individual number nobody knows, or awaits a decision, where the policy gives it.
    package fileprivate(set) var withoutNumber: [String] = []
    /// Whether the hub adds individual numbers to the medium.
    package fileprivate(set) var addsNumbers = false
    /// 暗号化したファイル. What of it is handed over; `nil` where nothing was made yet, or it goes as the publisher writes it.
    package fileprivate(set) var file: EncryptedFile?

    /// Whether all of it is offered.
    package var isWhole: Bool { kept.isEmpty && withoutNumber.isEmpty }
}

extension Provisioning {
    /// 名指しの記録の提示. Decides whether all of these records may go to a system on a medium of their publisher's, and has it on record that they are offered to it:
    /// all of them and whole, or none. What the policy in force leaves out of a record, or keeps back for now, leaves out the medium; the refusal is on record.
    /// Where the policy gives individual numbers, the hub adds them, for the recipients that the policy names and for nobody else.
    ///
    /// - Throws: `ProvisionRefused`; `MediaRefused` M0024 where it was handed over already, M0001–M0009, M0017, M0025–M0029 (recorded); `EnvelopeError`;
    ///   `PostgresError`.
    package func offer(
        _ records: [NamedRecord], on medium: NamedMedium, _ moment: MediumMoment = .leaving, by principal: Principal
    ) async throws -> MediumOffer {
        let (system, dataset) = (medium.system, medium.dataset.rawValue)
        return try await onMedium(system, dataset, principal) { connection in
            try await medium.takeTurn(on: connection)
            let before = try await medium.newestOffer(on: connection)
            // Nothing would ever end another offer.
            guard before?.ends.contains(.provided) != true else { throw MediaRefused.handedOver }
            let policy = try await admitted(system, dataset, way: .medium, on: connection)
            let receivers = try recipients(under: policy, moment)
            // What was made with numbers does not leave as if it had none: it is made anew under the policy of now.
            if case .leaving = moment, !policy.includesIndividualNumber, let before, before.ends.isEmpty,
                try await encryptedFile(ofOffer: before.record, on: connection) != nil
            {
                throw MediaRefused.notMade
            }
            let told = try await allowed(Set(records.map(\.number)), under: policy, by: principal, on: connection)
            var offer = MediumOffer()
            (offer.addsNumbers, (offer.kept, offer.withoutNumber)) = (policy.includesIndividualNumber, Self.kept(records, told, policy))
            guard offer.isWhole else {
                var record = ProvisionRecord(.refused, .medium, system: system.rawValue, dataset: dataset, byWhom: principal.name, policy: policy)
                record.refusalCode = (offer.kept.isEmpty ? MediaRefused.withoutNumber : .notWhole).code
                try await connection.query(record.statement()).written()
                return offer
            }
            let entries = records.compactMap { told[$0.number]?.records[$0.key] }
            var (persons, items) = (ProvisionRecord.Persons(), Set(policy.includesIndividualNumber ? [Item.kojinbango.rawValue] : []))
            let named = records.compactMap { record in told[record.number].map { (id: $0.id, key: record.key) } }
            for (id, key) in named.sorted(by: { $0.id < $1.id }) { persons.insert(id, .given, record: key) }
            for record in records { items.formUnion(record.items.keys) }
            var record = ProvisionRecord(.offered, .medium, system: system.rawValue, dataset: dataset, byWhom: principal.name, policy: policy)
            record.given = ItemSet(policy.catalogue.items.filter { items.contains($0.rawValue) })
            record.name(persons)
            record.batchKey = medium.batch
            record.day = try await HubCalendar.day(at: .newest, RowSeal(keys: vault.keys), on: connection)
            record.digest = digest(of: entries)
            let id = try await offered(record, after: before, on: medium, moment, for: receivers, by: principal, on: connection)
            guard offer.addsNumbers else { return offer }
            offer.file = try await file(ofOffer: id, moment, entries, for: receivers, by: principal.account, on: connection)
            return offer
        }
    }

    /// 引渡し済みの媒体か. Whether it is on record that a medium was handed over that told exactly this: a publisher whose database was restored to a moment before has lost that, and
    /// gives its numbers anew. Nothing is told by it.
    ///
    /// - Parameter records: as they are published now, in the order of the medium.
    /// - Throws: `PolicyStoreError`; `PostgresError`.
    package func wasHandedOver(_ records: [NamedRecord], on medium: NamedMedium, by principal: Principal) async throws -> Bool {
        try await pool.transaction { connection in
            guard let before = try await medium.newestOffer(on: connection), before.ends.contains(.provided), let version = before.policyVersion,
                let policy = try await store.version(version, on: connection)
            else { return false }
            let told = try await allowed(Set(records.map(\.number)), under: policy, by: principal, on: connection)
            guard Self.kept(records, told, policy).kept.isEmpty else { return false }
            let persons = Set(told.values.map { $0.id })
            guard persons == Set(PersonSet.ids(before.persons ?? [])) else { return false }
            // What was taken off and published once more has another history number, and tells the same.
            let versions = try await connection.query(
                """
                SELECT addressee_id, record_key, max(history_number) FROM dataset.record
                WHERE addressee_id = ANY(\(persons.sorted())) AND dataset = \(medium.dataset.rawValue)
                    AND recorded_at <= (SELECT recorded_at FROM provision.record WHERE record_id = \(before.record))
                GROUP BY addressee_id, record_key
                """)
            var numbers: [RecordSets.Named: Int] = [:]
            for row in versions {
                let (person, key, number) = try row.decode((Int64, String, Int32).self)
                numbers[RecordSets.Named(part: .given, person: person, key: key)] = Int(number)
            }
            let entries = records.compactMap { record -> Entry? in
                guard let person = told[record.number], var entry = person.records[record.key],
                    let number = numbers[RecordSets.Named(part: .given, person: person.id, key: record.key)]
                else { return nil }
                entry.historyNumber = number
                return entry
            }
            return entries.count == records.count && digest(of: entries) == before.digest
        }
    }

    /// Which records may not go as they are, and of which the number lacks.
    private static func kept(
        _ records: [NamedRecord], _ told: [AddresseeNumber: (id: Int64, records: [String: Entry])], _ policy: Policy
    ) -> (kept: [String], withoutNumber: [String]) {
        var (kept, withoutNumber): ([String], [String]) = ([], [])
        for record in records {
            if let entry = told[record.number]?.records[record.key], entry.named == record.items {
                if policy.includesIndividualNumber, entry.individualNumber == nil { withoutNumber.append(record.key) }
            } else {
                kept.append(record.key)
            }
        }
        return (kept, withoutNumber)
    }

    /// - Returns: the record of the offer: of one that is open and the same that, otherwise a new one.
    private func offered(
        _ record: ProvisionRecord, after before: NamedMedium.Offer?, on medium: NamedMedium, _ moment: MediumMoment, for receivers: [ReceiverCertificate],
        by principal: Principal, on connection: Connection
    ) async throws -> Int64 {
        if let before, before.ends.isEmpty {
            // The same medium once more; or what was offered before goes to nobody as it was.
            if before.policyVersion == record.policyVersion, before.digest == record.digest,
                try await isSame(before, moment, for: receivers, on: connection)
            {
                return before.record
            }
            try await medium.record(.neverArrived, of: before, before.persons, before.records, by: principal.name, on: connection)
        }
        return try await connection.query(record.statement()).written().decode("record_id")
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
            try await Withheld.queue(page.withheld, system.rawValue, dataset, .medium, by: principal.name, RowSeal(keys: vault.keys), on: connection)
            try await Vault.altered(page.altered, system.rawValue, dataset, way: "medium", by: principal.name)?.record(on: connection)
        }
        return told
    }
}

extension Entry {
    /// What it gives, by the names of the items.
    fileprivate var named: [String: String] { Dictionary(items.map { ($0.key.rawValue, $0.value) }) { first, _ in first } }
}
