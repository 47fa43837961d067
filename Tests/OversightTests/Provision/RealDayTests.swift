import AccessControl
import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Logging
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Oversight
@testable import Register
@testable import Sharing

/// What has ended on the real day gives nothing, though nobody has moved the hub's day to it; one altered text holds nobody else up.
@Suite(.timeLimit(.minutes(10))) struct RealDayTests {
    private func name(_ provisioning: Provisioning, _ hub: TestHub, _ system: SystemName = .tax) async throws -> String? {
        try await provisioning.person(
            hub.caller(system), dataset: "addressee", addresseeNumber: AddresseeNumber(ResidentRow.number(1))
        )[0].items[.shimei]
    }

    @Test func aHubWhoseDayIsBehindSaysSo() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            func warnings(on day: String) async throws -> [String] {
                await HubHealth(pool: hub.pool, migrations: try Migrator([Migration]()), monitor: hub.monitor, today: { AccessControlStand.day(day) })
                    .warnings()
                    .filter { $0.name == "calendar-behind" }.map(\.reason)
            }
            #expect(try await warnings(on: "2026-11-20").isEmpty)
            #expect(try await warnings(on: "2026-11-19").isEmpty)
            #expect(try await warnings(on: "2026-11-24") == ["基準日が4日遅れています。atena work を動かしてください。"])
            #expect(try await HubStatus.read(hub.provisioning(on: "2026-11-24")).daysBehind == 4)
            #expect(try await HubStatus.read(hub.provisioning).daysBehind == nil)
        }
    }

    @Test(arguments: ["replace(body, '試験課', '別の課')", "'nothing that could be read'"])
    func aVersionWhoseTextWasAlteredIsNamedAndHoldsNobodyElseUp(_ altered: String) async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(TestPolicy(), TestPolicy(system: .childcare, until: "2026-11-22"), TestPolicy(system: .careInsurance, until: "2026-11-23"))
            // Approved for the next day, in the place of what is altered meanwhile.
            _ = try await hub.lifecycle.propose(by: .proposer, PolicyLibrary(documents: TestPolicy.documents([TestPolicy(from: "2026-11-21")])), reason: "試験")
            _ = try await hub.lifecycle.approve(by: .approver, hub.proposed(), reason: "試験")
            let version = try #require(try await hub.text("SELECT content_hash FROM governance.in_force WHERE system = 'tax'"))
            _ = try await hub.admin.execute(Query(unsafeSQL: "UPDATE governance.policy SET body = \(altered) WHERE content_hash = '\(version)'"))
            try await hub.advance("2026-11-22")
            try await hub.advance("2026-11-23")
            #expect(try await hub.lifecycle.history().filter { $0.act == "expire" }.map(\.system).sorted() == ["care-insurance", "childcare"])
            let told = try await hub.rows(
                "SELECT DISTINCT body::jsonb #>> '{fields,policy}' FROM audit.event WHERE kind = 'policy.altered' AND is_failure")
            #expect(try told.map { try $0.decode(String.self) } == [version])
            #expect(try await hub.lifecycle.altered().map { "\($0.system) \($0.state)" } == ["tax in-force"])
            let warnings = await HubHealth(pool: hub.pool, migrations: try Migrator([Migration]()), monitor: hub.monitor, today: { day("2026-11-23") })
                .warnings()
            // The version that was to take its place waits, and is named, too.
            #expect(warnings.map(\.name).filter { $0 != "endpoint-missing" } == ["policy-altered", "policy-not-moved"])
            #expect(try await hub.lifecycle.overdue().map { "\($0.system) \($0.state)" } == ["tax approved"])
            // It gives nothing to anybody who hasn't read it before.
            let fresh = Provisioning(
                pool: hub.pool, vault: hub.vault, body: hub.body, store: PolicyStore(seal: RowSeal(keys: hub.keys)), listener: hub.listener,
                monitor: hub.monitor,
                today: { day("2026-11-23") })
            await #expect(throws: ProvisionRefused(refusal: .policyNotAsApproved)) {
                try await fresh.changes(hub.caller(), dataset: "addressee", after: nil, limit: 1, wait: .zero)
            }
        }
    }
}
