/// Checks a log batch by batch against the public key; pure, and so the same offline and on the live database.
///
/// The leaf hashes of a batch are trusted only once they give the signed root. Then each event is held against its leaf. It goes on behind whatever it
/// finds: a checkpoint that is not signed is bridged by the leaves beside it, which the next signed root proves right or wrong. Where a root can't be
/// computed any more, because hashes before it are lost, signature and chain and each event's own leaf are still checked (`isAdrift`).
public struct LogVerifier: Sendable {
    private let key: VerifierKey
    /// Those that no batch has met yet, by their batch.
    private var witnesses: [Int: Set<SignedNote>]
    private let start: Int
    /// The tree's right edge; nil where it is not known any more.
    private var frontier: MerkleFrontier?
    /// Number of the batch before.
    public private(set) var number: Int
    /// Whether what the next note names as the one before is known.
    private var isChained = true
    /// A note of which that is known.
    private var signed: SignedNote?
    /// The last batch whose note is signed by the key and follows.
    public private(set) var last: SignedNote?
    /// Leaves so far, those before the start included.
    public private(set) var size: Int

    /// Whether a root could not be computed: from there on leaves are held against events, and no more against the signed roots.
    public var isAdrift: Bool { frontier == nil }

    /// From the log's beginning.
    ///
    /// - Parameter witnesses: notes that somebody kept elsewhere; the log must agree with each.
    public init(key: VerifierKey, witnesses: [SignedNote] = []) {
        self.init(key: key, witnesses: witnesses, frontier: MerkleFrontier(), last: nil)
    }

    private init(key: VerifierKey, witnesses: [SignedNote], frontier: MerkleFrontier, last: SignedNote?) {
        (self.key, self.frontier, self.last, start) = (key, frontier, last, last?.checkpoint.batch ?? 0)
        (number, size) = (start, frontier.size)
        self.witnesses = Dictionary(grouping: witnesses) { $0.checkpoint.batch }.mapValues { Set($0) }
    }

    /// From the end of an earlier batch.
    ///
    /// - Throws: `LogFault` unless the note is signed and the peaks give its root.
    public init(key: VerifierKey, witnesses: [SignedNote] = [], after note: SignedNote, peaks: [TreeHash]) throws(LogFault) {
        if let fault = Self.forgery(note, key) { throw fault }
        guard let edge = MerkleFrontier(size: note.checkpoint.size, peaks: peaks), edge.root == note.checkpoint.root else {
            throw LogFault(.checkpoint, batch: note.checkpoint.batch, "範囲の始めの部分木が、署名された根ハッシュになりません")
        }
        self.init(key: key, witnesses: witnesses, frontier: edge, last: note)
        if let fault = meet(note).first { throw fault }
    }

    /// Checks that a batch follows the last one: signature, chain, and leaves that give the signed root.
    ///
    /// - Throws: `LogFault`, and then nothing has moved.
    public mutating func follow(_ batch: SealedBatch) throws(LogFault) {
        var next = self
        if let fault = next.take(batch).faults.first { throw fault }
        self = next
    }

    /// What a batch gave.
    public struct Outcome: Sendable {
        /// All that is wrong with it.
        public var faults: [LogFault]
        /// Its first leaf.
        public var start: Int
        /// Its leaves: those that give the signed root, or the best that is known.
        public var leaves: [TreeHash]
    }

    /// Takes the next batch, whatever is wrong with it.
    ///
    /// - Parameters:
    ///   - events: those that stand where the batch belongs; nil where they are not looked at.
    ///   - others: its leaves as somebody else has them, where those of the batch do not give the root.
    public mutating func take(_ batch: SealedBatch, events: [LogEvent]? = nil, others: [TreeHash]? = nil) -> Outcome {
        let checkpoint = batch.note.checkpoint
        var faults: [LogFault] = []
        // What it says of itself, its number too, is nobody's word.
        if let forgery = forgery(of: batch.note) { return bridge(batch, events, forgery) }
        guard checkpoint.batch > number else {
            faults.append(LogFault(.checkpoint, index: size, batch: checkpoint.batch, "バッチ \(checkpoint.batch) のチェックポイントが、もう一度あります"))
            return Outcome(faults: faults, start: size, leaves: [])
        }
        if checkpoint.batch > number + 1 {
            let lost = number + 1 == checkpoint.batch - 1 ? "バッチ \(number + 1)" : "バッチ \(number + 1)–\(checkpoint.batch - 1)"
            faults.append(LogFault(.missing, index: size, batch: number + 1, "\(lost) の封印の記録がなく、\(checkpoint.batch) が続いています"))
            (frontier, isChained) = (nil, false)
        }
        let outcome = follow(batch, events, others, &faults)
        number = checkpoint.batch
        return outcome
    }

    /// A batch whose note the key did not sign: its leaves lead on, until a signed root proves them.
    private mutating func bridge(_ batch: SealedBatch, _ events: [LogEvent]?, _ forgery: LogFault) -> Outcome {
        let from = size
        var faults = [LogFault(forgery.kind, index: from, batch: number + 1, forgery.detail)]
        (number, isChained) = (number + 1, false)
        frontier?.append(contentsOf: batch.leaves)
        size += batch.leaves.count
        if let events { faults += SealedBatchComparison.faults(batch, leaves: batch.leaves, events: events, from: from) }
        return Outcome(faults: faults, start: from, leaves: batch.leaves)
    }

