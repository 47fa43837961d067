import AccessControlStand
import Addressee
import Governance
import Postgres
import SharingStand
import Testing

@testable import Oversight
@testable import Sharing

/// What a day can't do to one policy it does to all others all the same; what is left is named until it is done.
@Suite(.timeLimit(.minutes(10))) struct CalendarFailureTests {
    private func warnings(_ hub: TestHub) async throws -> [String] {
        await HubHealth(pool: hub.pool, migrations: try Migrator([Migration]()), monitor: hub.monitor, today: { day("2026-11-22") }).warnings().map(\.name)
    }

    @Test func oneThatCanNotExpireHoldsNobodyUp() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(
                TestPolicy(system: .careInsurance, until: "2026-11-22"), TestPolicy(system: .childcare, until: "2026-11-22"), TestPolicy(until: "2026-11-22"))
            try await hub.refuse("expire", of: "childcare")
            try await hub.advance("2026-11-22")
            #expect(try await hub.entriesAndEnds().filter { $0.hasSuffix("expire") } == ["care-insurance expire", "tax expire"])
            let named = try await hub.text("SELECT body::jsonb #>> '{fields,system}' FROM audit.event WHERE kind = 'policy.not-moved' AND is_failure")
            #expect(named == "childcare")
            #expect(try await hub.lifecycle.overdue().map { "\($0.system) \($0.state) \($0.reason)" } == ["childcare in-force 有効期間の満了(2026-11-22)"])
            #expect(try await HubStatus.read(hub.provisioning).policiesOverdue.map(\.system) == ["childcare"])
            #expect(try await warnings(hub).filter { $0 == "policy-not-moved" }.count == 1)
            // It gives nothing meanwhile: its day is over.
            await #expect { try await hub.changes(.childcare) } throws: { ($0 as? ProvisionRefused)?.refusal == .outsideDates }
            try await hub.admin.script(unsafeSQL: "DROP TRIGGER refuse_act ON governance.act")
            try await hub.calendar.catchUpPolicies()
            #expect(try await hub.entriesAndEnds().filter { $0.hasSuffix("expire") }.count == 3)
            #expect(try await hub.lifecycle.overdue().isEmpty)
            #expect(try await warnings(hub).isEmpty)
        }
    }
}
