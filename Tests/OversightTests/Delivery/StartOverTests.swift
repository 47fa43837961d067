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
    @Test func aPlaceThatCanNotBeReadIsNamedAndStartingOverIsTheWayOn() async throws {
        try await DeliveredResidents.with { hub, receiver in
            try await hub.take([ResidentRow(1).with { $0[.jushoShikuchosonkodo] = "111082" }.next("21")])
            try await hub.settle()
            _ = try await hub.admin.execute("UPDATE delivery.subscription SET position = 'x' || position")
            #expect(try await hub.worker(receiver).run(untilIdle: true) == false)
            let stuck = try #require(try await HubStatus.read(hub.provisioning).systems.first)
            #expect(stuck.lastFailure == "position unreadable (C0001)" && stuck.isPositionUnreadable && stuck.position == nil)
            try await DeliveredResidents.startOver(hub)
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
