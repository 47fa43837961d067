import Testing

@testable import TransparencyLog

/// A gap is what a signed checkpoint says of the batches before it; nothing else makes one.
@Suite struct GapTests {
    /// Batches of 2, 3 and 2 events, of which the database lost the second; the third says so.
    private func gapped(_ key: CheckpointKey = CheckpointKey(name: "atena-hub/test"), gap first: Int = 2) throws -> (
        lines: [[UInt8]], key: CheckpointKey, note: SignedNote
    ) {
        let log = try SampleLog([2, 3, 2])
        var edge = MerkleFrontier()
        var batches: [SealedBatch] = []
        for batch in log.batches {
            edge.append(contentsOf: batch.leaves)
            let number = batches.count + 1
            let checkpoint = Checkpoint(
                origin: key.verifier.name, size: edge.size, root: edge.root, time: "2026-11-21T00:00:0\(number).000000Z", batch: number,
                previous: batches.last?.note.digest, until: .init(xact: UInt64(number), eventID: 9),
                gap: number == 3 ? .init(first: first, place: .init(xact: 1, eventID: 9), accepted: .empty) : nil)
            batches.append(SealedBatch(note: try SignedNote(checkpoint, key: key), leaves: batch.leaves, eventIDs: batch.eventIDs))
        }
        var lines = [try LogExport.line(LogExport.Head(origin: key.verifier.name, after: nil, peaks: []))]
        lines.append(try LogExport.line(gap: batches[2].note))
        for (number, batch) in batches.enumerated() {
            let start = batches.prefix(number).reduce(0) { $0 + $1.leaves.count }
            if number != 1 { for event in log.events[start..<start + batch.leaves.count] { lines.append(try LogExport.line(event)) } }
            lines.append(try LogExport.line(batch))
        }
        lines.append(try LogExport.line(LogExport.End(batches: 3, events: 4)))
        return (lines.map { Array($0.dropLast()) }, key, batches[2].note)
    }

    @Test func aCheckpointTellsOfItsGapAndIsReadAsItWasWritten() throws {
        let note = try gapped().note
        let read = try SignedNote(note.text)
        #expect(read == note && read.checkpoint.gap?.first == 2 && read.checkpoint.lost == 2..<3)
        #expect(throws: LogError.self) { try SignedNote(note.text.replacing("gap 2 1 9 ", with: "gap 2 1 ")) }
    }

    @Test func eventsOfAGapAreNamedAndNoFault() throws {
        let (lines, key, _) = try gapped()
        let report = try LogExport.verify(lines, key: key.verifier)
        #expect(report.fault == nil && report.events == 4 && report.size == 7)
        let lost = try #require(report.lost.first)
        #expect(report.lost.count == 1 && lost.events == 3 && lost.index == 2 && lost.firstEventID == 104 && lost.lastEventID == 108)
        #expect(lost.after == "2026-11-21T00:00:01.000000Z" && lost.until == "2026-11-21T00:00:02.000000Z")
    }

    @Test func whatNoCheckpointTellsOfIsMissing() throws {
        let (lines, key, _) = try gapped()
        let untold = try LogExport.verify(lines.enumerated().filter { $0.offset != 1 }.map(\.element), key: key.verifier)
        #expect(untold.faults.list.filter { $0.kind == .missing }.map(\.index) == [2, 3, 4] && untold.faults.list.contains { $0.kind == .fork })
        // A gap that goes on to another batch than the one that is missing.
        let other = try gapped(gap: 3)
        #expect(try LogExport.verify(other.lines, key: other.key.verifier).fault != nil)
    }

    @Test func aGapOfAnotherKeyIsNone() throws {
        let (lines, key, _) = try gapped()
        let forged = try gapped(CheckpointKey(name: key.verifier.name))
        var mixed = lines
        mixed[1] = forged.lines[1]
        #expect(try LogExport.verify(mixed, key: key.verifier).fault?.kind == .checkpoint)
    }
}
