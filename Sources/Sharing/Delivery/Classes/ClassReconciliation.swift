public import AccessControl
public import Addressee
internal import AuditTrail
package import ConnectorKit
internal import Governance
internal import Keys
internal import Postgres
internal import Register

/// 区分ごとの突合せ. Sent = accepted = applied: whom the policy gives at the receiver's place, whom the records name as taken, whom the receiver holds; by kind of
/// person and ward, in bounded memory.
extension Reconciliation {
    /// Compares a receiver that is pushed to, by asking its connector what it holds.
    ///
    /// - Throws: `AccessRefused` (recorded) without the right to operate deliveries; `PostgresError`, `CursorRefused`, `PolicyStoreError`, and what vault or
    ///   connector throw.
    package func compareByClass(
        by principal: Principal, _ system: SystemName, _ dataset: String, with connector: any Connector
    ) async throws -> ClassReport {
        try await provisioning.pool.permit(principal, .operateDeliveries)
        var report = ClassReport(system: system.rawValue, dataset: dataset)
        let key = DigestKey((0..<32).map { _ in UInt8.random(in: 0...255) })
        guard let cursor = try await cursor(system, dataset) else {
            // Closed before anything was given: nothing is expected, and nothing may be held.
            report.isSettled = try await provisioning.pool.withConnection { try await provisioning.store.inForce(system, dataset, on: $0)?.closing } != nil
            guard report.isSettled else { return report }
            try await compareByClass(&report, system, dataset, at: nil, way: .push, try await connector.inventory(key: key))
            return report
        }
        try await compareByClass(&report, system, dataset, at: cursor, way: .push, try await connector.inventory(key: key))
        report.isSettled = try await isSettled(system, dataset, at: cursor)
        return report
    }

    /// Compares what a receiver that pulls reported; one that reported nothing is said so of, and not compared.
    ///
    /// - Throws: `AccessRefused` (recorded) without the right to operate deliveries; `PostgresError`, `CursorRefused`, `PolicyStoreError`, `KeyError`.
    public func compareReportedByClass(by principal: Principal, _ system: SystemName, _ dataset: String) async throws -> ClassReport {
        try await provisioning.pool.permit(principal, .operateDeliveries)
        var report = ClassReport(system: system.rawValue, dataset: dataset, means: .reported)
        guard let list = try await ReportedInventory.newest(of: system, dataset, keys: provisioning.vault.keys, pool: provisioning.pool) else {
            report.means = .notReported
            return report
        }
        report.reportedAt = JapanTime(list.completedAt).iso8601
        let cursor = try Cursor(list.position, system: system.rawValue, dataset: dataset, form: provisioning.cursors)
        try await compareByClass(&report, system, dataset, at: cursor, way: .pull, list.held())
        // In the middle of a move it follows neither policy.
        report.isSettled = cursor.moving == nil
        return report
    }

    /// Goes through the register and what is held at once, by addressee number.
    private func compareByClass(
        _ report: inout ClassReport, _ system: SystemName, _ dataset: String, at cursor: Cursor?, way: Way,
        _ held: AsyncThrowingStream<[HeldEntry], any Error>
    ) async throws {
        let policy = try await provisioning.pool.withConnection { connection in
            if let cursor { return try await provisioning.store.version(cursor.policy, on: connection) }
            return try await provisioning.store.inForce(system, dataset, on: connection)
        }
        report.recordsTakeBack = policy?.catalogue.recordKey == nil
        let recorded = try await RecordedPersons.read(
            system, dataset, way: way, upTo: way == .pull ? cursor?.at : nil, takesBack: report.recordsTakeBack, pool: provisioning.pool)
        report.erasedRecords = recorded.erased
        let waiting = try await waiting(system, dataset)
        var theirs = HeldEntries(held)
        var tally = ClassTally()
        var after = ""
        while true {
            let page = try await classed(cursor, way: way, after: after)
            guard let last = page.persons.last else { break }
            for person in page.persons {
                report.unregistered += try await theirs.passBefore(person.number)
                let isHeld = try await theirs.take(person.number)
                var count = ClassCount(of: person.of)
                if page.withheld.contains(person.number) {
                    count.withheld = 1
                } else {
                    let (isExpected, isRecorded) = (page.expected.contains(person.number), recorded.persons.contains(person.id))
                    (count.expected, count.held) = (isExpected ? 1 : 0, isHeld ? 1 : 0)
                    (count.missing, count.surplus) = (isExpected && !isHeld ? 1 : 0, isHeld && !isExpected ? 1 : 0)
                    if isExpected || report.recordsTakeBack { count.recorded = isRecorded ? 1 : 0 }
                    count.unrecorded = isExpected && !isRecorded ? 1 : 0
                    count.overRecorded = isRecorded && !isExpected && report.recordsTakeBack ? 1 : 0
                    count.waiting = isExpected && waiting.contains(person.id) ? 1 : 0
                }
                tally.add(count, isResident: person.isResident)
            }
            after = last.number
        }
        report.unregistered += try await theirs.passAll()
        report.classes = tally.counts
    }

