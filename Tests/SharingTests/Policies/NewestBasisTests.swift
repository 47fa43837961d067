import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// Of several lists of legal bases the newest that was approved decides when a basis ends, for every policy that rests on it.
@Suite(.timeLimit(.minutes(10))) struct NewestBasisTests {
    private func library(ends: String, _ policies: TestPolicy...) throws -> PolicyLibrary {
        try PolicyLibrary(
            documents: TestPolicy.documents(policies).map { document in
                guard document.name == "legal-bases.tsv" else { return document }
                return PolicyDocument(name: document.name, text: document.text.replacing("\t16\t", with: "\t16\t\(ends)"))
            })
    }

    private func approve(_ library: PolicyLibrary, _ hub: TestHub) async throws {
        for outcome in try await hub.lifecycle.propose(by: .proposer, library, reason: "改定") {
            guard case .proposed(let policy) = outcome else { continue }
            _ = try await hub.lifecycle.approve(by: .approver, policy.contentHash, bases: library.bases, reason: "改定")
        }
    }

    private func isOpen(_ hub: TestHub, _ system: SystemName) async throws -> Bool {
        do {
            _ = try await hub.person(ResidentRow.number(1), system)
            return true
        } catch let refused as ProvisionRefused where refused.refusal == .outsideDates {
            return false
        }
    }

    private func warned(_ hub: TestHub) async throws -> [String] { try await hub.lifecycle.warnings().map { "\($0.system) \($0.endsOn)" } }

    @Test func theNewestApprovedListDecidesAndNoOlderOneComesBack() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await approve(library(ends: "", TestPolicy(), TestPolicy(system: .childcare)), hub)
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            let early = try library(ends: "2026-12-10", TestPolicy())
            try await approve(early, hub)
            #expect(try await warned(hub) == ["childcare 2026-12-10", "tax 2026-12-10"])
            // The law is kept for longer: childcare, which itself says nothing, follows the newer list.
            try await approve(library(ends: "2026-12-20", TestPolicy()), hub)
            #expect(try await warned(hub) == ["childcare 2026-12-20", "tax 2026-12-20"])
            // Going back to the earlier version of tax ends that one earlier, and childcare not.
            try await approve(early, hub)
            #expect(try await warned(hub) == ["tax 2026-12-10", "childcare 2026-12-20"])
            // What is only proposed decides nothing.
            _ = try await hub.lifecycle.propose(by: .proposer, library(ends: "2026-11-25", TestPolicy(system: .childcare)), reason: "案")
            #expect(try await warned(hub) == ["tax 2026-12-10", "childcare 2026-12-20"])
            try await hub.advance("2026-12-09")
            for system in [SystemName.tax, .childcare] { #expect(try await isOpen(hub, system), "\(system)") }
            try await hub.advance("2026-12-10")
            #expect(try await !isOpen(hub, .tax))
            #expect(try await isOpen(hub, .childcare))
            try await hub.advance("2026-12-19")
            #expect(try await isOpen(hub, .childcare))
            try await hub.advance("2026-12-20")
            #expect(try await !isOpen(hub, .childcare))
            let expired = try await hub.lifecycle.history().filter { $0.act == "expire" }
            #expect(expired.map { "\($0.system) \($0.reason)" } == ["tax 法的根拠transfer-16の終了(2026-12-10)", "childcare 法的根拠transfer-16の終了(2026-12-20)"])
        }
    }

    @Test func aListWhoseEndHasComeClosesOtherPoliciesWithItsApproval() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await approve(library(ends: "", TestPolicy(), TestPolicy(system: .childcare)), hub)
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            var state = HeldState()
            try await state.catchUp(hub, .childcare)
            #expect(state.held.count == 1)
            // Proposed while it still holds; approved on the day on which it has ended for all that rest on it.
            let other = try library(
                ends: "2026-11-22", TestPolicy(), TestPolicy(system: .careInsurance, items: [.shimei], from: "2026-11-20"))
            _ = try await hub.lifecycle.propose(by: .proposer, other, systems: [.careInsurance], reason: "改定")
            try await hub.advance("2026-11-22")
            await #expect {
                try await hub.lifecycle.approve(by: .approver, hub.proposed(.careInsurance), reason: "改定")
            } throws: { ($0 as? PolicyActRefused)?.code == "L0010" }
            #expect(try await hub.lifecycle.history(of: "care-insurance").map(\.act) == ["propose"], "refused as a whole")
            for system in [SystemName.tax, .childcare] { #expect(try await isOpen(hub, system), "what was not approved closes nobody: \(system)") }
        }
    }

    /// Two bases, of which the first ends; tax rests on it, childcare on the other.
    private func twoBases(firstEnds: String, _ policies: TestPolicy...) throws -> PolicyLibrary {
        try PolicyLibrary(
            documents: TestPolicy.documents(policies).map { document in
                switch document.name {
                case "legal-bases.tsv":
                    let row = "transfer-40\t児童手当法\t番号法第九条第二項\t児童手当支給事務\t子育て支援課\ttransfer\t40\t"
                    return PolicyDocument(name: document.name, text: document.text.replacing("\t16\t", with: "\t16\t\(firstEnds)") + "\n" + row)
                case "systems/childcare.yaml":
                    return PolicyDocument(name: document.name, text: document.text.replacing("transfer-16", with: "transfer-40"))
                default: return document
                }
            })
    }

    @Test func aListThatSaysThatABasisHasEndedClosesWhatRestsOnItAtOnce() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await approve(twoBases(firstEnds: "", TestPolicy(), TestPolicy(system: .childcare)), hub)
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            var state = HeldState()
            try await state.catchUp(hub)
            #expect(state.held.count == 1)
            // Approved together with another department's policy; the day does not move.
            try await approve(twoBases(firstEnds: "2026-11-20", TestPolicy(system: .childcare, purpose: "改めた目的")), hub)
            #expect(try await !isOpen(hub, .tax))
            #expect(try await isOpen(hub, .childcare))
            try await state.catchUp(hub)
            #expect(state.held.isEmpty)
        }
    }

    /// The code of the refusal of approving what is proposed for a system.
    private func refusal(_ hub: TestHub, _ system: SystemName = .childcare, naming bases: String? = nil) async -> String? {
        do {
            _ = try await hub.lifecycle.approve(by: .approver, hub.proposed(system), bases: bases, reason: "改定")
            return nil
        } catch {
            return (error as? PolicyActRefused)?.code ?? "\(error)"
        }
    }

    @Test func whoeverApprovesOnePolicyDoesNotMoveTheEndOfAnotherUnlessTheyNameTheList() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await approve(twoBases(firstEnds: "", TestPolicy(), TestPolicy(system: .childcare)), hub)
            let ending = try twoBases(firstEnds: "2027-04-01", TestPolicy(system: .childcare, purpose: "改めた目的"))
            // What somebody would propose is told as what they have proposed.
            let planned = try await hub.lifecycle.plan(by: .approver, .files(ending))
            _ = try await hub.lifecycle.propose(by: .proposer, ending, reason: "改定")
            let list = try #require(ending.bases)
            let plan = try await hub.lifecycle.plan(by: .approver, .proposed)
            for bases in [planned.bases, plan.bases] {
                #expect(bases.map(\.list) == [list])
                let moved = bases.flatMap(\.policies).map { "\($0.system) \($0.endsNow ?? "-") \($0.endsThen ?? "-") \($0.reason ?? "-")" }
                #expect(moved == ["tax - 2027-04-01 法的根拠transfer-16の終了(2027-04-01)"])
            }
            #expect(await refusal(hub) == "L0020")
            #expect(await refusal(hub, naming: String(list.prefix(11))) == "L0021")
            #expect(await refusal(hub, naming: "000000000000") == "L0021")
            #expect(try await hub.lifecycle.versions(in: .proposed).count == 1)
            #expect(try await warned(hub).isEmpty)
            #expect(try await hub.lifecycle.history(of: "tax").map(\.act) == ["propose", "approve", "enter"])
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE is_failure AND body::jsonb #>> '{fields,refusal}' = 'L0020'") == 1)
            #expect(await refusal(hub, naming: String(list.prefix(12))) == nil)
            let told = try await hub.text(
                "SELECT body::jsonb #>> '{fields,bases}' FROM audit.event WHERE kind = 'policy.approved' AND NOT is_failure ORDER BY event_id DESC LIMIT 1")
            #expect(told == list, "what was named is on record, whole")
            try await hub.advance("2027-01-01")
            #expect(try await warned(hub) == ["tax 2027-04-01"])
            // The list counts now: nothing else moves an end, and nothing need be named.
            _ = try await hub.lifecycle.propose(by: .proposer, twoBases(firstEnds: "2027-04-01", TestPolicy(system: .childcare)), reason: "改定")
            #expect(try await hub.lifecycle.plan(by: .approver, .proposed).bases.isEmpty)
            #expect(await refusal(hub) == nil)
        }
    }

    @Test func aListThatForgetsAnEndIsNamedLikeOneThatBringsIt() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await approve(twoBases(firstEnds: "", TestPolicy(), TestPolicy(system: .childcare)), hub)
            try await approve(twoBases(firstEnds: "2027-01-10", TestPolicy(system: .childcare, purpose: "改めた目的")), hub)
            #expect(try await warned(hub) == ["tax 2027-01-10"])
            let forgetting = try twoBases(firstEnds: "2027-02-10", TestPolicy(system: .childcare, purpose: "さらに改めた目的"))
            _ = try await hub.lifecycle.propose(by: .proposer, forgetting, reason: "改定")
            #expect(await refusal(hub) == "L0020")
            // Where nobody rests on the basis any more there is nothing to name.
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "試験")
            #expect(await refusal(hub) == nil)
        }
    }

    @Test func aListThatMovesTheEndOfWhatWaitsForItsFirstDayIsNamed() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await approve(twoBases(firstEnds: "", TestPolicy(from: "2026-12-01"), TestPolicy(system: .childcare)), hub)
            _ = try await hub.lifecycle.propose(
                by: .proposer, twoBases(firstEnds: "2027-02-10", TestPolicy(system: .childcare, purpose: "改めた目的")), reason: "改定")
            #expect(await refusal(hub) == "L0020")
        }
    }

    @Test func aListThatClosesWhatTheReceiverHasInForceBeforeItsNextVersionBeginsIsNamed() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await approve(library(ends: "", TestPolicy(system: .childcare)), hub)
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            // The next version rests on another basis and begins in April; the list that comes with it ends today what the present one rests on.
            let later = try twoBases(firstEnds: "2026-11-20", TestPolicy(system: .childcare, from: "2027-04-01"))
            _ = try await hub.lifecycle.propose(by: .proposer, later, reason: "改定")
            for planned in [try await hub.lifecycle.plan(by: .approver, .files(later)), try await hub.lifecycle.plan(by: .approver, .proposed)] {
                let moved = planned.bases.flatMap(\.policies).map { "\($0.system) \($0.endsNow ?? "-") \($0.endsThen ?? "-")" }
                #expect(moved == ["childcare - 2026-11-20"])
            }
            #expect(await refusal(hub) == "L0020")
            #expect(try await isOpen(hub, .childcare))
            _ = try await hub.lifecycle.reject(by: .approver, hub.proposed(.childcare), reason: "改定")
            // What takes its place at once has nothing else to name.
            _ = try await hub.lifecycle.propose(
                by: .proposer, twoBases(firstEnds: "2026-11-20", TestPolicy(system: .childcare, purpose: "改めた目的")), reason: "改定")
            #expect(try await hub.lifecycle.plan(by: .approver, .proposed).bases.isEmpty)
            #expect(await refusal(hub) == nil)
            #expect(try await isOpen(hub, .childcare))
        }
    }

    @Test func aListThatSaysThatABasisEndsSoonWarnsAtOnce() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await approve(twoBases(firstEnds: "", TestPolicy(), TestPolicy(system: .childcare)), hub)
            try await approve(twoBases(firstEnds: "2026-12-15", TestPolicy(system: .childcare, purpose: "改めた目的")), hub)
            let told = try await hub.rows(
                "SELECT body::jsonb #>> '{fields,system}' || ' ' || (body::jsonb #>> '{fields,days}') FROM audit.event WHERE kind = 'policy.end-warned'")
            #expect(try told.map { try $0.decode(String.self) } == ["tax 30"])
        }
    }

    @Test func anApprovedVersionThatEndsBeforeItsFirstDayExpiresWithoutComingIntoForce() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await approve(library(ends: "2026-11-25", TestPolicy(from: "2026-11-24")), hub)
            #expect(try await hub.lifecycle.versions(in: .approved).count == 1)
            try await hub.advance("2026-11-26")
            #expect(try await hub.lifecycle.history(of: "tax").map(\.act) == ["propose", "approve", "expire"])
            await #expect { try await hub.changes() } throws: { ($0 as? ProvisionRefused)?.refusal == .noPolicy }
        }
    }
}
