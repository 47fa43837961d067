import AccessControlStand
import Addressee
import Governance
import Postgres
import RegisterStand
import SharingStand
import Synchronization
import Testing

@testable import AccessControl
@testable import Sharing

/// Acts on policies that can't be done: each has a code of its own, changes nothing, and is on record.
@Suite(.timeLimit(.minutes(10))) struct ActRefusalTests {
    private func propose(_ hub: TestHub, _ policy: TestPolicy = TestPolicy()) async throws -> Policy {
        let library = try PolicyLibrary(documents: TestPolicy.documents([policy]))
        return try #require(try await hub.lifecycle.propose(by: .proposer, library, reason: "試験").first).policy
    }

    private func approve(_ hub: TestHub, _ policy: Policy) async throws -> Bool {
        try await hub.lifecycle.approve(by: .approver, policy.contentHash, reason: "試験").isInForce
    }

    /// Expects the refusal of this code, one event of the failure, and no act.
    private func expectRefused(
        _ code: String, _ hub: TestHub, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
    ) async throws {
        let acts = try await hub.count("SELECT count(*) FROM governance.act")
        let events = try await hub.count("SELECT count(*) FROM audit.event WHERE is_failure AND body::jsonb #>> '{fields,refusal}' = \(code)")
        var refused: String?
        do { try await body() } catch let error as PolicyActRefused { refused = error.code }
        let (actsAfter, eventsAfter) = (
            try await hub.count("SELECT count(*) FROM governance.act"),
            try await hub.count("SELECT count(*) FROM audit.event WHERE is_failure AND body::jsonb #>> '{fields,refusal}' = \(code)")
        )
        #expect(refused == code, sourceLocation: sourceLocation)
        #expect(actsAfter == acts, "something was entered", sourceLocation: sourceLocation)
        #expect(eventsAfter == events + 1, "the refusal is not on record", sourceLocation: sourceLocation)
    }

    /// When the day was asked.
    private final class Turn: Sendable {
        private let state = Mutex((isFree: false, asked: [Bool]()))

        func free() { state.withLock { $0.isFree = true } }

        func ask() { state.withLock { state in state.asked.append(state.isFree) } }

        var asked: [Bool] { state.withLock { $0.asked } }
    }

    /// Of whoever waits for their turn over midnight the new day counts.
    @Test func theDayOfAnActIsAskedBehindItsTurn() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let library = try PolicyLibrary(documents: TestPolicy.documents([TestPolicy()]))
            let turn = Turn()
            let lifecycle = PolicyLifecycle(
                pool: hub.pool, store: hub.store,
                today: {
                    turn.ask()
                    return TestHub.intakeDay
                })
            try await hub.admin.script(unsafeSQL: "BEGIN; SELECT pg_advisory_xact_lock(hashtext('governance.act'))")
            let proposing = Task { try await lifecycle.propose(by: .proposer, library, reason: "試験") }
            let waiting: Query = """
                SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                WHERE l.locktype = 'advisory' AND NOT l.granted AND d.datname = current_database()
                """
            for _ in 0..<500 {
                if try await hub.count(waiting) > 0 { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            turn.free()
            try await hub.admin.script(unsafeSQL: "COMMIT")
            #expect(try await proposing.value.count == 1)
            #expect(!turn.asked.isEmpty && turn.asked.allSatisfy { $0 })
        }
    }

    @Test func whatThereIsNotCannotBeDecidedOn() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            _ = try await propose(hub)
            let nothing = String(repeating: "0", count: 64)
            try await expectRefused("L0007", hub) { _ = try await hub.lifecycle.approve(by: .approver, nothing, reason: "試験") }
            try await expectRefused("L0007", hub) { _ = try await hub.lifecycle.reject(by: .approver, nothing, reason: "試験") }
            try await expectRefused("L0007", hub) { _ = try await hub.lifecycle.revoke(by: .approver, "childcare", reason: "試験") }
            // What is only proposed is not there to be revoked.
            try await expectRefused("L0007", hub) { _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "試験") }
        }
    }

    @Test func whatTwoVersionsAnswerToNamesNeither() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            _ = try await propose(hub, TestPolicy(purpose: "一つ目"))
            _ = try await propose(hub, TestPolicy(purpose: "二つ目"))
            try await expectRefused("L0017", hub) { _ = try await hub.lifecycle.approve(by: .approver, "tax", reason: "試験") }
            try await expectRefused("L0017", hub) { _ = try await hub.lifecycle.reject(by: .approver, "tax", reason: "試験") }
            await #expect { try await hub.lifecycle.version("tax") } throws: { ($0 as? PolicyActRefused)?.code == "L0008" }
            // Nor the beginning of two hashes.
            for last in ["0", "1"] {
                let hash = "abcdef" + String(repeating: "0", count: 57) + last
                _ = try await hub.admin.execute(
                    "INSERT INTO governance.policy (content_hash, system, dataset, documents, body) VALUES (\(hash), 'tax', 'addressee', '{}', '')")
            }
            try await expectRefused("L0008", hub) { _ = try await hub.lifecycle.revoke(by: .approver, "abcdef", reason: "試験") }
            try await expectRefused("L0008", hub) { _ = try await hub.lifecycle.reject(by: .approver, "abcdef000000", reason: "試験") }
            try await expectRefused("L0008", hub) { _ = try await hub.lifecycle.approve(by: .approver, "abcdef000000", reason: "試験") }
        }
    }

    @Test func anActThatDoesNotFollowIsRefused() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let policy = try await propose(hub)
            #expect(try await approve(hub, policy))
            try await expectRefused("L0009", hub) { _ = try await approve(hub, policy) }
            try await expectRefused("L0009", hub) { _ = try await hub.lifecycle.reject(by: .approver, policy.contentHash, reason: "試験") }
            _ = try await hub.lifecycle.revoke(by: .approver, policy.contentHash, reason: "試験")
            try await expectRefused("L0009", hub) { _ = try await hub.lifecycle.revoke(by: .approver, policy.contentHash, reason: "試験") }
        }
    }

    @Test func aVersionWhoseEndCameWhileItWaitedForApprovalIsNotApproved() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let policy = try await propose(hub, TestPolicy(until: "2026-11-22"))
            try await hub.advance("2026-11-22")
            try await expectRefused("L0010", hub) { _ = try await approve(hub, policy) }
            #expect(try await hub.count("SELECT count(*) FROM governance.in_force") == 0)
        }
    }

    @Test func aProgramDecidesNothing() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let program = Principal.person("operations", .proposePolicies, .approvePolicies, isService: true)
            let policy = try await propose(hub)
            try await expectRefused("L0001", hub) { _ = try await hub.lifecycle.approve(by: program, policy.contentHash, reason: "試験") }
            try await expectRefused("L0001", hub) { _ = try await hub.lifecycle.reject(by: program, policy.contentHash, reason: "試験") }
            #expect(try await approve(hub, policy))
            try await expectRefused("L0001", hub) { _ = try await hub.lifecycle.revoke(by: program, policy.contentHash, reason: "試験") }
        }
    }

    @Test func everyActNeedsAReasonInWords() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let policy = try await propose(hub)
            for reason in ["", " ", "　\n", String(repeating: "あ", count: 1001)] {
                try await expectRefused("L0011", hub) { _ = try await hub.lifecycle.approve(by: .approver, policy.contentHash, reason: reason) }
                try await expectRefused("L0011", hub) { _ = try await hub.lifecycle.reject(by: .approver, policy.contentHash, reason: reason) }
                try await expectRefused("L0011", hub) { _ = try await hub.lifecycle.revoke(by: .approver, policy.contentHash, reason: reason) }
            }
        }
    }

    @Test func whoProposedMayTakeItBackAndNobodyElseWithoutTheRightToApprove() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let policy = try await propose(hub)
            try await expectRefused("L0006", hub) {
                _ = try await hub.lifecycle.reject(by: .person("P0002", .proposePolicies), policy.contentHash, reason: "試験")
            }
            // Nor whoever proposed it and may propose no longer.
            try await expectRefused("L0006", hub) { _ = try await hub.lifecycle.reject(by: .person("P0001", .seePerson), policy.contentHash, reason: "試験") }
            _ = try await hub.lifecycle.reject(by: .proposer, policy.contentHash, reason: "取下げ")
            #expect(try await hub.lifecycle.history(of: "tax").map { "\($0.act) \($0.account)" } == ["propose P0001", "reject P0001"])
        }
    }

    @Test func ofVersionsThatWaitForTheirDayTheOneApprovedLastComes() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let first = try await propose(hub, TestPolicy(items: [.shimei], from: "2026-11-24"))
            #expect(try await !approve(hub, first))
            let second = try await propose(hub, TestPolicy(items: [.seibetsu], from: "2026-11-23"))
            #expect(try await !approve(hub, second))
            #expect(try await hub.lifecycle.versions(in: .approved).map(\.contentHash) == [second.contentHash])
            try await hub.advance("2026-11-30")
            #expect(try await hub.lifecycle.versions(in: .inForce).map(\.contentHash) == [second.contentHash])
            #expect(try await hub.lifecycle.versions(in: .superseded).map(\.contentHash) == [first.contentHash])
        }
    }

    @Test func whatIsRevokedBeforeItsDayNeverComesIntoForceAndTakesNothingBack() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let policy = try await propose(hub, TestPolicy(from: "2026-11-22"))
            #expect(try await !approve(hub, policy))
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "不要")
            try await hub.advance("2026-11-23")
            #expect(try await hub.lifecycle.changes().isEmpty)
            await #expect { try await hub.changes() } throws: { ($0 as? ProvisionRefused)?.refusal == .noPolicy }
        }
    }

    @Test func whatWasTypedIsKeptOnlyWhereItCanBeNothingButAVersionOrASystem() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            for name in ["試験　太郎", "tax; DROP", String(repeating: "a", count: 65)] {
                try await expectRefused("L0007", hub) { _ = try await hub.lifecycle.revoke(by: .approver, name, reason: "試験") }
            }
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE body LIKE '%太郎%' OR body LIKE '%DROP%' OR body LIKE '%aaaaa%'") == 0)
            try await expectRefused("L0007", hub) { _ = try await hub.lifecycle.revoke(by: .approver, "tax/addressee", reason: "試験") }
            #expect(try await hub.text("SELECT body::jsonb #>> '{fields,policy}' FROM audit.event ORDER BY event_id DESC LIMIT 1") == "tax/addressee")
        }
    }
}
