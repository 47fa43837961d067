internal import AuditTrail
internal import Governance
internal import Postgres
internal import Register

/// 受領. Which receivers have followed a change of what is in force.
enum ChangeAcknowledgements {
    /// A receiver's holdings follow a change wholly: it and every one before it are acknowledged on this way.
    ///
    /// A pushed receiver's counts only while nothing waits for it, no answer of it is awaited, and nothing lies dead; that of one which goes on from the beginning of a full extract
    /// only if that extract was written to its end.
    ///
    /// - Parameters:
    ///   - extract: the record that opened that extract.
    ///   - origin: where a pulled receiver's cursor was made: numbers of changes and records say something in their own incarnation (世代) only.
    static func acknowledge(
        _ way: Way, system: String, dataset: String, change: Int64?, extract: Int64? = nil, origin: JournalOrigin? = nil, on connection: Connection
    ) async throws {
        guard let change else { return }
        let acknowledgement = acknowledging(way, system: system, dataset: dataset, change: change, extract: extract, origin: origin)
        try await tell(try await connection.query(acknowledgement), way, system: system, dataset: dataset, on: connection)
    }

    /// The statement of ``acknowledge(_:system:dataset:change:extract:origin:on:)``; ``tell(_:_:system:dataset:on:)`` takes what it returns.
    static func acknowledging(
        _ way: Way, system: String, dataset: String, change: Int64, extract: Int64? = nil, origin: JournalOrigin? = nil
    ) -> Query {
        """
        UPDATE governance.receipt r SET acknowledged_at = clock_timestamp()
        FROM governance.change c
        WHERE r.system = \(system) AND r.dataset = \(dataset) AND r.way = \(way.rawValue) AND r.acknowledged_at IS NULL AND c.change_id = r.change_id
            AND c.change_id <= \(change)
            AND (r.way <> 'pull' OR EXISTS (
                SELECT FROM (SELECT number, incarnation::text FROM journal.incarnation ORDER BY number DESC LIMIT 1) AS newest
                WHERE newest.incarnation = \(origin?.incarnation) OR (newest.number = 1 AND \(origin?.incarnation)::text IS NULL)))
            AND (\(extract)::bigint IS NULL OR EXISTS (
                SELECT FROM provision.record p
                WHERE p.system = \(system) AND p.dataset = \(dataset) AND p.way = 'f' AND p.result = 'p' AND p.started_by = \(extract)))
            AND (r.way = 'pull' OR NOT EXISTS (SELECT FROM delivery.waiting w WHERE w.system = r.system AND w.dataset = r.dataset))
            AND (r.way = 'pull' OR NOT EXISTS (SELECT FROM delivery.awaited w WHERE w.system = r.system AND w.dataset = r.dataset))
            AND (r.way = 'pull' OR NOT EXISTS (
                SELECT FROM delivery.dead_letter d
                WHERE d.system = r.system AND d.dataset = r.dataset AND d.redelivered_at IS NULL))
        RETURNING c.from_version, c.to_version, extract(epoch FROM r.acknowledged_at - c.decided_at)::float8 AS seconds
        """
    }

    /// Puts on record what was acknowledged.
    static func tell(_ acknowledged: Rows, _ way: Way, system: String, dataset: String, on connection: Connection) async throws {
        for row in acknowledged {
            let seconds = (try row.decode("seconds", as: Double.self) * 10).rounded() / 10
            var fields = ["system": system, "dataset": dataset, "way": way.rawValue, "seconds": String(seconds)]
            fields["replaces"] = try row.decode("from_version", as: String?.self)
            fields["policy"] = try row.decode("to_version", as: String.self)
            try await AuditEvent(.policyFollowed, by: "system \(system)", fields: fields).record(on: connection)
        }
    }
}
