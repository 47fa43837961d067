import Addressee
import ConnectorKit
import Testing

@Suite struct ConformanceKitTests {
    private func report(_ fault: MemoryReceiver.Fault) async throws -> ConformanceReport {
        let receiver = MemoryReceiver(fault)
        let kit = ConformanceKit(
            body: try LocalGovernmentCode("111007"), another: try LocalGovernmentCode("111015"), system: .tax, dataset: "addressee",
            connect: { MemoryConnector(receiver: receiver) },
            badConfigurations: [("no receiver", { MemoryConnector(receiver: receiver, configured: false) })],
            keyedHash: testHash, run: "UNIT")
        return await kit.run()
    }

    @Test func aReceiverThatKeepsTheContractPasses() async throws {
        let report = try await report(.none)
        #expect(report.passed, "\(report)")
        #expect(report.checks.allSatisfy { $0.outcome == .passed }, "\(report)")
        #expect(report.checks.count == 20)
    }

    /// A check that can't fail is a defect of the kit.
    @Test(arguments: [
        (MemoryReceiver.Fault.checkAlwaysPasses, "bad-configuration-fails (no receiver)"),
        (.noTombstones, "removed-persons-stay-removed"),
        (.historyNumberDecides, "removed-persons-can-come-back"),
        (.forgetsKeys, "one-key-one-batch"),
        (.oneBadStopsAll, "bad-entries-do-not-stop-good-ones"),
        (.takesAnySchema, "schema-steps-up-and-down"),
        (.unordered, "holds-what-was-delivered"),
        (.firstInBatchWins, "last-state-in-a-batch-counts"),
        (.dropsIndividualNumber, "holds-what-was-delivered"),
        (.rejectsWithValue, "bad-entries-do-not-stop-good-ones"),
        (.removesAwaiting, "awaiting-persons-are-kept"),
        (.holdsAwaiting, "awaiting-persons-are-kept"),
        (.lastOfAllCounts, "awaiting-persons-are-kept"),
        (.keepsWithheld, "withheld-items-are-erased"),
        (.takesAnyBody, "another-body-is-refused"),
        (.opensToAnyBody, "another-body-is-refused"),
    ])
    func aReceiverThatBreaksARuleFails(fault: MemoryReceiver.Fault, check: String) async throws {
        let report = try await report(fault)
        #expect(!report.passed)
        #expect(report.failures.contains { $0.name == check }, "\(report)")
    }
}
