import AccessControl
import AccessControlStand
import Addressee
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Oversight
@testable import Register
@testable import Sharing

/// Where somebody puts a day in by SQL, status and health name it, and say how far the hub's own day is behind.
@Suite(.timeLimit(.minutes(10))) struct ForgedDayHealthTests {
    @Test func aDayAheadThatWasPutInBySQLIsNamedAndHidesNoDelay() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            _ = try await hub.worked.execute("INSERT INTO journal.calendar (position, day) VALUES (nextval('journal.position'), '2046-01-01')")
            let status = try await HubStatus.read(hub.provisioning(on: "2026-11-25"))
            #expect(status.day == "2026-11-20" && status.daysBehind == 5)
            #expect(status.untrueRows.map(\.table) == ["journal.calendar"])
            let health = HubHealth(
                pool: hub.pool, migrations: try Migrator([Migration]()), monitor: hub.monitor, provisioning: hub.provisioning(on: "2026-11-25"),
                today: { AccessControlStand.day("2026-11-25") })
            let findings = await health.warnings()
            #expect(findings.contains { $0.name == "access-row-untrue" && $0.reason.contains("基準日ではありません") })
            #expect(findings.contains { $0.name == "calendar-behind" && $0.reason.contains("5日") })
            let lag = await health.metrics().first { $0.name == "atena_hub_day_lag_days" }
            #expect(lag?.samples.first?.value == 5)
        }
    }
}
