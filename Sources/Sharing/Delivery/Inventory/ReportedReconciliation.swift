public import AccessControl
public import Addressee
internal import AuditTrail
internal import ConnectorKit
internal import Governance
internal import Postgres
internal import Register

extension Reconciliation {
    /// Numbers told again in one transaction.
    private static let portion = 1_000

    /// 引き出す業務システム. Whom policies in force let pull, with their datasets: those who are not pushed to, and of the others whoever reported or pulled.
    /// - Throws: `PostgresError`, `PolicyStoreError`.
    package func pulling() async throws -> [(system: SystemName, dataset: String)] {
        try await provisioning.pool.transaction { connection in
            let rows = try await connection.query(
                """
                SELECT f.system, f.dataset,
                    EXISTS (SELECT FROM delivery.inventory i WHERE i.system = f.system AND i.dataset = f.dataset AND i.completed_at IS NOT NULL)
                    OR EXISTS (
                        SELECT FROM provision.record r WHERE r.system = f.system AND r.dataset = f.dataset AND r.way IN ('d', 'f') AND r.result <> 'r'
                            AND (r.addressee_id IS NULL OR r.event_id IS NULL))
                FROM governance.in_force f ORDER BY f.system, f.dataset
                """)
            var pulling: [(system: SystemName, dataset: String)] = []
            for row in rows {
                let (name, dataset, isKnown) = try row.decode((String, String, Bool).self)
                guard let system = SystemName(rawValue: name), let policy = try await provisioning.store.inForce(system, dataset, on: connection) else {
                    continue
                }
                if isKnown || policy.closing == nil && policy.ways.pull && !policy.ways.push { pulling.append((system, dataset)) }
            }
            return pulling
        }
    }

    /// Compares what a receiver that pulls reported, at the cursor that it had applied by then; one that reported nothing is said so of, and not compared.
    ///
    /// - Parameters:
    ///   - sendsAgain: whether the receiver is told again, by its next changes, of everybody who differs: as they are then, or that they are to be removed.
    ///   - progress: told the persons expected so far, page by page.
    /// - Throws: `AccessRefused` (recorded) without the right to operate deliveries; `PostgresError`, `CursorRefused`,
    ///   `PolicyStoreError`, `KeyError`.
    public func compareReported(
        by principal: Principal, _ system: SystemName, _ dataset: String, sendsAgain: Bool = false, progress: (Int) -> Void = { _ in }
    ) async throws -> ReconciliationReport {
        if sendsAgain {
            try await provisioning.pool.permit(principal, .operateDeliveries, or: .sentAgain, fields: ["system": system.rawValue])
        } else {
            try await provisioning.pool.permit(principal, .operateDeliveries)
        }
        var report = ReconciliationReport(system: system.rawValue, dataset: dataset, means: .reported)
        guard let list = try await ReportedInventory.newest(of: system, dataset, keys: provisioning.vault.keys, pool: provisioning.pool) else {
            report.means = .notReported
            return report
        }
        report.reportedAt = JapanTime(list.completedAt).iso8601
        let cursor = try Cursor(list.position, system: system.rawValue, dataset: dataset, form: provisioning.cursors)
        var differing: [String] = []
        var sent = 0
        try await compare(&report, system, dataset, at: cursor, way: .pull, key: list.key, list.held(), progress: progress) { number in
            guard sendsAgain else { return }
            differing.append(number)
            guard differing.count == Self.portion else { return }
            sent += try await sendAgain(differing, to: system, dataset)
            differing.removeAll(keepingCapacity: true)
        }
        // In the middle of a move it follows neither policy.
        report.isSettled = cursor.moving == nil
        guard sendsAgain else { return report }
        sent += try await sendAgain(differing, to: system, dataset)
        report.sentAgain = sent
        let fields = ["count": String(sent), "dataset": dataset, "inventory": String(list.id), "system": system.rawValue]
        try await provisioning.pool.query(AuditEvent(.sentAgain, by: principal.name, fields: fields).statement()).written()
        return report
    }

    /// Journals these persons for one receiver; whom the register doesn't know nobody can be told of.
    private func sendAgain(_ numbers: [String], to system: SystemName, _ dataset: String) async throws -> Int {
        guard !numbers.isEmpty else { return 0 }
        return try await provisioning.pool.transaction(opening: [HubCalendar.holdingStill], retries: 3) { connection in
            let persons = try await connection.query("SELECT addressee_id FROM register.addressee WHERE atenabango = ANY (\(numbers))")
                .map { try $0.decode("addressee_id", as: Int64.self) }
            let told = try await ToldAgain.append(persons, on: connection)
            return try await connection.execute(
                """
                INSERT INTO delivery.sent_again (position, addressee_id, system, dataset)
                SELECT position, addressee_id, \(system.rawValue), \(dataset)
                FROM unnest(\(told.map(\.position)), \(told.map(\.addresseeID))) AS told (position, addressee_id)
                """)
        }
    }
}
