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
    ///   - numbers: of whom, asked in the medium's turn; `nil`: of all who were offered.
    /// - Throws: what `numbers` throws; `PostgresError`.
    package func settle(
        as result: ProvisionRecord.Result, by whom: String, on connection: Connection, of numbers: () async throws -> [AddresseeNumber]? = { nil }
    ) async throws {
        try await takeTurn(on: connection)
        guard let offer = try await newestOffer(on: connection), !offer.ends.contains(result), offer.ends.isEmpty || result == .unconfirmed else { return }
        guard let numbers = try await numbers() else { return try await record(result, of: offer, offer.persons, by: whom, on: connection) }
        try await record(result, of: offer, Self.those(numbers, among: offer.persons, on: connection), by: whom, on: connection)
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
            SELECT result::text, persons FROM provision.record WHERE started_by = \(offer.record) AND persons IS NOT NULL ORDER BY record_id
            """)
        var unconfirmed: Set<Int64> = []
        for end in ends {
            let (result, persons) = try end.decode((String, [UInt8]).self)
            switch ProvisionRecord.Result(rawValue: result) {
            case .unconfirmed: unconfirmed.formUnion(PersonSet.ids(persons))
            case .provided: unconfirmed.subtract(PersonSet.ids(persons))
            default: break
            }
        }
        var open = PersonSet()
        for id in unconfirmed.sorted() { open.insert(id) }
        try await record(.provided, of: offer, Self.those(numbers, among: open.finish(), on: connection), by: whom, on: connection)
    }

    /// Of a compressed set those who have these numbers.
    private static func those(_ numbers: [AddresseeNumber], among persons: [UInt8]?, on connection: Connection) async throws -> [UInt8] {
        let rows = try await connection.query("SELECT addressee_id FROM register.addressee WHERE atenabango = ANY(\(numbers.map(\.value)))")
        let wanted = Set(try rows.map { try $0.decode(Int64.self) })
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

    /// Records an end of an offer, of some of those who were offered; of nobody nothing is recorded.
    func record(
        _ result: ProvisionRecord.Result, of offer: Offer, _ persons: [UInt8]?, by whom: String, on connection: Connection
    ) async throws {
        let given = PersonSet(persons ?? [])
        guard given.count > 0 else { return }
        var record = ProvisionRecord(result, .medium, system: system.rawValue, dataset: dataset.rawValue, byWhom: whom, policy: nil)
        (record.policyVersion, record.batchKey, record.startedBy, record.day) = (offer.policyVersion, batch, offer.record, offer.day)
        // Of what never arrived nothing went out.
        record.given = result == .neverArrived ? [] : offer.items
        record.name(ProvisionRecord.Persons(given: given))
        try await connection.query(record.statement()).written()
        // What is handed over, or never will be, is made no more.
        if result != .unconfirmed { try await connection.execute("DELETE FROM provision.encrypted_bytes WHERE record_id = \(offer.record)") }
    }
}
