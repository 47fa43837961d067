/// 欠落. The batches whose events a log's database lost and two people accepted as lost, as signed checkpoints after them say; verification passes their
/// events over, and names each gap for ever.
public struct LogGaps: Sendable {
    private var gaps: [Known] = []

    private struct Known {
        var batches: Range<Int>
        var place: Checkpoint.Cut
        var note: SignedNote
        var lost: LogExport.Lost
    }

    /// None.
    public init() {}

    /// Takes a gap from the checkpoint that tells of it; passes over a note that tells of none.
    ///
    /// - Parameter accepted: who accepted what, as found; the gap is a gap also where that was lost.
    /// - Throws: `LogFault` unless the key signed it.
    public mutating func add(_ note: SignedNote, accepted: [LogExport.Accepted], key: VerifierKey) throws(LogFault) {
        guard let gap = note.checkpoint.gap, let batches = note.checkpoint.lost else { return }
        do { try note.verify(key) } catch { throw LogFault(.checkpoint, batch: note.checkpoint.batch, "欠落を示すチェックポイント: \(error)") }
        guard !gaps.contains(where: { $0.note == note }) else { return }
        let lost = LogExport.Lost(batches, accepted.first { $0.confirmation == gap.accepted.description })
        gaps.append(Known(batches: batches, place: gap.place, note: note, lost: lost))
        gaps.sort { $0.batches.upperBound < $1.batches.upperBound }
    }

    /// Whether the batch's events are gone.
    public func isLost(_ batch: Int) -> Bool { gaps.contains { $0.batches.contains(batch) } }

    /// Where the database's events go on after a batch whose events are gone; nil for any other batch.
    public func place(after batch: Int) -> Checkpoint.Cut? { gaps.last { $0.batches.contains(batch) }?.place }

    /// Whether a gap says that the database's events go on there after the batch: the newest one, or one that it closed around.
    public func isPlace(_ place: Checkpoint.Cut, after batch: Int) -> Bool { gaps.contains { $0.batches.contains(batch) && $0.place == place } }

    /// - Throws: `LogFault` where the note tells of a gap that was not known when the batches before it were passed.
    public func refuseUnknown(_ note: SignedNote) throws(LogFault) {
        guard note.checkpoint.gap != nil, !gaps.contains(where: { $0.note == note }) else { return }
        throw LogFault(.fork, batch: note.checkpoint.batch, "このチェックポイントが示す欠落が、別に示されたものと異なります")
    }

    /// Counts a batch whose events are gone.
    ///
    /// - Parameters:
    ///   - index: its first leaf.
    ///   - previous: the checkpoint before it.
    public mutating func pass(_ batch: SealedBatch, from index: Int, after previous: SignedNote?) {
        for place in gaps.indices where gaps[place].batches.contains(batch.note.checkpoint.batch) {
            gaps[place].lost.add(batch, from: index, after: previous)
        }
    }

    /// Each gap, with what was counted; those of which no batch was passed are left out.
    public var lost: [LogExport.Lost] { gaps.map(\.lost).filter { $0.events > 0 } }

    /// The checkpoints that tell of them, in their order.
    public var notes: [SignedNote] { gaps.map(\.note) }
}

extension LogExport {
    /// Events that are sealed, but gone from the database; two people accepted it.
    public struct Lost: Sendable, Codable, Hashable {
        /// The first batch whose events are gone.
        public let firstBatch: Int
        /// The last one.
        public let lastBatch: Int
        /// How many events.
        public private(set) var events = 0
        /// Leaf of the first.
        public private(set) var index: Int?
        /// Id of the first, where it is known.
        public private(set) var firstEventID: Int64?
        /// Id of the last, where it is known. The database may have given it to another event since.
        public private(set) var lastEventID: Int64?
        /// They were sealed after this; ISO 8601 in UTC. nil where they are the log's first.
        public private(set) var after: String?
        /// The last of them were sealed then; ISO 8601 in UTC.
        public private(set) var until: String?
        /// Who accepted it, and why; nil where that was lost.
        public let accepted: Accepted?

        package init(_ batches: Range<Int>, _ accepted: Accepted?) {
            (firstBatch, lastBatch, self.accepted) = (batches.lowerBound, batches.upperBound - 1, accepted)
        }

        package mutating func add(_ batch: SealedBatch, from index: Int, after previous: SignedNote?) {
            if events == 0 {
                (self.index, firstEventID, after) = (index, batch.eventIDs.first, previous?.checkpoint.time)
            }
            events += batch.leaves.count
            lastEventID = batch.eventIDs.last ?? lastEventID
            until = batch.note.checkpoint.time
        }
    }
}
