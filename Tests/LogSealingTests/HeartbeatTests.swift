import AccessControlStand
import Addressee
import ConnectorKit
import Foundation
import Governance
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AuditTrail
@testable import LogSealing
@testable import Sharing
@testable import TransparencyLog

/// How far sealing has come is the word of the files outside the database, never of the database alone.
@Suite struct HeartbeatTests {
    /// A watch whose clock is so many seconds ahead.
    private func monitor(_ hub: TestHub, ahead seconds: Int64) throws -> HeartbeatMonitor {
        HeartbeatMonitor(files: hub.batchFiles, key: try hub.checkpointKey().verifier) {
            LogTime(microseconds: LogTime.now().microseconds + seconds * 1_000_000)
        }
    }

    @Test func whoeverHoldsTheHorizonBackStopsTheHeartbeatAlsoWhereNothingSeemsToWait() async throws {
        try await TestHub.with { hub in
            try await hub.events(1)
            try await hub.seal()
            let holder = try await Connection.open(hub.settings())
            try await holder.script(unsafeSQL: "BEGIN; SELECT pg_current_xact_id()")
            let held = LogTime.now()
            try await hub.events(3)
            // What waits is taken away before anybody sealed it.
            try await hub.admin.execute(
                "DELETE FROM audit.event WHERE by_whom LIKE 'test _' AND event_id > (SELECT last_event_id FROM audit.checkpoint ORDER BY batch DESC LIMIT 1)")
            try await hub.sealer().catchUp()
            let stuck = try #require(try hub.batchFiles.lastHeartbeat())
            try stuck.verify(hub.checkpointKey().verifier)
            #expect(stuck.word.through < held && stuck.word.time > held)
            try await holder.script(unsafeSQL: "COMMIT")
            await holder.close()
            for _ in 0..<1200 {
                try await hub.sealer().catchUp()
                if let through = try hub.batchFiles.lastHeartbeat()?.word.through, through > held { return }
                try await Task.sleep(for: .milliseconds(25))
            }
            Issue.record("the heartbeat does not go on")
        }
    }

    @Test func gapsAndLateEventsAreReportedAndAreNoFault() async throws {
        try await TestHub.with { hub in
            try await hub.admin.execute(
                """
                INSERT INTO audit.event (recorded_at, is_failure, kind, by_whom, body)
                SELECT t, false, 'sample', 'test', '{"at":"' || to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                    || '","by":"test","event":"sample","fields":{},"outcome":"success"}'
                FROM (SELECT now() - interval '6 minutes' AS t) AS s
                """)
            try await hub.seal()
            let key = try hub.checkpointKey()
            func beat(_ seconds: Int64, isStop: Bool) throws {
                let last = try #require(try hub.batchFiles.lastHeartbeat())
                var word = last.word
                word.through = LogTime(microseconds: word.through.microseconds + seconds * 1_000_000)
                (word.time, word.previous, word.isStop) = (word.through, last.digest, isStop)
                try hub.batchFiles.append(Heartbeat(word, key: key))
            }
            try beat(200, isStop: true)
            try beat(400, isStop: false)
            try beat(500, isStop: false)
            let report = try await SealedLog.verify(hub)
            #expect(report.fault == nil)
            #expect(report.gaps.map(\.isAfterStop) == [true, false] && !report.gaps.contains { $0.isBroken })
            #expect(report.gravest == .gap && report.gaps.map(\.isExplained) == [true, false])
            #expect(report.lateUnexplained == 0, "it happened before anybody began to seal")
            #expect(report.lateCount == 1 && report.late.first.map { $0.seconds > 300 } == true)
            // One that is taken out of the middle.
            let path = try hub.batchFiles.directory + "/" + #require(try hub.batchFiles.heartbeatNames().last)
            var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            lines.remove(at: lines.count - 2)
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
            #expect(try await SealedLog.verify(hub).gaps.contains { $0.isBroken })
        }
    }

