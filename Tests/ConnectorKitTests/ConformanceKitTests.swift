import Addressee
import ConnectorKit
import Testing

@Suite struct ConformanceKitTests {
    /// What a system publishes: two records of each person, told apart by the year.
    private static var incomes: ItemCatalogue? {
        let year = Item("nendo", bit: 3, .halfWidth, 4, "年度", .affair)
        return DatasetName(rawValue: "incomes").map {
            ItemCatalogue(
                dataset: $0, label: "所得", schemaVersion: 3, source: .system(.tax), recordKey: year,
                items: [
                    .kojinbango, year, Item("shotoku", bit: 4, .integer, 12, "所得", .income), Item("kubun", bit: 5, .halfWidth, 1, "区分", .income),
                    Item("biko", bit: 6, .fullWidth, 20, "備考", .income), Item("shinkokubi", bit: 7, .date, 10, "申告日", .affair),
                ])
        }
    }

    private func report(_ fault: MemoryReceiver.Fault, _ catalogue: ItemCatalogue = .register) async throws -> ConformanceReport {
        let receiver = MemoryReceiver(fault, dataset: catalogue.dataset.rawValue)
        let kit = ConformanceKit(
            body: try LocalGovernmentCode("111007"), another: try LocalGovernmentCode("111015"), system: .tax, of: catalogue,
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

    @Test func aReceiverOfAPublishedDatasetKeepsEachRecordByItself() async throws {
        let incomes = try #require(Self.incomes)
        let report = try await report(.none, incomes)
        #expect(report.passed && report.checks.count == 20, "\(report)")
        #expect(report.checks.filter { $0.outcome != .passed }.map(\.name) == ["withheld-items-are-erased"], "\(report)")
        let forgetful = try await self.report(.forgetsRecordKeys, incomes)
        #expect(!forgetful.passed && forgetful.failures.contains { $0.name == "holds-what-was-delivered" }, "\(forgetful)")
        let repeating = try await self.report(.oneBadStopsAll, incomes)
        #expect(repeating.failures.map(\.name) == ["bad-entries-do-not-stop-good-ones"], "\(repeating)")
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
