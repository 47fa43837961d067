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

/// Files that were lost are written anew only where one person proposed it and another confirmed; and that is told for ever.
@Suite struct ResumptionTests {
    private static let today = day("2026-11-21")

    private func auditor(_ account: String, madeBy maker: String = "9") -> Principal {
        Principal(
            account: account, isService: false, department: "1030", terminal: "test", grants: [.readLog: .init(by: maker, on: Self.today)])
    }

    private func resumption(_ hub: TestHub) throws -> SealingResumption {
        SealingResumption(pool: hub.pool, key: try hub.checkpointKey(), files: hub.batchFiles, today: { Self.today })
    }

    private func expectRefused(_ code: String, _ body: () async throws -> Void) async {
        await #expect { try await body() } throws: { ($0 as? ResumptionRefused)?.code == code }
    }

    private func lose(_ hub: TestHub) async throws {
        for _ in 0..<3 {
            try await hub.events(2)
            try await hub.seal()
        }
        try FileManager.default.removeItem(atPath: hub.batchFiles.directory)
    }

    @Test func whoProposedTheSameMayConfirmTheProposalOfTheOther() async throws {
        try await TestHub.with { hub in
            try await lose(hub)
            _ = try await resumption(hub).propose(by: auditor("1"), reason: "ディスクの故障")
            _ = try await resumption(hub).propose(by: auditor("2"), reason: "ディスクの故障")
            _ = try await resumption(hub).confirm(by: auditor("2"), reason: "控えのないことを確認")
            try await hub.seal()
            let report = try await SealedLog.verify(hub)
            #expect(report.fault == nil && report.accepted.map(\.proposedBy) == ["1"])
        }
    }

    @Test func filesThatWereLostHaltTheSealerUntilTwoPeopleAcceptAndVerifySaysSo() async throws {
        try await TestHub.with { hub in
            try await lose(hub)
            let notes = try await hub.checkpoints()
            let halt = await #expect(throws: SealingHalted.self) { try await hub.sealer().catchUp() }
            #expect(halt?.reason.contains("atena audit resume propose") == true)
            #expect(try hub.outside().isEmpty, "nothing is written by itself")
            await expectRefused("S0005") { _ = try await resumption(hub).confirm(by: auditor("2"), reason: "確認") }
            let loss = try await resumption(hub).propose(by: auditor("1"), reason: "ディスクの故障")
            #expect(loss.outside == 0 && loss.database == notes.count)
            await #expect(throws: SealingHalted.self) { try await hub.sealer().catchUp() }
            await expectRefused("S0006") { _ = try await resumption(hub).confirm(by: auditor("1"), reason: "確認") }
            await expectRefused("S0007") { _ = try await resumption(hub).confirm(by: auditor("2", madeBy: "1"), reason: "確認") }
            #expect(try hub.outside().isEmpty)
            _ = try await resumption(hub).confirm(by: auditor("2"), reason: "控えのないことを確認")
            try await hub.seal()
            #expect(try Array(hub.outside().map(\.note).prefix(notes.count)) == notes)
            let report = try await SealedLog.verify(hub)
            #expect(report.fault == nil)
            #expect(report.accepted.map(\.proposedBy) == ["1"] && report.accepted.map(\.confirmedBy) == ["2"])
            #expect(report.accepted.first?.reason == "ディスクの故障" && report.accepted.first?.database == notes.count)
            let told = try await hub.rows("SELECT kind, is_failure FROM audit.event WHERE kind LIKE 'log.resumption%' ORDER BY event_id")
                .map { "\(try $0.decode("kind", as: String.self).dropFirst(15)) \(try $0.decode("is_failure", as: Bool.self))" }
            #expect(told == ["confirmed true", "proposed false", "confirmed true", "confirmed true", "confirmed false"])
        }
    }

    @Test func whoeverWasSetUpByTheSamePersonDoesNotConfirm() async throws {
        try await TestHub.with { hub in
            try await lose(hub)
            for (account, by) in [("1", "9"), ("2", "9"), ("3", "1"), ("4", "8")] {
                _ = try await hub.admin.execute("INSERT INTO access.person (account, opened_at, name, by_whom) VALUES (\(account), now(), '試験', \(by))")
                _ = try await hub.admin.execute("INSERT INTO access.credential (account, set_up_by, set_up_on) VALUES (\(account), \(by), '2026-11-01')")
            }
            _ = try await resumption(hub).propose(by: auditor("1"), reason: "ディスクの故障")
            for account in ["2", "3"] { await expectRefused("S0007") { _ = try await resumption(hub).confirm(by: auditor(account), reason: "確認") } }
            _ = try await resumption(hub).confirm(by: auditor("4"), reason: "確認")
        }
    }

    @Test func anAcceptanceHoldsForOneStateOnly() async throws {
        try await TestHub.with { hub in
            try await lose(hub)
            _ = try await resumption(hub).propose(by: auditor("1"), reason: "ディスクの故障")
            _ = try await resumption(hub).confirm(by: auditor("2"), reason: "確認")
            try await hub.seal()
            try await hub.events(1)
            try await hub.seal()
            for name in try hub.batchFiles.names() + hub.batchFiles.heartbeatNames() {
                try FileManager.default.removeItem(atPath: hub.batchFiles.directory + "/" + name)
            }
            await #expect(throws: SealingHalted.self) { try await hub.sealer().catchUp() }
        }
    }

