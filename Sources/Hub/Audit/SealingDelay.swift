public import Postgres

/// 封印の遅れ. How far the sealing of the log is behind; provisions stop beyond five minutes (fail closed).
public struct SealingDelay: Sendable, Codable {
    /// Beyond this, in seconds, nothing is provided.
    public static let limit = 300.0

    /// Seconds since everything was sealed.
    public var seconds: Double
    /// Why the sealer refuses to go on; nil where it does not.
    public var halted: String?
    /// Leaves in the newest checkpoint.
    public var size: Int64
    /// Its batch; 0 where nothing was sealed yet.
    public var batch: Int64

    /// Whether provisions stop.
    public var stopsProvisions: Bool { halted != nil || seconds > Self.limit }

    /// Reads it. Throws `PostgresError`.
    public static func read(on connection: Connection) async throws -> SealingDelay {
        let rows = try await connection.query(
            """
            SELECT extract(epoch FROM clock_timestamp() - s.caught_up_at)::float8, s.halted, coalesce(c.tree_size, 0), coalesce(c.batch, 0)
            FROM audit.seal_state s LEFT JOIN LATERAL (SELECT batch, tree_size FROM audit.checkpoint ORDER BY batch DESC LIMIT 1) AS c ON true
            """)
        guard let row = rows.first else { return SealingDelay(seconds: .greatestFiniteMagnitude, halted: "audit.seal_state", size: 0, batch: 0) }
        return SealingDelay(
            seconds: try row.decode(0, as: Double.self), halted: try row.decode(1, as: String?.self), size: try row.decode(2, as: Int64.self),
            batch: try row.decode(3, as: Int64.self))
    }

    /// A column for a statement that is sent anyway: true where provisions may go on; false or NULL where not.
    static let isClose = "(SELECT halted IS NULL AND caught_up_at > clock_timestamp() - interval '5 minutes' FROM audit.seal_state)"
}
