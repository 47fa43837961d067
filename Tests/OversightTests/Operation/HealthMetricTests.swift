import AccessControlStand
import Addressee
import ConnectorKit
import Foundation
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AuditTrail
@testable import Oversight
@testable import Sharing
@testable import TransparencyLog

/// What status, health and metrics say is true: idle, busy and broken.
@Suite struct HealthMetricTests {
    private func health(_ hub: TestHub, today: String = "2026-11-20", certificates: CertificateDirectory? = nil) throws -> HubHealth {
        HubHealth(
            pool: hub.pool, migrations: try Migrator([Migration]()), monitor: hub.monitor, provisioning: hub.provisioning, certificates: certificates,
            today: { AccessControlStand.day(today) })
    }

    /// The value of a measure; nil where it has none of these labels.
    private func value(_ name: String, _ metrics: [HealthMetric], _ labels: [String: String] = [:]) -> Double? {
        metrics.first { $0.name == name }?.samples.first { sample in
            labels.allSatisfy { label in sample.labels.contains { $0.0 == label.key && $0.1 == label.value } }
        }?.value
    }

    @Test func everyMeasureSaysWhatItMeansAndCountersAreNamedSo() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            let metrics = try await health(hub).metrics()
            #expect(metrics.count > 15)
            #expect(Set(metrics.map(\.name)).count == metrics.count)
            for metric in metrics {
                #expect(metric.help.contains(" ") && metric.help.hasSuffix("."), "\(metric.name)")
                #expect((metric.kind == .counter) == metric.name.hasSuffix("_total"), "\(metric.name)")
                #expect(metric.name.hasPrefix("atena_"))
            }
            #expect(value("atena_database_up", metrics) == 1)
        }
    }

    @Test func whereNothingWaitsToBeSealedNothingIsBehind() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.seal()
            // The sealer says every 45 seconds up to when all is sealed: here as it is just before.
            try await hub.admin.execute("UPDATE audit.seal_state SET caught_up_at = now() - interval '43 seconds'")
            let idle = try await health(hub).metrics()
            #expect(value("atena_sealing_seconds_behind", idle) == 0)
            #expect((value("atena_sealing_heartbeat_age_seconds", idle) ?? 0) >= 43)
            #expect(value("atena_sealing_stops_provisions", idle) == 0 && value("atena_sealing_halted", idle) == 0)
            try await hub.events(1)
            #expect(try await eventually { (value("atena_sealing_seconds_behind", try await health(hub).metrics()) ?? 0) > 1 })
            try await hub.seal()
            #expect(value("atena_sealing_seconds_behind", try await health(hub).metrics()) == 0)
            let status = try await HubStatus.read(hub.provisioning)
            #expect(status.sealing.waitingSeconds == 0 && status.sealing.isStarted)
        }
    }

    /// What the database server tells of its file systems (sql/bounds.sql), here as a fixed answer.
    @Test func aFileSystemThatFillsIsNamedWithWhatLiesThere() async throws {
        try await TestHub.with { hub in
            #expect(value("atena_database_disk_free_ratio", try await health(hub).metrics(), ["place": "pg_wal"]) == nil, "nobody told")
            try await hub.admin.script(
                unsafeSQL: """
                    CREATE SCHEMA machine; GRANT USAGE ON SCHEMA machine TO atena_hub;
                    CREATE VIEW machine.place AS SELECT * FROM (VALUES ('pg_default'::text, 'atena postgres'::text, '/data'::text, 0.5::float8, 1000000::bigint),
                        ('modules', 'pension', '/modules', 0.149, 1048576), ('pg_wal', '', '/wal', 0.15, 1048576)) AS v (place, databases, mount, free, bytes);
                    GRANT SELECT ON machine.place TO atena_hub
                    """)
            let warnings = try await health(hub).warnings().filter { $0.name == "disk-filling" }.map(\.reason)
            #expect(
                warnings.count == 1 && warnings.allSatisfy { $0.contains("modules（pension）") && $0.contains("/modules") && $0.contains("14%") }, "\(warnings)")
            #expect(value("atena_database_disk_free_ratio", try await health(hub).metrics(), ["place": "pg_wal"]) == 0.15)
        }
    }

    @Test func twoMissedHeartbeatsAreAWarningBeforeAnythingStops() async throws {
        try await TestHub.with { hub in
            try await hub.events(1)
            try await hub.seal()
            func late(after seconds: Double) async throws -> [String] {
                let monitor = HeartbeatMonitor(files: hub.batchFiles, key: try hub.checkpointKey().verifier) {
                    LogTime(microseconds: LogTime.now().microseconds + Int64(seconds * 1e6))
                }
                let health = HubHealth(pool: hub.pool, migrations: try Migrator([Migration]()), monitor: monitor)
                #expect(await health.ready().allSatisfy { $0.name != "sealing" }, "provisions go on")
                return await health.warnings().filter { $0.name == "sealing-late" }.map(\.reason)
            }
            #expect(try await late(after: 60).isEmpty)
            let lock = try hub.batchFiles.lock()
            let warnings = try await late(after: 100)
            #expect(warnings.count == 1 && warnings.allSatisfy { $0.contains("pid \(ProcessInfo.processInfo.processIdentifier) (") }, "\(warnings)")
            withExtendedLifetime(lock) {}
        }
    }

    @Test func beforeTheFirstWorkSealingHasNotStartedAndIsNotBehind() async throws {
        try await TestHub.with { hub in
            let files = SealedBatchFiles(directory: hub.path("seal-of-nobody"))
            let monitor = HeartbeatMonitor(files: files, key: try hub.checkpointKey().verifier)
            let health = HubHealth(pool: hub.pool, migrations: try Migrator([Migration]()), monitor: monitor)
            let finding = await health.ready().first { $0.name == "sealing" }
            #expect(finding?.reason.contains("まだ始まっていません") == true)
            #expect(finding?.reason.contains("遅れ") == false && finding?.reason.contains(/\d{6}/) == false)
            let metrics = await health.metrics()
            #expect(value("atena_findings", metrics, ["severity": "blocking", "name": "sealing"]) == 1)
            #expect(value("atena_sealing_started", metrics) == 0)
            #expect(value("atena_sealing_halted", metrics) == 0)
            #expect(value("atena_sealing_stops_provisions", metrics) == 1)
            // What is not known has no value: a number would be taken for one.
            #expect(value("atena_sealing_heartbeat_age_seconds", metrics) == nil)
            let delay = try await hub.pool.withConnection { try await SealingDelay.read(on: $0, monitor) }
            #expect(!delay.isStarted && delay.seconds == nil && delay.stopsProvisions)
            _ = try JSONEncoder().encode(delay)
        }
    }

    @Test func howFarAReceiverIsBehindIsToldAndZeroWhereItHasAll() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(), TestPolicy(system: .childcare, ways: "[pull]"))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1), ResidentRow(2), ResidentRow(3)])
            try await hub.settle()
            try await hub.seal()
            let tax = ["system": "tax", "dataset": "addressee"]
            let before = try await health(hub).metrics()
            #expect(value("atena_delivery_entries_behind", before, tax) == 3)
            let receiver = Receiver()
            #expect(try await hub.worker(receiver).run(untilIdle: true))
            let after = try await health(hub).metrics()
            #expect(value("atena_delivery_entries_behind", after, tax) == 0 && value("atena_delivery_seconds_behind", after, tax) == 0)
            #expect(value("atena_delivered_entries_total", after, tax) == 3)
            #expect(value("atena_delivery_last_failure_timestamp_seconds", after, tax) == nil)
            try await hub.take([ResidentRow(4)])
            try await hub.settle()
            #expect(try await eventually { (value("atena_delivery_seconds_behind", try await health(hub).metrics(), tax) ?? 0) > 1 })
            let later = try await health(hub).metrics()
            #expect(value("atena_delivery_entries_behind", later, tax) == 1)
            let seconds = try #require(value("atena_delivery_seconds_behind", later, tax))
            #expect(seconds > 1 && seconds < 60)
            let status = try #require(try await HubStatus.read(hub.provisioning).systems.first { $0.system == "tax" })
            #expect(status.behind == 1 && status.secondsBehind ?? 0 > 1)
            // Told everything again: all are owed, since a moment ago, whether anybody works on it or not.
            try await hub.admin.execute("UPDATE governance.in_force SET since = now() - interval '90 days'")
            #expect(try await DeadLetters(pool: hub.staffed).startOver(by: Staff.with(.operateDeliveries), .tax))
            let again = try await health(hub).metrics()
            #expect(value("atena_delivery_entries_behind", again, tax) == 4)
            #expect((value("atena_delivery_seconds_behind", again, tax) ?? 90) < 60)
            // To whom nothing is pushed any more nothing is owed: no alert for ever.
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "試験")
            #expect(try await hub.worker(receiver).run(untilIdle: true))
            try await hub.take([ResidentRow(5)])
            let closed = try await health(hub).metrics()
            #expect(value("atena_delivery_entries_behind", closed, tax) == nil)
            // Who pulls is not pushed to.
            #expect(value("atena_delivery_entries_behind", closed, ["system": "childcare"]) == nil)
        }
    }

    @Test func aFailedDeliveryIsToldWithItsTimeAndKind() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            try await hub.seal()
            let receiver = Receiver()
            receiver.set(before: { _, _ in throw ConnectorError.unreachable("away") })
            #expect(try await !hub.worker(receiver).run(untilIdle: true))
            let failed = try await health(hub).metrics()
            let name = "atena_delivery_last_failure_timestamp_seconds"
            let at = try #require(value(name, failed, ["system": "tax"]))
            #expect(abs(at - Date().timeIntervalSince1970) < 60)
            #expect(failed.first { $0.name == name }?.samples.first?.labels.last?.1.isEmpty == false)
            #expect((value("atena_delivery_failures_in_a_row", failed, ["system": "tax"]) ?? 0) >= 1)
            let status = try await HubStatus.read(hub.provisioning).systems.first
            #expect(status?.lastFailure != nil && status?.lastFailedAt?.hasPrefix("20") == true)
            // Gone well since: the time stays, the failures and their kind don't.
            receiver.set(before: { _, _ in })
            try await hub.admin.execute("UPDATE delivery.subscription SET next_attempt_at = '-infinity'")
            #expect(try await hub.worker(receiver).run(untilIdle: true))
            let well = try await health(hub).metrics()
            #expect(value(name, well, ["system": "tax", "code": ""]) == at)
            #expect(value("atena_delivery_failures_in_a_row", well, ["system": "tax"]) == 0)
        }
    }

    @Test func anAnalysisThatDoesNotRunIsTold() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let today = CalendarDay.today()
            let warnings = { (day: CalendarDay) in
                try await self.health(hub, today: day.description).warnings().filter { $0.name == "analysis-behind" }
            }
            #expect(try await warnings(today).isEmpty)
            // Nobody ever analysed: counted from the first event.
            #expect(try await warnings(today.adding(days: 3)).count == 1)
            try await hub.admin.execute(
                "INSERT INTO analysis.run (analysed_from, analysed_until, found, rules, by_whom) VALUES (\(today), \(today), 0, 'x', 'test')")
            #expect(try await warnings(today.adding(days: 1)).isEmpty)
            #expect(try await warnings(today.adding(days: 2)).count == 1)
            #expect(value("atena_analysis_lag_days", try await health(hub, today: today.adding(days: 5).description).metrics()) == 5)
            let status = try await HubStatus.read(hub.provisioning(on: today.adding(days: 5).description))
            #expect(status.analysis.days == 5 && status.analysis.analysedUntil == today.description)
        }
    }

    @Test func theDayThatLagsIsAMeasure() async throws {
        try await TestHub.with { hub in
            #expect(value("atena_hub_day_lag_days", try await health(hub).metrics()) == nil)
            try await hub.advance("2026-11-20")
            #expect(value("atena_hub_day_lag_days", try await health(hub).metrics()) == 0)
            #expect(value("atena_hub_day_lag_days", try await health(hub, today: "2026-11-23").metrics()) == 3)
        }
    }

    @Test func certificatesNearTheirEndAreToldByAllOfThem() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let directory = hub.path("pki")
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            for (name, days) in [("ca", 400), ("server", 29), ("tax", 6), ("childcare", -1), ("care-insurance", 32)] {
                // A certificate that is over is made by a day that lies back.
                let made = try await Program.run(
                    "/bin/sh",
                    [
                        "-c",
                        """
                        cd \(directory) && openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=\(name) -keyout \(name).key -out \(name).csr \
                        && openssl x509 -req -in \(name).csr -signkey \(name).key -days \(days) -out \(name).pem
                        """,
                    ])
                try #require(made.status == 0, "\(made.error)")
            }
            try Data("no certificate".utf8).write(to: URL(filePath: directory + "/notes.pem"))
            let store = CertificateDirectory(directory: directory)
            let ends = await store.ends()
            #expect(ends.map(\.name) == ["childcare", "tax", "server", "care-insurance", "ca"])
            #expect(ends.map(\.stage) == [0, 7, 30, nil, nil])
            #expect(ends.first?.warning.contains("切れています") == true)
            let warnings = try await health(hub, certificates: store).warnings().filter { $0.name == "certificate-ending" }.map(\.reason)
            #expect(warnings.count == 3 && warnings.allSatisfy { $0.contains("atena pki renew") })
            let metrics = try await health(hub, certificates: store).metrics()
            #expect(value("atena_certificate_days_left", metrics, ["certificate": "childcare"]) ?? 0 < 0)
            #expect(value("atena_certificate_days_left", metrics, ["certificate": "tax"]) == 5)
            #expect(try await HubStatus.read(hub.provisioning, certificates: store).certificatesEnding?.map(\.name) == ["childcare", "tax", "server"])
            #expect(await CertificateDirectory(directory: directory + "/none").ends().isEmpty)
        }
    }
}
