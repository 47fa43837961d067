internal import Foundation
package import Postgres

/// 封印の遅れ. How far the sealing of the log is behind; provisions stop beyond five minutes (fail closed).
///
/// The database and the heartbeat outside it are both asked, and the worse of the two counts.
public struct SealingDelay: Sendable, Codable {
    /// Beyond this, in seconds, nothing is provided.
    public static let limit = 300.0

    /// Seconds since the moment up to which everything is known to be sealed. The sealer says it anew every 45 seconds, so that it is seldom 0 though
    /// nothing waits; nil where nothing authentic is known, or only a moment that is still to come.
    public var seconds: Double?
    /// Age in seconds of the oldest event that is committed and not sealed; 0 where none is.
    public var waitingSeconds = 0.0
    /// Whether anything was ever sealed here. Before `atena work` or `atena serve` ran first nothing is behind, only not begun.
    public var isStarted = true
    /// Why the sealer refuses to go on, or no heartbeat is known; nil where neither is so.
    public var halted: String?
    /// Leaves in the newest checkpoint.
    public var size: Int64
    /// Its batch; 0 where nothing was sealed yet.
    public var batch: Int64
    /// Whether the sealer has looked at the database since its server started: until then it may be a restored one.
    public var isServerKnown = true
    /// Who holds it up, each with process, application, role and what it holds; asked only where it is behind.
    public var heldBy: [String] = []

    /// Beyond this, in seconds, somebody should look: two heartbeats were missed.
    public static let warning = 90.0

    /// Whether heartbeats were missed.
    public var isLate: Bool { isStarted && seconds.map { $0 > Self.warning } ?? true }

    /// Whether provisions stop.
    public var stopsProvisions: Bool { halted != nil || seconds.map { $0 > Self.limit } ?? true || !isServerKnown }

    /// Why provisions stop though nothing is late: the database server started anew, and nobody has held it against the files outside yet. In Japanese; nil where that
    /// is not so.
    public var afterStart: String? {
        guard halted == nil, !isServerKnown else { return nil }
        return "データベースのサーバーが起動し直され、封印の記録との照合がまだ済んでいません（atena seal（なければ atena serve か atena work）が動いていれば数秒で済みます）"
    }

    /// Reads it.
    ///
    /// - Parameter monitor: knows the heartbeat of the files outside.
    /// - Throws: `PostgresError`.
    package static func read(on connection: Connection, _ monitor: HeartbeatMonitor) async throws -> SealingDelay {
        var delay = try await inside(on: connection)
        let known = await monitor.knowledge()
        if let seconds = known.seconds {
            // One from the future is none, and nothing is behind for it.
            delay.seconds = seconds < -limit ? nil : delay.seconds.map { max($0, seconds) }
            if seconds < -limit, delay.halted == nil {
                delay.halted =
                    "最後の心拍が\(Int(min(-seconds, 1e9)))秒先の時刻です。データベースの時計が戻されたか、別の時計で書かれました。時刻の同期を確かめ、atena seal（なければ atena work か atena serve）を動かしてください"
            }
        } else {
            delay.seconds = nil
            delay.isStarted = delay.batch > 0
            if delay.halted == nil { delay.halted = known.reason }
        }
        if delay.isLate { delay.heldBy = try await SealingHolder.read(on: connection) + [monitor.lockHolder()].compactMap(\.self) }
        return delay
    }

    /// What the database says of itself.
    private static func inside(on connection: Connection) async throws -> SealingDelay {
        let rows = try await connection.query(
            """
            SELECT CASE s.caught_up_at WHEN 'infinity' THEN 0 WHEN '-infinity' THEN NULL ELSE extract(epoch FROM clock_timestamp() - s.caught_up_at) END::float8,
                s.halted, coalesce(c.tree_size, 0), coalesce(c.batch, 0), coalesce(greatest(extract(epoch FROM clock_timestamp() - e.recorded_at), 0), 0)::float8,
                s.server_started_at = pg_postmaster_start_time()
            FROM audit.seal_state s LEFT JOIN LATERAL (SELECT batch, tree_size, last_xact, last_event_id FROM audit.checkpoint ORDER BY batch DESC LIMIT 1) AS c ON true
            LEFT JOIN LATERAL (
                SELECT recorded_at FROM audit.event WHERE (xact, event_id) > (coalesce(c.last_xact, '0'::xid8), coalesce(c.last_event_id, 0)) ORDER BY xact, event_id LIMIT 1
            ) AS e ON true
            """)
        guard let (seconds, halted, size, batch, waiting, isServerKnown) = try rows.first?.decode((Double?, String?, Int64, Int64, Double, Bool).self) else {
            return SealingDelay(seconds: nil, halted: "audit.seal_state", size: 0, batch: 0)
        }
        return SealingDelay(seconds: seconds, waitingSeconds: waiting, halted: halted, size: size, batch: batch, isServerKnown: isServerKnown)
    }

    /// A column for a statement that is sent anyway: false or NULL where the database closes. True opens nothing by itself: `HeartbeatMonitor` is asked, too.
    ///
    /// Also false after the database server started anew, before the sealer has held it against the files outside: it may be a restored one.
    package static let isClose = """
        (SELECT halted IS NULL AND caught_up_at > clock_timestamp() - interval '5 minutes' AND server_started_at = pg_postmaster_start_time()
            FROM audit.seal_state)
        """
}
