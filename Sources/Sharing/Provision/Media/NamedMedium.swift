package import Addressee
internal import AuditTrail
internal import Governance
package import Postgres

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
    ///   - whom: who did it, as the log is to name it.
    ///   - records: of which records of whom, asked in the medium's turn; `nil`: of all that were offered.
    /// - Throws: what `records` throws; `PostgresError`.
    package func settle(
        as result: ProvisionRecord.Result, by whom: String, on connection: Connection,
        of records: () async throws -> [(number: AddresseeNumber, key: String)]? = { nil }
    ) async throws {
        try await takeTurn(on: connection)
        guard let offer = try await newestOffer(on: connection), !offer.ends.contains(result), offer.ends.isEmpty || result == .unconfirmed else { return }
        guard let some = try await records() else { return try await record(result, of: offer, offer.persons, offer.records, by: whom, on: connection) }
        let ids = try await Self.ids(some.map(\.number), on: connection)
        // Others on the medium may have a record of the same key.
        let meant = Set(some.compactMap { record in ids[record.number].map { RecordSets.Named(part: .given, person: $0, key: record.key) } })
        let persons = Self.those(Set(ids.values), among: offer.persons)
        try await record(result, of: offer, persons, RecordSets(offer.records.named.filter(meant.contains)), by: whom, on: connection)
    }

    /// 遅れた回答. Records of whom nobody knew whether it arrived that it did: the receiver answered. What was recorded before stays; nothing is recorded of anybody
    /// else, nor twice.
    ///
    /// - Parameters:
    ///   - numbers: whom the receiver has answered.
    ///   - whom: who took the answer in, as the log is to name it.
    /// - Throws: `PostgresError`.
    package func confirm(_ numbers: [AddresseeNumber], by whom: String, on connection: Connection) async throws {
        try await takeTurn(on: connection)
        guard let offer = try await newestOffer(on: connection) else { return }
        let ends = try await connection.query(
            """
            SELECT r.result::text, r.persons, e.personal FROM provision.record r LEFT JOIN audit.event e USING (event_id)
            WHERE r.started_by = \(offer.record) AND r.persons IS NOT NULL ORDER BY r.record_id
            """)
        var (unconfirmed, records): (Set<Int64>, Set<RecordSets.Named>) = ([], [])
        for end in ends {
            let (result, persons, personal) = try end.decode((String, [UInt8], String?).self)
            let named = RecordSets(personal: personal).named
            switch ProvisionRecord.Result(rawValue: result) {
            case .unconfirmed:
                unconfirmed.formUnion(PersonSet.ids(persons))
                records.formUnion(named)
            case .provided:
                unconfirmed.subtract(PersonSet.ids(persons))
                records.subtract(named)
            default: break
            }
        }
        var open = PersonSet()
        for id in unconfirmed.sorted() { open.insert(id) }
        let persons = Self.those(Set(try await Self.ids(numbers, on: connection).values), among: open.finish())
        try await record(.provided, of: offer, persons, RecordSets(Self.of(persons, records)), by: whom, on: connection)
    }

    /// Of records those of the persons of a compressed set.
    private static func of(_ persons: [UInt8], _ records: some Sequence<RecordSets.Named>) -> [RecordSets.Named] {
        let ids = Set(PersonSet.ids(persons))
        return records.filter { ids.contains($0.person) }
    }

    /// Who has these numbers.
    private static func ids(_ numbers: [AddresseeNumber], on connection: Connection) async throws -> [AddresseeNumber: Int64] {
        let rows = try await connection.query("SELECT atenabango, addressee_id FROM register.addressee WHERE atenabango = ANY(\(numbers.map(\.value)))")
        var ids: [AddresseeNumber: Int64] = [:]
        for row in rows {
            let (number, id) = try row.decode((String, Int64).self)
            ids[try AddresseeNumber(number)] = id
        }
        return ids
    }

    /// Of a compressed set these persons.
    private static func those(_ wanted: Set<Int64>, among persons: [UInt8]?) -> [UInt8] {
        var some = PersonSet()
        for id in PersonSet.ids(persons ?? []) where wanted.contains(id) { some.insert(id) }
        return some.finish()
    }

    /// Those who offer or settle a medium take turns till their transactions end: of two the later reads what the earlier recorded.
    func takeTurn(on connection: Connection) async throws {
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
        let records: RecordSets
        let day: CalendarDay?
        let ends: [ProvisionRecord.Result]
    }

    func newestOffer(on connection: Connection) async throws -> Offer? {
        let rows = try await connection.query(
            """
            SELECT r.record_id, r.policy_version, r.items, r.digest, r.persons, r.calendar_day,
                ARRAY(SELECT e.result::text FROM provision.record e WHERE e.started_by = r.record_id),
                (SELECT e.personal FROM audit.event e WHERE e.event_id = r.event_id)
            FROM provision.record r
            WHERE r.system = \(system.rawValue) AND r.dataset = \(dataset.rawValue) AND r.way = \(ProvisionRecord.Way.medium.rawValue)::text::"char"
                AND r.way IN ('d', 'f', 'm') AND r.result = 'o' AND r.batch_key = \(batch)
            ORDER BY r.record_id DESC LIMIT 1
            """)
        guard let row = rows.first else { return nil }
        let (record, version, items, digest, persons, day, ends, personal) = try row.decode(
            (Int64, String?, Int64, [UInt8]?, [UInt8]?, CalendarDay?, [String], String?).self)
        return Offer(
            record: record, policyVersion: version, items: ItemSet(rawValue: items), digest: digest, persons: persons,
            records: RecordSets(personal: personal), day: day,
            ends: ends.compactMap(ProvisionRecord.Result.init))
    }

    /// Records an end of an offer, of some of those who were offered; of nobody nothing is recorded.
    func record(
        _ result: ProvisionRecord.Result, of offer: Offer, _ persons: [UInt8]?, _ records: RecordSets, by whom: String, on connection: Connection
    ) async throws {
        let given = PersonSet(persons ?? [])
        guard given.count > 0 else { return }
        var record = ProvisionRecord(result, .medium, system: system.rawValue, dataset: dataset.rawValue, byWhom: whom, policy: nil)
        (record.policyVersion, record.batchKey, record.startedBy, record.day) = (offer.policyVersion, batch, offer.record, offer.day)
        // Of what never arrived nothing went out.
        record.given = result == .neverArrived ? [] : offer.items
        record.name(ProvisionRecord.Persons(given: given, records: records))
        try await connection.query(record.statement()).written()
        // What is handed over, or never will be, is made no more.
        if result != .unconfirmed { try await connection.execute("DELETE FROM provision.encrypted_bytes WHERE record_id = \(offer.record)") }
    }
}