    private mutating func follow(
        _ batch: SealedBatch, _ events: [LogEvent]?, _ others: [TreeHash]?, _ faults: inout [LogFault]
    ) -> Outcome {
        let (checkpoint, number) = (batch.note.checkpoint, batch.note.checkpoint.batch)
        if isChained, checkpoint.previous != last?.digest {
            faults.append(LogFault(.fork, index: size, batch: number, "前のチェックポイントを指していません（枝分かれしています）"))
        }
        var leaves = batch.leaves
        if let edge = frontier {
            let places = edge.size..<max(edge.size, checkpoint.size)
            if let found = Self.fitting([batch.leaves, others, events?.map(\.leaf)].compactMap { $0 }, edge, checkpoint) {
                leaves = found.leaves
                frontier = found.edge
                if leaves != batch.leaves { faults.append(rewritten(batch, leaves, edge.size, events)) }
            } else if batch.leaves.isEmpty || batch.leaves.count != places.count {
                faults.append(LogFault(.checkpoint, index: edge.size, batch: number, "葉の数が、署名された件数に合いません"))
                frontier = nil
            } else {
                faults.append(LogFault(.checkpoint, index: edge.size, batch: number, "葉のハッシュが、署名された根ハッシュになりません"))
                frontier = nil
            }
        }
        let from = checkpoint.size - leaves.count
        faults += meet(batch.note)
        if let events { faults += SealedBatchComparison.faults(batch, leaves: leaves, events: events, from: from) }
        (last, size, isChained) = (batch.note, checkpoint.size, true)
        return Outcome(faults: faults, start: from, leaves: leaves)
    }

    /// The leaves that give the signed root, and the tree's edge with them.
    private static func fitting(_ candidates: [[TreeHash]], _ edge: MerkleFrontier, _ checkpoint: Checkpoint) -> (leaves: [TreeHash], edge: MerkleFrontier)? {
        for leaves in candidates where !leaves.isEmpty && edge.size + leaves.count == checkpoint.size {
            var grown = edge
            grown.append(contentsOf: leaves)
            if grown.root == checkpoint.root { return (leaves, grown) }
        }
        return nil
    }

    /// The leaves beside the note were written anew; others are the sealed ones.
    private func rewritten(_ batch: SealedBatch, _ leaves: [TreeHash], _ start: Int, _ events: [LogEvent]?) -> LogFault {
        let place = zip(leaves, batch.leaves).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
        let event = events.flatMap { $0.indices.contains(place) && $0[place].leaf == leaves[place] ? $0[place].id : nil }
        return LogFault(
            .checkpoint, index: start + place, eventID: event, batch: batch.note.checkpoint.batch,
            "保管された葉のハッシュが書き換えられています\(event == nil ? "" : "（イベントは封印されたとおりです）")")
    }

    /// Whether every witness was met.
    ///
    /// - Returns: witnesses from before the start, of which this range can say nothing, and what the others show: one that is not signed by the key, speaks of
    ///   more than there is, or of another history.
    public func finish() -> (early: Int, faults: [LogFault]) {
        var (early, faults) = (0, [LogFault]())
        for (batch, notes) in witnesses.sorted(by: { $0.key < $1.key }) {
            for note in notes {
                if let fault = Self.forgery(note, key) {
                    faults.append(fault)
                } else if batch < start {
                    early += 1
                } else if note.checkpoint.size > size {
                    faults.append(
                        LogFault(.missing, index: size, batch: batch, "別に保管されたチェックポイント（件数 \(note.checkpoint.size)）より記録が少なく、末尾が失われています"))
                } else {
                    faults.append(LogFault(.fork, batch: batch, "別に保管されたチェックポイントが、この証跡にありません（枝分かれしています）"))
                }
            }
        }
        return (early, faults)
    }

    /// Holds the witnesses of a batch against its note.
    private mutating func meet(_ note: SignedNote) -> [LogFault] {
        let faults = (witnesses[note.checkpoint.batch] ?? []).filter { $0 != note }.map { witness in
            Self.forgery(witness, key)
                ?? LogFault(.fork, index: size, batch: note.checkpoint.batch, "別に保管されたチェックポイントと異なります（枝分かれしています）")
        }
        witnesses[note.checkpoint.batch] = nil
        return faults
    }

    /// nil where the key signed the note; asked once for each.
    public mutating func forgery(of note: SignedNote) -> LogFault? {
        if note == signed { return nil }
        let fault = Self.forgery(note, key)
        if fault == nil { signed = note }
        return fault
    }

    private static func forgery(_ note: SignedNote, _ key: VerifierKey) -> LogFault? {
        do {
            try note.verify(key)
            return nil
        } catch {
            return LogFault(.checkpoint, batch: note.checkpoint.batch, "チェックポイント: \(error)")
        }
    }
}