    /// Who waits to be sent again, and who lies dead.
    private func waiting(_ system: SystemName, _ dataset: String) async throws -> Bitmap {
        let rows = try await provisioning.pool.query(
            """
            SELECT addressee_id FROM delivery.waiting WHERE system = \(system.rawValue) AND dataset = \(dataset)
            UNION
            SELECT addressee_id FROM delivery.awaited WHERE system = \(system.rawValue) AND dataset = \(dataset)
            UNION ALL
            SELECT addressee_id FROM delivery.dead_letter WHERE system = \(system.rawValue) AND dataset = \(dataset) AND redelivered_at IS NULL
            """)
        var waiting = Bitmap()
        for row in rows { waiting.insert(try row.decode(Int64.self)) }
        return waiting
    }

    private struct Classed: Sendable {
        var id: Int64
        var number: String
        var of: PersonClass
        /// 住登者: their address is the body's.
        var isResident: Bool
    }

    /// The next persons by addressee number, each with its class at the receiver's place, and who of them the policy gives.
    private func classed(
        _ cursor: Cursor?, way: Way, after: String
    ) async throws -> (persons: [Classed], expected: Set<String>, withheld: Set<String>) {
        try await provisioning.pool.transaction { connection in
            let rows = try await connection.query(
                """
                WITH asked AS MATERIALIZED (SELECT addressee_id, atenabango FROM register.addressee WHERE atenabango > \(after) ORDER BY atenabango LIMIT 5000)
                SELECT a.addressee_id, a.atenabango, v.juminshubetsu, v.jusho_shikuchosonkodo, coalesce(v.juminjotai = '1', false) AS is_resident,
                    v.jutogaijotai IS NOT NULL AS is_non_resident
                FROM asked a
                LEFT JOIN \(unsafeSQL: Self.versions(at: cursor?.at)) AS v ON v.addressee_id = a.addressee_id
                ORDER BY a.atenabango
                """)
            let (id, number) = (try rows.column("addressee_id", as: Int64.self), try rows.column("atenabango", as: String.self))
            let (kind, ward) = (try rows.column("juminshubetsu", as: String?.self), try rows.column("jusho_shikuchosonkodo", as: String?.self))
            let (isResident, isNonResident) = (try rows.column("is_resident", as: Bool.self), try rows.column("is_non_resident", as: Bool.self))
            let persons = try rows.map { row in
                let kind = PersonClass.Kind(juminshubetsu: try row.decode(kind), isNonResident: try row.decode(isNonResident))
                return Classed(
                    id: try row.decode(id), number: try row.decode(number), of: PersonClass(kind: kind, ward: try row.decode(ward)),
                    isResident: try row.decode(isResident))
            }
            guard let cursor, !persons.isEmpty else { return (persons, [], []) }
            guard let policy = try await provisioning.store.version(cursor.policy, on: connection) else { throw PolicyStoreError.altered(cursor.policy) }
            let page = try await provisioning.states(of: persons.map(\.id), for: policy, at: cursor, way: way, removals: false, on: connection)
            return (persons, Set(page.entries.map(\.addresseeNumber.value)), Set(page.withheld.map(\.number)))
        }
    }

    /// At the receiver's place; before anything was given, now.
    private static func versions(at place: Position?) -> String {
        SettledVersions.sql(
            ["juminshubetsu", "jusho_shikuchosonkodo", "juminjotai", "jutogaijotai"], at: place, among: "ARRAY(SELECT addressee_id FROM asked)")
    }
}

/// Counts by class. Addresses outside the body are one class together: a code counts as a ward where a resident is registered under it.
private struct ClassTally {
    private var byClass: [PersonClass: ClassCount] = [:]
    private var wards: Set<String> = []

    mutating func add(_ count: ClassCount, isResident: Bool) {
        if isResident, let ward = count.of.ward { wards.insert(ward) }
        byClass[count.of, default: ClassCount(of: count.of)].add(count)
    }

    var counts: [ClassCount] {
        var shown: [PersonClass: ClassCount] = [:]
        for count in byClass.values where count.expected + count.recorded + count.held + count.withheld > 0 {
            let of = PersonClass(kind: count.of.kind, ward: count.of.ward.flatMap { wards.contains($0) ? $0 : nil })
            shown[of, default: ClassCount(of: of)].add(count)
        }
        return shown.values.sorted { $0.of < $1.of }
    }
}
