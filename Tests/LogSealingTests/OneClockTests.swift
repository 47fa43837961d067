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
@testable import Sharing
@testable import TransparencyLog

/// What the hub writes is of one clock; what the first hubs wrote by two is no alteration.
@Suite struct OneClockTests {
    @Test func aProvisionRecordHasTheTimeOfItsEventOnEveryWay() async throws {
        try await TestHub.with { hub in
            _ = try await SealedLog.provided(hub)
            try await hub.worker(Receiver()).run(untilIdle: true)
            let rows = try await hub.rows(
                """
                SELECT string_agg(DISTINCT r.way::text, '' ORDER BY r.way::text), bool_and(r.recorded_at = e.recorded_at),
                    bool_and(e.body LIKE '%","clock":"database","event":%')
                FROM provision.record r JOIN audit.event e USING (event_id)
                """)
            let (ways, areOfOneTime, areByDatabase) = try #require(rows.first).decode((String, Bool, Bool).self)
            #expect(ways == "dfnop")
            #expect(areOfOneTime && areByDatabase)
        }
    }

    @Test(arguments: ["3 minutes", "-3 minutes", "9 hours", "-400 days"]) func recordsByAnotherClockThanTheirEventsVerifyAndAreTold(apart: String) async throws
    {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            _ = try await hub.person(ResidentRow.number(1))
            _ = try await hub.changes()
            // As the first hubs wrote them: the event's time by the program's clock, the record's by the database's, and no word of one clock.
            try await hub.admin.script(
                unsafeSQL: """
                    UPDATE audit.event SET body = replace(body, ',"clock":"database"', '');
                    UPDATE provision.record SET recorded_at = recorded_at + interval '\(apart)'
                    """)
            try await hub.seal()
            let report = try await SealedLog.verify(hub)
            #expect(report.fault == nil && report.gravest == nil && report.recordsByAnotherClock == 2, "\(report)")
            // A real alteration behind it shows.
            try await hub.admin.execute("UPDATE provision.record SET system = 'childcare' WHERE way = 'd'")
            let found = try await SealedLog.verify(hub)
            #expect(found.faults.list.map(\.kind) == [.disagrees] && found.fault?.columns == ["system"])
        }
    }

    @Test func whatDiffersIsSaidInWordsAClerkReads() {
        #expect(HubClock.warning(of: nil) == nil && HubClock.warning(of: 1.9) == nil && HubClock.warning(of: -1.9) == nil)
        #expect(HubClock.warning(of: 180.2)?.contains("3分進んで") == true)
        #expect(HubClock.warning(of: -12)?.contains("12秒遅れて") == true)
        #expect(HubClock.refusal(of: -180).contains("3分遅れて") && HubClock.refusal(of: 7 * 86_400).contains("7日進んで"))
    }
}
