import Foundation
import Testing

@testable import TransparencyLog

@Suite struct LogVerifierTests {
    @Test func anUntouchedLogIsGood() throws {
        let report = try SampleLog().report()
        #expect(report.fault == nil)
        #expect(report.events == 8 && report.batches == 3 && report.size == 8)
    }

    @Test(arguments: [false, true]) func anAlteredEventIsNamed(withoutIDs: Bool) throws {
        var log = try SampleLog()
        log.events[5].body = SampleLog.body("x")
        let fault = try log.report(withoutIDs: withoutIDs).fault
        #expect(fault?.kind == .altered && fault?.index == 5 && fault?.eventID == 110)
    }

    @Test(arguments: [0, 31, 32, 33]) func aCommitmentIsOpenedByASaltOfThirtyTwoBytesOnly(length: Int) {
        let (salt, personal) = ([UInt8](repeating: 7, count: length), "{}")
        let body = #"{"event":"sample","personal":"\#(TreeHash.digest(salt + Array(personal.utf8)))"}"#
        #expect(LogEvent(index: 0, id: 1, body: body, salt: salt, personal: personal).opensItsCommitment == (length == 32))
    }

    @Test func aRemovedEventIsNamed() throws {
        var log = try SampleLog()
        log.events.remove(at: 1)
        let fault = try log.report().fault
        #expect(fault?.kind == .missing && fault?.index == 1 && fault?.eventID == 102)
    }

    @Test func anInsertedEventIsNamed() throws {
        var log = try SampleLog()
        log.events.insert(LogEvent(index: 2, id: 103, body: "{}", salt: nil, personal: nil), at: 2)
        let fault = try log.report().fault
        #expect(fault?.kind == .inserted && fault?.index == 2 && fault?.eventID == 103)
    }

    @Test(arguments: [false, true]) func eventsInAnotherOrderAreNamed(withoutIDs: Bool) throws {
        var log = try SampleLog()
        log.events.swapAt(4, 6)
        let fault = try log.report(withoutIDs: withoutIDs).fault
        #expect(fault?.kind == .reordered && fault?.index == 4)
    }

    @Test func anEventWithAnotherIDIsNamed() throws {
        var log = try SampleLog()
        log.events[3].id = 107
        #expect(try log.report().fault?.eventID == 107)
    }

    @Test func aCutTailShowsAgainstTheOutsideFileOrAWitness() throws {
        let whole = try SampleLog()
        var log = whole
        log.events.removeLast(4)
        log.batches.removeLast()
        #expect(try log.report().fault == nil, "what is left is whole in itself")
        let outside = try log.report(batches: whole.batches).fault
        #expect(outside?.kind == .missing && outside?.index == 4 && outside?.eventID == 108)
        let witnessed = try log.report(witnesses: [whole.batches[2].note]).fault
        #expect(witnessed?.kind == .missing && witnessed?.index == 4)
        log = whole
        log.events.removeLast()
        #expect(try log.report().fault?.eventID == 114)
    }

    @Test func everyWitnessIsMetOrNamed() throws {
        let whole = try SampleLog()
        var log = whole
        log.events.removeLast(5)
        log.batches.removeLast(2)
        // The batch after the end is not among the evidence, a later one is.
        #expect(try log.report(batches: [whole.batches[2]]).fault?.kind == .missing)
        // Another branch that ends no later, and a note of somebody else's.
        let last = whole.batches[2].note.checkpoint
        let branch = Checkpoint(origin: last.origin, size: 6, root: last.root, time: last.time, batch: 7, previous: last.previous)
        #expect(try whole.report(witnesses: [SignedNote(branch, key: whole.key)]).fault?.kind == .fork)
        let forged = try SignedNote(branch, key: CheckpointKey(name: last.origin))
        #expect(try whole.report(witnesses: [forged]).fault?.kind == .checkpoint)
        let good = try whole.report(witnesses: whole.batches.map(\.note))
        #expect(good.fault == nil && good.isEndWitnessed && good.uncheckable == 0)
        #expect(try !whole.report().isEndWitnessed)
    }

