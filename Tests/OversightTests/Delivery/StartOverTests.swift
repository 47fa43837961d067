import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Oversight
@testable import Sharing

/// A receiver that starts over is given everything again, and nothing is forgotten that it may hold.
@Suite(.timeLimit(.minutes(10))) struct StartOverTests {
    private static let even = TestPolicy(items: [.shimei], scope: "ward: [\"111023\"]")

    /// Four residents, the even ones in 111023, all of them delivered.
    private func withDelivered(_ body: (TestHub, Receiver) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.shimei, .jushoChoaza]))
            try await hub.advance("2026-11-20")
            try await hub.take((1...4).map { n in ResidentRow(n).with { $0[.jushoShikuchosonkodo] = n % 2 == 0 ? "111023" : "111082" } })
            try await hub.settle()
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 4)
            try await body(hub, receiver)
        }
    }

    private func startOver(_ hub: TestHub) async throws {
        #expect(try await DeadLetters(pool: hub.pool).startOver(by: Staff.with(.operateDeliveries), .tax))
    }

    @Test func aPlaceThatCanNotBeReadIsNamedAndStartingOverIsTheWayOn() async throws {
        try await withDelivered { hub, receiver in
            try await hub.take([ResidentRow(1).with { $0[.jushoShikuchosonkodo] = "111082" }.next("B1")])
            try await hub.settle()
            _ = try await hub.admin.execute("UPDATE delivery.subscription SET position = 'x' || position")
            #expect(try await hub.worker(receiver).run(untilIdle: true) == false)
            let stuck = try #require(try await HubStatus.read(hub.provisioning).systems.first)
            #expect(stuck.lastFailure == "position unreadable (C0001)" && stuck.isPositionUnreadable && stuck.position == nil)
            try await startOver(hub)
            // At once, without waiting for the back-off.
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 3 && receiver.held[ResidentRow.number(1)] == nil)
            let status = try #require(try await HubStatus.read(hub.provisioning).systems.first)
            #expect(status.lastFailure == nil && !status.isPositionUnreadable && status.behind == 0)
            #expect(try await hub.text("SELECT body::jsonb #>> '{fields,cause}' FROM audit.event WHERE kind = 'delivery.place-lost'") == "C0001")
            #expect(try await Reconciliation(provisioning: hub.provisioning).compare(.tax, "addressee", with: receiver).agrees)
        }
    }
}
