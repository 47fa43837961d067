internal import AuditTrail
internal import ConnectorKit
internal import Governance
internal import Postgres
internal import Register

/// 配信の回. One run of a receiver that is delivered to at times: it ends once the receiver has everything that was there when it began.
struct DeliveryRun: Sendable {
    private let standing: StandingEndpoint
    /// What was there when this process began it.
    private let end: JournalEnd

    /// Begins it, or goes on with one that was begun: a full one goes back to the first person.
    ///
    /// - Returns: nil where the receiver is delivered to as it happens.
    /// - Throws: `LeaseLost`, `PostgresError`.
    static func begin(_ standing: StandingEndpoint?, _ lease: inout Lease, on connection: Connection) async throws -> DeliveryRun? {
        guard let standing, standing.endpoint.schedule != .asItHappens else { return nil }
        let end = try await JournalEnd.read(on: connection)
        let begun = try await connection.query(
            """
            UPDATE delivery.endpoint e SET began_at = clock_timestamp() FROM delivery.subscription s
            WHERE e.system = \(lease.system) AND e.dataset = \(lease.dataset) AND e.version = \(standing.version) AND e.began_at IS NULL
                AND s.system = e.system AND s.dataset = e.dataset AND s.lease_token = \(lease.token)
            RETURNING 1
            """)
        if !begun.isEmpty, standing.endpoint.content == .full, lease.position != nil {
            let again = try await connection.execute(
                """
                UPDATE delivery.subscription SET starts_over = true
                WHERE system = \(lease.system) AND dataset = \(lease.dataset) AND lease_token = \(lease.token)
                """)
            guard again == 1 else { throw LeaseLost() }
            lease.startsOver = true
        }
        return DeliveryRun(standing: standing, end: end)
    }

    /// Whether all that was there when it began lies below a place: also what was committed, but not yet to be read.
    func isThrough(_ place: Position?) -> Bool { place.map { $0 >= .below(end.origin.seen) } ?? false }

    /// Ends it, unless somebody waits to be sent again: from now on the next time counts, or at once where somebody asked for it meanwhile.
    ///
    /// - Returns: whether it is over.
    func ended(_ lease: Lease, on connection: Connection) async throws -> Bool {
        // Whoever has it start over does so before or after, and not meanwhile.
        try await connection.execute("SELECT FROM delivery.subscription WHERE system = \(lease.system) AND dataset = \(lease.dataset) FOR UPDATE")
        guard let now = try await connection.query("SELECT clock_timestamp()").first?.decode(PostgresInstant.self) else { return false }
        return try await connection.execute(
            """
            UPDATE delivery.endpoint e SET began_at = NULL, last_run_at = clock_timestamp(),
                due_at = CASE WHEN e.due_at > e.began_at AND e.due_at <= clock_timestamp() THEN e.due_at
                    ELSE \(standing.endpoint.schedule.due(after: now)) END
            FROM delivery.subscription s
            WHERE e.system = \(lease.system) AND e.dataset = \(lease.dataset) AND e.version = \(standing.version)
                AND s.system = e.system AND s.dataset = e.dataset AND s.lease_token = \(lease.token) AND NOT s.starts_over AND NOT s.surplus_due
                AND NOT EXISTS (SELECT FROM delivery.waiting w WHERE w.system = e.system AND w.dataset = e.dataset)
            """) == 1
    }
}
