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
@testable import Oversight
@testable import Sharing
@testable import TransparencyLog

/// How far sealing has come is the word of the files outside the database, never of the database alone.
@Suite struct HeartbeatTests {
    private func isSealingBehind(_ error: any Error) -> Bool { (error as? ProvisionRefused)?.refusal == .sealingBehind }

    /// Provisioning in a process that sees other files, or another clock.
    private func provisioning(_ hub: TestHub, _ monitor: HeartbeatMonitor) -> Provisioning {
        Provisioning(pool: hub.pool, vault: hub.vault, body: hub.body, store: hub.store, listener: hub.listener, monitor: monitor, today: { TestHub.intakeDay })
    }

    /// A watch whose clock is so many seconds ahead.
    private func monitor(_ hub: TestHub, ahead seconds: Int64) throws -> HeartbeatMonitor {
        HeartbeatMonitor(files: hub.batchFiles, key: try hub.checkpointKey().verifier) {
            LogTime(microseconds: LogTime.now().microseconds + seconds * 1_000_000)
        }
    }

    private func expectClosed(_ hub: TestHub, _ monitor: HeartbeatMonitor) async throws {
        let provisioning = provisioning(hub, monitor)
        await #expect {
            _ = try await provisioning.changes(hub.caller(), dataset: "addressee", after: nil, limit: 10, wait: .zero)
        } throws: { isSealingBehind($0) }
        await #expect {
            _ = try await provisioning.person(hub.caller(), dataset: "addressee", addresseeNumber: .init(ResidentRow.number(1)))
        } throws: { isSealingBehind($0) }
        await #expect {
            _ = try await provisioning.full(hub.caller(), dataset: "addressee", format: .csv)
        } throws: { isSealingBehind($0) }
        let receiver = Receiver()
        let worker = DeliveryWorker(
            system: .tax, dataset: "addressee", connector: receiver, provisioning: provisioning, name: "test", logger: try hub.sealer().logger)
        #expect(try await !worker.run(untilIdle: true))
        #expect(receiver.batches.isEmpty)
        let findings = await HubHealth(pool: hub.pool, migrations: try Migrator([Migration]()), monitor: monitor).ready()
        #expect(findings.contains { $0.name == "sealing" })
    }

    @Test func whatTheDatabaseClaimsOpensNothingOnceTheHeartbeatIsFiveMinutesOld() async throws {
        try await TestHub.with { hub in
            try await hub.openForGood()
            let person = try await provisioning(hub, monitor(hub, ahead: 270)).person(
                hub.caller(), dataset: "addressee", addresseeNumber: .init(ResidentRow.number(1)))
            #expect(person[0].addresseeNumber.value == ResidentRow.number(1))
            try await expectClosed(hub, monitor(hub, ahead: 301))
            try await expectClosed(hub, monitor(hub, ahead: -400))
        }
    }

    @Test func aProcessWithoutTheDirectoryIsClosedAndSaysWhichSettingToLookAt() async throws {
        try await TestHub.with { hub in
            try await hub.openForGood()
            let monitor = HeartbeatMonitor(files: SealedBatchFiles(directory: hub.path("nowhere")), key: try hub.checkpointKey().verifier)
            try await expectClosed(hub, monitor)
            #expect(await monitor.knowledge().reason?.contains("ATENA_SEAL") == true)
        }
    }

    @Test func aHeartbeatOfAnotherKeyIsNone() async throws {
        try await TestHub.with { hub in
            try await hub.openForGood()
            let stranger = CheckpointKey(name: try hub.checkpointKey().verifier.name)
            let now = LogTime.now()
            try hub.batchFiles.append(
                Heartbeat(
                    .init(origin: stranger.verifier.name, size: 9, batch: 1, note: nil, time: now, through: now, horizon: 9, previous: nil), key: stranger))
            try await expectClosed(hub, monitor(hub, ahead: 0))
            #expect(try await SealedLog.verify(hub).fault?.kind == .checkpoint)
            await #expect(throws: SealingHalted.self) { try await hub.sealer().catchUp() }
        }
    }
}
