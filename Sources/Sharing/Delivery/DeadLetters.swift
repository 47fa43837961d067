public import AccessControl
public import Addressee
internal import AuditTrail
public import Postgres

/// What receivers would not take, kept until a person sends it again.
public struct DeadLetters: Sendable {
    package let pool: Pool

    /// `pool` is that of the hub's database.
    public init(pool: Pool) { self.pool = pool }

    /// Lets a receiver that lost its data start over: everything is delivered again, from the first person, under greater sequences.
    ///
    /// Its place is kept until the worker goes on from it: what the receiver may hold by it is taken back where it may hold it no longer. A place that
    /// can't be read any more is given up: then whatever any policy ever let the receiver hold is taken back so.
    ///
    /// - Returns: whether there is such a subscription.
    /// - Throws: `AccessRefused` (recorded) without the right to operate deliveries, `PostgresError`.
    public func startOver(by principal: Principal, _ system: SystemName) async throws -> Bool {
        try await pool.permit(principal, [.operateDeliveries], as: Self.attempt(.startedOver, system)) { connection in
            let reset = try await connection.execute(
                """
                UPDATE delivery.subscription SET starts_over = position IS NOT NULL, lease_token = lease_token + 1, leased_until = '-infinity',
                    next_attempt_at = '-infinity'
                WHERE system = \(system.rawValue)
                """)
            // It is asked nothing of what it lost, and told again at once, whatever its times.
            _ = try await AwaitedAnswers.giveUp(system, by: principal.name, on: connection)
            try await Endpoints.makeDue(system.rawValue, on: connection)
            return Recorded(
                reset > 0, as: AuditEvent(.startedOver, by: principal.name, fields: ["subscriptions": String(reset), "system": system.rawValue]))
        }
    }

    /// Queues dead letters of a system to be sent again, in the state the persons have then.
    ///
    /// - Parameter id: one of them; nil means all.
    /// - Returns: how many persons were queued.
    /// - Throws: `AccessRefused` (recorded) without the right to operate deliveries, `PostgresError`.
    public func redeliver(by principal: Principal, _ system: SystemName, id: Int64?) async throws -> Int {
        try await pool.permit(principal, [.operateDeliveries], as: Self.attempt(.redelivered, system)) { connection in
            let queued = try await Self.queue(system, id: id, reason: "redelivered by command", on: connection)
            if queued > 0 { try await Endpoints.makeDue(system.rawValue, on: connection) }
            var fields = ["count": String(queued), "system": system.rawValue]
            fields["dead_letter"] = id.map(String.init)
            try await connection.execute("SELECT pg_notify('atena_journal', '')")
            return Recorded(queued, as: AuditEvent(.redelivered, by: principal.name, fields: fields))
        }
    }

    /// Sends again, in the state they have then, whomever a system accepted and has not answered in time.
    ///
    /// - Returns: how many persons were queued.
    /// - Throws: `AccessRefused` (recorded) without the right to operate deliveries, `PostgresError`.
    public func redeliverUnanswered(by principal: Principal, _ system: SystemName) async throws -> Int {
        try await pool.permit(principal, [.operateDeliveries], as: Self.attempt(.redelivered, system)) { connection in
            let persons = try await AwaitedAnswers.giveUp(system, onlyOverdue: true, by: principal.name, on: connection)
            let queued = try await connection.execute(
                """
                INSERT INTO delivery.waiting (system, dataset, addressee_id, next_attempt_at, attempts, reason)
                SELECT DISTINCT \(system.rawValue), dataset, addressee_id, now(), 0, 'not answered'
                FROM unnest(\(persons.map(\.dataset)), \(persons.map(\.person))) AS t (dataset, addressee_id)
                ON CONFLICT (system, dataset, addressee_id) DO UPDATE SET next_attempt_at = now(), attempts = 0
                """)
            if queued > 0 { try await Endpoints.makeDue(system.rawValue, on: connection) }
            let fields = ["count": String(queued), "reason": "unanswered", "system": system.rawValue]
            try await connection.execute("SELECT pg_notify('atena_journal', '')")
            return Recorded(queued, as: AuditEvent(.redelivered, by: principal.name, fields: fields))
        }
    }

    private static func attempt(_ kind: EventKind, _ system: SystemName) -> Attempt { Attempt(kind, fields: ["system": system.rawValue], retries: 3) }

    /// The same in the transaction that is open on the connection.
    @discardableResult
    static func queue(_ system: SystemName, id: Int64?, reason: String, on connection: Connection) async throws -> Int {
        try await connection.execute(
            """
            WITH again AS (
                UPDATE delivery.dead_letter SET redelivered_at = now()
                WHERE system = \(system.rawValue) AND redelivered_at IS NULL AND (\(id)::bigint IS NULL OR dead_letter_id = \(id))
                RETURNING system, dataset, addressee_id
            )
            INSERT INTO delivery.waiting (system, dataset, addressee_id, next_attempt_at, attempts, reason)
            SELECT DISTINCT system, dataset, addressee_id, now(), 0, \(reason) FROM again
            ON CONFLICT (system, dataset, addressee_id) DO UPDATE SET next_attempt_at = now(), attempts = 0
            """)
    }
}
