public import Foundation

/// 証跡の書き出し. A log, or whole batches of it, as JSON lines: a head, then each batch's events followed by the batch.
public struct LogExport: Sendable {
    /// First line: where the export begins.
    public struct Head: Sendable, Codable {
        /// The form that is written: with the log's own statement of what it holds, and a last line that tells how much there is.
        public static let format = "atena-audit-export/3"
        /// The form before, which had no statement.
        static let unstated = "atena-audit-export/2"
        /// The first hubs' form, which had no last line either.
        static let endless = "atena-audit-export/1"
        /// `atena-audit-export/3`, or an older one.
        public var format = Self.format
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
        /// Leaves up to the last batch.
        public var size = 0
        /// Events held against their leaves.
        public var events = 0
        /// Batches checked.
        public var batches = 0
        /// Committed events after the last checkpoint: not sealed yet, and so not checked. Of the live database only.
        public var waiting = 0
        /// Events whose personal fields were erased: what they name can no longer be checked. Of the live database only.
        public var erased = 0
        /// When the last authentic checkpoint was signed.
        public var time: String?
        /// First leaf whose event was checked.
        public var from = 0
        /// The leaf after the last one whose event was checked, where only a range was; nil for all from `from` on.
        public var to: Int?
        /// Events that were sealed more than five minutes after they happened; the first of them are in `late`.
        public var lateCount = 0
        /// Of those, the ones that no ordered stop of the sealer explains: by one clock, and seen beside the heartbeats. Of the live database only.
        public var lateUnexplained = 0
        /// The first events that were sealed more than five minutes after they happened: nothing may have been provided meanwhile.
        public var late: [Late] = []
        /// Heartbeats of the sealer that were checked; nil where they were not looked at. Of the live database only.
        public var heartbeats: Int?
        /// When the first heartbeat was written, where it names another before it that is not there; nil where it is the first of all.
        public var heartbeatsMissingBefore: String?
        /// Stretches of more than five minutes that no heartbeat covers. Of the live database only.
        public var gaps: [Gap] = []
        /// Provision records of the first hubs whose time differs from their event's by more than two minutes: program and database had two clocks. Of the
        /// live database only.
        public var recordsByAnotherClock = 0
        /// Events that are sealed but gone from the database, as two people accepted; told for ever.
        public var lost: [Lost] = []
        /// Lost files that two people let be written anew from the database. Of the live database only.
        public var accepted: [Accepted] = []
        /// Whether something from elsewhere shows that no tail is missing: the database and its files, or a note kept.
        public var isEndWitnessed = false
        /// Notes kept elsewhere from before the first leaf that was checked: nothing can be said of them.
        public var uncheckable = 0
        /// What the log says of this export; nil where no statement of it stands in it under the signature, or it is none. Of an export only.
        public var statement: Statement?
        /// Whether it is an export in which no such statement stands: whether openings were taken out of it since nobody can tell.
        public var isUnstated = false
        /// Whether hashes are lost, so that from some batch on only signatures, the chain and each event's own leaf could be checked.
        public var isAdrift = false
        /// All that is not as it was sealed, or not as the program writes it.
        public private(set) var faults = LogFaults()
        /// The first of the gravest of them; nil where all is good.
        public private(set) var fault: LogFault?
        /// The gravest class of what was found; nil where nothing was.
        public private(set) var gravest: LogFault.Gravity?

        /// Nothing checked yet.
        public init() {}

        /// Adds what was found.
        public mutating func add(_ found: [LogFault]) {
            faults.add(contentsOf: found)
            weigh()
        }

        /// Takes for a fault that no statement of it stands in an export: whoever took openings out of it may have taken that out, too, and closed is the
        /// default. What is older, or was written while sealing stood still, is accepted by whoever knows why it makes none.
        public mutating func refuseUnstated() {
            guard isUnstated else { return }
            add([
                LogFault(
                    .missing, batch: nil,
                    "書き出しについての、封印された言明がありません。書き出した後で除かれたおそれがあります。古い形式のものや、封印が止まっている間に書き出したものとわかっていれば、--accept-unstated を付けて確かめてください"
                )
            ])
        }

        /// Counts more of a kind that are not told one by one.
        public mutating func add(uncounted count: Int, of kind: LogFault.Kind) {
            faults.add(uncounted: count, of: kind)
            weigh()
        }

        /// Weighs all that was found: faults, gaps in sealing that nobody ordered, and events that waited without such a reason.
        public mutating func weigh() {
            fault = faults.first
            gravest = faults.gravest
            let isGap = gaps.contains { !$0.isExplained } || heartbeats == 0 && batches > 0
            for (gravity, isFound) in [(LogFault.Gravity.gap, isGap), (.late, lateUnexplained > 0)] where isFound {
                gravest = gravest.map { max($0, gravity) } ?? gravity
            }
        }

