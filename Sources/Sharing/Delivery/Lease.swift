package import Postgres

/// A worker's hold on one subscription. While it lasts no other worker delivers to that receiver, so that a person's states stay in order;
/// when its worker dies it runs out.
package struct Lease: Sendable {
    package static let seconds = 15

    package let system: String
    package let dataset: String
    package let token: Int64
    package var position: String?
    /// Number of the last batch.
    package var sequence: Int64
    /// Everything is to be delivered again. Also where something was handed over but no position is there, as versions before 0015 could leave it.
    var startsOver = false
    /// What is offered and not settled.
    package var offered: OfferedBatch?
    /// Once everything was delivered, what only a lost future gave is to be taken back.
    var surplusDue = false
    /// Whether something may be delivered now. Where it isn't due, only answers are collected.
    var isDue = true

    /// Takes the subscription if there is something to do for it and nobody has it.
    ///
    /// - Parameter endpoint: by which version of its endpoint it is worked on: no lease where another one stands, or it is paused; nil: by none, whoever works
    ///   answers for being the only way.
    package static func take(_ system: String, _ dataset: String, endpoint: Int64? = nil, pool: Pool) async throws -> Lease? {
        try await pool.transaction { connection in
            let free = try await connection.query(
                """
                SELECT 1 FROM delivery.subscription
                WHERE system = \(system) AND dataset = \(dataset) AND leased_until < clock_timestamp() AND next_attempt_at <= clock_timestamp()
                FOR UPDATE SKIP LOCKED
                """)
            guard !free.isEmpty else { return nil }
            // Whoever changes an endpoint takes the lease away after it: with the row in hand, what stands now is what counts.
            let rows = try await connection.query(
                """
                WITH followed AS (
                    SELECT due_at <= clock_timestamp() AS is_due FROM delivery.endpoint
                    WHERE system = \(system) AND dataset = \(dataset) AND version = \(endpoint) AND paused_at IS NULL
                        AND (due_at <= clock_timestamp() OR EXISTS (SELECT FROM delivery.awaited WHERE system = \(system) AND dataset = \(dataset))
                            AND NOT EXISTS (SELECT FROM delivery.batch WHERE system = \(system) AND dataset = \(dataset)))
                    UNION ALL SELECT true WHERE \(endpoint)::bigint IS NULL
                )
                UPDATE delivery.subscription SET lease_token = lease_token + 1, leased_until = clock_timestamp() + \(Self.seconds) * interval '1 second'
                FROM followed
                WHERE system = \(system) AND dataset = \(dataset) RETURNING lease_token, position,
                    starts_over OR (position IS NULL AND sequence > 0) AS starts_over, surplus_due, sequence, is_due
                """)
            guard let row = rows.first else { return nil }
            return Lease(
                system: system, dataset: dataset, token: try row.decode("lease_token", as: Int64.self),
                position: try row.decode("position", as: String?.self), sequence: try row.decode("sequence", as: Int64.self),
                startsOver: try row.decode("starts_over", as: Bool.self), offered: try await OfferedBatch.open(system, dataset, on: connection),
                surplusDue: try row.decode("surplus_due", as: Bool.self), isDue: try row.decode("is_due", as: Bool.self))
        }
    }

    /// Takes the number of the next batch, durable before the batch is sent; the lease is renewed. ``numbered(_:)`` reads what it returns.
    var numbering: Query {
        """
        UPDATE delivery.subscription SET sequence = sequence + 1, leased_until = clock_timestamp() + \(Self.seconds) * interval '1 second'
        WHERE system = \(system) AND dataset = \(dataset) AND lease_token = \(token) AND sequence = \(sequence) RETURNING sequence
        """
    }

    /// - Throws: `LeaseLost` where the number was not taken.
    package func numbered(_ rows: Rows) throws { guard rows.count == 1 else { throw LeaseLost() } }

    /// Where the receiver begins, durable before anything is sent: without a position nothing was ever handed over.
    package func begin(_ position: String, on connection: Connection) async throws {
        let begun = try await connection.execute(
            """
            UPDATE delivery.subscription SET position = \(position), starts_over = false
            WHERE system = \(system) AND dataset = \(dataset) AND lease_token = \(token)
            """)
        guard begun == 1 else { throw LeaseLost() }
    }

    /// Moves the position, only while the lease is ours; ``acknowledged(_:)`` reads what it returns.
    func acknowledgement(_ position: String, delivered: Int) -> Query {
        """
        UPDATE delivery.subscription SET position = \(position), delivered = delivered + \(Int64(delivered)), failures = 0,
            last_failure = NULL, leased_until = clock_timestamp() + \(Self.seconds) * interval '1 second'
        WHERE system = \(system) AND dataset = \(dataset) AND lease_token = \(token) RETURNING position
        """
    }

    /// - Throws: `LeaseLost` where the position was not moved.
    func acknowledged(_ rows: Rows) throws { guard rows.count == 1 else { throw LeaseLost() } }

    /// The receiver holds nothing any more that a lost future gave.
    func surplusTaken(on connection: Connection) async throws {
        let taken = try await connection.execute(
            "UPDATE delivery.subscription SET surplus_due = false WHERE system = \(system) AND dataset = \(dataset) AND lease_token = \(token)")
        guard taken == 1 else { throw LeaseLost() }
    }

    /// The receiver is there, and there is nothing for it: whatever failed before is over.
    func foundNothing(pool: Pool) async throws {
        try await pool.execute(
            """
            UPDATE delivery.subscription SET failures = 0, last_failure = NULL
            WHERE system = \(system) AND dataset = \(dataset) AND lease_token = \(token) AND failures > 0
            """)
    }

    package func renew(pool: Pool) async throws { try await pool.withConnection { try await renew(on: $0) } }

    package func renew(on connection: Connection) async throws {
        let renewed = try await connection.execute(
            """
            UPDATE delivery.subscription SET leased_until = clock_timestamp() + \(Self.seconds) * interval '1 second'
            WHERE system = \(system) AND dataset = \(dataset) AND lease_token = \(token)
            """)
        guard renewed == 1 else { throw LeaseLost() }
    }

    /// Gives the subscription back: at once free, or after a failure not before the back-off has passed.
    package func release(failure: String?, pool: Pool) async throws {
        try await pool.transaction(retries: 3) { try await release(failure: failure, on: $0) }
    }

    private func release(failure: String?, on connection: Connection) async throws {
        let failures = try await connection.query(
            """
            UPDATE delivery.subscription SET leased_until = '-infinity', failures = CASE WHEN \(failure)::text IS NULL THEN 0 ELSE failures + 1 END,
                last_failure = \(failure), last_failed_at = CASE WHEN \(failure)::text IS NULL THEN last_failed_at ELSE clock_timestamp() END
            WHERE system = \(system) AND dataset = \(dataset) AND lease_token = \(token) RETURNING failures
            """)
        guard failure != nil, let count = try failures.first?.decode(Int32.self) else { return }
        let delay = BackOff.delay(after: Int(count))
        let milliseconds = delay.components.seconds * 1000 + delay.components.attoseconds / 1_000_000_000_000_000
        try await connection.execute(
            """
            UPDATE delivery.subscription SET next_attempt_at = clock_timestamp() + \(milliseconds) * interval '1 millisecond'
            WHERE system = \(system) AND dataset = \(dataset) AND lease_token = \(token)
            """)
    }
}

/// Another worker has the subscription now.
struct LeaseLost: Error {}
