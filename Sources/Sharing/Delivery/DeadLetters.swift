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
    /// - Parameter dataset: of this one alone; nil: of every dataset that the system is pushed.
    /// - Returns: whether there is such a subscription.
    /// - Throws: `AccessRefused` (recorded) without the right to operate deliveries, `PostgresError`.
    public func startOver(by principal: Principal, _ system: SystemName, _ dataset: DatasetName? = nil) async throws -> Bool {
        try await pool.permit(principal, [.operateDeliveries], as: Self.attempt(.startedOver, system, dataset)) { connection in
            let reset = try await connection.execute(
                """
                UPDATE delivery.subscription SET starts_over = position IS NOT NULL, lease_token = lease_token + 1, leased_until = '-infinity',
                    next_attempt_at = '-infinity'
                WHERE system = \(system.rawValue) AND (\(dataset?.rawValue)::text IS NULL OR dataset = \(dataset?.rawValue))
                """)
            // It is asked nothing of what it lost, and told again at once, whatever its times.
            _ = try await AwaitedAnswers.giveUp(system, dataset?.rawValue, by: principal.name, on: connection)
            try await Endpoints.makeDue(system.rawValue, dataset?.rawValue, on: connection)
            var fields = ["subscriptions": String(reset), "system": system.rawValue]
            fields["dataset"] = dataset?.rawValue
            return Recorded(reset > 0, as: AuditEvent(.startedOver, by: principal.name, fields: fields))
        }
    }

    /// Queues dead letters of a system to be sent again, in the state the persons have then.
    ///
    /// - Parameters:
    ///   - dataset: of this one alone; nil: of every dataset that the system is pushed.
    ///   - id: one of them; nil means all.
    /// - Returns: how many persons were queued.
    /// - Throws: `AccessRefused` (recorded) without the right to operate deliveries, `PostgresError`.
    public func redeliver(by principal: Principal, _ system: SystemName, _ dataset: DatasetName? = nil, id: Int64?) async throws -> Int {
        try await pool.permit(principal, [.operateDeliveries], as: Self.attempt(.redelivered, system, dataset)) { connection in
            let queued = try await Self.queue(system, dataset?.rawValue, id: id, reason: "redelivered by command", on: connection)
            try await Self.makeDue(queued, system, on: connection)
            var fields = ["count": String(queued.count), "system": system.rawValue]
            (fields["dataset"], fields["dead_letter"]) = (dataset?.rawValue, id.map(String.init))
            try await connection.execute("SELECT pg_notify('atena_journal', '')")
            return Recorded(queued.count, as: AuditEvent(.redelivered, by: principal.name, fields: fields))
        }
    }

    /// Sends again, in the state they have then, whomever a system accepted and has not answered in time.
    ///
    /// - Parameter dataset: of this one alone; nil: of every dataset that the system is pushed.
    /// - Returns: how many persons were queued.
    /// - Throws: `AccessRefused` (recorded) without the right to operate deliveries, `PostgresError`.
    public func redeliverUnanswered(by principal: Principal, _ system: SystemName, _ dataset: DatasetName? = nil) async throws -> Int {
        try await pool.permit(principal, [.operateDeliveries], as: Self.attempt(.redelivered, system, dataset)) { connection in
            let persons = try await AwaitedAnswers.giveUp(system, dataset?.rawValue, onlyOverdue: true, by: principal.name, on: connection)
            let queued = try await connection.query(
                """
                INSERT INTO delivery.waiting (system, dataset, addressee_id, next_attempt_at, attempts, reason)
                SELECT DISTINCT \(system.rawValue), dataset, addressee_id, now(), 0, 'not answered'
                FROM unnest(\(persons.map(\.dataset)), \(persons.map(\.person))) AS t (dataset, addressee_id)
                ON CONFLICT (system, dataset, addressee_id) DO UPDATE SET next_attempt_at = now(), attempts = 0
                RETURNING dataset
                """
            ).map { try $0.decode(String.self) }
            try await Self.makeDue(queued, system, on: connection)
            var fields = ["count": String(queued.count), "reason": "unanswered", "system": system.rawValue]
            fields["dataset"] = dataset?.rawValue
            try await connection.execute("SELECT pg_notify('atena_journal', '')")
            return Recorded(queued.count, as: AuditEvent(.redelivered, by: principal.name, fields: fields))
        }
    }

    private static func attempt(_ kind: EventKind, _ system: SystemName, _ dataset: DatasetName?) -> Attempt {
        var fields = ["system": system.rawValue]
        fields["dataset"] = dataset?.rawValue
        return Attempt(kind, fields: fields, retries: 3)
    }

    /// Delivers now, whatever its times, each dataset of which somebody was queued.
    private static func makeDue(_ queued: [String], _ system: SystemName, on connection: Connection) async throws {
        for dataset in Set(queued).sorted() { try await Endpoints.makeDue(system.rawValue, dataset, on: connection) }
    }

    /// The statement by which what was not taken of these persons lies here no more: a newer state of them was.
    static func overtaken(_ system: SystemName, _ dataset: String, _ persons: Set<Int64>) -> Query {
        """
        UPDATE delivery.dead_letter SET redelivered_at = now()
        WHERE system = \(system.rawValue) AND dataset = \(dataset) AND redelivered_at IS NULL AND addressee_id = ANY(\(persons.sorted()))
        """
    }

    /// The same in the transaction that is open on the connection.
    ///
    /// - Parameter dataset: of this one alone; nil: of every dataset of the system.
    /// - Returns: the dataset of each person that was queued.
    @discardableResult
    static func queue(_ system: SystemName, _ dataset: String?, id: Int64?, reason: String, on connection: Connection) async throws -> [String] {
        try await connection.query(
            """
            WITH again AS (
                UPDATE delivery.dead_letter SET redelivered_at = now()
                WHERE system = \(system.rawValue) AND (\(dataset)::text IS NULL OR dataset = \(dataset)) AND redelivered_at IS NULL
                    AND (\(id)::bigint IS NULL OR dead_letter_id = \(id))
                RETURNING system, dataset, addressee_id
            )
            INSERT INTO delivery.waiting (system, dataset, addressee_id, next_attempt_at, attempts, reason)
            SELECT DISTINCT system, dataset, addressee_id, now(), 0, \(reason) FROM again
            ON CONFLICT (system, dataset, addressee_id) DO UPDATE SET next_attempt_at = now(), attempts = 0
            RETURNING dataset
            """
        ).map { try $0.decode(String.self) }
    }
}
