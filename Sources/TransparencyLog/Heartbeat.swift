internal import Foundation
public import Keys

/// 心拍. The sealer's signed word, outside the database, that it was at work: up to when everything that was committed is sealed. No batch.
///
/// What the database says of its own sealing its owner can write; this note only the holder of the key can. Heartbeats form a chain of their own.
public struct Heartbeat: Sendable, Hashable {
    /// Seconds without one after which nothing is provided, and that `atena audit verify` reports as a gap.
    public static let limit = 300.0

    /// What the sealer says.
    public struct Word: Sendable, Hashable {
        /// The log's name.
        public var origin: String
        /// Leaves that are sealed.
        public var size: Int
        /// The last batch; 0 before the first.
        public var batch: Int
        /// Digest of its note; nil before the first.
        public var note: TreeHash?
        /// When it was written.
        public var time: LogTime
        /// Whatever was committed before is sealed.
        public var through: LogTime
        /// Every transaction below this one is over, and its events are sealed: the safe horizon that was reached.
        public var horizon: UInt64
        /// Whether the sealer ends with it, as asked.
        public var isStop: Bool
        /// Whether its times are of the hub's one clock; the first hubs took the program's own, and do not say it.
        public var isOfHubClock: Bool
        /// Digest of the heartbeat before it; nil in the first.
        public var previous: TreeHash?

        /// What is to be signed.
        public init(
            origin: String, size: Int, batch: Int, note: TreeHash?, time: LogTime, through: LogTime, horizon: UInt64, isStop: Bool = false,
            isOfHubClock: Bool = true, previous: TreeHash?
        ) {
            (self.origin, self.size, self.batch, self.note, self.time, self.through) = (origin, size, batch, note, time, through)
            (self.horizon, self.isStop, self.isOfHubClock, self.previous) = (horizon, isStop, isOfHubClock, previous)
        }

        /// Its first line is not that of a checkpoint, so that neither can be taken for the other.
        package var text: String {
            var text = "\(origin)/heartbeat\nsize \(size)\nbatch \(batch)\n"
            if let note { text += "note \(Data(note.bytes).base64EncodedString())\n" }
            text += "time \(time)\nthrough \(through)\nhorizon \(horizon)\n"
            if isStop { text += "stop asked\n" }
            if isOfHubClock { text += "clock \(LogEventText.hubClock)\n" }
            if let previous { text += "previous \(Data(previous.bytes).base64EncodedString())\n" }
            return text
        }
    }

    /// What it says. Authentic only after `verify`.
    public let word: Word
    private let signed: SignedText

    /// Signs one.
    public init(_ word: Word, key: CheckpointKey) throws(KeyError) {
        self.word = word
        signed = try SignedText(word.text, key: key)
    }

    /// Reads one; says nothing yet about its signature.
    public init(_ text: String) throws(LogError) {
        signed = try SignedText(text)
        guard let (first, fields) = signed.fields(), first.hasSuffix("/heartbeat"), let size = fields["size"].flatMap(Int.init),
            let batch = fields["batch"].flatMap(Int.init), let time = fields["time"].flatMap({ LogTime($0) }),
            let through = fields["through"].flatMap({ LogTime($0) }), let horizon = fields["horizon"].flatMap(UInt64.init)
        else { throw .malformed("心拍の形が正しくありません") }
        func hash(_ name: String) -> TreeHash? { fields[name].flatMap { Data(base64Encoded: $0) }.flatMap { TreeHash($0) } }
        word = Word(
            origin: String(first.dropLast("/heartbeat".count)), size: size, batch: batch, note: hash("note"), time: time, through: through,
            horizon: horizon, isStop: fields["stop"] != nil, isOfHubClock: fields["clock"] != nil, previous: hash("previous"))
        guard word.text == signed.message else { throw .malformed("心拍の形が正しくありません") }
    }

    /// - Throws: `LogError` unless the key signed it.
    public func verify(_ key: VerifierKey) throws(LogError) {
        guard word.origin == key.name else { throw .otherLog(word.origin) }
        try signed.verify(key)
    }

    /// SHA-256 of all of it: what the next one names as `previous`.
    public var digest: TreeHash { signed.digest }

    private struct Line: Codable { var heartbeat: String }

    /// A line of JSON as the files outside the database keep it, with its newline.
    public func line() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        return Array(try encoder.encode(Line(heartbeat: signed.text))) + [0x0A]
    }

    /// Reads a line.
    ///
    /// - Throws: `LogError` where it is not whole.
    public init(line: some Collection<UInt8>) throws(LogError) {
        guard let read = try? JSONDecoder().decode(Line.self, from: Data(line)) else { throw .malformed("心拍の行が正しくありません") }
        try self.init(read.heartbeat)
    }
}
