import AccessControlStand
import Addressee
import Foundation
import Governance
import LogSealingStand
import Postgres
import Testing

@testable import AccessControl
@testable import AuditTrail
@testable import LogSealing
@testable import TransparencyLog

/// After the database was restored to before the last sealed batches the log goes on in the same tree once two people accept it, behind a gap that is
/// named for ever.
@Suite struct RestoredDatabaseTests {
    private static let today = day("2026-11-21")

    private func auditor(_ account: String) -> Principal {
        Principal(account: account, isService: false, department: "1030", terminal: "test", grants: [.readLog: .init(by: "9", on: Self.today)])
    }

    private func resumption(_ hub: TestHub) throws -> SealingResumption {
        SealingResumption(pool: hub.pool, key: try hub.checkpointKey(), files: hub.batchFiles, today: { Self.today })
    }

    @discardableResult private func accept(_ hub: TestHub) async throws -> SealingResumption.Loss {
        _ = try await resumption(hub).propose(by: auditor("1"), reason: "ディスクの故障")
        return try await resumption(hub).confirm(by: auditor("2"), reason: "控えのないことを確認")
    }

    /// Two batches that the backup has, and two that it lacks; the notes of all.
    private func fill(_ hub: TestHub) async throws -> [SignedNote] {
        for count in [2, 1, 3, 2] {
            try await hub.events(count)
            try await hub.seal()
        }
        return try await hub.checkpoints()
    }

    /// As a restored backup is: batches up to `batch`, and `kept` events that were not sealed by then. Ids and transactions are given out again.
    private func restore(_ hub: TestHub, to batch: Int, keeping kept: Int = 0) async throws {
        let until = try #require(try await hub.checkpoints()[batch - 1].checkpoint.until)
        try await hub.admin.execute(
            """
            DELETE FROM audit.event WHERE event_id IN (
                SELECT event_id FROM audit.event WHERE (xact, event_id) > (\(until.xact), \(until.eventID)) ORDER BY xact, event_id OFFSET \(Int64(kept)))
            """)
        try await hub.admin.script(
            unsafeSQL: """
                DELETE FROM audit.checkpoint WHERE batch > \(batch);
                DELETE FROM audit.tile;
                DELETE FROM provision.record r WHERE NOT EXISTS (SELECT FROM audit.event e WHERE e.event_id = r.event_id);
                SELECT setval(pg_get_serial_sequence('audit.event', 'event_id'), (SELECT max(event_id) FROM audit.event));
                """)
        try await hub.events(2)
        try await hub.admin.execute(
            "UPDATE audit.event SET xact = (\(until.xact)::text::bigint + 1)::text::xid8 WHERE (xact, event_id) > (\(until.xact), \(until.eventID))")
    }

    private func keep(_ hub: TestHub) async throws {
        try await hub.admin.script(
            unsafeSQL: """
                CREATE SCHEMA kept; CREATE TABLE kept.event AS TABLE audit.event; CREATE TABLE kept.checkpoint AS TABLE audit.checkpoint;
                CREATE TABLE kept.record AS TABLE provision.record
                """)
    }

    private func putBack(_ hub: TestHub) async throws {
        try await hub.admin.script(
            unsafeSQL: """
                TRUNCATE audit.event, audit.checkpoint, provision.record;
                INSERT INTO audit.event OVERRIDING SYSTEM VALUE TABLE kept.event; INSERT INTO audit.checkpoint TABLE kept.checkpoint;
                INSERT INTO provision.record OVERRIDING SYSTEM VALUE TABLE kept.record;
                SELECT setval(pg_get_serial_sequence('audit.event', 'event_id'), (SELECT max(event_id) FROM audit.event))
                """)
    }

    /// Begins to seal and ends before anything is sealed.
    private func begin(_ hub: TestHub) async throws {
        let session = try #require(try await SealingSession.open(hub.sealer()))
        await session.close()
    }

    private func log(_ hub: TestHub) -> AuditLog { AuditLog(pool: hub.pool, files: hub.batchFiles, patience: .zero) }

    private func exported(_ hub: TestHub, _ range: Range<Int>? = nil) async throws -> LogExport.Report {
        var bytes: [UInt8] = []
        _ = try await log(hub).export(by: auditor("1"), range, withPersonal: false) { bytes += $0 }
        return try LogExport.verify(bytes.split(separator: 0x0A).map(Array.init), key: hub.checkpointKey().verifier)
    }

