import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Register
@testable import Sharing

/// What a receiver would not take, or not yet, when its policy changes: it is told once more, and follows only once it has taken it.
@Suite(.timeLimit(.minutes(10))) struct FollowingTests {
    private static let second = ResidentRow.number(2)
    private static let wide = TestPolicy(ways: "[push, pull, medium]")

    private func withDelivered(_ body: (TestHub, Receiver) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(Self.wide)
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) })
            try await hub.settle()
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 3)
            try await body(hub, receiver)
        }
    }

    /// Ways that wait for an acknowledgement, by change.
    private func pending(_ hub: TestHub) async throws -> [[String]] {
        try await hub.lifecycle.changes(isPending: true).map { $0.receipts.filter { $0.seconds == nil }.map(\.way) }
    }

    private func isMoving(_ cursor: String?, _ hub: TestHub) throws -> Bool {
        try Cursor(try #require(cursor), system: "tax", dataset: "addressee", form: hub.provisioning.cursors).moving != nil
    }

    @Test(arguments: ["narrowed", "revoked"]) func aRemovalThatLiesDeadIsToldAgainOnceThePolicyChanges(how: String) async throws {
        try await withDelivered { hub, receiver in
            receiver.set { $0.operation == .remove ? .rejected(reason: "no") : .applied }
            try await hub.take([ResidentRow(2).next("21")])
            try await hub.settle()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 3)
            #expect(try await hub.count("SELECT count(*) FROM delivery.dead_letter WHERE redelivered_at IS NULL") == 1)
            receiver.set { _ in .applied }
            // Under neither policy is the second in scope: nothing but the dead letter speaks of that person.
            if how == "revoked" {
                _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            } else {
                try await hub.load(TestPolicy(items: [.shimei]))
            }
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held[Self.second] == nil)
            #expect(receiver.held.count == (how == "revoked" ? 0 : 2))
            #expect(try await hub.count("SELECT count(*) FROM delivery.dead_letter WHERE redelivered_at IS NULL") == 0)
            #expect(try await hub.count("SELECT count(*) FROM delivery.waiting") == 0)
            #expect(try await pending(hub) == [])
        }
    }

    @Test func deadLettersOfOneSystemStayWhenThePolicyOfAnotherChanges() async throws {
        try await withDelivered { hub, receiver in
            receiver.set { $0.operation == .remove ? .rejected(reason: "no") : .applied }
            try await hub.take([ResidentRow(2).next("21")])
            try await hub.settle()
            try await hub.worker(receiver).run(untilIdle: true)
            try await hub.load(Self.wide, TestPolicy(system: .childcare))
            try await hub.worker(Receiver(), system: .childcare).run(untilIdle: true)
            try await hub.load(Self.wide, TestPolicy(system: .childcare, items: [.shimei]))
            try await hub.worker(Receiver(), system: .childcare).run(untilIdle: true)
            #expect(try await hub.count("SELECT count(*) FROM delivery.dead_letter WHERE redelivered_at IS NULL") == 1)
        }
    }

    @Test func aRemovalThatWaitsAfterPushWasDroppedGoesOutAllTheSame() async throws {
        try await withDelivered { hub, receiver in
            receiver.set { $0.addresseeNumber.value == Self.second ? .retryLater(reason: "busy") : .applied }
            try await hub.load(TestPolicy(ways: "[pull]"))
            let work = Task { try await hub.worker(receiver).run(untilIdle: true) }
            for _ in 0..<400 where try await hub.count("SELECT count(*) FROM delivery.waiting") == 0 { try await Task.sleep(for: .milliseconds(20)) }
            #expect(receiver.held.keys.sorted() == [Self.second])
            #expect(try await hub.count("SELECT count(*) FROM delivery.waiting") == 1)
            #expect(try await pending(hub) == [["push"]], "what waits is not confirmed")
            receiver.set { _ in .applied }
            #expect(try await work.value, "the receiver has everything")
            #expect(receiver.held.isEmpty)
            #expect(try await hub.count("SELECT count(*) FROM delivery.waiting") == 0)
            #expect(try await pending(hub) == [])
            // Nobody new is pushed to a system that only pulls.
            try await hub.take([ResidentRow(4)])
            try await hub.settle()
            let batches = receiver.batches.count
            _ = try await hub.admin.execute("UPDATE delivery.subscription SET next_attempt_at = '-infinity'")
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.batches.count == batches)
            // Nobody asked, so nobody was refused.
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE result = 'r'") == 0)
        }
    }

    @Test(
        arguments: [
            (TestPolicy(items: [.shimei]), [.kojinbango, .jushoChoaza, .idojiyu, .idonengappi]),
            (TestPolicy(items: [.kojinbango, .shimei, .jushoChoaza, .idojiyu, .idonengappi], more: "masked: {shimei: initial}"), [.shimei]),
            (TestPolicy(ways: "[pull]"), [.kojinbango, .shimei, .jushoChoaza, .idojiyu, .idonengappi]), (TestPolicy(scope: "state: [dead]"), []),
            (TestPolicy(items: TestPolicy().items + [.seibetsu]), []),
        ] as [(TestPolicy, [Item])]) func whatAReceiverMayKeepOfNobodyIsWithdrawnAfterEverybodysNewState(to policy: TestPolicy, items: [Item]) async throws
    {
        try await withDelivered { hub, receiver in
            let before = receiver.batches.count
            try await hub.load(policy)
            try await hub.worker(receiver).run(untilIdle: true)
            let withdrawn = receiver.withdrawn
            #expect(withdrawn.map(\.items) == (items.isEmpty ? [] : [ItemSet(items)]))
            #expect(withdrawn.allSatisfy { $0.afterBatches > before })
        }
    }

    @Test func aRefusalThatStaysIsRecordedOnceAndNotAtEveryAttempt() async throws {
        try await withDelivered { hub, receiver in
            try await hub.take([ResidentRow(4)])
            try await hub.settle()
            try await hub.admin.execute("UPDATE audit.seal_state SET caught_up_at = now() - interval '6 minutes'")
            for _ in 0..<3 {
                _ = try await hub.admin.execute("UPDATE delivery.subscription SET next_attempt_at = '-infinity'")
                try await hub.worker(receiver).run(untilIdle: true)
            }
            #expect(receiver.held.count == 3)
            let recorded = try await hub.rows("SELECT refusal FROM provision.record WHERE way = 'p' AND result = 'r'")
            #expect(try recorded.map { try $0.decode(String.self) } == ["P0010"])
        }
    }

    @Test func aReceiverHalfWayThroughEverybodyHasNotFollowed() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.shimei, .seibetsu]))
            try await hub.advance("2026-11-20")
            try await hub.take((1...Endpoint.usualBatchSize + 10).map { ResidentRow($0) })
            try await hub.settle()
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            try await hub.load(TestPolicy(items: [.shimei]))
            let page = receiver.batches.count + 1
            receiver.set { _, taken in if taken == page { throw ConnectorError.badConfiguration("test") } }
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.batches.count == page)
            #expect(try await pending(hub) == [["push"]])
            #expect(receiver.withdrawn.isEmpty)
            receiver.set { _, _ in }
            _ = try await hub.admin.execute("UPDATE delivery.subscription SET next_attempt_at = '-infinity'")
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(try await pending(hub) == [])
            #expect(receiver.withdrawn.map(\.items) == [ItemSet(.seibetsu)])
        }
    }

    @Test func followingAnEarlierChangeAcknowledgesNoLaterOne() async throws {
        try await withDelivered { hub, receiver in
            var state = HeldState()
            try await state.catchUp(hub)
            try await hub.load(TestPolicy(items: [.shimei, .jushoChoaza]))
            // Half-way through everybody: not yet followed.
            state.apply(try await hub.changes(after: state.cursor, limit: 1))
            #expect(state.more)
            _ = try await hub.changes(after: state.cursor, limit: 1)
            #expect(try await pending(hub) == [["push", "pull"]])
            while try isMoving(state.cursor, hub) { state.apply(try await hub.changes(after: state.cursor, limit: 1)) }
            // Whoever applied the last page says so by asking for what follows it.
            #expect(try await pending(hub) == [["push", "pull"]])
            let followed = state.cursor
            _ = try await hub.changes(after: followed)
            #expect(try await pending(hub) == [["push"]])
            try await hub.load(TestPolicy(items: [.shimei]))
            _ = try await hub.changes(after: followed, limit: 1)
            #expect(try await pending(hub) == [["push"], ["push", "pull"]])
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(try await pending(hub) == [["pull"]])
        }
    }

    @Test func whoWasHandedAMediumIsNamedAsOneThatCannotConfirm() async throws {
        try await withDelivered { hub, receiver in
            _ = try await hub.admin.execute(
                """
                INSERT INTO provision.record (items, persons_count, way, result, individual_number, system, dataset, by_whom)
                VALUES (0, 3, 'm', 'p', true, 'tax', 'addressee', 'staff 1001'), (0, 0, 'm', 's', true, 'childcare', 'addressee', 'staff 1001')
                """)
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            let change = try #require(try await hub.lifecycle.changes(isPending: true).last)
            #expect(change.takesBack)
            #expect(change.receipts.map { "\($0.way) \($0.canConfirm)" } == ["push true", "medium false"])
        }
    }

    @Test func whoWasOnlyRefusedAMediumHasNothingToGiveBack() async throws {
        try await withDelivered { hub, _ in
            _ = try await hub.admin.execute(
                """
                INSERT INTO provision.record (items, persons_count, way, result, refusal, individual_number, system, dataset, by_whom)
                VALUES (0, 0, 'm', 'r', 'M0003', false, 'tax', 'addressee', 'staff 1001'), (0, 0, 'd', 'r', 'P0005', false, 'tax', 'addressee', 'x')
                """)
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            #expect(try await hub.lifecycle.changes().last?.receipts.map(\.way) == ["push"])
        }
    }

    @Test(arguments: [
        (TestPolicy(scope: "state: [resident, dead]", ways: "[push, pull, medium]"), true), (TestPolicy(ways: "[push, pull]"), true),
        (TestPolicy(items: [.shimei], ways: "[push, pull, medium]"), true), (TestPolicy(ways: "[push, pull, medium]", purpose: "別の目的"), false),
        (
            TestPolicy(
                items: [.kojinbango, .shimei, .jushoChoaza, .idojiyu, .idonengappi], ways: "[push, pull, medium]", more: "masked: {shimei: initial}"), true
        ), (TestPolicy(items: TestPolicy().items + [.seibetsu], ways: "[push, pull, medium]"), false),
    ]) func aChangeSaysWhetherItMayTakeSomethingBack(to policy: TestPolicy, takesBack: Bool) async throws {
        try await withDelivered { hub, _ in
            try await hub.load(policy)
            #expect(try await hub.lifecycle.changes().last?.takesBack == takesBack)
        }
    }
}
