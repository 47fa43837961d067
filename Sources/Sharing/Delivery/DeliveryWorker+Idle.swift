internal import Addressee
internal import Governance
internal import Postgres
internal import Register

extension DeliveryWorker {
    /// Whether the receiver has everything: nothing above its position, nothing waiting, nobody at work. False where it is held off after a failure;
    /// nil while there is work.
    func isIdle() async throws -> Bool? {
        let rows = try await pool.query(
            """
            SELECT s.position, s.next_attempt_at > clock_timestamp() AS backing_off,
                EXISTS (SELECT FROM delivery.waiting w WHERE w.system = s.system AND w.dataset = s.dataset) OR s.starts_over OR s.surplus_due
                    OR (s.position IS NULL AND s.sequence > 0) OR EXISTS (
                        SELECT FROM delivery.endpoint e
                        WHERE e.system = s.system AND e.dataset = s.dataset AND e.version = \(standing?.version) AND e.schedule <> 'as-it-happens') AS waiting,
                \(standing?.version)::bigint IS NULL OR EXISTS (
                    SELECT FROM delivery.endpoint e WHERE e.system = s.system AND e.dataset = s.dataset AND e.version = \(standing?.version)
                        AND e.paused_at IS NULL AND e.due_at <= clock_timestamp()) AS due
            FROM delivery.subscription s WHERE s.system = \(system.rawValue) AND s.dataset = \(dataset)
            """)
        guard let (place, isBackingOff, isWaiting, isDue) = try rows.first?.decode((String?, Bool, Bool, Bool).self) else { return true }
        // What its time has not come for, and what somebody else's endpoint does, is nothing that this worker could do.
        guard isDue else { return true }
        if isBackingOff { return false }
        // Whoever has the lease may keep it for good: the place tells what they have settled.
        if isWaiting { return nil }
        let inForce = try await pool.withConnection { try await store.inForce(system, dataset, on: $0) }
        let isOver = inForce.map { $0.closing != nil || !$0.ways.push } ?? false
        // Nothing was given, and nothing will be.
        guard let position = place else { return isOver ? true : nil }
        let cursor: Cursor
        do throws(CursorRefused) {
            cursor = try Cursor(position, system: system.rawValue, dataset: dataset, form: provisioning.cursors)
        } catch {
            // The next attempt says so, and is held off.
            return nil
        }
        guard cursor.moving == nil else { return nil }
        guard let inForce, cursor.policy == inForce.contentHash else { return nil }
        if isOver, inForce.closing == nil {
            // What happens to persons is told nobody any more; only another change would be.
            let changes = try await pool.withConnection {
                try await store.changes(of: system.rawValue, dataset, after: cursor.change, upTo: inForce.contentHash, on: $0)
            }
            return changes.isEmpty ? true : nil
        }
        let left = try await pool.query(
            """
            SELECT EXISTS (
                SELECT FROM journal.entry
                WHERE (xact, position) > (\(cursor.at.xact), \(cursor.at.position)) AND (dataset IS NULL OR dataset = \(dataset)))
            """)
        return try left.first?.decode(Bool.self) == false ? true : nil
    }
}
