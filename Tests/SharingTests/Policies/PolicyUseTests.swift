import AccessControl
import AccessControlStand
import Addressee
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// Which provisions are never used, said only of what was there long enough.
@Suite(.timeLimit(.minutes(10))) struct PolicyUseTests {
    private static let since = day("2026-01-01")

    /// Three residents whom the policy speaks of.
    private func with(_ policy: TestPolicy, _ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(policy)
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) })
            try await hub.settle()
            try await body(hub)
        }
    }

    /// What is in force came into force long before the period.
    private func age(_ hub: TestHub) async throws {
        try await hub.admin.execute("UPDATE governance.change SET changed_at = '2025-06-01'::timestamptz + change_id * interval '1 hour'")
        try await hub.admin.execute("UPDATE governance.in_force SET since = '2025-06-01'")
    }

    private func use(_ hub: TestHub, by principal: Principal = Staff.with(.operateDeliveries)) async throws -> PolicyUse {
        try #require(try await hub.lifecycle.use(by: principal, since: Self.since).policies.first)
    }

    @Test func whatIsNewIsNotCalledUnused() async throws {
        try await with(TestPolicy(ways: "[push, pull, medium]")) { hub in
            let new = try await use(hub)
            #expect(new.verdict == .tooNew && !new.isObserved)
            #expect(new.unusedWays.isEmpty && new.newWays == ["push", "pull", "medium"])
            #expect(new.unusedItems.isEmpty && !new.newItems.isEmpty && !new.neverPulled)
            try await age(hub)
            let old = try await use(hub)
            #expect(old.verdict == .unused && old.isObserved && old.inForceSince.hasPrefix("2025-06-01"))
            #expect(old.unusedWays == ["push", "pull", "medium"] && old.newWays.isEmpty)
            #expect(old.unusedItems == ["kojinbango", "shimei", "jusho_choaza", "idojiyu", "idonengappi"] && old.newItems.isEmpty)
            #expect(old.provisions == 0 && old.lastAt == nil && old.neverPulled)
        }
    }

    @Test func eachWayIsCountedByItself() async throws {
        try await with(TestPolicy(items: [.shimei, .jushoChoaza], ways: "[push, pull]")) { hub in
            try await age(hub)
            try await hub.worker(Receiver()).run(untilIdle: true)
            let pushed = try await use(hub)
            #expect(pushed.verdict == .partlyUsed && pushed.unusedWays == ["pull"] && pushed.neverPulled)
            #expect(pushed.unusedItems.isEmpty)
            #expect(pushed.ways.map { "\($0.way) \($0.provisions) \($0.persons)" } == ["push 1 3"])
            // A refusal is no provision, but the receiver came.
            try await hub.provisioning.refuse(system: "tax", dataset: "addressee", refusal: .anotherSystem, by: "test")
            let refused = try await use(hub)
            #expect(refused.unusedWays == ["pull"] && !refused.neverPulled)
            #expect(refused.ways.map { "\($0.way) \($0.provisions) \($0.refused)" } == ["none 0 1", "push 1 0"])
            _ = try await hub.person(ResidentRow.number(1))
            _ = try await hub.full()
            let both = try await use(hub)
            #expect(both.verdict == .used && both.unusedWays.isEmpty)
            #expect(Set(both.ways.map { "\($0.way) \($0.provisions) \($0.persons)" }) == ["none 0 0", "push 1 3", "one 1 1", "full 1 3"])
        }
    }

    @Test func whatWentOutBeforeThePeriodIsTheLastUseAndNoUseWithinIt() async throws {
        try await with(TestPolicy(items: [.shimei], ways: "[pull]")) { hub in
            try await age(hub)
            _ = try await hub.changes()
            #expect(try await use(hub).verdict == .used)
            try await hub.admin.execute("UPDATE provision.record SET recorded_at = '2025-12-31 23:59:59+09'")
            let use = try await use(hub)
            #expect(use.verdict == .unused && use.lastAt == "2025-12-31T23:59:59+09:00" && use.unusedWays == ["pull"] && !use.neverPulled)
            try await hub.admin.execute("UPDATE provision.record SET recorded_at = '2026-01-01 00:00:00+09'")
            #expect(try await self.use(hub).verdict == .used, "the period begins at midnight in Japan")
        }
    }

    @Test func itemsThatNeverWentOutAndItemsNobodyHasAreNamed() async throws {
        try await with(TestPolicy(items: [.shimei, .kyuuji, .setaibango], ways: "[pull]", more: "confirm-items: [setaibango]")) { hub in
            _ = try await hub.changes()
            let new = try await use(hub)
            #expect(new.verdict == .used && new.emptyItems.isEmpty && new.newItems == ["setaibango"], "nothing of it is judged yet")
            try await age(hub)
            let use = try await use(hub)
            #expect(use.verdict == .partlyUsed && use.unusedWays.isEmpty)
            #expect(use.unusedItems == ["setaibango"], "only a released answer gives it")
            #expect(use.emptyItems == ["kyuuji"], "no resident has one")
            // Once anybody has one, be it in an older version, it may have been given.
            try await hub.take([ResidentRow(1).next("42") { $0[.kyuuji] = "旧氏" }, ResidentRow(1).next("42").next("42")])
            #expect(try await self.use(hub).emptyItems.isEmpty)
        }
    }

    @Test func whatALaterVersionAddedIsJudgedFromThen() async throws {
        try await with(TestPolicy(items: [.shimei], ways: "[pull]")) { hub in
            _ = try await hub.changes()
            try await age(hub)
            try await hub.load(TestPolicy(items: [.shimei, .jushoChoaza], ways: "[push, pull]"))
            let use = try await use(hub)
            #expect(use.isObserved && use.inForceSince.hasPrefix("2025-06-01") && !use.versionSince.hasPrefix("2025-06-01"))
            #expect(use.newWays == ["push"] && use.newItems == ["jusho_choaza"])
            #expect(use.verdict == .used && use.unusedWays.isEmpty && use.unusedItems.isEmpty)
            // What is closed is in force no longer; after a break everything begins anew.
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            #expect(try await hub.lifecycle.use(by: Staff.with(.readLog), since: Self.since).policies.isEmpty)
            try await hub.load(TestPolicy(items: [.shimei, .jushoChoaza], ways: "[push]", purpose: "やり直し"))
            #expect(try await !self.use(hub).isObserved)
        }
    }

    @Test func whatWasAlteredIsNotJudged() async throws {
        try await with(TestPolicy()) { hub in
            try await hub.admin.execute("UPDATE governance.policy SET body = replace(body, '試験課', '別の課')")
            var restarted = hub
            restarted.memory = ProcessMemory()
            #expect(try await use(restarted).verdict == .unreadable)
        }
    }

    @Test func onlyWhoHasToDoWithPoliciesOrRecordsReadsIt() async throws {
        try await with(TestPolicy()) { hub in
            for right in [Right.proposePolicies, .approvePolicies, .readLog, .operateDeliveries] { _ = try await use(hub, by: Staff.with(right)) }
            await #expect(throws: AccessRefused.self) { try await use(hub, by: Staff.with(.seePerson, .correct)) }
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.refused'") == 1)
        }
    }
}