    /// A proposal and a confirmation of the present state, so many hours ago.
    private func accept(_ hub: TestHub, hoursAgo hours: Int64) async throws {
        let (key, files) = (try hub.checkpointKey(), hub.batchFiles)
        let note = try #require(try await hub.checkpoints().last)
        try files.prepare(key.verifier)
        let time = LogTime(microseconds: LogTime.now().microseconds - hours * 3_600_000_000)
        func word(_ act: ResumptionStatement.Act, _ by: String, _ proposal: TreeHash?) -> ResumptionStatement.Word {
            .init(
                origin: key.verifier.name, act: act, time: time, byWhom: by, outside: 0, database: note.checkpoint.batch, note: note.digest, reason: "x",
                proposal: proposal)
        }
        let proposal = try ResumptionStatement(word(.proposed, "1", nil), key: key)
        try files.append(proposal)
        try files.append(ResumptionStatement(word(.confirmed, "2", proposal.digest), key: key))
    }

    @Test func anAcceptanceIsVoidAfterADay() async throws {
        try await TestHub.with { hub in
            try await lose(hub)
            try await accept(hub, hoursAgo: 25)
            await #expect(throws: SealingHalted.self) { try await hub.sealer().catchUp() }
            await expectRefused("S0005") { _ = try await resumption(hub).confirm(by: auditor("2"), reason: "確認") }
            #expect(try hub.outside().isEmpty)
            try await accept(hub, hoursAgo: 23)
            try await hub.seal()
            #expect(try !hub.outside().isEmpty)
        }
    }

    @Test func aWordIsAddedOnlyWhileNobodyElseWrites() async throws {
        try await TestHub.with { hub in
            try await lose(hub)
            try hub.batchFiles.prepare(hub.checkpointKey().verifier)
            let path = hub.batchFiles.directory + "/resumptions.jsonl"
            var lock = try hub.batchFiles.lock()
            #expect(lock != nil)
            let proposing = Task { try await resumption(hub).propose(by: auditor("1"), reason: "ディスクの故障") }
            // Nothing happens while somebody else has the files.
            try await Task.sleep(for: .milliseconds(300))
            #expect(!FileManager.default.fileExists(atPath: path))
            lock = nil
            _ = try await proposing.value
            #expect(FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func whatTheDatabaseSaysOfAnAcceptanceCountsForNothing() async throws {
        try await TestHub.with { hub in
            try await lose(hub)
            let key = CheckpointKey(name: try hub.checkpointKey().verifier.name)
            let note = try #require(try await hub.checkpoints().last)
            try hub.batchFiles.prepare(hub.checkpointKey().verifier)
            func word(_ act: ResumptionStatement.Act, _ by: String, _ proposal: TreeHash?) -> ResumptionStatement.Word {
                .init(
                    origin: key.verifier.name, act: act, time: .now(), byWhom: by, outside: 0, database: note.checkpoint.batch, note: note.digest,
                    reason: "x", proposal: proposal)
            }
            let proposal = try ResumptionStatement(word(.proposed, "1", nil), key: key)
            try hub.batchFiles.append(proposal)
            try hub.batchFiles.append(ResumptionStatement(word(.confirmed, "2", proposal.digest), key: key))
            await #expect(throws: SealingHalted.self) { try await hub.sealer().catchUp() }
        }
    }

    @Test func nothingIsAcceptedThatIsNotLostOrThatWentBackOrByAProgramOrWithoutTheRight() async throws {
        try await TestHub.with { hub in
            for _ in 0..<3 {
                try await hub.events(2)
                try await hub.seal()
            }
            await expectRefused("S0001") { _ = try await resumption(hub).propose(by: auditor("1"), reason: "x") }
            // Batches that the heartbeats tell of and neither side has.
            try await hub.admin.execute("DELETE FROM audit.checkpoint WHERE batch > 1")
            let path = try hub.batchFiles.directory + "/" + #require(try hub.batchFiles.names().last)
            let line = try #require(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").first)
            try Data("\(line)\n".utf8).write(to: URL(filePath: path))
            await expectRefused("S0002") { _ = try await resumption(hub).propose(by: auditor("1"), reason: "x") }
            await expectRefused("S0009") { _ = try await resumption(hub).propose(by: auditor("1"), reason: " ") }
            let program = Principal(
                account: "p", isService: true, department: nil, terminal: "test", grants: [.readLog: .init(by: "9", on: Self.today)])
            await expectRefused("S0008") { _ = try await resumption(hub).propose(by: program, reason: "x") }
            let clerk = Principal(account: "3", isService: false, department: nil, terminal: "test", grants: [:])
            await #expect(throws: AccessRefused.self) { _ = try await resumption(hub).propose(by: clerk, reason: "x") }
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE is_failure AND by_whom IN ('staff 1', 'service p', 'staff 3')") == 5)
        }
    }

    @Test func filesBehindByOneBatchAreWrittenOnByThemselves() async throws {
        try await TestHub.with { hub in
            for _ in 0..<2 {
                try await hub.events(1)
                try await hub.seal()
            }
            let path = try hub.batchFiles.directory + "/" + #require(try hub.batchFiles.names().last)
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            try Data((lines.dropLast().joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
            // The heartbeats of before that batch.
            for name in try hub.batchFiles.heartbeatNames() { try FileManager.default.removeItem(atPath: hub.batchFiles.directory + "/" + name) }
            try await hub.seal()
            #expect(try await hub.outside().map(\.note) == hub.checkpoints())
        }
    }
}
