internal import Foundation
public import Keys

/// チェックポイント. What the tree looked like when a batch was sealed (C2SP tlog-checkpoint), and the note before it, so that checkpoints form a chain.
public struct Checkpoint: Sendable, Hashable {
    /// The log's name.
    public let origin: String
    /// Leaves in the tree.
    public let size: Int
    /// The tree's root.
    public let root: TreeHash
    /// When it was signed, ISO 8601 in UTC.
    public let time: String
    /// Running number of the batch that it closes, 1 first.
    public let batch: Int
    /// SHA-256 of the signed note before it; nil in the first.
    public let previous: TreeHash?
    /// The last event that it seals: where the next batch goes on. nil in notes of before it was told.
    public let until: Cut?
    /// 欠落. The batches before it whose events the database lost; nil where it goes on from the batch before it.
    public let gap: Gap?

    /// Leaves of the batch whose events, when they were sealed, were not as the program writes them: columns, commitment or text said different things, or
    /// the time was still to come. Whoever may write into the log's table can write such a row; that it was so from the beginning is signed here.
    public let outside: [Int]

    /// A place in the order of sealing.
    public struct Cut: Sendable, Hashable {
        /// The event's transaction.
        public let xact: UInt64
        /// The event's id.
        public let eventID: Int64

        /// Right after that event.
        public init(xact: UInt64, eventID: Int64) { (self.xact, self.eventID) = (xact, eventID) }
    }

    /// What a batch says of those right before it: their events are no longer in the database, which was restored to an earlier state, and two people
    /// accepted that. Their leaves stay in the tree.
    public struct Gap: Sendable, Hashable {
        /// The first of the batches whose events are gone; the last is the one before the batch that says so.
        public let first: Int
        /// Where the database's own events go on: the batch that says so begins after it.
        public let place: Cut
        /// Digest of the confirmation.
        public let accepted: TreeHash

        /// From the first lost batch on.
        public init(first: Int, place: Cut, accepted: TreeHash) { (self.first, self.place, self.accepted) = (first, place, accepted) }

        fileprivate init?(_ text: String) {
            let parts = text.split(separator: " ").map(String.init)
            guard parts.count == 4, let first = Int(parts[0]), first >= 1, let xact = UInt64(parts[1]), let id = Int64(parts[2]),
                let accepted = Data(base64Encoded: parts[3]).flatMap({ TreeHash($0) })
            else { return nil }
            self.init(first: first, place: Cut(xact: xact, eventID: id), accepted: accepted)
        }
    }

    /// What is to be signed.
    public init(
        origin: String, size: Int, root: TreeHash, time: String, batch: Int, previous: TreeHash?, until: Cut? = nil, gap: Gap? = nil, outside: [Int] = []
    ) {
        (self.origin, self.size, self.root, self.time, self.batch, self.previous, self.until) = (origin, size, root, time, batch, previous, until)
        self.gap = gap
        self.outside = outside
    }

    /// The batches whose events are gone, as it says.
    public var lost: Range<Int>? { gap.flatMap { $0.first < batch ? $0.first..<batch : nil } }

    /// The note's text: origin, size, root and the extension lines, each with its newline.
    package var text: String {
        var text = "\(origin)\n\(size)\n\(Data(root.bytes).base64EncodedString())\ntime \(time)\nbatch \(batch)\n"
        if let until { text += "until \(until.xact) \(until.eventID)\n" }
        if let gap {
            text += "gap \(gap.first) \(gap.place.xact) \(gap.place.eventID) \(Data(gap.accepted.bytes).base64EncodedString())\n"
        }
        if !outside.isEmpty { text += "outside \(outside.map(String.init).joined(separator: " "))\n" }
        if let previous { text += "previous \(Data(previous.bytes).base64EncodedString())\n" }
        return text
    }

    package init(text: String) throws(LogError) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 4, lines.last?.isEmpty == true, !lines[0].isEmpty, let size = Int(lines[1]), size >= 0,
            let root = Data(base64Encoded: lines[2]).flatMap({ TreeHash($0) })
        else { throw .malformed("チェックポイントは名前・件数・根ハッシュの行で始まります") }
        var found: [String: String] = [:]
        for line in lines[3...].dropLast() {
            let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2, found.updateValue(parts[1], forKey: parts[0]) == nil else { throw .malformed("チェックポイントの行が正しくありません") }
        }
        guard let time = found["time"], let batch = found["batch"].flatMap(Int.init), batch >= 1 else {
            throw .malformed("チェックポイントに time と batch の行がありません")
        }
        let previous = found["previous"].flatMap { Data(base64Encoded: $0) }.flatMap { TreeHash($0) }
        var until: Cut?
        if let parts = found["until"]?.split(separator: " "), parts.count == 2, let xact = UInt64(parts[0]), let id = Int64(parts[1]) {
            until = Cut(xact: xact, eventID: id)
        }
        self.init(
            origin: lines[0], size: size, root: root, time: time, batch: batch, previous: previous, until: until, gap: found["gap"].flatMap { Gap($0) },
            outside: found["outside"]?.split(separator: " ").compactMap { Int($0) } ?? [])
        guard self.text == text else { throw .malformed("チェックポイントの形が正しくありません") }
    }
}

/// 署名済みノート. A checkpoint with its signature (C2SP signed-note), as it is written, served and kept.
public struct SignedNote: Sendable, Hashable {
    /// The whole note: text, blank line, signature line.
    public let text: String
    /// What the note says. Authentic only after `verify`.
    public let checkpoint: Checkpoint
    private let signed: SignedText

    /// Signs a checkpoint.
    public init(_ checkpoint: Checkpoint, key: CheckpointKey) throws(KeyError) {
        self.checkpoint = checkpoint
        signed = try SignedText(checkpoint.text, key: key)
        text = signed.text
    }

    /// Reads a note; says nothing yet about its signature.
    public init(_ text: String) throws(LogError) {
        signed = try SignedText(text)
        self.text = text
        checkpoint = try Checkpoint(text: signed.message)
    }

    /// - Throws: `LogError` unless the key signed this note.
    public func verify(_ key: VerifierKey) throws(LogError) {
        guard checkpoint.origin == key.name else { throw .otherLog(checkpoint.origin) }
        try signed.verify(key)
    }

    /// SHA-256 of the whole note: what the next checkpoint names as `previous`.
    public var digest: TreeHash { signed.digest }
}
