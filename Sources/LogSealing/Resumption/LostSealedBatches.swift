internal import AuditTrail
internal import TransparencyLog

/// The batches of the files that a database lacks, checked as they are read: signatures, chain, and leaves that give the signed roots.
struct LostSealedBatches {
    private let first: Int
    private var reader: SealedBatchReader
    private var verifier: LogVerifier

    /// The last one that was read and found good.
    var last: SignedNote? { verifier.last }
    /// Leaves up to there.
    var size: Int { verifier.size }

    /// - Parameters:
    ///   - note: of the database's last batch; nil where it has none.
    ///   - peaks: of its tree.
    init(files: SealedBatchFiles, after note: SignedNote?, peaks: [TreeHash], key: VerifierKey) throws {
        first = (note?.checkpoint.batch ?? 0) + 1
        reader = SealedBatchReader(files: files, names: try files.names(after: first - 1))
        verifier = try note.map { note throws(LogFault) in try LogVerifier(key: key, after: note, peaks: peaks) } ?? LogVerifier(key: key)
    }

    /// The next of them; nil at the end.
    ///
    /// - Throws: `SealingHalted` where they don't follow each other.
    mutating func next() async throws -> [SealedBatch]? {
        guard let piece = try await reader.next() else { return nil }
        let batches = piece.filter { $0.note.checkpoint.batch >= first }
        for batch in batches {
            do { try verifier.follow(batch) } catch { throw SealingHalted(reason: "外の記録: \(error)") }
        }
        return batches
    }
}
