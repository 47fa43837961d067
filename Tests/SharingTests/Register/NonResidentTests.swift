import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Register
@testable import Sharing

/// 住登外者宛名番号の付番, and several departments that know one person.
@Suite struct NonResidentTests {
    @Test func aSecondDepartmentThatRegistersTheSameRowIsAReceiverToo() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(scope: "registered-by-system"), TestPolicy(system: .childcare, scope: "registered-by-system"))
            try await hub.advance("2026-11-20")
            try await hub.take([NonResidentRow(1, number: "T1")], from: .tax)
            try await hub.settle()
            #expect(try await hub.changes(.childcare).entries.isEmpty)
            // Byte for byte the same content, from another department.
            try await hub.take([NonResidentRow(1, number: "T1")], from: .childcare)
            try await hub.settle()
            #expect(
                try await hub.text("SELECT array_to_string(registered_by, ' ') FROM register.version ORDER BY history_number DESC LIMIT 1") == "childcare tax")
            #expect(try await hub.changes(.childcare).entries.count == 1)
            #expect(try await hub.changes(.tax).entries.count == 1)
        }
    }

    @Test func whoIsClosedToOtherAffairsIsShownOnlyToWhoRegisteredThem() async throws {
        try await TestHub.with { hub in
            let everyone = "state: [resident, non-resident, moved-out, dead, removed]"
            try await hub.load(TestPolicy(scope: everyone), TestPolicy(system: .childcare, scope: everyone))
            try await hub.advance("2026-11-20")
            try await hub.take([NonResidentRow(1, number: "T1").with { $0[.tagyomusanshofukafuragu] = "1" }], from: .tax)
            try await hub.settle()
            #expect(try await hub.changes(.tax).entries.count == 1)
            #expect(try await hub.changes(.childcare).entries.isEmpty)
        }
    }
}
