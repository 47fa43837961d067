import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Sharing

/// A receiver that starts over is given everything again, and nothing is forgotten that it may hold.
@Suite(.timeLimit(.minutes(10))) struct StartOverTests {
    @Test func everythingIsDeliveredAgainUnderGreaterSequences() async throws {
        try await DeliveredResidents.with { hub, receiver in
            let last = try #require(receiver.batches.last?.sequence)
            let before = receiver.batches.count
            try await DeliveredResidents.startOver(hub)
            try await hub.worker(receiver).run(untilIdle: true)
            let again = receiver.batches.dropFirst(before)
            #expect(Set(again.flatMap(\.entries).map(\.addresseeNumber)).count == 4)
            #expect(again.allSatisfy { $0.sequence > last })
            // Once, not for ever.
            let count = receiver.batches.count
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.batches.count == count)
            #expect(try await Reconciliation(provisioning: hub.provisioning).compare(.tax, "addressee", with: receiver).agrees)
        }
    }

    @Test func aRevocationAfterItTakesBackWhatIsStillHeld() async throws {
        try await DeliveredResidents.with { hub, receiver in
            try await DeliveredResidents.startOver(hub)
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            let change = try #require(try await hub.lifecycle.changes(isPending: true).last)
            #expect(change.receipts.map(\.way) == ["push"])
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.isEmpty)
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
        }
    }

    @Test func aNarrowingThatWasNotDeliveredYetIsNotForgotten() async throws {
        try await DeliveredResidents.with { hub, receiver in
            try await hub.load(DeliveredResidents.even)
            try await DeliveredResidents.startOver(hub)
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.keys.sorted() == [ResidentRow.number(2), ResidentRow.number(4)].sorted())
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
        }
    }

    @Test func whoLeftMeanwhileIsTakenBack() async throws {
        try await DeliveredResidents.with { hub, receiver in
            try await hub.take([ResidentRow(1).with { $0[.jushoShikuchosonkodo] = "111082" }.next("21")])
            try await hub.settle()
            try await DeliveredResidents.startOver(hub)
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 3 && receiver.held[ResidentRow.number(1)] == nil)
        }
    }

    @Test func whateverAnyPolicyLetItHoldIsTakenBackWhereThePlaceIsLost() async throws {
        try await DeliveredResidents.with { hub, receiver in
            // Held under the first version only; the second was never delivered, the third closes.
            try await hub.load(DeliveredResidents.even)
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            _ = try await hub.admin.execute("UPDATE delivery.subscription SET position = 'lost'")
            try await DeliveredResidents.startOver(hub)
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.isEmpty)
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
        }
    }

    @Test func whatItHeldIsKeptUntilItHasConfirmedEverybody() async throws {
        try await DeliveredResidents.with { hub, receiver in
            try await hub.load(DeliveredResidents.even)
            try await DeliveredResidents.startOver(hub)
            // The receiver takes nothing: nothing is confirmed.
            receiver.set(before: { _, _ in throw ConnectorError.unreachable("down") })
            #expect(try await hub.worker(receiver).run(untilIdle: true) == false)
            receiver.set(before: { _, _ in })
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            _ = try await hub.admin.execute("UPDATE delivery.subscription SET next_attempt_at = '-infinity'")
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.isEmpty)
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
        }
    }
}
