import AccessControlStand
import Addressee
import AuditTrail
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Oversight
@testable import Register
@testable import Sharing

/// A medium that should have come further stands in status and health until its next step is recorded (INCIDENTS 2).
@Suite(.timeLimit(.minutes(10))) struct OverdueMediaTests {
    /// A medium handed over ten days ago, as the program wrote it then.
    private func handed(in hub: TestHub) async throws -> Int64 {
        try await hub.pool.transaction { connection in
            let seal = RowSeal(keys: hub.keys)
            let then = PostgresInstant.now().adding(seconds: -10 * 86_400)
            let medium = try await seal.returning(
                .medium,
                """
                INSERT INTO provision.medium (proposed_at, system, dataset, format, policy_version, fingerprint, certificate, proposed_by, reason)
                VALUES (\(then), 'tax', 'addressee', 'csv', 'version', repeat('0a', 32), 'certificate', '1001', '年次の突合のため')
                """, on: connection)
            let number = try #require(medium.first.flatMap { Int64($0) })
            try await seal.write(
                .custody,
                """
                INSERT INTO provision.custody (medium_id, recorded_at, day, step, recorded_by, counterpart, record_id)
                VALUES (\(number), \(then), \(then.day), 'made', '1001', NULL, 1), (\(number), \(then), \(then.day), 'handed', '1001', '税務課', NULL)
                """, on: connection)
            return number
        }
    }

    @Test func oneThatWasHandedOverAndNotSeenSinceIsListedUntilItIs() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            func warnings() async throws -> [String] {
                await HubHealth(
                    pool: hub.pool, migrations: try Migrator([Migration]()), monitor: hub.monitor, provisioning: hub.provisioning, today: { day("2026-11-20") }
                ).warnings().filter { $0.name == "media-overdue" }.map(\.reason)
            }
            #expect(try await warnings() == [])
            let medium = try await handed(in: hub)
            let status = try await HubStatus.read(hub.provisioning)
            #expect(
                status.mediaOverdue.map(\.medium) == [medium] && status.mediaOverdue.map(\.daysOverdue) == [3] && status.mediaOverdue.map(\.step) == [.handed])
            #expect(status.untrueRows == [])
            let told = try await warnings()
            #expect(told.count == 1 && told.allSatisfy { $0.contains("引渡しの後") && $0.contains("3日遅れ") && !$0.contains("税務課") }, "\(told)")
            // Received by SQL, it is still missed; received by a person, it is not.
            _ = try await hub.pool.execute(
                "INSERT INTO provision.custody (medium_id, recorded_at, day, step, recorded_by) VALUES (\(medium), now(), current_date, 'received', '1001')")
            #expect(try await HubStatus.read(hub.provisioning).mediaOverdue.map(\.medium) == [medium])
            _ = try await hub.admin.execute("DELETE FROM provision.custody WHERE step = 'received'")
            try await MediaCustody(provisioning: hub.provisioning).record(
                by: Staff.with(.operateDeliveries), .received, of: medium, counterpart: "税務課 窓口担当")
            #expect(try await HubStatus.read(hub.provisioning).mediaOverdue == [])
            #expect(try await warnings() == [])
        }
    }
}
