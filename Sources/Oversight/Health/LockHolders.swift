internal import Addressee
package import Postgres

/// ロック待ち. Who holds what somebody in the hub's database has waited for longer than work takes.
package enum LockHolders {
    /// At most five, the longest first, for people: the table, the process, login and application that hold it, and for how long it was waited for.
    ///
    /// - Parameter own: only what this login waits for.
    package static func read(own: Bool = false, on connection: Connection) async throws -> [String] {
        let rows = try await connection.query(
            """
            SELECT format('%s（プロセス %s %s %s、%s秒）', w.relation, h.pid, h.usename, h.application_name,
                extract(epoch FROM clock_timestamp() - min(w.waitstart))::bigint)
            FROM (
                SELECT coalesce(l.relation::regclass::text, l.locktype) AS relation, l.waitstart, unnest(pg_blocking_pids(l.pid)) AS holder
                FROM pg_locks l JOIN pg_stat_activity a USING (pid)
                WHERE NOT l.granted AND l.waitstart < clock_timestamp() - interval '2 seconds' AND a.datname = current_database()
                    AND (NOT \(own) OR a.usename = session_user)
            ) AS w JOIN pg_stat_activity h ON h.pid = w.holder
            GROUP BY w.relation, h.pid, h.usename, h.application_name ORDER BY min(w.waitstart) LIMIT 5
            """)
        return try rows.map { try $0.decode(String.self) }
    }

    /// Runs `body`; where it takes long and waits for a lock meanwhile, it is told who holds that, instead of being told after half a minute that something took too long.
    ///
    /// - Throws: `HeldUp`, `PostgresError`, and what `body` throws.
    package static func named<R: Sendable>(at pool: Pool, after patience: Duration = .seconds(8), _ body: @escaping @Sendable () async throws -> R) async throws
        -> R
    {
        try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                while true {
                    try await Task.sleep(for: patience)
                    let holders = try await pool.withConnection { try await read(own: true, on: $0) }
                    guard holders.isEmpty else { throw HeldUp(holders: holders) }
                }
            }
            defer { group.cancelAll() }
            while let ended = try await group.next() { if let ended { return ended } }
            throw CancellationError()
        }
    }
}

/// Somebody else holds what the hub needs to answer.
struct HeldUp: Explained {
    /// As ``LockHolders/read(own:on:)`` gives them; at least one.
    let holders: [String]
    var code: String { "X0036" }
    var rule: String { "ハブが、ほかの処理のロックを待っています: \(holders.joined(separator: "、"))。" }
}
