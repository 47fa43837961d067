import AccessControlStand
import Addressee
import Governance
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// A plan, and a version that waits, are read in sentences with what is doubtful about them.
@Suite struct ReadingTests {
    @Test func thePlanTellsSentencesDoubtsAndChangedBases() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            let documents = TestPolicy.documents([TestPolicy(scope: "any: [{state: [resident]}, {ward: [131016]}]", purpose: "新しい目的")]).map { document in
                // The file is another system's, and a basis has other words.
                document.name.hasPrefix("systems/")
                    ? PolicyDocument(name: "systems/childcare.yaml", text: document.text)
                    : document.name == "legal-bases.tsv"
                        ? PolicyDocument(name: document.name, text: document.text.replacing("transfer-16\t", with: "transfer-16\t新")) : document
            }
            let library = try PolicyLibrary(documents: documents)
            var around = PolicyDoubt.Surroundings()
            around.endpoints = [Endpoint(system: .childcare, dataset: .addressee, connector: "module")]
            let files = try await hub.lifecycle.plan(by: .approver, .files(library), around: around)
            _ = try await hub.lifecycle.propose(by: .proposer, library, reason: "試験")
            let proposed = try await hub.lifecycle.plan(by: .approver, .proposed, around: around)
            for plan in [files, proposed] {
                #expect(plan.readings.map(\.version) == plan.systems.map(\.to))
                let reading = try #require(plan.readings.first)
                #expect(reading.sentences.contains { $0.contains("新しい目的") })
                #expect(reading.sentences.contains { $0.contains("131016") })
                #expect(Set(reading.doubts.map(\.code)).isSuperset(of: ["O0012", "O0013", "O0014"]), "\(reading.doubts)")
                #expect(plan.basisChanges.map(\.id) == ["transfer-16"])
                #expect(plan.basisChanges.first?.before != plan.basisChanges.first?.after)
            }
            // Approved, shown by name, and read again by another process's store.
            _ = try await hub.lifecycle.approve(by: .approver, try await hub.proposed(), bases: library.bases, reason: "試験")
            let (policy, _) = try await hub.lifecycle.version("tax")
            #expect(policy.source == "systems/childcare.yaml")
            #expect(try await hub.lifecycle.reading([policy]).first?.doubts.map(\.code).contains("O0013") == true)
            #expect(try await hub.lifecycle.plan(by: .approver, .proposed).basisChanges.isEmpty)
            // What closes it says so.
            let plan = try await hub.lifecycle.plan(by: .approver, .revocation([.tax]))
            #expect(plan.readings.first?.sentences.first?.contains("取消し") == true && plan.readings.first?.doubts.isEmpty == true)
        }
    }
}
