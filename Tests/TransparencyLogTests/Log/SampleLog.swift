import Foundation

@testable import TransparencyLog

/// A small sealed log, whose parts a test changes.
struct SampleLog {
    let key = CheckpointKey(name: "atena-hub/test")
    var events: [LogEvent] = []
    var batches: [SealedBatch] = []

    /// Batches of these sizes, the events' ids twice their index plus 100.
    ///
    /// - Parameter foreign: texts by index of events that were written past the program.
    init(_ sizes: [Int] = [3, 1, 4], foreign: [Int: String] = [:]) throws {
        var frontier = MerkleFrontier()
        for size in sizes {
            var own: [LogEvent] = []
            for _ in 0..<size {
                let index = events.count
                let event = LogEvent(index: index, id: Int64(100 + 2 * index), body: foreign[index] ?? Self.body("\(index)"), salt: nil, personal: nil)
                own.append(event)
                events.append(event)
                frontier.append(event.leaf)
            }
            try seal(own, frontier)
        }
    }

    /// A text of the form that the program writes.
    static func body(_ n: String) -> String {
        #"{"at":"2026-11-20T23:59:59.000000Z","by":"test","clock":"database","event":"sample","fields":{"n":"\#(n)"},"outcome":"success"}"#
    }

    private mutating func seal(_ own: [LogEvent], _ frontier: MerkleFrontier) throws {
        let checkpoint = Checkpoint(
            origin: key.verifier.name, size: frontier.size, root: frontier.root, time: "2026-11-21T00:00:00.000000Z", batch: batches.count + 1,
            previous: batches.last?.note.digest)
        batches.append(SealedBatch(note: try SignedNote(checkpoint, key: key), leaves: own.map(\.leaf), eventIDs: own.map(\.id)))
    }

    /// As exported: before each batch the events up to the last of those it names; in the first hubs' form as many as it has leaves.
    func lines(withoutIDs: Bool = false, format: String = LogExport.Head.endless) throws -> [[UInt8]] {
        var head = LogExport.Head(origin: key.verifier.name, after: nil, peaks: [])
        head.format = format
        var lines = [try LogExport.line(head)]
        var rest = events[...]
        for batch in batches {
            let ids = Set(batch.eventIDs)
            let last = rest.lastIndex { ids.contains($0.id) }.map { $0 + 1 - rest.startIndex } ?? 0
            let count = format == LogExport.Head.endless ? batch.leaves.count : last
            for event in rest.prefix(count) { lines.append(try LogExport.line(event)) }
            rest = rest.dropFirst(count)
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
