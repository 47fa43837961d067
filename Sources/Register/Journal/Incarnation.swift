internal import Foundation
package import Postgres
package import TransparencyLog

/// 世代. One life of the journal: it ends where the database is restored to an earlier state, or goes on in another cluster, and the next begins.
///
/// A restored database gives transaction ids out again, so places of two incarnations can't be compared: what belongs to a future that is lost shows by
/// the incarnation's name alone, which is random and is never given twice.
package enum Incarnation {
    /// What a database shows of where it came from, beside what the newest incarnation began in: other than that, it was restored or promoted.
    ///
    /// Which of the cluster's timelines is written to is read from the WAL itself, since the control file follows a promotion late.
    private static let own = """
        (SELECT c.system_identifier, ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::integer AS timeline
            FROM pg_control_system() AS c) AS own
        """

    /// Whether this database must begin another one before anything is provided.
    ///
    /// - Parameter acceptance: digest of the confirmation behind which the log goes on without lost events; nil where it lost none.
    package static func isDue(_ acceptance: TreeHash?, on connection: Connection) async throws -> Bool {
        let rows = try await connection.query(
            """
            SELECT (i.system_identifier, i.timeline) <> (own.system_identifier, own.timeline)
                OR (\(acceptance?.bytes)::bytea IS NOT NULL AND i.acceptance IS DISTINCT FROM \(acceptance?.bytes))
            FROM (SELECT * FROM journal.incarnation ORDER BY number DESC LIMIT 1) AS i, \(unsafeSQL: own)
            """)
        return try rows.first?.decode(Bool.self) ?? false
    }

    /// Begins it where it is due.
    ///
    /// - Parameters:
    ///   - heard: the time of the newest heartbeat outside; a clock that was put back must not give old sequences out again.
    ///   - given: the greatest sequence that any receiver was given.
    ///   - connection: in the role of the hub, in a transaction.
    /// - Returns: its number, and a sequence greater than any that a lost future gave; nil where none was due, or another process began it.
    package static func begin(
        _ acceptance: TreeHash?, after heard: LogTime?, above given: Int64?, on connection: Connection
    ) async throws -> (number: Int, firstSequence: Int64)? {
        let rows = try await connection.query(
            """
            INSERT INTO journal.incarnation (fork, first_sequence, system_identifier, timeline, number, acceptance)
            SELECT greatest(s.horizon, (coalesce(c.last_xact, '0')::text::numeric + 1)::text::xid8),
                greatest((extract(epoch FROM clock_timestamp()) * 1000000)::bigint, \(heard?.microseconds), i.first_sequence + 1, \(given)::bigint + 1),
                own.system_identifier, own.timeline, i.number + 1, \(acceptance?.bytes)
            FROM (SELECT * FROM journal.incarnation ORDER BY number DESC LIMIT 1) AS i CROSS JOIN \(unsafeSQL: own) CROSS JOIN audit.seal_state AS s
            LEFT JOIN (SELECT last_xact FROM audit.checkpoint ORDER BY batch DESC LIMIT 1) AS c ON true
            WHERE (i.system_identifier, i.timeline) <> (own.system_identifier, own.timeline)
                OR (\(acceptance?.bytes)::bytea IS NOT NULL AND i.acceptance IS DISTINCT FROM \(acceptance?.bytes))
            ON CONFLICT ON CONSTRAINT incarnation_pkey DO NOTHING
            RETURNING number, first_sequence
            """)
        guard let row = rows.first else { return nil }
        return (Int(try row.decode("number", as: Int32.self)), try row.decode("first_sequence", as: Int64.self))
    }

    /// All of them, the first one first: its name, and the transaction from which on it is another than the one before.
    package static func all(on connection: Connection) async throws -> [(name: String, fork: UInt64)] {
        let rows = try await connection.query("SELECT incarnation, fork FROM journal.incarnation ORDER BY number")
        return try rows.map { (try $0.decode("incarnation", as: PostgresUUID.self).description, try $0.decode("fork", as: UInt64.self)) }
    }
}
