public import Foundation

/// 証跡の書き出し. A log, or whole batches of it, as JSON lines: a head, then each batch's events followed by the batch.
public struct LogExport: Sendable {
    /// First line: where the export begins.
    public struct Head: Sendable, Codable {
        /// `atena-audit-export/1`.
        public var format = "atena-audit-export/1"
        /// The log's name.
        public var origin: String
        /// The checkpoint before the first batch; nil where that is the log's first.
        public var after: String?
        /// Base64 of the roots of the complete subtrees up to there.
        public var peaks: Data

        /// From the end of an earlier batch, or from the beginning.
        public init(origin: String, after: SignedNote?, peaks: [TreeHash]) {
            (self.origin, self.after, self.peaks) = (origin, after?.text, Data(peaks.joinedBytes))
        }
    }

    /// What was found.
    public struct Report: Sendable, Codable {
        /// Leaves up to the last good batch.
        public var size = 0
        /// Events held against their leaves.
        public var events = 0
        /// Batches checked.
        public var batches = 0
        /// Committed events after the last checkpoint: not sealed yet, and so not checked. Of the live database only.
        public var waiting = 0
        /// Events whose personal fields were erased: what they name can no longer be checked. Of the live database only.
        public var erased = 0
        /// When the last good checkpoint was signed.
        public var time: String?
        /// First leaf whose event was checked.
        public var from = 0
        /// The leaf after the last one whose event was checked, where only a range was; nil for all from `from` on.
        public var to: Int?
        /// Events that were sealed more than five minutes after they happened; the first of them are in `late`.
        public var lateCount = 0
        /// The first events that were sealed more than five minutes after they happened: nothing may have been provided meanwhile.
        public var late: [Late] = []
        /// Heartbeats of the sealer that were checked; nil where they were not looked at. Of the live database only.
        public var heartbeats: Int?
        /// When the first heartbeat was written, where it names another before it that is not there; nil where it is the first of all.
        public var heartbeatsMissingBefore: String?
        /// Stretches of more than five minutes that no heartbeat covers. Of the live database only.
        public var gaps: [Gap] = []
        /// Events that are sealed but gone from the database, as two people accepted; told for ever.
        public var lost: [Lost] = []
        /// Lost files that two people let be written anew from the database. Of the live database only.
        public var accepted: [Accepted] = []
        /// Whether something from elsewhere shows that no tail is missing: the database and its files, or a note kept.
        public var isEndWitnessed = false
        /// Notes kept elsewhere from before the first leaf that was checked: nothing can be said of them.
        public var uncheckable = 0
        /// The first bad event or checkpoint; nil where all is good.
        public var fault: LogFault?

        /// Nothing checked yet.
        public init() {}

        /// Notes events of a batch that was found good, and that were sealed late.
        public mutating func note(_ events: [LogEvent], sealedAt time: String) {
            guard let sealed = LogTime(time) else { return }
            for event in events {
                guard let at = LogTime(ofEvent: event.body), sealed.seconds(since: at) > Heartbeat.limit else { continue }
                lateCount += 1
                if late.count < 100 { late.append(Late(eventID: event.id, index: event.index, seconds: sealed.seconds(since: at))) }
            }
        }
    }

    /// An event that waited.
    public struct Late: Sendable, Codable, Hashable {
        /// The event's id.
        public var eventID: Int64
        /// Its leaf.
        public var index: Int
        /// From its own time to that of its batch.
        public var seconds: Double
    }

    /// A stretch without heartbeats.
    public struct Gap: Sendable, Codable, Hashable {
        /// What was committed before was sealed; ISO 8601 in UTC.
        public var from: String
        /// The next heartbeat after it.
        public var to: String
        /// Whether the sealer had ended as asked; else it was killed, or held up.
        public var isAfterStop: Bool
        /// Whether heartbeats that were there are missing.
        public var isBroken: Bool

        /// A finding.
        public init(from: LogTime, to: LogTime, isAfterStop: Bool, isBroken: Bool) {
            (self.from, self.to, self.isAfterStop, self.isBroken) = (from.description, to.description, isAfterStop, isBroken)
        }
    }

    /// A loss that two people accepted.
    public struct Accepted: Sendable, Codable, Hashable {
        /// Last batch that the files outside had.
        public var outside: Int
        /// Last batch that the database had. Where it is the later one the files were written anew from the database; else the database lost events.
        public var database: Int
        /// Who proposed.
        public var proposedBy: String
        /// Who confirmed.
        public var confirmedBy: String
        /// When it was confirmed, ISO 8601 in UTC.
        public var time: String
        /// Why, in the words of who proposed.
        public var reason: String
        /// Digest of the confirmation, hexadecimal.
        public var confirmation: String

        /// Confirmations among words that were found authentic, with their proposals.
        public static func pairs(_ words: [Resumption]) -> [Accepted] {
            words.compactMap { confirmation in words.first { confirmation.confirms($0) }.map { Accepted($0, confirmation) } }
        }

        /// Of a proposal and its confirmation.
        public init(_ proposal: Resumption, _ confirmation: Resumption) {
            (outside, database) = (proposal.word.outside, proposal.word.database)
            (proposedBy, confirmedBy) = (proposal.word.byWhom, confirmation.word.byWhom)
            (time, reason) = (confirmation.word.time.description, proposal.word.reason)
            self.confirmation = confirmation.digest.description
        }
    }

