import AccessControlStand
import Foundation
import LogSealingStand
import Postgres
import Testing

@testable import AuditTrail
@testable import LogSealing
@testable import TransparencyLog

/// What `atena audit verify` says of the live database beyond the ways of tampering.
@Suite struct LiveVerificationTests {
    /// Cuts the newest batch from database and files, heartbeats included: only what somebody kept elsewhere can show it.
    private func cutBoth(_ hub: TestHub) async throws {
        let last = try #require(try hub.outside().last)
        let path = try hub.batchFiles.directory + "/" + #require(try hub.batchFiles.names().last)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        try Data((lines.dropLast().joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
        for name in try hub.batchFiles.heartbeatNames() { try FileManager.default.removeItem(atPath: hub.batchFiles.directory + "/" + name) }
        try await hub.admin.execute("DELETE FROM audit.checkpoint WHERE batch = \(Int64(last.note.checkpoint.batch))")
        try await hub.admin.execute("DELETE FROM audit.event WHERE event_id = ANY(\(last.eventIDs))")
        try await hub.admin.execute("DELETE FROM provision.record WHERE event_id = ANY(\(last.eventIDs))")
    }

    @Test func aNoteKeptElsewhereShowsATailThatWasCutFromDatabaseAndFilesAlike() async throws {
        try await TestHub.with { hub in
            for _ in 0..<2 {
                try await hub.events(1)
                try await hub.seal()
            }
            let kept = try await hub.checkpoints()
            func verify(_ witnesses: [SignedNote]) async throws -> LogFault? {
                try await SealedLog.log(hub).verify(by: SealedLog.reader, key: hub.batchFiles.key(), witnesses: witnesses).fault
            }
            #expect(try await verify(kept) == nil)
            let note = kept[1].checkpoint
            let forked = try SignedNote(
                Checkpoint(origin: note.origin, size: note.size, root: .leaf([1]), time: note.time, batch: note.batch, previous: note.previous),
                key: hub.checkpointKey())
            #expect(try await verify([forked])?.kind == .fork)
            try await cutBoth(hub)
            #expect(try await verify([kept[0]]) == nil, "nothing else shows it")
            #expect(try await verify(kept)?.kind == .missing)
        }
    }

    @Test func aRangeSaysHowFarItWentAndTheWholeSaysNothingOfTheKind() async throws {
        try await TestHub.with { hub in
            for _ in 0..<2 {
                try await hub.events(2)
                try await hub.seal()
            }
            let first = try await SealedLog.verify(hub, 0..<1)
            #expect(first.from == 0 && first.to == 2 && first.size >= 4 && first.events == 2)
            let later = try await SealedLog.verify(hub, 2..<3)
            #expect(later.from == 2 && later.to == 4)
            #expect(try await SealedLog.verify(hub).to == nil)
        }
    }

    @Test func whereARangeBeginsIsTakenFromWhatIsSignedAndNotFromTheColumnsBesideIt() async throws {
        try await TestHub.with { hub in
            for _ in 0..<2 {
                try await hub.events(2)
                try await hub.seal()
            }
            try await hub.admin.execute("UPDATE audit.checkpoint SET last_event_id = last_event_id + 1 WHERE batch = 1")
            #expect(try await SealedLog.verify(hub, 2..<3).fault == nil)
            var lines: [[UInt8]] = []
            _ = try await SealedLog.log(hub).export(by: SealedLog.reader, 2..<3, withPersonal: false) { lines.append($0.dropLast()) }
            #expect(try LogExport.verify(lines, key: hub.batchFiles.key()).fault == nil)
        }
    }

    @Test(arguments: [
        "'{}', sha256(''), 'no json'", "'no json', NULL::bytea, NULL::text", "'{}', sha256(''), '{\"persons\":'",
        #"'{"fields":{"way":"\u0000"}}', NULL::bytea, NULL::text"#,
    ]) func anEventThatIsNoJSONIsNamedAndNoError(values: String) async throws {
        try await TestHub.with { hub in
            _ = try await SealedLog.provided(hub)
            try await hub.admin.script(
                unsafeSQL: """
                    INSERT INTO audit.event (event_id, recorded_at, is_failure, kind, by_whom, body, salt, personal) OVERRIDING SYSTEM VALUE
                    SELECT 1000000, now(), false, 'provision.answered', 'test', v.* FROM (VALUES (\(values))) AS v
                    """)
            let fault = try await SealedLog.verify(hub).fault
            #expect(fault?.eventID == 1_000_000 && fault?.kind == .foreign, "\(String(describing: fault))")
        }
    }
}
