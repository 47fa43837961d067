package import Postgres

/// The safe horizon: below it no transaction can still commit an entry.
package enum Horizon {
    /// The oldest transaction that is still running, as this statement's snapshot sees it.
    package static func read(on connection: Connection) async throws -> Position {
        let rows = try await connection.query("SELECT pg_snapshot_xmin(pg_current_snapshot()) AS horizon")
        guard let row = rows.first else { return .start }
        return .below(try row.decode(UInt64.self))
    }
}

/// How far readers may go, and what holds them back.
public struct HorizonStatus: Sendable, Codable {
    /// Transactions between the horizon and the newest one.
    public var lagTransactions: UInt64
    /// Journal entries committed but not yet below the horizon.
    public var entriesWaiting: Int64
    /// Age of the oldest open transaction with an id, in seconds; nil if none is open.
    public var oldestTransactionSeconds: Double?
    /// Its process, login, application and state, for the person who must find it.
    public var oldestTransaction: String?

    /// Reads it all in one statement, so in one snapshot. Throws `PostgresError`.
    package static func read(on connection: Connection) async throws -> HorizonStatus {
        let rows = try await connection.query(
            """
            SELECT pg_snapshot_xmax(s.snapshot)::text::numeric::bigint - pg_snapshot_xmin(s.snapshot)::text::numeric::bigint AS lag,
                (SELECT count(*) FROM journal.entry e WHERE e.xact >= pg_snapshot_xmin(s.snapshot)) AS waiting,
                extract(epoch FROM clock_timestamp() - o.xact_start)::float8 AS seconds,
                o.pid || ' ' || coalesce(o.usename, '') || ' ' || o.application_name || ' ' || coalesce(o.state, '') AS who
            FROM (SELECT pg_current_snapshot() AS snapshot) AS s
            LEFT JOIN LATERAL (
                SELECT * FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() ORDER BY age(backend_xid) DESC LIMIT 1
            ) AS o ON true
            """)
        guard let row = rows.first else { return HorizonStatus(lagTransactions: 0, entriesWaiting: 0) }
        return HorizonStatus(
            lagTransactions: UInt64(try row.decode("lag", as: Int64.self)), entriesWaiting: try row.decode("waiting"),
            oldestTransactionSeconds: try row.decode("seconds"), oldestTransaction: try row.decode("who"))
    }
}