    @Test func batchesThatAHeartbeatTellsOfMustBeThere() async throws {
        try await TestHub.with { hub in
            for _ in 0..<2 {
                try await hub.events(1)
                try await hub.seal()
            }
            let path = try hub.batchFiles.directory + "/" + #require(try hub.batchFiles.names().last)
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            try Data((lines.dropLast().joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
            try await hub.admin.execute("DELETE FROM audit.checkpoint WHERE batch = \(Int64(lines.count))")
            #expect(try await SealedLog.verify(hub).fault?.kind == .missing)
            await #expect(throws: SealingHalted.self) { try await hub.sealer().catchUp() }
        }
    }

    @Test func aSealerThatIsAskedToEndSaysSoOutside() async throws {
        try await TestHub.with { hub in
            try await hub.events(1)
            let sealer = try hub.sealer()
            // Beside hundreds of other tests, what is under way may take longer than a service gives it.
            let running = Task { await sealer.run(endingWithin: .seconds(120)) }
            for _ in 0..<1200 where try hub.batchFiles.lastHeartbeat() == nil { try await Task.sleep(for: .milliseconds(25)) }
            #expect(try hub.batchFiles.lastHeartbeat()?.word.isStop == false)
            running.cancel()
            await running.value
            #expect(try hub.batchFiles.lastHeartbeat()?.word.isStop == true)
        }
    }

    @Test func rowsThatAPolicyHidesHaltTheSealer() async throws {
        try await TestHub.with { hub in
            try await hub.admin.execute("ALTER TABLE audit.event ENABLE ROW LEVEL SECURITY")
            await #expect(throws: SealingHalted.self) { try await hub.sealer().catchUp() }
        }
    }

    @Test func aDiskThatDoesNotAnswerHoldsNobodyUpAndClosesOnceWhatIsKnownIsOld() async throws {
        try await TestHub.with { hub in
            try await hub.openForGood()
            let key = try hub.checkpointKey().verifier
            let ahead = Flag()
            let monitor = HeartbeatMonitor(files: hub.batchFiles, key: key, deadline: .milliseconds(200)) {
                LogTime(microseconds: LogTime.now().microseconds + (ahead.isRaised ? 301 : 60) * 1_000_000)
            }
            #expect(await monitor.isOpen())
            // From now on opening the newest file waits for a writer, as a disk that is gone makes one wait.
            let stuck = hub.batchFiles.directory + "/heartbeats-9999-01-01.jsonl"
            #expect(mkfifo(stuck, 0o600) == 0)
            defer {
                // Lets the reading go on to its end.
                let end = FileHandle(forUpdatingAtPath: stuck)
                unlink(stuck)
                try? end?.close()  // nothing was written
            }
            // What was read is asked again after a second: by the machine's clock, so that it must pass.
            try await Task.sleep(for: .milliseconds(1100))
            let began = ContinuousClock.now
            for _ in 0..<20 { #expect(await monitor.isOpen(), "what is known still opens") }
            ahead.raise()
            for _ in 0..<20 { #expect(await !monitor.isOpen()) }
            #expect(ContinuousClock.now - began < .seconds(10), "forty looks wait once")
            // A process that never saw the files says why.
            let fresh = HeartbeatMonitor(files: hub.batchFiles, key: key, deadline: .milliseconds(200), now: LogTime.now)
            #expect(await fresh.knowledge().reason?.contains("応答しません") == true)
            #expect(await !fresh.isOpen())
        }
    }

    @Test func aLogWithoutHeartbeatsAndOneWhoseFirstHeartbeatNamesAnotherSaySo() async throws {
        try await TestHub.with { hub in
            for _ in 0..<2 {
                try await hub.events(1)
                try await hub.seal()
            }
            #expect(try await SealedLog.verify(hub).heartbeatsMissingBefore == nil)
            let name = try #require(try hub.batchFiles.heartbeatNames().first)
            let path = hub.batchFiles.directory + "/" + name
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            try Data((lines.dropFirst().joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
            let first = try #require(try hub.batchFiles.heartbeats(in: name).first)
            var report = try await SealedLog.verify(hub)
            #expect(report.fault == nil && report.heartbeatsMissingBefore == first.word.time.description)
            try FileManager.default.removeItem(atPath: path)
            report = try await SealedLog.verify(hub)
            #expect(report.fault == nil && report.heartbeats == 0 && report.gravest == .gap)
        }
    }
}
