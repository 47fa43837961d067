import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// A legal basis that ends closes every policy that rests on it, on its day, after three warnings.
@Suite(.timeLimit(.minutes(10))) struct LegalBasisTests {
    private func library(ends: String, _ policies: TestPolicy...) throws -> PolicyLibrary {
        try PolicyLibrary(
            documents: TestPolicy.documents(policies).map { document in
                guard document.name == "legal-bases.tsv" else { return document }
                return PolicyDocument(name: document.name, text: document.text.replacing("\t16\t", with: "\t16\t\(ends)"))
            })
    }

    @Test func aBasisThatEndsClosesItsPoliciesOnItsDay() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            _ = try await hub.load(library(ends: "", TestPolicy(until: "2028-01-01"), TestPolicy(system: .childcare)))
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            // The end is entered together with one of the two policies; it holds for both.
            let ending = try library(ends: "2027-04-01", TestPolicy(until: "2028-01-01"), TestPolicy(system: .childcare))
            _ = try await hub.lifecycle.propose(by: .proposer, ending, systems: [.tax], reason: "廃止法の公布")
            #expect(try await hub.lifecycle.warnings().isEmpty)
            // Which takes that whoever approves names the list.
            await #expect {
                _ = try await hub.lifecycle.approve(by: .approver, hub.proposed(), reason: "廃止法の公布")
            } throws: {
                let told = $0 as? PolicyActRefused
                return told?.code == "L0020" && told?.rule.contains("childcare/addressee 終了なし → 2027-04-01") == true
            }
            _ = try await hub.lifecycle.approve(by: .approver, hub.proposed(), bases: ending.bases, reason: "廃止法の公布")
            #expect(try await hub.count("SELECT count(*) FROM governance.legal_basis WHERE valid_to = '2027-04-01'") == 1)
            var warned: [String: [String]] = [:]
            for day in ["2026-12-31", "2027-01-01", "2027-01-15", "2027-03-01", "2027-03-02", "2027-03-24", "2027-03-25", "2027-03-31"] {
                try await hub.advance(day)
                warned[day] = try await hub.rows(
                    "SELECT body::jsonb #>> '{fields,system}' || ' ' || (body::jsonb #>> '{fields,days}') FROM audit.event WHERE kind = 'policy.end-warned' ORDER BY 1"
                ).map { try $0.decode(String.self) }
            }
            #expect(warned["2026-12-31"] == [])
            #expect(warned["2027-01-01"] == ["childcare 90", "tax 90"])
            #expect(warned["2027-03-01"] == warned["2027-01-01"])
            #expect(warned["2027-03-02"] == ["childcare 30", "childcare 90", "tax 30", "tax 90"])
            #expect(warned["2027-03-31"] == ["childcare 30", "childcare 7", "childcare 90", "tax 30", "tax 7", "tax 90"])
            #expect(warned["2027-03-25"] == warned["2027-03-31"])
            #expect(try await hub.lifecycle.warnings().map { "\($0.system) \($0.daysLeft)" } == ["childcare 1", "tax 1"])
            #expect(try await hub.person(ResidentRow.number(1)).historyNumber == 1)
            try await hub.advance("2027-04-01")
            for system in [SystemName.tax, .childcare] {
                await #expect { try await hub.person(ResidentRow.number(1), system) } throws: { ($0 as? ProvisionRefused)?.refusal.code == "P0002" }
            }
            let ends = try await hub.lifecycle.history().filter { $0.act == "expire" }
            #expect(ends.count == 2 && ends.allSatisfy { $0.reason.contains("transfer-16") })
            #expect(try await hub.lifecycle.warnings().isEmpty)
        }
    }

    @Test func aLeapOfTheDayWarnsOnceAndClosesAll() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            _ = try await hub.load(library(ends: "2027-04-01", TestPolicy()))
            try await hub.advance("2027-03-20")
            #expect(try await hub.count("SELECT count(*) FROM governance.warning WHERE days = 30") == 1)
            #expect(try await hub.count("SELECT count(*) FROM governance.warning") == 1)
            try await hub.advance("2030-01-01")
            #expect(try await hub.lifecycle.changes().map(\.closing) == [nil, "expired"])
        }
    }

    @Test func theDayOnWhichOneEndsAndTheNextBeginsHasNoGap() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(TestPolicy(items: [.shimei], until: "2026-12-01"))
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            var state = HeldState()
            try await state.catchUp(hub)
            _ = try await hub.lifecycle.propose(
                by: .proposer, PolicyLibrary(documents: TestPolicy.documents([TestPolicy(items: [.shimei, .jushoChoaza], from: "2026-12-01")])), reason: "更新")
            _ = try await hub.lifecycle.approve(by: .approver, hub.proposed(), reason: "更新")
            try await hub.advance("2026-12-01")
            let page = try await hub.changes(after: state.cursor)
            #expect(page.entries.map(\.operation) == [.upsert])
            #expect(try await hub.lifecycle.history(of: "tax").map(\.act).contains("expire") == false)
        }
    }
}
