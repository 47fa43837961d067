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
@testable import Oversight
@testable import Sharing
@testable import TransparencyLog

/// What the hub writes is of one clock; what the first hubs wrote by two is no alteration.
@Suite struct OneClockTests {
    @Test func erasureReachesTheRecordWhateverItsClockSaid() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            _ = try await hub.person(ResidentRow.number(1))
            try await hub.admin.script(
                unsafeSQL: """
                    UPDATE audit.event SET recorded_at = recorded_at - interval '8 years', body = replace(replace(body, '{"at":"2026', '{"at":"2018'), ',"clock":"database"', '');
                    UPDATE provision.record SET recorded_at = recorded_at - interval '8 years' + interval '1 hour'
                    """)
            try await hub.seal()
            let person = Principal(
                account: "5", isService: false, department: "1010", terminal: "test", grants: [.administerAccess: .init(by: "9", on: day("2026-11-21"))])
            #expect(try await OpeningErasure(pool: hub.pool, today: { day("2026-11-21") }).erase(by: person, before: day("2026-11-21")) > 0)
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE num_nonnulls(addressee_id, atenabango, persons) > 0") == 0)
            #expect(try await SealedLog.verify(hub).fault == nil)
        }
    }
}
