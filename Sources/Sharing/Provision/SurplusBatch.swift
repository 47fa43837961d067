internal import Addressee
internal import ConnectorKit
internal import Governance
internal import Postgres

/// 余分. Of what a receiver says it holds, what it should not.
struct SurplusBatch {
    /// The policy that says so.
    let policy: Policy
    /// Removals.
    let entries: [Entry]
    /// Internal ids of those whom the register knows, by addressee number.
    let known: [String: Int64]
    /// The hub's day at the receiver's place.
    let day: CalendarDay

    /// Whom it takes back; whom the register does not know no record can name.
    var persons: ProvisionRecord.Persons {
        var persons = ProvisionRecord.Persons()
        let named = entries.compactMap { entry in known[entry.addresseeNumber.value].map { (id: $0, key: entry.recordKey) } }
        for (id, key) in named.sorted(by: { $0.id < $1.id }) { persons.insert(id, .takenBack, record: key) }
        return persons
    }
}

extension Provisioning {
    /// Finds whom of these the policy does not let a receiver hold at its place, or whom the register does not know at all.
    ///
    /// - Throws: `ProvisionRefused` where nothing says what it may hold; `PostgresError`.
    func surplus(
        among held: [HeldEntry], of system: SystemName, _ dataset: String, at place: Cursor, due: (Set<Int64>) async throws -> [Int64],
        on connection: Connection
    ) async throws -> SurplusBatch {
        var followed = try await pushed(system, dataset, from: place, due: due, on: connection)
        if followed == nil { followed = try await store.inForce(system, dataset, on: connection) }
        guard let policy = followed else { throw ProvisionRefused(refusal: .noPolicy) }
        let rows = try await connection.query(
            "SELECT addressee_id, atenabango FROM register.addressee WHERE atenabango = ANY(\(held.map(\.addresseeNumber.value)))")
        var known: [String: Int64] = [:]
        for row in rows {
            let (id, number) = try row.decode((Int64, String).self)
            known[number] = id
        }
        let page = try await states(of: known.values.sorted(), for: policy, at: place, way: .push, removals: true, on: connection)
        // Of whom nothing is told before somebody decides (自動応答不可), nothing is taken back either.
        let withheld = Set(page.withheld.map(\.number))
        let isTaken = Dictionary(page.entries.map { (Self.key($0.addresseeNumber, $0.recordKey), $0.operation == .remove) }) { $1 }
        let unknown = tell(nil, before: .something, now: Terms(policy, .push, on: page.day), standing: Standing(), cause: .again)
        let entries = held.filter {
            isTaken[Self.key($0.addresseeNumber, $0.recordKey)] ?? (!withheld.contains($0.addresseeNumber.value) && unknown.word == .takeBack)
        }.map {
            Entry(addresseeNumber: $0.addresseeNumber, historyNumber: $0.historyNumber, operation: .remove, recordKey: $0.recordKey)
        }
        return SurplusBatch(policy: policy, entries: entries, known: known, day: page.day)
    }

    /// What names a record.
    private static func key(_ number: AddresseeNumber, _ recordKey: String?) -> String { "\(number.value) \(recordKey ?? "")" }
}