    @Test func theLogGoesOnInTheSameTreeOnceTwoPeopleAcceptAndEveryVerificationNamesTheGap() async throws {
        try await TestHub.with { hub in
            let notes = try await fill(hub)
            let lost = try hub.outside()[2...]
            try await restore(hub, to: 2, keeping: 1)
            let halt = await #expect(throws: SealingHalted.self) { try await hub.sealer().catchUp() }
            #expect(halt?.reason.contains("2 バッチ前に戻っています") == true && halt?.reason.contains("atena audit resume propose") == true)
            #expect(try await SealedLog.verify(hub).fault?.batch == 3)
            let loss = try await accept(hub)
            #expect(loss.isOfEvents && loss.events == 5 && loss.database == 2 && loss.outside == 4)
            #expect(loss.after == notes[1].checkpoint.time && loss.until == notes[3].checkpoint.time)
            try await hub.seal()
            for _ in 0..<2 {
                let now = try await hub.checkpoints()
                #expect(Array(now.prefix(4)) == notes && now[4].checkpoint.previous == notes[3].digest)
                let report = try await SealedLog.verify(hub)
                #expect(report.fault == nil && report.lost.count == 1 && report.size == now.last?.checkpoint.size)
                let told = try #require(report.lost.first)
                #expect(told.events == 5 && told.firstBatch == 3 && told.lastBatch == 4 && told.index == 3)
                #expect(told.firstEventID == lost.first?.eventIDs.first && told.lastEventID == lost.last?.eventIDs.last)
                #expect(told.after == loss.after && told.until == loss.until)
                #expect(told.accepted?.proposedBy == "1" && told.accepted?.confirmedBy == "2" && told.accepted?.reason == "ディスクの故障")
                // Offline, too, and where only what is after the gap is looked at.
                let offline = try await exported(hub)
                #expect(offline.fault == nil && offline.lost == report.lost && offline.events == report.size - 5)
                #expect(try await exported(hub, 8..<9).fault == nil)
                #expect(try await log(hub).verify(by: auditor("1"), 8..<9, key: hub.checkpointKey().verifier).fault == nil)
                // The tree is one: what was signed before is its beginning, and what is there can be proven.
                #expect(try await log(hub).consistency(by: auditor("1"), from: 6, to: now[4].checkpoint.size) != nil)
                for row in try await hub.rows("SELECT event_id FROM audit.event ORDER BY xact, event_id LIMIT 6") {
                    let id = try row.decode(Int64.self)
                    let proof = try #require(try await log(hub).prove(by: auditor("1"), event: id))
                    #expect(proof.event.index < 3 || proof.event.index >= 8)
                }
                try await hub.events(2)
                try await hub.seal()
            }
        }
    }

    @Test func whatComesAfterAGapIsAsSafeAsBefore() async throws {
        try await TestHub.with { hub in
            _ = try await fill(hub)
            try await restore(hub, to: 2)
            try await accept(hub)
            try await hub.seal()
            try await hub.admin.script(
                unsafeSQL: "CREATE SCHEMA kept; CREATE TABLE kept.event AS TABLE audit.event; CREATE TABLE kept.checkpoint AS TABLE audit.checkpoint")
            func putBack() async throws {
                try await hub.admin.script(
                    unsafeSQL: """
                        TRUNCATE audit.event, audit.checkpoint;
                        INSERT INTO audit.event OVERRIDING SYSTEM VALUE TABLE kept.event; INSERT INTO audit.checkpoint TABLE kept.checkpoint
                        """)
            }
            let first = try await hub.count("SELECT event_id FROM audit.event ORDER BY xact, event_id OFFSET 3 LIMIT 1")
            try await hub.admin.execute("DELETE FROM audit.event WHERE event_id = \(Int64(first))")
            #expect(try await SealedLog.verify(hub).fault?.eventID == Int64(first))
            try await putBack()
            try await hub.admin.execute("UPDATE audit.checkpoint SET last_xact = '9' WHERE batch = 4")
            #expect(try await SealedLog.verify(hub).fault?.kind == .disagrees)
            try await putBack()
            // Who accepted it can be taken away; that something is gone can't.
            try FileManager.default.removeItem(atPath: hub.batchFiles.directory + "/resumptions.jsonl")
            let report = try await SealedLog.verify(hub)
            #expect(report.fault == nil && report.lost.count == 1 && report.lost.first?.accepted == nil)
            // An acceptance holds for one state.
            try await restore(hub, to: 2)
            await #expect(throws: SealingHalted.self) { try await hub.sealer().catchUp() }
        }
    }

    @Test func aDatabaseThatIsRestoredOnceMoreAlsoToBeforeAGapGoesOnBehindBoth() async throws {
        try await TestHub.with { hub in
            _ = try await fill(hub)
            try await restore(hub, to: 2)
            try await accept(hub)
            try await hub.seal()
            try await hub.events(1)
            try await hub.seal()
            let size = try #require(try await hub.checkpoints().last).checkpoint.size
            try await restore(hub, to: 1)
            try await accept(hub)
            try await hub.seal()
            let report = try await SealedLog.verify(hub)
            #expect(report.fault == nil)
            #expect(report.lost.map(\.firstBatch) == [3, 2] && report.lost.map(\.events) == [5, size - 2])
            #expect(try await exported(hub).lost == report.lost)
            // And to one that has no batch at all.
            try await hub.admin.script(unsafeSQL: "TRUNCATE audit.event, audit.checkpoint, audit.tile, provision.record")
            try await accept(hub)
            try await hub.seal()
            #expect(try await SealedLog.verify(hub).fault == nil)
        }
    }

