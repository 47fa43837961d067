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

/// Nothing comes into force but by two people, and every act and refusal is an event.
@Suite(.timeLimit(.minutes(10))) struct TwoPeopleTests {
    private func library(_ policies: TestPolicy...) throws -> PolicyLibrary { try PolicyLibrary(documents: TestPolicy.documents(policies)) }

    private func propose(by person: Principal = .proposer, _ hub: TestHub, _ policy: TestPolicy = TestPolicy()) async throws -> Policy {
        try #require(try await hub.lifecycle.propose(by: person, library(policy), reason: "試験").first).policy
    }

    private func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? PolicyActRefused)?.code
        }
    }

    private func failures(_ hub: TestHub) async throws -> [String] {
        try await hub.rows("SELECT kind || ' ' || (body::jsonb #>> '{fields,refusal}') FROM audit.event WHERE is_failure ORDER BY event_id")
            .map { try $0.decode(String.self) }
    }

    @Test func aProposalAloneServesNobody() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let policy = try await propose(hub)
            await #expect { try await hub.changes() } throws: { ($0 as? ProvisionRefused)?.refusal.code == "P0001" }
            _ = try await hub.lifecycle.reject(by: .approver, policy.contentHash, reason: "目的が広すぎる")
            await #expect { try await hub.changes() } throws: { ($0 as? ProvisionRefused)?.refusal.code == "P0001" }
            #expect(await code { _ = try await hub.lifecycle.approve(by: .approver, policy.contentHash, reason: "x") } == "L0009")
            // Proposed anew it takes two people again.
            _ = try await propose(hub)
            #expect(try await hub.lifecycle.approve(by: .approver, hub.proposed(), reason: "x").isInForce)
            #expect(try await hub.changes().entries.isEmpty)
            #expect(try await hub.lifecycle.history(of: "tax").map(\.act) == ["propose", "reject", "propose", "approve", "enter"])
        }
    }

    @Test func whoMayNotIsRefusedAndRecorded() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            #expect(await code { _ = try await propose(by: .person("A0001", .approvePolicies), hub) } == "L0005")
            #expect(await code { _ = try await propose(by: .person("S", .proposePolicies, isService: true), hub) } == "L0001")
            _ = try await propose(hub)
            let people: [(Principal, String)] = [
                (.person("P0001", .proposePolicies, .approvePolicies), "L0003"), (.person("X", .proposePolicies), "L0002"),
                (.person("S", .approvePolicies, isService: true), "L0001"),
                (.person("A", .approvePolicies, grantedBy: "P0001", on: "2026-11-20"), "L0004"),
            ]
            for (person, expected) in people {
                #expect(await code { _ = try await hub.lifecycle.approve(by: person, hub.proposed(), reason: "x") } == expected)
            }
            #expect(await code { _ = try await hub.lifecycle.reject(by: .person("X", .proposePolicies), hub.proposed(), reason: "x") } == "L0006")
            #expect(await code { _ = try await hub.lifecycle.approve(by: .approver, hub.proposed(), reason: "  ") } == "L0011")
            #expect(try await hub.count("SELECT count(*) FROM governance.in_force") == 0)
            _ = try await hub.lifecycle.approve(by: .approver, hub.proposed(), reason: "x")
            #expect(await code { _ = try await hub.lifecycle.revoke(by: .proposer, "tax", reason: "x") } == "L0006")
            #expect(
                try await failures(hub) == [
                    "policy.proposed L0005", "policy.proposed L0001", "policy.approved L0003", "policy.approved L0002", "policy.approved L0001",
                    "policy.approved L0004", "policy.rejected L0006", "policy.approved L0011", "policy.revoked L0006",
                ])
        }
    }

    @Test func onlyWhatTheApproverHasSeenIsApproved() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let seen = try await propose(hub)
            // Meanwhile another version is proposed for the same system.
            let swapped = try await propose(hub, TestPolicy(items: [.shimei, .kojinbango]))
            let short = String(seen.contentHash.prefix(11))
            for name in ["tax", "tax/addressee", "", short, "123456789012g", seen.contentHash + "0"] {
                #expect(await code { _ = try await hub.lifecycle.approve(by: .approver, name, reason: "x") } == "L0017", "\(name)")
                #expect(await code { _ = try await hub.lifecycle.reject(by: .approver, name, reason: "x") } == "L0017", "\(name)")
            }
            let hash = String(seen.contentHash.prefix(12))
            #expect(await code { _ = try await hub.lifecycle.approve(by: .approver, hash, of: "childcare", reason: "x") } == "L0018")
            #expect(await code { _ = try await hub.lifecycle.approve(by: .approver, "000000000000", of: "tax", reason: "x") } == "L0007")
            #expect(try await hub.lifecycle.approve(by: .approver, hash, of: "tax", reason: "x").policy.contentHash == seen.contentHash)
            let rejected = try await hub.lifecycle.reject(by: .approver, String(swapped.contentHash.prefix(12)), of: "tax/addressee", reason: "x")
            #expect(rejected.contentHash == swapped.contentHash)
            // What it signs is the whole hash.
            let told = try await hub.text("SELECT body::jsonb #>> '{fields,policy}' FROM audit.event WHERE kind = 'policy.approved' AND NOT is_failure")
            #expect(told == seen.contentHash)
        }
    }

    @Test func theDatabaseItselfLetsNobodyApproveTheirOwnOrSkipAStep() async throws {
        try await TestHub.with { hub in
            let policy = try await propose(hub)
            func insert(_ act: String, step: Int, after: (Int, String, String)?, by account: String) async -> String? {
                do {
                    _ = try await hub.pool.query(
                        """
                        INSERT INTO governance.act (acted_on, step, after_step, policy_version, act, account, reason, after_act, after_account)
                        VALUES ('2026-11-20', \(Int32(step)), \(after.map { Int32($0.0) }), \(policy.contentHash), \(act), \(account), 'x', \(after?.1), \(after?.2))
                        """)
                    return nil
                } catch {
                    return (error as? PostgresError)?.constraint
                }
            }
            #expect(await insert("approve", step: 2, after: (1, "propose", "P0001"), by: "P0001") == "act_approved_by_another")
            #expect(await insert("approve", step: 2, after: (1, "propose", "X"), by: "P0001") == "act_follows_fkey")
            #expect(await insert("enter", step: 2, after: (1, "propose", "P0001"), by: "A") == "act_may_follow")
            #expect(await insert("enter", step: 1, after: nil, by: "A") == "act_may_follow")
            #expect(await insert("approve", step: 3, after: (2, "propose", "P0001"), by: "A") == "act_follows_fkey")
            #expect(await insert("propose", step: 1, after: nil, by: "A") == "act_one_a_step")
            for statement in ["UPDATE governance.act SET account = 'x'", "DELETE FROM governance.act"] {
                await #expect { try await hub.pool.execute(Query(unsafeSQL: statement)) } throws: { ($0 as? PostgresError)?.sqlState == "42501" }
            }
        }
    }

    @Test func ofTwoApprovalsAtOnceOneCounts() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            _ = try await propose(hub)
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for account in ["A1", "A2", "A3"] {
                    group.addTask { (try? await hub.lifecycle.approve(by: .person(account, .approvePolicies), hub.proposed(), reason: "x")) != nil }
                }
                return await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 1)
            #expect(try await hub.lifecycle.history(of: "tax").map(\.act) == ["propose", "approve", "enter"])
        }
    }

    @Test func ofApprovalAndRejectionAtOnceOneCounts() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            for round in 0..<4 {
                _ = try await propose(hub, TestPolicy(purpose: "試験\(round)"))
                async let approved = (try? await hub.lifecycle.approve(by: .person("A1", .approvePolicies), hub.proposed(), reason: "x")) != nil
                async let rejected = (try? await hub.lifecycle.reject(by: .person("A2", .approvePolicies), hub.proposed(), reason: "x")) != nil
                let outcome = await [approved, rejected]
                #expect(outcome.count { $0 } == 1)
            }
            #expect(try await hub.count("SELECT count(*) FROM governance.act WHERE act IN ('approve', 'reject')") == 4)
        }
    }

    @Test func ofTwoActsOnOneStandingTheSecondIsToldThatAnotherCameFirst() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let version = try await propose(hub).contentHash
            // As somebody who read where the version stood before the other act was entered.
            let lastAct = try await hub.pool.withConnection { try await PolicyLedger(connection: $0, seal: hub.store.seal).lastAct(on: version) }
            func enter(_ act: PolicyAct, by account: String) async -> String? {
                await code {
                    try await hub.pool.transaction { connection in
                        try await PolicyLedger(connection: connection, seal: hub.store.seal).enter(
                            act, version, after: lastAct, by: account, on: day("2026-11-20"), reason: "試験")
                    }
                }
            }
            #expect(await enter(.reject, by: "A1") == nil)
            #expect(await enter(.approve, by: "A2") == "L0013")
            #expect(await enter(.reject, by: "A1") == "L0013")
            #expect(try await hub.lifecycle.history(of: "tax").map(\.act) == ["propose", "reject"])
        }
    }

    @Test func anApprovedVersionComesIntoForceOnItsDay() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(TestPolicy(items: [.shimei]))
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            _ = try await propose(hub, TestPolicy(items: [.shimei, .jushoChoaza], from: "2026-11-22"))
            #expect(try await hub.lifecycle.approve(by: .approver, hub.proposed(), reason: "x").isInForce == false)
            #expect(try await hub.lifecycle.versions(in: .approved).count == 1)
            try await hub.advance("2026-11-21")
            #expect(try await hub.person(ResidentRow.number(1)).items.count == 1)
            try await hub.advance("2026-11-22")
            #expect(try await hub.person(ResidentRow.number(1)).items.count == 2)
            #expect(try await hub.lifecycle.versions(in: .superseded).count == 1)
            #expect(try await hub.lifecycle.history(of: "tax").map(\.account).suffix(2) == ["calendar", "calendar"])
        }
    }

    @Test func aVersionThatIsOverIsNotProposed() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            #expect(await code { _ = try await propose(hub, TestPolicy(until: "2026-11-20")) } == "L0010")
        }
    }

    @Test func driftIsTold() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(TestPolicy(), TestPolicy(system: .childcare))
            #expect(try await hub.lifecycle.drift(from: library(TestPolicy(), TestPolicy(system: .childcare))).isEmpty)
            let changed = try library(TestPolicy(purpose: "別の目的"), TestPolicy(system: .careInsurance))
            #expect(
                try await hub.lifecycle.drift(from: changed).map { "\($0.system) \($0.fileState ?? "-") \($0.inForce != nil)" } == [
                    "care-insurance draft false", "childcare - true", "tax draft true",
                ])
            _ = try await hub.lifecycle.propose(by: .proposer, changed, systems: [.tax], reason: "x")
            #expect(try await hub.lifecycle.drift(from: changed).map(\.fileState) == ["draft", nil, "proposed"])
            // A revoked policy is in force nowhere.
            _ = try await hub.lifecycle.revoke(by: .approver, "childcare", reason: "x")
            #expect(try await hub.lifecycle.drift(from: changed).map(\.system) == ["care-insurance", "tax"])
        }
    }
}