        /// Notes events of a batch, and those of them that were sealed late.
        ///
        /// - Parameter isExplained: whether the sealer had been stopped, as ordered, when an event happened; nil where that is not known.
        public mutating func note(_ events: [LogEvent], sealedAt time: String, isExplained: ((LogTime) -> Bool)? = nil) {
            guard let sealed = LogTime(time) else { return }
            for event in events {
                guard let at = LogTime(ofEvent: event.body), sealed.seconds(since: at) > Heartbeat.limit else { continue }
                lateCount += 1
                if late.count < 100 { late.append(Late(eventID: event.id, index: event.index, seconds: sealed.seconds(since: at))) }
                // Of two clocks nobody knows how late it was.
                if let isExplained, !isExplained(at), LogEventText(event.body)?.isOfHubClock == true { lateUnexplained += 1 }
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
        /// Whether it is by one clock; the first hubs' heartbeats took each program's own, and a gap between two of them may be none.
        public var isOfHubClock: Bool
        /// Whether nobody need look for its cause: the sealer was stopped as ordered, or two clocks may have made it.
        public var isExplained: Bool { !isBroken && (isAfterStop || !isOfHubClock) }

        /// A finding.
        public init(from: LogTime, to: LogTime, isAfterStop: Bool, isBroken: Bool, isOfHubClock: Bool = true) {
            (self.from, self.to, self.isAfterStop, self.isBroken) = (from.description, to.description, isAfterStop, isBroken)
            self.isOfHubClock = isOfHubClock
        }
    }

    /// What the log says of an export that was made of it.
    public struct Statement: Sendable, Codable, Hashable {
        /// When it was written.
        public var time: String
        /// By whom.
        public var byWhom: String
        /// Whether it was asked for without what names persons.
        public var isWithoutPersonal: Bool
        /// Events that were written with what opens their commitment.
        public var given: Int
        /// Events that commit to persons and were written without: left out, or erased before.
        public var absent: Int
        /// The first stretches of leaves of the latter; between those of one stretch no event commits to persons and has its opening.
        public var places: [Places]
        /// Stretches that are not in the list.
        public var more: Int

        /// From one leaf to another, both included.
        public struct Places: Sendable, Codable, Hashable {
            /// First leaf.
            public var from: Int
            /// Last leaf.
            public var to: Int
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
        public static func pairs(_ words: [ResumptionStatement]) -> [Accepted] {
            words.compactMap { confirmation in words.first { confirmation.confirms($0) }.map { Accepted($0, confirmation) } }
        }

        /// Of a proposal and its confirmation.
        public init(_ proposal: ResumptionStatement, _ confirmation: ResumptionStatement) {
            (outside, database) = (proposal.word.outside, proposal.word.database)
            (proposedBy, confirmedBy) = (proposal.word.byWhom, confirmation.word.byWhom)
            (time, reason) = (confirmation.word.time.description, proposal.word.reason)
            self.confirmation = confirmation.digest.description
        }
    }

    /// Last line: how much was written, so that an export that was cut short shows.
    public struct End: Sendable, Codable, Hashable {
        /// Batches.
        public var batches: Int
        /// Events.
        public var events: Int

        /// Of what was written.
        public init(batches: Int, events: Int) { (self.batches, self.events) = (batches, events) }
    }

    struct EndLine: Codable { var end: End }
    struct GapLine: Codable { var gap: String }
    struct EventLine: Codable { var event: LogEvent }
    struct BatchLine: Codable {
        var batch: String
        var leaves: Data
        var ids: [Int64]
        /// `ExportOpenings.Mark` of each event since the batch before.
        var openings: String?
    }
    struct StatementLine: Codable { var statement: InclusionProof }

    /// A line of the export, with its newline.
    public static func line(_ head: Head) throws -> [UInt8] { try encoded(head) }
    /// A line of the export, with its newline: a checkpoint that tells of a gap, before the batches that it speaks of.
    public static func line(gap note: SignedNote) throws -> [UInt8] { try encoded(GapLine(gap: note.text)) }
    /// A line of the export, with its newline.
    public static func line(_ event: LogEvent) throws -> [UInt8] { try encoded(EventLine(event: event)) }
    /// A line of the export, with its newline.
    ///
    /// - Parameter openings: marks of the events written since the batch before.
    public static func line(_ batch: SealedBatch, openings: String? = nil) throws -> [UInt8] {
        try encoded(BatchLine(batch: batch.note.text, leaves: Data(batch.leaves.joinedBytes), ids: batch.eventIDs, openings: openings))
    }

    /// A line of the export, with its newline: the proof of the event that states what is in it.
    public static func line(statement: InclusionProof) throws -> [UInt8] { try encoded(StatementLine(statement: statement)) }

    /// The last line of the export, with its newline.
    public static func line(_ end: End) throws -> [UInt8] { try encoded(EndLine(end: end)) }

    private static func encoded(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + [0x0A]
    }
}
