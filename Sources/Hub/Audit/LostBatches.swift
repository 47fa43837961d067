internal import Seal

/// The batches of the files that a database lacks, checked as they are read: signatures, chain, and leaves that give the signed roots.
struct LostBatches {
    private let files: BatchFiles
    private let first: Int
    private var names: [String]
    private var verifier: LogVerifier

    /// The last one that was read and found good.
    var last: SignedNote? { verifier.last }
    /// Leaves up to there.
    var size: Int { verifier.size }

    /// - Parameters:
    ///   - note: of the database's last batch; nil where it has none.
    ///   - peaks: of its tree.
    init(files: BatchFiles, after note: SignedNote?, peaks: [TreeHash], key: VerifierKey) throws {
        (self.files, first) = (files, (note?.checkpoint.batch ?? 0) + 1)
        names = try files.names(after: first - 1)
        verifier = try note.map { note throws(LogFault) in try LogVerifier(key: key, after: note, peaks: peaks) } ?? LogVerifier(key: key)
    }

    /// Those of one more file; nil at the end.
    ///
    /// - Throws: `SealingHalted` where they don't follow each other.
    mutating func next() async throws -> [SealedBatch]? {
        guard !names.isEmpty else { return nil }
        let (files, name, first) = (files, names.removeFirst(), first)
        let batches = try await OwnThread.run { try files.batches(in: name).filter { $0.note.checkpoint.batch >= first } }
        for batch in batches {
            do { try verifier.follow(batch) } catch { throw SealingHalted(reason: "外の記録: \(error)") }
        }
        return batches
    }
}
