package import Postgres

/// Who holds sealing up: the oldest transaction with an id, anywhere on the server, prepared ones too, and whoever holds a lock that the sealer needs.
package enum SealingHolder {
    /// At most three of each, for people: process, application, role, and what it holds. The hub's own sealer is not among them.
    package static func read(on connection: Connection) async throws -> [String] {
        let rows = try await connection.query(
            """
            (SELECT format('pid %s %s %s (%s): transaction of %s s, %s', pid, application_name, usename, datname,
                coalesce(extract(epoch FROM clock_timestamp() - xact_start)::bigint, 0), state)
            FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() AND clock_timestamp() - xact_start > interval '5 seconds'
            ORDER BY age(backend_xid) DESC LIMIT 3)
            UNION ALL
            (SELECT format('prepared transaction %s %s (%s) of %s s', gid, owner, database, extract(epoch FROM clock_timestamp() - prepared)::bigint)
            FROM pg_prepared_xacts ORDER BY age(transaction) DESC LIMIT 3)
            UNION ALL
            (SELECT DISTINCT format('pid %s %s %s (%s): %s on %s', a.pid, a.application_name, a.usename, a.datname, l.mode, l.relation::regclass)
            FROM pg_locks l JOIN pg_stat_activity a USING (pid)
            WHERE l.locktype = 'relation' AND l.granted AND a.pid <> pg_backend_pid()
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND (l.relation IN (to_regclass('audit.event'), to_regclass('audit.checkpoint'), to_regclass('audit.tile'), to_regclass('audit.seal_state'))
                        AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
                    OR l.relation = to_regclass('audit.sealing_turn') AND (a.application_name <> \(applicationName)
                        OR a.usename NOT IN (session_user, 'atena_seal', 'atena_serve', 'atena_work', 'atena_service')))
            LIMIT 3)
            """)
        return try rows.map { try $0.decode(String.self) }
    }

    /// What the sealer's own connections are called.
    package static let applicationName = "atena sealer"
}
