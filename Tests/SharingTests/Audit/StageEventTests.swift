import AccessControlStand
import Addressee
import Foundation
import Postgres
import SharingStand
import Testing

@testable import AccessControl
@testable import AuditTrail
@testable import Register
@testable import Sharing

/// What the stages tell the log, in the transaction of what they do.
@Suite struct StageEventTests {
    private func fields(_ hub: TestHub, _ kind: EventKind) async throws -> [[String: String]] {
        struct Body: Decodable { var fields: [String: String] }
        return try await hub.rows("SELECT body FROM audit.event WHERE kind = \(kind.name) ORDER BY event_id").map { row in
            try JSONDecoder().decode(Body.self, from: Data(row.decode(String.self).utf8)).fields
        }
    }

    @Test func theDaysMoveAndASecondDeliveryAreTold() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.advance("2026-11-21")
            #expect(try await hub.advance("2026-11-21") == nil)
            let moves = try await fields(hub, .calendarMoved)
            #expect(moves.last == ["before": "2026-11-20", "crossed": "0", "day": "2026-11-21"])
            let told = moves.count
            try await hub.load(TestPolicy())
            #expect(try await DeadLetters(pool: hub.staffed).startOver(by: Staff.with(.operateDeliveries), .tax))
            #expect(try await fields(hub, .startedOver) == [["subscriptions": "1", "system": "tax"]])
            #expect(told == 2)
        }
    }
}