    @Test func keptNotesAreAllReadAndWhatIsNoneIsTold() throws {
        let log = try SampleLog()
        let notes = KeptNotes(log.batches.map(\.note.text).joined(separator: "\n"))
        #expect(notes.notes == log.batches.map(\.note) && notes.unreadable.isEmpty && notes.batches.isEmpty)
        let lines = try log.batches.map { String(decoding: try $0.line(), as: UTF8.self) }
        let mixed = KeptNotes(lines[0] + "{\"ids\":[1],\"lea\n" + lines[1] + log.batches[2].note.text + "nothing\n")
        #expect(mixed.notes == log.batches.map(\.note) && mixed.unreadable == [2, 12])
        #expect(mixed.batches.keys.sorted() == [1, 2])
        // Two notes of one batch: both count.
        let other = Checkpoint(
            origin: log.key.verifier.name, size: 3, root: log.batches[0].note.checkpoint.root, time: "2027-01-01T00:00:00.000000Z", batch: 1, previous: nil)
        let second = SealedBatch(note: try SignedNote(other, key: log.key), leaves: log.batches[0].leaves, eventIDs: [])
        let twice = KeptNotes(lines[0] + String(decoding: try second.line(), as: UTF8.self))
        #expect(try log.report(batches: Array(twice.batches.values), witnesses: twice.notes).fault?.kind == .fork)
    }

    @Test func anotherKeyAForkAndASwappedCheckpointAreRefused() throws {
        let whole = try SampleLog()
        var log = whole
        // Signed anew with a key of the forger's.
        let other = CheckpointKey(name: "atena-hub/test")
        log.batches[1] = SealedBatch(note: try SignedNote(whole.batches[1].note.checkpoint, key: other), leaves: whole.batches[1].leaves, eventIDs: [])
        #expect(try log.report().fault?.kind == .checkpoint)
        #expect(try log.report().fault?.batch == 2)
        // A second history under the right key.
        log = whole
        var branch = whole.batches[1].note.checkpoint
        branch = Checkpoint(
            origin: branch.origin, size: branch.size, root: branch.root, time: "2026-11-22T00:00:00.000000Z", batch: 2, previous: branch.previous)
        log.batches[1] = SealedBatch(note: try SignedNote(branch, key: log.key), leaves: whole.batches[1].leaves, eventIDs: [])
        #expect(try log.report().fault?.kind == .fork)
        #expect(try log.report().fault?.batch == 3)
        #expect(try log.report(witnesses: [whole.batches[1].note]).fault?.batch == 2)
        // The checkpoint of another place.
        log = whole
        log.batches[1] = log.batches[2]
        #expect(try log.report().faults.list.first?.batch == 2)
    }

    @Test func leavesRewrittenWithTheirEventDoNotGiveTheSignedRoot() throws {
        let whole = try SampleLog()
        var log = whole
        log.events[5].body = "{}"
        var leaves = log.batches[2].leaves
        leaves[1] = log.events[5].leaf
        log.batches[2] = SealedBatch(note: log.batches[2].note, leaves: leaves, eventIDs: log.batches[2].eventIDs)
        let fault = try log.report().fault
        #expect(fault?.kind == .checkpoint && fault?.batch == 3)
        // With the file from outside the event itself is named.
        let named = try log.report(batches: whole.batches).fault
        #expect(named?.kind == .altered && named?.eventID == 110)
    }

    @Test func personalFieldsMayBeErasedButNotChanged() throws {
        let salt = [UInt8](repeating: 7, count: 32)
        let personal = #"{"atenabango":"R00000001"}"#
        let commitment = TreeHash.digest(salt + Array(personal.utf8))
        var event = LogEvent(index: 0, id: 1, body: #"{"event":"x","personal":"\#(commitment)"}"#, salt: salt, personal: personal)
        #expect(event.opensItsCommitment)
        event.personal = #"{"atenabango":"R00000002"}"#
        #expect(!event.opensItsCommitment)
        (event.personal, event.salt) = (nil, nil)
        #expect(event.opensItsCommitment)
    }

    @Test func aRangeIsVerifiedFromTheSignedCheckpointBeforeIt() throws {
        let log = try SampleLog()
        var edge = MerkleFrontier()
        edge.append(contentsOf: log.batches[0].leaves + log.batches[1].leaves)
        var lines = [try LogExport.line(LogExport.Head(origin: log.key.verifier.name, after: log.batches[1].note, peaks: edge.peaks))]
        for event in log.events[4...] { lines.append(try LogExport.line(event)) }
        lines.append(try LogExport.line(log.batches[2]))
        lines.append(try LogExport.line(LogExport.End(batches: 1, events: 4)))
        let report = try LogExport.verify(lines, key: log.key.verifier, witnesses: [log.batches[0].note, log.batches[2].note])
        #expect(report.fault == nil && report.from == 4 && report.size == 8 && report.uncheckable == 1)
        lines[0] = try LogExport.line(LogExport.Head(origin: log.key.verifier.name, after: log.batches[1].note, peaks: [.empty]))
        #expect(try LogExport.verify(lines, key: log.key.verifier).fault?.kind == .checkpoint)
    }
}
