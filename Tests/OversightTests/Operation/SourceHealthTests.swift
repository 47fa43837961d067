import AccessControlStand
import Addressee
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AuditTrail
@testable import Oversight
@testable import Register
@testable import Sharing

/// What status, findings and metrics say of files that were due is true: idle, lacking, arrived, and where nobody knows what is due.
@Suite(.timeLimit(.minutes(10))) struct SourceHealthTests {
    private func health(_ hub: TestHub, _ sources: SourceScheduleReading?) throws -> HubHealth {
        var read: (@Sendable () -> SourceScheduleReading)?
        if let sources { read = { sources } }
        return HubHealth(pool: hub.pool, migrations: try Migrator([Migration]()), monitor: hub.monitor, provisioning: hub.provisioning, sources: read)
    }

    private func findings(_ hub: TestHub, _ sources: SourceScheduleReading?) async throws -> [String] {
        try await health(hub, sources).warnings().map(\.name).filter { $0.hasPrefix("source") }
    }

    private func value(_ name: String, _ metrics: [HealthMetric], _ labels: [String: String] = [:]) -> Double? {
        metrics.first { $0.name == name }?.samples.first { sample in
            labels.allSatisfy { label in sample.labels.contains { $0.0 == label.key && $0.1 == label.value } }
        }?.value
    }

    /// Due at the beginning of this day in Japan, and not before yesterday; files of yesterday from noon on count.
    private var schedule: SourceSchedule {
        SourceSchedule([
            DueSource(source: .residentRecord, data: "residents", rhythm: .daily, byMinute: 0, from: .todayInJapan()),
            DueSource(source: .tax, data: "nonresidents", rhythm: .daily, byMinute: 0, from: CalendarDay.todayInJapan().adding(days: 2)),
        ])
    }

    @Test func whatLacksIsNamedUntilItIsThere() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            let known = SourceScheduleReading.known(schedule)
            let named = try await health(hub, known).warnings().filter { $0.name.hasPrefix("source") }
            #expect(named.map(\.name) == ["source-missing"])
            #expect(named.first?.reason.hasPrefix("resident-record の residents（毎日 00:00まで）") == true)
            let metrics = try await health(hub, known).metrics()
            #expect(value("atena_source_schedule_readable", metrics) == 1)
            #expect(value("atena_source_missing", metrics, ["source": "resident-record", "data": "residents", "state": "absent"]) == 1)
            #expect((value("atena_source_overdue_seconds", metrics, ["source": "resident-record"]) ?? 0) > 0)
            #expect(value("atena_source_missing", metrics, ["source": "tax", "state": "not-yet-due"]) == 0)
            #expect(value("atena_source_overdue_seconds", metrics, ["source": "tax"]) == 0)
            #expect(value("atena_findings", metrics, ["severity": "warning", "name": "source-missing"]) == 1)
            let status = try await HubStatus.read(hub.provisioning, sources: known)
            #expect(status.sources?.map(\.state) == [.absent, .notYetDue] && status.sourcesProblem == nil)
            // It comes, as of a minute before it was due.
            try await hub.take([ResidentRow(1)])
            let due = JapanTime.start(of: .todayInJapan())
            try await hub.admin.execute("UPDATE intake.taking SET taken_at = \(due)::timestamptz - interval '1 minute'")
            try await hub.admin.execute("UPDATE intake.file SET started_at = \(due)::timestamptz - interval '1 minute'")
            #expect(try await findings(hub, known) == [])
            let after = try await health(hub, known).metrics()
            #expect(value("atena_source_missing", after, ["source": "resident-record", "state": "arrived"]) == 0)
            #expect(value("atena_source_overdue_seconds", after, ["source": "resident-record"]) == 0)
            #expect(try await HubStatus.read(hub.provisioning, sources: known).sources?.map(\.state) == [.arrived, .notYetDue])
        }
    }

    @Test(arguments: [true, false]) func whereNobodyKnowsWhatIsDueThatIsNamed(isSet: Bool) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            let unknown = isSet ? SourceScheduleReading.unreadable("sources.yaml:3:1: G0003") : .unset
            let finding = try await health(hub, unknown).warnings().first { $0.name == "source-schedule" }
            #expect(finding?.reason.contains(isSet ? "sources.yaml:3:1" : "ATENA_SOURCES") == true)
            let metrics = try await health(hub, unknown).metrics()
            #expect(value("atena_source_schedule_readable", metrics) == 0)
            #expect(metrics.first { $0.name == "atena_source_missing" }?.samples.isEmpty == true, "what is not known has no value")
            let status = try await HubStatus.read(hub.provisioning, sources: unknown)
            #expect(status.sources == nil && status.sourcesProblem != nil)
            // Who has no part in it asks nothing, and says nothing.
            #expect(try await findings(hub, nil) == [])
            let silent = try await health(hub, nil).metrics()
            #expect(value("atena_source_schedule_readable", silent) == nil)
        }
    }

    @Test func anEmptyScheduleIsWordThatNothingIsDue() async throws {
        try await TestHub.with { hub in
            let nothing = SourceScheduleReading.known(SourceSchedule([]))
            #expect(try await findings(hub, nothing) == [])
            let metrics = try await health(hub, nothing).metrics()
            #expect(value("atena_source_schedule_readable", metrics) == 1)
            let status = try await HubStatus.read(hub.provisioning, sources: nothing)
            #expect(status.sources == [])
        }
    }
}
