internal import AuditTrail
internal import Postgres

/// 回答待ち. What receivers accepted and have not answered.
enum AwaitedAnswers {
    /// Puts on record, once for each entry, that its answer did not come in the time that the endpoint gives. It goes on being awaited; somebody looks, or has it
    /// sent again.
    static func tellOverdue(by whom: String, pool: Pool) async throws {
        try await pool.transaction(retries: 3) { connection in
            let overdue = try await connection.query(
                """
                WITH late AS (
                    UPDATE delivery.awaited a SET is_overdue = true FROM delivery.endpoint e
                    WHERE e.system = a.system AND e.dataset = a.dataset AND NOT a.is_overdue
                        AND a.accepted_at < clock_timestamp() - make_interval(hours => e.hours_to_answer)
                    RETURNING a.system, a.dataset
                )
                SELECT system, dataset, count(*) AS count FROM late GROUP BY system, dataset ORDER BY system, dataset
                """)
            for row in overdue {
                let fields = [
                    "count": String(try row.decode("count", as: Int64.self)), "dataset": try row.decode("dataset", as: String.self),
                    "system": try row.decode("system", as: String.self),
                ]
                try await AuditEvent(.answersOverdue, by: whom, fields: fields).record(on: connection)
            }
        }
    }
}