    @Test func anAcceptanceThatNobodyActedOnMakesNoGap() async throws {
        try await TestHub.with { hub in
            let notes = try await fill(hub)
            try await keep(hub)
            try await restore(hub, to: 2)
            try await accept(hub)
            // A better backup was found after all.
            try await putBack(hub)
            try await hub.events(1)
            try await hub.seal()
            let fifth = try await hub.checkpoints()[4].checkpoint
            #expect(fifth.gap == nil && fifth.size == 9)
            let report = try await SealedLog.verify(hub)
            #expect(report.lost.isEmpty && report.fault == nil)
            try await hub.admin.execute("DELETE FROM audit.event WHERE event_id = \(try #require(notes[3].checkpoint.until).eventID)")
            #expect(try await SealedLog.verify(hub).fault?.kind == .missing)
            // Nor does it later, where somebody takes the events away and turns the rows back to what was accepted.
            let until = try #require(notes[1].checkpoint.until)
            let end = try #require(notes[3].checkpoint.until)
            try await hub.admin.execute(
                "DELETE FROM audit.event WHERE (xact, event_id) > (\(until.xact), \(until.eventID)) AND (xact, event_id) <= (\(end.xact), \(end.eventID))")
            try await hub.admin.execute("DELETE FROM audit.checkpoint WHERE batch > 4")
            try await hub.admin.execute("UPDATE audit.checkpoint SET last_xact = \(until.xact), last_event_id = \(until.eventID) WHERE batch > 2")
            let halt = await #expect(throws: SealingHalted.self) { try await hub.sealer().catchUp() }
            #expect(halt?.reason.contains("欠落") == true)
        }
    }

    @Test func aStopBetweenFileAndDatabaseRightBehindAGapIsHealedWithTheSameCheckpoint() async throws {
        try await TestHub.with { hub in
            _ = try await fill(hub)
            try await restore(hub, to: 2)
            try await accept(hub)
            // That another incarnation began is an event, too: all of them in one batch.
            try await begin(hub)
            try await hub.seal()
            let before = try await hub.checkpoints()
            #expect(before.count == 5 && before[4].checkpoint.gap != nil)
            try await hub.admin.execute("DELETE FROM audit.checkpoint WHERE batch = 5")
            try await hub.events(1)
            try await hub.seal()
            let after = try await hub.checkpoints()
            #expect(Array(after.prefix(5)) == before && after.count > 5 && after[5].checkpoint.gap == nil)
            let report = try await SealedLog.verify(hub)
            #expect(report.fault == nil && report.lost.map(\.events) == [5])
            #expect(try await exported(hub).lost == report.lost)
        }
    }

    @Test func whatWasAcceptedAsLostStaysAGapAlsoWhereItsEventsAreThereAndTheSealerStoppedBeforeTheNextBatch() async throws {
        try await TestHub.with { hub in
            _ = try await fill(hub)
            // The backup has the events of the last batches, sealed or not, and lacks their checkpoints.
            try await hub.admin.execute("DELETE FROM audit.checkpoint WHERE batch > 2")
            try await accept(hub)
            try await begin(hub)
            #expect(try await hub.checkpoints().count == 4)
            try await hub.seal()
            let fifth = try await hub.checkpoints()[4].checkpoint
            #expect(fifth.gap?.first == 3 && fifth.size > 8 + 5)
            let report = try await SealedLog.verify(hub)
            #expect(report.fault == nil && report.lost.map(\.events) == [5])
        }
    }

    @Test func aBetterBackupOfTheOldLineThatTurnsUpBehindAGapGoesOnToo() async throws {
        try await TestHub.with { hub in
            _ = try await fill(hub)
            try await keep(hub)
            try await restore(hub, to: 2)
            try await accept(hub)
            try await hub.seal()
            let count = try await hub.checkpoints().count
            try await putBack(hub)
            try await restore(hub, to: 3)
            try await accept(hub)
            try await hub.seal()
            let next = try await hub.checkpoints()[count].checkpoint
            #expect(next.gap?.first == 4)
            let report = try await SealedLog.verify(hub)
            #expect(report.fault == nil && report.lost.map(\.firstBatch) == [3, 4])
            #expect(try await exported(hub).lost == report.lost)
            try await hub.admin.execute("UPDATE audit.checkpoint SET last_event_id = last_event_id + 1 WHERE batch = 3")
            #expect(try await SealedLog.verify(hub).fault?.kind == .disagrees)
        }
    }

    @Test func batchesThatAreDamagedInTheFilesCantBeTakenOver() async throws {
        try await TestHub.with { hub in
            _ = try await fill(hub)
            try await restore(hub, to: 1)
            let path = try hub.batchFiles.directory + "/" + #require(try hub.batchFiles.names().last)
            var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            lines.remove(at: 2)
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
            await #expect {
                try await accept(hub)
            } throws: { ($0 as? ResumptionRefused)?.code == "S0003" }
            await #expect(throws: SealingHalted.self) { try await hub.sealer().catchUp() }
        }
    }
}
