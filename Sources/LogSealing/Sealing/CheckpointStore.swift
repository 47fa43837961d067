public import Postgres
internal import Synchronization
public import TransparencyLog

/// The log's signed checkpoints, as they are offered to everybody who has a certificate.
public final class CheckpointStore: Sendable {
    private let pool: Pool
    private let key: VerifierKey
    /// Digests of notes whose signature was found good, so that one that is asked for often is checked once.
    private let good = Mutex<Set<TreeHash>>([])
    private static let kept = 1000

    /// `pool` is that of the hub's database; only notes that `key` signed are given out.
    public init(pool: Pool, key: VerifierKey) { (self.pool, self.key) = (pool, key) }

    /// The signed note of the tree with so many leaves, or of the newest one; nil where no checkpoint has that size.
    ///
    /// - Throws: `PostgresError`; `LogFault` where the database's note is not signed, or is of another size than its row says.
    package func note(size: Int? = nil) async throws -> String? {
        let rows =
            if let size {
                try await pool.query("SELECT note, tree_size, batch FROM audit.checkpoint WHERE tree_size = \(Int64(size))")
            } else {
                try await pool.query("SELECT note, tree_size, batch FROM audit.checkpoint ORDER BY batch DESC LIMIT 1")
            }
        guard let (text, size, number) = try rows.first?.decode((String, Int64, Int64).self) else { return nil }
        let batch = Int(number)
        do {
            let note = try SignedNote(text)
            guard note.checkpoint.size == Int(size), note.checkpoint.batch == batch else {
                throw LogFault(.disagrees, batch: batch, "チェックポイントの行の番号か件数が、署名された内容と異なります")
            }
            if !good.withLock({ $0.contains(note.digest) }) {
                try note.verify(key)
                good.withLock { good in
                    if good.count >= Self.kept { good.removeAll() }
                    good.insert(note.digest)
                }
            }
        } catch let error as LogError {
            throw LogFault(.checkpoint, batch: batch, "チェックポイント: \(error)")
        }
        return text
    }
}
