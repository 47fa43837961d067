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
        /// First leaf that was checked.
        public var from = 0
        /// Whether something from elsewhere shows that no tail is missing: the database and its files, or a note kept.
        public var isEndWitnessed = false
        /// Notes kept elsewhere from before the first leaf that was checked: nothing can be said of them.
        public var uncheckable = 0
        /// The first bad event or checkpoint; nil where all is good.
        public var fault: LogFault?

        /// Nothing checked yet.
        public init() {}
    }

    private struct EventLine: Codable { var event: LogEvent }
    private struct BatchLine: Codable {
        var batch: String
        var leaves: Data
        var ids: [Int64]
    }

    /// A line of the export, with its newline.
    public static func line(_ head: Head) throws -> [UInt8] { try encoded(head) }
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
            func check(_ batch: SealedBatch) throws(LogFault) {
                let own = Array(events.prefix(batch.leaves.count))
                try verifier.check(batch, events: own, following: events.dropFirst(own.count).map(\.id))
                events.removeFirst(own.count)
                report.events += own.count
                report.batches += 1
                report.size = verifier.size
                report.time = batch.note.checkpoint.time
            }
            while let line = iterator.next() {
                if line.isEmpty { continue }
                if let read = try? JSONDecoder().decode(EventLine.self, from: Data(line)) {
                    events.append(read.event)
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
