internal import Foundation
internal import Postgres
internal import Seal

/// 世代. One life of the journal: it ends where the database is restored to an earlier state, or goes on in another cluster, and the next begins.
///
/// A restored database gives transaction ids out again, so places of two incarnations can't be compared: what belongs to a future that is lost shows by
/// the incarnation's name alone, which is random and is never given twice.
enum Incarnation {
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
    static func isDue(_ acceptance: TreeHash?, on connection: Connection) async throws -> Bool {
        let rows = try await connection.query(
            """
            SELECT (i.system_identifier, i.timeline) <> (own.system_identifier, own.timeline)
                OR (\(acceptance?.bytes)::bytea IS NOT NULL AND i.acceptance IS DISTINCT FROM \(acceptance?.bytes))
            FROM (SELECT * FROM journal.incarnation ORDER BY number DESC LIMIT 1) AS i, \(unsafeSQL: own)
            """)
        return try rows.first?.decode(0, as: Bool.self) ?? false
    }

    /// Begins it where it is due: receivers that are pushed to start over under sequences greater than any that a lost future gave.
    ///
    /// - Parameters:
    ///   - heard: the time of the newest heartbeat outside; a clock that was put back must not give old sequences out again.
    ///   - connection: in the role of the hub, in a transaction.
    /// - Returns: its number; nil where none was due, or another process began it.
    static func begin(_ acceptance: TreeHash?, after heard: LogTime?, on connection: Connection) async throws -> Int? {
        let rows = try await connection.query(
            """
            INSERT INTO journal.incarnation (fork, first_sequence, system_identifier, timeline, number, acceptance)
            SELECT greatest(s.horizon, (coalesce(c.last_xact, '0')::text::numeric + 1)::text::xid8),
                greatest((extract(epoch FROM clock_timestamp()) * 1000000)::bigint, \(heard?.microseconds), i.first_sequence + 1,
                    (SELECT max(sequence) + 1 FROM delivery.subscription)),
                own.system_identifier, own.timeline, i.number + 1, \(acceptance?.bytes)
            FROM (SELECT * FROM journal.incarnation ORDER BY number DESC LIMIT 1) AS i CROSS JOIN \(unsafeSQL: own) CROSS JOIN audit.seal_state AS s
            LEFT JOIN (SELECT last_xact FROM audit.checkpoint ORDER BY batch DESC LIMIT 1) AS c ON true
            WHERE (i.system_identifier, i.timeline) <> (own.system_identifier, own.timeline)
                OR (\(acceptance?.bytes)::bytea IS NOT NULL AND i.acceptance IS DISTINCT FROM \(acceptance?.bytes))
            ON CONFLICT ON CONSTRAINT incarnation_pkey DO NOTHING
            RETURNING number, first_sequence
            """)
        guard let row = rows.first else { return nil }
        let number = Int(try row.decode(0, as: Int32.self))
        // Whoever works on one of them loses it: what it holds in memory belongs to the incarnation before.
        let receivers = try await connection.execute(
            """
            UPDATE delivery.subscription SET sequence = \(row.decode(1, as: Int64.self)), starts_over = true, surplus_due = true,
                lease_token = lease_token + 1, leased_until = '-infinity', next_attempt_at = '-infinity'
            """)
        // What was offered may have arrived in the future that is lost.
        try await connection.execute("UPDATE delivery.batch SET may_have_arrived = true WHERE NOT may_have_arrived")
        let fields = ["cause": acceptance == nil ? "restored" : "events-lost", "number": String(number), "subscriptions": String(receivers)]
        try await AuditEvent(.incarnationBegan, by: "service sealer", fields: fields).record(on: connection)
        return number
    }

    /// A cursor in the newest incarnation; one of an earlier one is carried over where it saw nothing of a lost future.
    ///
    /// - Throws: `CursorRefused.lostFuture` where it may have.
    static func carried(_ cursor: Cursor, to end: JournalEnd, on connection: Connection) async throws -> Cursor {
        var carried = cursor
        carried.origin = end.origin
        if cursor.origin?.incarnation == end.origin.incarnation { return carried }
        let rows = try await connection.query("SELECT incarnation, fork FROM journal.incarnation ORDER BY number")
        let chain = try rows.map { (name: try $0.decode(0, as: PostgresUUID.self).description, fork: try $0.decode(1, as: UInt64.self)) }
        // Cursors from before there were incarnations are of the first.
        guard let own = cursor.origin.map({ origin in chain.firstIndex { $0.name == origin.incarnation } }) ?? chain.indices.first else {
            throw CursorRefused.lostFuture
        }
        let forks = chain[(own + 1)...].map(\.fork)
        guard forks.allSatisfy({ cursor.seen <= $0 }) else { throw CursorRefused.lostFuture }
        return carried
    }
}
