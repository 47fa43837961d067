import AccessControlStand
import Addressee
import Governance
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import LogSealing
@testable import Oversight
@testable import TransparencyLog

/// What opens an event's commitment to persons goes when its retention is over, not a day before, and no proof goes with it.
@Suite struct OpeningErasureTests {
    private static let today = day("2026-11-21")

    private func person(_ right: Right) -> Principal {
        Principal(account: "5", isService: false, department: "1010", terminal: "test", grants: [right: .init(by: "9", on: Self.today)])
    }

    private func erasure(_ hub: TestHub) -> OpeningErasure {
        var erasure = OpeningErasure(pool: hub.pool, today: { Self.today })
        erasure.portion = 1
        return erasure
    }

    private func opened(_ hub: TestHub) async throws -> Int { try await hub.count("SELECT count(*) FROM audit.event WHERE personal IS NOT NULL") }

    /// Provisions of eight years ago, and one of today.
    private func provided(_ hub: TestHub) async throws -> (old: Int, young: Int) {
        try await hub.load(TestPolicy())
        try await hub.advance("2026-11-20")
        try await hub.take([ResidentRow(1), ResidentRow(2)])
        try await hub.settle()
        try await hub.seal()
        let sealed = try await hub.count("SELECT max(event_id) FROM audit.event")
        for n in 1...2 { _ = try await hub.person(ResidentRow.number(n)) }
        // Written as it would have been then.
        try await hub.admin.script(
            unsafeSQL: """
                UPDATE audit.event SET recorded_at = recorded_at - interval '8 years', body = replace(body, '{"at":"2026', '{"at":"2018') WHERE event_id > \(sealed);
                UPDATE provision.record SET recorded_at = recorded_at - interval '8 years' WHERE event_id > \(sealed)
                """)
        let old = try await hub.count("SELECT count(*) FROM audit.event WHERE personal IS NOT NULL AND recorded_at < now() - interval '7 years'")
        _ = try await hub.person(ResidentRow.number(1))
        try await hub.seal()
        return (old, try await opened(hub) - old)
    }

    @Test func openingsGoOnceTheirYearsAreOverAndEveryProofStays() async throws {
        try await TestHub.with { hub in
            let (old, young) = try await provided(hub)
            #expect(old == 2 && young > 0)
            #expect(try await erasure(hub).erase(by: person(.administerAccess), before: day("2018-01-01")) == 0)
            // However late the day, what is young is kept.
            #expect(try await erasure(hub).erase(by: person(.administerAccess), before: day("2026-11-21")) == old)
            #expect(try await erasure(hub).erase(by: person(.administerAccess), before: day("2026-11-21")) == 0)
            #expect(try await opened(hub) == young)
            #expect(
                try await hub.count(
                    """
                    SELECT count(*) FROM provision.record
                    WHERE recorded_at < now() - interval '7 years' AND num_nonnulls(addressee_id, atenabango, persons) > 0
                    """) == 0)
            try await hub.seal()
            let report = try await SealedLog.verify(hub)
            #expect(report.fault == nil && report.erased == old, "\(report)")
            let event = try await hub.count("SELECT min(event_id) FROM audit.event WHERE recorded_at < now() - interval '7 years'")
            #expect(try await SealedLog.log(hub).prove(by: SealedLog.reader, event: Int64(event))?.event.isErased == true)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'log.openings-erased' AND NOT is_failure") == old)
        }
    }

    @Test func whoeverMayNotIsRefusedAndTheDatabaseKeepsWhatIsYoungWhoeverAsks() async throws {
        try await TestHub.with { hub in
            _ = try await provided(hub)
            let before = try await opened(hub)
            await #expect(throws: AccessRefused.self) { try await erasure(hub).erase(by: person(.readLog), before: day("2020-01-01")) }
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'log.openings-erased' AND is_failure") == 1)
            let error = await #expect(throws: PostgresError.self) {
                try await hub.pool.query("SELECT audit.erase_openings(ARRAY['provision.answered'], now() - interval '6 years', 0, 10)")
            }
            #expect(error?.constraint == "event_opening_is_kept")
            #expect(try await opened(hub) == before)
            let module = try await Connection.open(hub.settings(user: "atena_tax", role: nil))
            await #expect(throws: PostgresError.self) { try await module.query("SELECT audit.erase_openings(ARRAY['x'], '2000-01-01', 0, 1)") }
            await module.close()
        }
    }
}
