import Foundation
import Testing

@testable import TransparencyLog

@Suite struct HeartbeatNoteTests {
    private func word(_ key: CheckpointKey, _ through: Int64, previous: TreeHash? = nil, isStop: Bool = false) -> Heartbeat.Word {
        .init(
            origin: key.verifier.name, size: 3, batch: 2, note: .leaf([1]), time: LogTime(microseconds: through * 1_000_000),
            through: LogTime(microseconds: through * 1_000_000), horizon: 77, isStop: isStop, previous: previous)
    }

    @Test func aHeartbeatReadsAsWrittenAndNoCharacterMayChange() throws {
        let key = CheckpointKey(name: "atena-hub/test")
        let heartbeat = try Heartbeat(word(key, 1_700_000_000, previous: .leaf([2]), isStop: true), key: key)
        let read = try Heartbeat(line: heartbeat.line().dropLast())
        #expect(read == heartbeat && read.word == heartbeat.word)
        try read.verify(key.verifier)
        let text = String(decoding: try heartbeat.line(), as: UTF8.self)
        let changed = try Heartbeat(line: Array(text.replacing("horizon 77", with: "horizon 78").utf8))
        #expect(throws: LogError.self) { try changed.verify(key.verifier) }
        #expect(throws: LogError.self) { try read.verify(CheckpointKey(name: "atena-hub/test").verifier) }
    }

    @Test func neitherAHeartbeatNorAnAcceptanceIsEverTakenForACheckpoint() throws {
        let key = CheckpointKey(name: "atena-hub/test")
        let signed = try SignedText(word(key, 1).text, key: key)
        #expect(throws: LogError.self) { try SignedNote(signed.text).verify(key.verifier) }
        // One whose own name is shaped so that the lines could be read as a checkpoint's.
        let note = try SignedNote(
            Checkpoint(origin: "atena-hub/test", size: 1, root: .leaf([1]), time: "t", batch: 1, previous: nil), key: key)
        #expect(throws: LogError.self) { try Heartbeat(note.text) }
        #expect(throws: LogError.self) { try ResumptionStatement(note.text) }
    }

    @Test func gapsAreNamedWithWhatWentBefore() throws {
        let key = CheckpointKey(name: "atena-hub/test")
        var walk = HeartbeatVerifier(key: key.verifier)
        var last: Heartbeat?
        func next(_ through: Int64, isStop: Bool = false, skips: Bool = false) throws {
            let heartbeat = try Heartbeat(word(key, through, previous: skips ? .leaf([9]) : last?.digest, isStop: isStop), key: key)
            try walk.check(heartbeat)
            last = heartbeat
        }
        try next(0)
        try next(300)
        #expect(walk.gaps.isEmpty)
        try next(601)
        try next(700, isStop: true)
        try next(2000)
        try next(2001, skips: true)
        #expect(walk.gaps.map { "\($0.isAfterStop) \($0.isBroken)" } == ["false false", "true false", "false true"])
        #expect(walk.gaps.first?.from == "1970-01-01T00:05:00.000000Z" && walk.gaps.first?.to == "1970-01-01T00:10:01.000000Z")
        walk.end(at: LogTime(microseconds: 2_301_000_000))
        #expect(walk.gaps.count == 3)
        walk.end(at: LogTime(microseconds: 2_302_000_000))
        #expect(walk.gaps.count == 4 && walk.gaps.last?.to == "1970-01-01T00:38:22.000000Z", "what is not covered up to now is a gap, too")
        let forged = try Heartbeat(word(key, 3000), key: CheckpointKey(name: "atena-hub/test"))
        #expect(throws: LogFault.self) { try walk.check(forged) }
    }

    @Test(arguments: ["1970-01-01T00:00:00.000000Z", "2000-02-29T23:59:59.999999Z", "2026-11-21T09:30:00.123456Z", "1969-12-31T23:59:59.000001Z"])
    func aTimeReadsAsWritten(text: String) throws {
        let time = try #require(LogTime(text))
        #expect(time.description == text)
        // Another implementation of the calendar.
        let whole = try Date("\(text.prefix(19))Z", strategy: .iso8601).timeIntervalSince1970
        #expect(time.microseconds == Int64(whole) * 1_000_000 + Int64(text.dropFirst(20).dropLast()).unsafelyUnwrapped)
    }

    @Test(arguments: [
        "2026-02-29T00:00:00.000000Z", "2026-11-21 09:30:00.123456Z", "2026-11-21T09:30:00Z", "2026-13-21T09:30:00.123456Z", "", "2026-11-21T24:30:00.123456Z",
    ])
    func whatIsNoTimeIsNone(text: String) { #expect(LogTime(text) == nil) }
}
