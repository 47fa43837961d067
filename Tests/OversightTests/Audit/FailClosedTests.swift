import AccessControlStand
import Addressee
import Foundation
import Governance
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import AuditTrail
@testable import LogSealing
@testable import Oversight
@testable import Register
@testable import Sharing

/// Where sealing is more than five minutes behind, nothing is provided, and that is on record.
@Suite struct FailClosedTests {
    private func isSealingBehind(_ error: any Error) -> Bool { (error as? ProvisionRefused)?.refusal == .sealingBehind }

    @Test func everyWayOutIsClosedWhileSealingIsBehindAndOpensAgain() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.seal()
            try await hub.settle()
            let cursor = try await hub.changes().cursor
            _ = try await hub.person(ResidentRow.number(1))
            try await hub.admin.execute("UPDATE audit.seal_state SET caught_up_at = now() - interval '5 minutes 1 second'")
            await #expect { try await hub.changes(after: cursor) } throws: { isSealingBehind($0) }
            await #expect { try await hub.person(ResidentRow.number(1)) } throws: { isSealingBehind($0) }
            await #expect { try await hub.full() } throws: { isSealingBehind($0) }
            let receiver = Receiver()
            #expect(try await !hub.worker(receiver).run(untilIdle: true))
            #expect(receiver.batches.isEmpty)
            let recorded = try await hub.rows(
                "SELECT way::text, count(*) FROM provision.record WHERE refusal = 'P0010' AND result = 'r' GROUP BY way ORDER BY way::text")
            #expect(try recorded.map { try $0.decode("way", as: String.self) } == ["d", "f", "o", "p"])
            let findings = await HubHealth(pool: hub.pool, migrations: try Migrator([Migration]()), monitor: hub.monitor).ready()
            #expect(findings.contains { $0.name == "sealing" })
            try await hub.seal()
            _ = try await hub.changes(after: cursor)
            _ = try await hub.person(ResidentRow.number(1))
            #expect(await !HubHealth(pool: hub.pool, migrations: try Migrator([Migration]()), monitor: hub.monitor).ready().contains { $0.name == "sealing" })
        }
    }

    /// Nothing is late then, and nobody is told that something were: what is true is that the server started anew, and that the sealer has not looked yet.
    @Test func afterTheServerStartedAnewItIsSaidWhatIsTrueAndWhatToDo() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.seal()
            try await hub.settle()
            try await hub.admin.execute("UPDATE audit.seal_state SET server_started_at = '2026-01-01'")
            await #expect {
                _ = try await hub.person(ResidentRow.number(1))
            } throws: {
                guard let refusal = ($0 as? ProvisionRefused)?.refusal else { return false }
                return refusal == .sealingBehind && refusal.description.contains("データベースの起動の後でまだ確かめられていない")
            }
            func sealing() async throws -> [String] {
                try await HubHealth(pool: hub.pool, migrations: Migrator([Migration]()), monitor: hub.monitor).ready().filter { $0.name == "sealing" }.map(
                    \.reason)
            }
            let told = try await sealing()
            #expect(told.count == 1 && told.allSatisfy { $0.contains("起動し直され") && $0.contains("数秒") && !$0.contains("秒遅れ") }, "\(told)")
            #expect(LookupRefused.sealingBehind.rule.contains("データベースの起動の後"))
            // The same session goes on once it was looked at.
            try await hub.sealer().catchUp()
            _ = try await hub.person(ResidentRow.number(1))
            #expect(try await sealing() == [])
        }
    }
}