    private struct GapLine: Codable { var gap: String }
    private struct EventLine: Codable { var event: LogEvent }
    private struct BatchLine: Codable {
        var batch: String
        var leaves: Data
        var ids: [Int64]
    }

    /// A line of the export, with its newline.
    public static func line(_ head: Head) throws -> [UInt8] { try encoded(head) }
    /// A line of the export, with its newline: a checkpoint that tells of a gap, before the batches that it speaks of.
    public static func line(gap note: SignedNote) throws -> [UInt8] { try encoded(GapLine(gap: note.text)) }
    /// A line of the export, with its newline.
    public static func line(_ event: LogEvent) throws -> [UInt8] { try encoded(EventLine(event: event)) }
    /// A line of the export, with its newline.
    public static func line(_ batch: SealedBatch) throws -> [UInt8] {
        try encoded(BatchLine(batch: batch.note.text, leaves: Data(batch.leaves.joinedBytes), ids: batch.eventIDs))
    }

    private static func encoded(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + [0x0A]
    }

    /// Verifies an export line by line, with nothing but the public key.
    ///
    /// - Parameters:
    ///   - lines: of the export, without their newlines.
    ///   - batches: of the file outside the database, where it is at hand: what it says counts, so that an export that was made anew shows.
    ///   - witnesses: notes kept elsewhere.
    /// - Returns: the first fault, or none.
    /// - Throws: `LogError` for lines of another form; whatever reading the lines throws.
    public static func verify(
        _ lines: some Sequence<[UInt8]>, key: VerifierKey, batches: [Int: SealedBatch] = [:], witnesses: [SignedNote] = []
    ) throws -> Report {
        var report = Report()
        var iterator = lines.makeIterator()
        guard let first = iterator.next(), let head = try? JSONDecoder().decode(Head.self, from: Data(first)), head.format == "atena-audit-export/1",
            let peaks = [TreeHash](joinedBytes: Array(head.peaks))
        else { throw LogError.malformed("書き出しの1行目は atena-audit-export/1 です") }
        report.isEndWitnessed = !batches.isEmpty || !witnesses.isEmpty
        do {
            var verifier = LogVerifier(key: key, witnesses: witnesses)
            if let after = head.after { verifier = try LogVerifier(key: key, witnesses: witnesses, after: try SignedNote(after), peaks: peaks) }
            report.from = verifier.size
            report.size = verifier.size
            // A batch is checked once the events after it are known: they tell a removed event from an inserted one.
            var events: [LogEvent] = []
            var waiting: SealedBatch?
            var gaps = LogGaps()
            var words: [Resumption] = []
            defer { report.lost = gaps.lost }
            func check(_ batch: SealedBatch) throws(LogFault) {
                try gaps.refuseUnknown(batch.note)
                if gaps.isLost(batch.note.checkpoint.batch) {
                    let (start, previous) = (verifier.size, verifier.last)
                    try verifier.follow(batch)
                    gaps.pass(batch, from: start, after: previous)
                    report.batches += 1
                    report.size = verifier.size
                    report.time = batch.note.checkpoint.time
                    return
                }
                let own = Array(events.prefix(batch.leaves.count))
                try verifier.check(batch, events: own, following: events.dropFirst(own.count).map(\.id))
                events.removeFirst(own.count)
                report.events += own.count
                report.batches += 1
                report.size = verifier.size
                report.time = batch.note.checkpoint.time
                report.note(own, sealedAt: batch.note.checkpoint.time)
            }
            while let line = iterator.next() {
                if line.isEmpty { continue }
                if let read = try? JSONDecoder().decode(EventLine.self, from: Data(line)) {
                    events.append(read.event)
                    continue
                }
                if let read = try? JSONDecoder().decode(GapLine.self, from: Data(line)) {
                    try gaps.add(try SignedNote(read.gap), accepted: Accepted.pairs(words), key: key)
                    continue
                }
                if let word = try? Resumption(line: line) {
                    // Not signed: nobody's word.
                    if (try? word.verify(key)) != nil { words.append(word) }
                    continue
                }
                guard let read = try? JSONDecoder().decode(BatchLine.self, from: Data(line)), let leaves = [TreeHash](joinedBytes: Array(read.leaves)) else {
                    throw LogError.malformed("書き出しの行が正しくありません")
                }
                let exported = SealedBatch(note: try SignedNote(read.batch), leaves: leaves, eventIDs: read.ids)
                let number = exported.note.checkpoint.batch
                let batch = batches[number] ?? exported
                if let waiting { try check(waiting) }
                if batch.note != exported.note { throw LogFault(.fork, index: verifier.size, batch: number, "チェックポイントが、データベースの外の記録と異なります") }
                waiting = batch
            }
            if let waiting { try check(waiting) }
            if let surplus = events.first {
                throw LogFault(.inserted, index: verifier.size, eventID: surplus.id, batch: nil, "チェックポイントで閉じられていないイベントがあります")
            }
            let known = (verifier.last?.checkpoint.batch ?? 0) + 1
            if let (number, lost) = batches.filter({ $0.key >= known }).min(by: { $0.key < $1.key }) {
                throw LogFault(
                    .missing, index: verifier.size, eventID: number == known ? lost.eventIDs.first : nil, batch: number, "データベースの外の記録にあるイベントが失われています（末尾がありません）")
            }
            report.uncheckable = try verifier.finish()
        } catch let fault as LogFault {
            report.fault = fault
        }
        return report
    }
}
