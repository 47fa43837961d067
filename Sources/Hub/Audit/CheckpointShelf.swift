public import Postgres

/// The log's signed checkpoints, as they are offered to everybody who has a certificate.
public struct CheckpointShelf: Sendable {
    let pool: Pool

    /// `pool` is that of the hub's database.
    public init(pool: Pool) { self.pool = pool }

    /// The signed note of the tree with so many leaves, or of the newest one; nil where no checkpoint has that size.
    ///
    /// - Throws: `PostgresError`.
    public func note(size: Int? = nil) async throws -> String? {
        let rows =
            if let size {
                try await pool.query("SELECT note FROM audit.checkpoint WHERE tree_size = \(Int64(size))")
            } else {
                try await pool.query("SELECT note FROM audit.checkpoint ORDER BY batch DESC LIMIT 1")
            }
        return try rows.first?.decode(0, as: String.self)
    }
}
