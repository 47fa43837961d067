internal import Foundation
public import Keys

/// 封印の再開. Signed words, in the files outside the database, by which two people let a halted sealer go on: one proposed, another confirmed. Either the
/// files lost batches that the database has, or the database lost events that the files know to be sealed.
///
/// It lies outside and is signed because the database's owner could write any row; it stays there, and `atena audit verify` tells it for ever.
public struct ResumptionStatement: Sendable, Hashable {
    /// What of it this is.
    public enum Act: String, Sendable {
        /// 提案
        case proposed
        /// 承認
        case confirmed
    }

    /// What somebody says.
    public struct Word: Sendable, Hashable {
        /// The log's name.
        public var origin: String
        /// Proposal or confirmation.
        public var act: Act
        /// When.
        public var time: LogTime
        /// Account of who says it.
        public var byWhom: String
        /// Last batch of the files outside; 0 where they are gone.
        public var outside: Int
        /// Last batch of the database; 0 where it has none.
        public var database: Int
        /// Digest of the last batch's note, on the side that has more: nothing else may be taken from there.
        public var note: TreeHash
        /// Where the database's events go on without those it lost; nil where the files lost something.
        public var place: Checkpoint.Cut?
        /// Why, in the person's words; one line.
        public var reason: String
        /// Digest of the proposal; nil in a proposal.
        public var proposal: TreeHash?

        /// What is to be signed.
        public init(
            origin: String, act: Act, time: LogTime, byWhom: String, outside: Int, database: Int, note: TreeHash, place: Checkpoint.Cut? = nil,
            reason: String, proposal: TreeHash?
        ) {
            (self.origin, self.act, self.time, self.byWhom) = (origin, act, time, byWhom)
            (self.outside, self.database, self.note, self.place, self.proposal) = (outside, database, note, place, proposal)
            self.reason = String(reason.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
        }

        package var text: String {
            var text = "\(origin)/resumption\nact \(act.rawValue)\ntime \(time)\nby \(byWhom)\noutside \(outside)\ndatabase \(database)\n"
            text += "note \(Data(note.bytes).base64EncodedString())\n"
            if let place { text += "place \(place.xact) \(place.eventID)\n" }
            if let proposal { text += "proposal \(Data(proposal.bytes).base64EncodedString())\n" }
            return text + "reason \(Data(reason.utf8).base64EncodedString())\n"
        }

        /// Reads what is to be signed; nil where the text is not, to the last letter, what these words are written as.
        package init?(text: String) {
            guard let (first, fields) = SignedText.fields(of: text), first.hasSuffix("/resumption"), let act = fields["act"].flatMap(Act.init(rawValue:)),
                let time = fields["time"].flatMap({ LogTime($0) }), let byWhom = fields["by"], let outside = fields["outside"].flatMap(Int.init),
                let database = fields["database"].flatMap(Int.init), let note = fields["note"].flatMap({ Data(base64Encoded: $0) }).flatMap({ TreeHash($0) }),
                let reason = fields["reason"].flatMap({ Data(base64Encoded: $0) })
            else { return nil }
            var place: Checkpoint.Cut?
            if let parts = fields["place"]?.split(separator: " "), parts.count == 2, let xact = UInt64(parts[0]), let id = Int64(parts[1]) {
                place = .init(xact: xact, eventID: id)
            }
            self.init(
                origin: String(first.dropLast("/resumption".count)), act: act, time: time, byWhom: byWhom, outside: outside, database: database, note: note,
                place: place, reason: String(decoding: reason, as: UTF8.self),
                proposal: fields["proposal"].flatMap { Data(base64Encoded: $0) }.flatMap { TreeHash($0) })
            guard self.text == text else { return nil }
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
        guard let read = Word(text: signed.message) else { throw .malformed("封印の再開の形が正しくありません") }
        word = read
    }

    /// - Throws: `LogError` unless the key signed it.
    public func verify(_ key: VerifierKey) throws(LogError) {
        guard word.origin == key.name else { throw .otherLog(word.origin) }
        try signed.verify(key)
    }

    /// SHA-256 of all of it: what the confirmation names as `proposal`.
    public var digest: TreeHash { signed.digest }

    /// Whether this confirms that proposal, by another person and of the same state.
    public func confirms(_ proposal: ResumptionStatement) -> Bool {
        word.act == .confirmed && proposal.word.act == .proposed && word.proposal == proposal.digest && word.byWhom != proposal.word.byWhom
            && (word.outside, word.database, word.note) == (proposal.word.outside, proposal.word.database, proposal.word.note)
            && word.place == proposal.word.place
    }

    private struct Line: Codable { var resumption: String }

    /// A line of JSON as the files outside the database keep it, with its newline.
    public func line() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        return Array(try encoder.encode(Line(resumption: signed.text))) + [0x0A]
    }

    /// Reads a line.
    ///
    /// - Throws: `LogError` where it is not whole.
    public init(line: some Collection<UInt8>) throws(LogError) {
        guard let read = try? JSONDecoder().decode(Line.self, from: Data(line)) else { throw .malformed("封印の再開の行が正しくありません") }
        try self.init(read.resumption)
    }
}
