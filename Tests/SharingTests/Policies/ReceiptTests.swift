import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AuditTrail
@testable import Sharing

/// Who has to confirm a change, and what counts as a confirmation.
@Suite(.timeLimit(.minutes(10))) struct ReceiptTests {
    private func withResidents(_ policy: TestPolicy, _ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(policy)
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) })
            try await hub.settle()
            try await body(hub)
        }
    }

    @Test func whoIsBeingServedAtTheMomentOfARevocationHasToConfirmIt() async throws {
        try await withResidents(TestPolicy(ways: "[pull]")) { hub in
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await hub.pool.transaction { connection in
                    // Admitted, and read; the record is not written yet.
                    let policy = try await hub.provisioning.admitted(.tax, "addressee", way: .pull, on: connection)
                    group.addTask { _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り") }
                    #expect(try await eventually { try await hub.someoneWaits() })
                    var record = ProvisionRecord(.provided, .delta, system: "tax", dataset: "addressee", byWhom: "test", policy: policy)
                    record.personsCount = 0
                    record.day = day("2026-11-20")
                    try await connection.query(record.statement()).written()
                }
                try await group.waitForAll()
            }
            let change = try #require(try await hub.lifecycle.changes(isPending: true).last)
            #expect(change.closing == "revoked" && change.receipts.map { "\($0.way) \($0.canConfirm)" } == ["pull true"])
        }
    }

    @Test func providingOneReceiverHoldsNoOtherUp() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(), TestPolicy(system: .childcare))
            try await hub.advance("2026-11-20")
            try await hub.pool.transaction { connection in
                _ = try await hub.provisioning.admitted(.childcare, "addressee", way: .pull, on: connection)
                _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            }
        }
    }

    @Test func anExtractThatBrokeOffConfirmsNothing() async throws {
        try await withResidents(TestPolicy(items: [.shimei, .jushoChoaza], ways: "[pull]")) { hub in
            var state = HeldState()
            try await state.catchUp(hub)
            try await hub.load(TestPolicy(items: [.shimei], ways: "[pull]"))
            #expect(try await hub.lifecycle.changes(isPending: true).count == 1)
            // It begins a whole extract under the new version, hangs up, and goes on from the cursor that was told ahead.
            let ahead = try await hub.provisioning.full(hub.caller(), dataset: "addressee", format: .ndjson).cursor
            for _ in 0..<200 where try await hub.count("SELECT count(*) FROM provision.record WHERE way = 'f' AND result = 'i'") == 0 {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE way = 'f' AND result = 'i'") == 1)
            let next = try await hub.changes(after: ahead).cursor
            _ = try await hub.changes(after: next)
            #expect(try await hub.lifecycle.changes(isPending: true).count == 1, "what it holds is still what it held before")
            // One that comes to its end counts, from either cursor.
            let full = try await hub.full()
            _ = try await hub.changes(after: full.cursor)
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
        }
    }

    @Test func theCursorAtTheEndOfAnExtractConfirms() async throws {
        try await withResidents(TestPolicy(items: [.shimei, .jushoChoaza], ways: "[pull]")) { hub in
            var state = HeldState()
            try await state.catchUp(hub)
            try await hub.load(TestPolicy(items: [.shimei], ways: "[pull]"))
            let extract = try await hub.provisioning.full(hub.caller(), dataset: "addressee", format: .csv)
            for try await _ in extract {}
            #expect(extract.closingCursor != extract.cursor)
            _ = try await hub.changes(after: extract.closingCursor)
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
        }
    }

    @Test func aReceiverThatIsPushedToNoLongerEndsWithItsRemovals() async throws {
        try await withResidents(TestPolicy(items: [.shimei, .jushoChoaza])) { hub in
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            try await hub.load(TestPolicy(items: [.shimei, .jushoChoaza], ways: "[pull]"))
            let change = try #require(try await hub.lifecycle.changes(isPending: true).last)
            #expect(change.receipts.map { "\($0.way) \($0.canConfirm)" } == ["push false"])
            #expect(try await hub.worker(receiver).run(untilIdle: true), "held off")
            #expect(receiver.held.isEmpty)
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
            // What happens to persons, and what else changes, is none of its business any more.
            try await hub.take([ResidentRow(1).next("21")])
            try await hub.settle()
            try await hub.load(TestPolicy(items: [.shimei], ways: "[pull]"))
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
            let batches = receiver.batches.count
            #expect(try await hub.worker(receiver).run(untilIdle: true), "held off")
            #expect(receiver.batches.count == batches)
            #expect(try await hub.text("SELECT last_failure FROM delivery.subscription") == nil)
            // Pushed to again, it is given everything.
            try await hub.load(TestPolicy(items: [.shimei]))
            #expect(try await hub.worker(receiver).run(untilIdle: true))
            #expect(receiver.held.count == 2)
        }
    }

    @Test func aReceiverThatWasNeverServedBeforePushEndedIsIdle() async throws {
        try await withResidents(TestPolicy()) { hub in
            try await hub.load(TestPolicy(ways: "[pull]"))
            let receiver = Receiver()
            #expect(try await hub.worker(receiver).run(untilIdle: true))
            #expect(receiver.batches.isEmpty)
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
        }
    }
}
