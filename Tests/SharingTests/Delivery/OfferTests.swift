import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Synchronization
import Testing

@testable import AccessControl
@testable import AuditTrail
@testable import Register
@testable import Sharing

/// A push is a provision once the receiver has it, and once: offered on record, offered again under the same key, settled or given up (CT-9, INCIDENTS).
@Suite(.timeLimit(.minutes(10))) struct OfferTests {
    @Test func whatSomebodyElseSettledMeanwhileIsNotSettledTwice() async throws {
        try await TestHub.withResidentsToPush(5) { hub in
            let receiver = Receiver()
            let admin = hub.admin
            let attempts = Mutex(0)
            receiver.set(after: { _ in
                let attempt = attempts.withLock { attempts in
                    attempts += 1
                    return attempts
                }
                guard attempt == 1 else { return }
                // Its lease runs out while the receiver works; another worker hands the same batch over and settles it.
                _ = try await admin.execute("UPDATE delivery.subscription SET lease_token = lease_token + 1, leased_until = '-infinity'")
                try await hub.worker(receiver).run(untilIdle: true)
            })
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(try await hub.pushResults() == "offered provided")
            #expect(receiver.batches.map(\.idempotencyKey) == ["tax/addressee/1", "tax/addressee/1"])
            #expect(try await hub.count("SELECT delivered FROM delivery.subscription") == 5)
        }
    }

    /// The first attempt may have arrived, whatever the second one says.
    @Test func aSecondAttemptThatSurelyBroughtNothingSaysNothingOfTheFirst() async throws {
        try await TestHub.withResidentsToPush(5) { hub in
            let receiver = Receiver()
            receiver.set { _, attempt in if attempt > 0 { throw ConnectorError.badConfiguration("test") } }
            receiver.set(after: { _ in throw ConnectorError.interrupted("timed out") })
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(try await hub.count("SELECT count(*) FROM delivery.batch WHERE may_have_arrived") == 1)
        }
    }

    /// The number went out while it was hers; that nobody heard of it before it came to wait changes nothing of that.
    @Test func whoMayHaveReceivedAWrongNumberIsAmongItsReceivers() async throws {
        try await TestHub.withResidentsToPush(1) { hub in
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            let fails = Mutex(true)
            receiver.set(after: { _ in if fails.withLock({ $0 }) { throw ConnectorError.interrupted("timed out") } })
            try await hub.take([ResidentRow(1).next("42") { $0[.jushoChoaza] = "北本町" }])
            try await hub.settle()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(try await hub.take([NumberClaims.second()]).claimed == 1)
            try await hub.settle()
            fails.withLock { $0 = false }
            try await hub.makeDue()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(try await hub.pushResults().hasPrefix("offered provided offered unconfirmed offered provided"))
            let receipts = try await PersonLookup(provisioning: hub.provisioning).receivers(by: Staff.with(.correct), ofEntry: 1)
            #expect(receipts.map(\.outcome) == [.provided, .unconfirmed])
        }
    }
}
