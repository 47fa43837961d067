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

/// The staff service has no key of the log: what two people say through it, the process that seals signs, and nothing of anybody else's.
@Suite(.timeLimit(.minutes(5))) struct ResumptionRequestTests {
    private static let today = day("2026-11-21")

    private func auditor(_ account: String) -> Principal {
        Principal(account: account, isService: false, department: "1030", terminal: "test", grants: [.readLog: .init(by: "9", on: Self.today)])
    }

    private func requests(_ hub: TestHub) throws -> ResumptionRequests {
        let directory = hub.path("resumption")
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        return ResumptionRequests(directory: directory)
    }

    private func sealer(_ hub: TestHub, asking requests: ResumptionRequests) throws -> Sealer {
        let own = try hub.sealer()
        return Sealer(settings: own.settings, key: own.key, files: own.files, requests: requests, logger: own.logger)
    }

    private func resumption(_ hub: TestHub) throws -> SealingResumption {
        SealingResumption(
            pool: hub.pool, signer: .sealing(try requests(hub), try hub.checkpointKey().verifier), files: hub.batchFiles, today: { Self.today })
    }

    private func word(
        _ act: ResumptionStatement.Act, by account: String, of hub: TestHub, _ loss: SealingResumption.Loss, at time: LogTime = .now(),
        proposal: TreeHash? = nil
    ) throws -> ResumptionStatement.Word {
        .init(
            origin: try hub.checkpointKey().verifier.name, act: act, time: time, byWhom: account, outside: loss.outside, database: loss.database,
            note: loss.note, reason: "試験", proposal: proposal)
    }

    /// A hub whose files are gone, and what two people would have to accept of it.
    private func lost(_ hub: TestHub) async throws -> SealingResumption.Loss {
        try await hub.events(1)
        try await hub.seal()
        try FileManager.default.removeItem(atPath: hub.batchFiles.directory)
        return try await resumption(hub).loss()
    }

    @Test func whatTwoPeopleSayIsSignedByTheProcessThatSealsAndSealingGoesOn() async throws {
        try await TestHub.with { hub in
            try await hub.events(2)
            try await hub.seal()
            try FileManager.default.removeItem(atPath: hub.batchFiles.directory)
            let sealer = try sealer(hub, asking: requests(hub))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await sealer.run() }
                _ = try await resumption(hub).propose(by: auditor("1"), reason: "ディスクの故障")
                _ = try await resumption(hub).confirm(by: auditor("2"), reason: "控えのないことを確認")
                for _ in 0..<400 where try hub.outside().isEmpty { try await Task.sleep(for: .milliseconds(50)) }
                group.cancelAll()
            }
            #expect(try await SealedLog.verify(hub).fault == nil)
            #expect(try await SealedLog.verify(hub).accepted.map(\.proposedBy) == ["1"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: requests(hub).directory).isEmpty, "nothing is left")
        }
    }

    @Test func aRestoredDatabaseThatNobodyComparedIsNotSaidToGoOn() async throws {
        try await TestHub.with { hub in
            try await hub.events(1)
            // As a restored one says of itself.
            try await hub.admin.execute("UPDATE audit.seal_state SET server_started_at = '-infinity'")
            let monitor = HeartbeatMonitor(files: hub.batchFiles, key: try hub.checkpointKey().verifier)
            let preparation = RestorePreparation(
                pool: hub.pool, sealing: .elsewhere(SealingElsewhere(pool: hub.pool, monitor: monitor)), resumption: try resumption(hub))
            let whoOperates = Principal(
                account: "1", isService: false, department: "1010", terminal: "test", grants: [.operateDeliveries: .init(by: "9", on: Self.today)])
            await #expect(throws: ResumptionRefused.nobodySeals) { try await preparation.run(by: whoOperates) }
            #expect(
                try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'operation.restore-prepared' AND is_failure AND body LIKE '%S0011%'") == 1)
            try await hub.seal()
            #expect(try await preparation.run(by: whoOperates).halted == nil)
        }
    }

    @Test func nothingIsSignedThatAnybodyElseCouldHaveWrittenOrThatIsNoWordOfNow() async throws {
        try await TestHub.with { hub in
            let loss = try await lost(hub)
            let requests = try requests(hub)
            let sealer = try sealer(hub, asking: requests)
            let verifier = try hub.checkpointKey().verifier
            func signed() async throws -> Int {
                try await sealer.signResumptions()
                return try hub.batchFiles.resumptions(verifier).count
            }
            // Old, of another log, and a confirmation without its proposal.
            _ = try requests.ask(word(.proposed, by: "1", of: hub, loss, at: LogTime(microseconds: LogTime.now().microseconds - 600_000_000)))
            var other = try word(.proposed, by: "1", of: hub, loss)
            other.origin = "another"
            _ = try requests.ask(other)
            _ = try requests.ask(word(.confirmed, by: "2", of: hub, loss, proposal: .leaf([2])))
            #expect(try await signed() == 0)
            // Open to others, and in a directory that is.
            let path = try requests.ask(word(.proposed, by: "1", of: hub, loss))
            try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
            #expect(try await signed() == 0)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o770], ofItemAtPath: requests.directory)
            #expect(try await signed() == 0)
            try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: requests.directory)
            // By a link, and by another account.
            let target = hub.path("elsewhere")
            try FileManager.default.moveItem(atPath: path, toPath: target)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
            #expect(try await signed() == 0)
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: target, toPath: path)
            if geteuid() == 0 {
                try FileManager.default.setAttributes([.ownerAccountID: 65_534], ofItemAtPath: path)
                #expect(try await signed() == 0)
                try FileManager.default.setAttributes([.ownerAccountID: 0], ofItemAtPath: path)
            }
            #expect(try await signed() == 1)
            #expect(try await signed() == 1, "once")
            // Nobody confirms their own.
            let proposal = try #require(try hub.batchFiles.resumptions(verifier).first)
            _ = try requests.ask(word(.confirmed, by: "1", of: hub, loss, proposal: proposal.digest))
            #expect(try await signed() == 1)
            _ = try requests.ask(word(.confirmed, by: "2", of: hub, loss, proposal: proposal.digest))
            #expect(try await signed() == 2)
        }
    }

    @Test func onlyWhatSpeaksOfTheLossThatIsFoundIsSignedAndNotWithoutEnd() async throws {
        try await TestHub.with { hub in
            let loss = try await lost(hub)
            let (requests, verifier) = (try requests(hub), try hub.checkpointKey().verifier)
            let sealer = try sealer(hub, asking: requests)
            // Of another state than the one that is.
            var other = try word(.proposed, by: "1", of: hub, loss)
            other.note = .leaf([1])
            _ = try requests.ask(other)
            other = try word(.proposed, by: "1", of: hub, loss)
            other.database += 1
            _ = try requests.ask(other)
            other = try word(.proposed, by: "1", of: hub, loss)
            other.place = .init(xact: 1, eventID: 1)
            _ = try requests.ask(other)
            try await sealer.signResumptions()
            #expect(try hub.batchFiles.resumptions(verifier).isEmpty)
            // As many as somebody who has taken the staff service over likes.
            for account in 1...Sealer.mostStatements + 5 { _ = try requests.ask(word(.proposed, by: "\(account)", of: hub, loss)) }
            for pass in 1...2 {
                try await sealer.signResumptions()
                #expect(try hub.batchFiles.resumptions(verifier).count == pass * Sealer.mostStatements)
            }
            // What was taken back while the loss was looked for is not signed.
            let taken = requests.asked()
            requests.clear()
            #expect(!taken.isEmpty && !taken.contains { $0.isAwaited(at: .now()) })
            try await sealer.signResumptions()
            #expect(try hub.batchFiles.resumptions(verifier).count == 2 * Sealer.mostStatements)
            #expect(try FileManager.default.contentsOfDirectory(atPath: requests.directory).isEmpty)
        }
    }

    @Test func nothingIsSignedOfASealerThatGoesOn() async throws {
        try await TestHub.with { hub in
            try await hub.events(1)
            try await hub.seal()
            let (requests, verifier) = (try requests(hub), try hub.checkpointKey().verifier)
            var told = ResumptionStatement.Word(
                origin: verifier.name, act: .proposed, time: .now(), byWhom: "1", outside: 1, database: 1,
                note: try #require(try hub.batchFiles.last()).note.digest, reason: "試験", proposal: nil)
            _ = try requests.ask(told)
            told.outside = 0
            _ = try requests.ask(told)
            try await sealer(hub, asking: requests).signResumptions()
            #expect(try hub.batchFiles.resumptions(verifier).isEmpty)
        }
    }

    @Test func whereNobodySealsThePersonIsTold() async throws {
        try await TestHub.with { hub in
            try await hub.events(2)
            try await hub.seal()
            try FileManager.default.removeItem(atPath: hub.batchFiles.directory)
            let resumption = try resumption(hub)
            await #expect {
                _ = try await resumption.propose(by: auditor("1"), reason: "ディスクの故障")
            } throws: { ($0 as? ResumptionRefused)?.code == "S0010" }
        }
    }
}
