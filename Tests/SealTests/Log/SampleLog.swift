import Foundation

@testable import Seal

/// A small sealed log, whose parts a test changes.
struct SampleLog {
    let key = CheckpointKey(name: "atena-hub/test")
    var events: [LogEvent] = []
    var batches: [SealedBatch] = []

    /// Batches of these sizes, the events' ids twice their index plus 100.
    init(_ sizes: [Int] = [3, 1, 4]) throws {
        var frontier = MerkleFrontier()
        for size in sizes {
            var own: [LogEvent] = []
            for _ in 0..<size {
                let index = events.count
                let event = LogEvent(index: index, id: Int64(100 + 2 * index), body: #"{"event":"sample","n":"\#(index)"}"#, salt: nil, personal: nil)
                own.append(event)
                events.append(event)
                frontier.append(event.leaf)
            }
            try seal(own, frontier)
        }
    }

    private mutating func seal(_ own: [LogEvent], _ frontier: MerkleFrontier) throws {
        let checkpoint = Checkpoint(
            origin: key.verifier.name, size: frontier.size, root: frontier.root, time: "2026-11-21T00:00:00.000000Z", batch: batches.count + 1,
            previous: batches.last?.note.digest)
        batches.append(SealedBatch(note: try SignedNote(checkpoint, key: key), leaves: own.map(\.leaf), eventIDs: own.map(\.id)))
    }

    /// As exported: each batch's events as they stand between the ids it names.
    func lines(withoutIDs: Bool = false) throws -> [[UInt8]] {
        var lines = [try LogExport.line(LogExport.Head(origin: key.verifier.name, after: nil, peaks: []))]
        var rest = events[...]
        for batch in batches {
            for event in rest.prefix(batch.leaves.count) { lines.append(try LogExport.line(event)) }
            rest = rest.dropFirst(batch.leaves.count)
            lines.append(try LogExport.line(withoutIDs ? SealedBatch(note: batch.note, leaves: batch.leaves, eventIDs: []) : batch))
        }
        for event in rest { lines.append(try LogExport.line(event)) }
        return lines.map { $0.dropLast() }.map(Array.init)
    }

    func report(batches outside: [SealedBatch] = [], witnesses: [SignedNote] = [], withoutIDs: Bool = false) throws -> LogExport.Report {
        try LogExport.verify(
            lines(withoutIDs: withoutIDs), key: key.verifier,
            batches: Dictionary(uniqueKeysWithValues: outside.map { ($0.note.checkpoint.batch, $0) }), witnesses: witnesses)
    }
}
