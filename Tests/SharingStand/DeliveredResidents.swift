import AccessControl
package import AccessControlStand
import Addressee
import RegisterStand
import Sharing
import Testing

/// Four residents, the even ones in 111023, all of them delivered to tax.
package enum DeliveredResidents {
    /// Only those in 111023, by their names.
    package static let even = TestPolicy(items: [.shimei], scope: "ward: [\"111023\"]")

    package static func with(_ body: (TestHub, Receiver) async throws -> Void) async throws {
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

    /// An operator has everything delivered again.
    package static func startOver(_ hub: TestHub) async throws {
        #expect(try await DeadLetters(pool: hub.staffed).startOver(by: Staff.with(.operateDeliveries), .tax))
    }
}
