import AccessControlStand
import Addressee
import ConnectorKit
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// What a policy gives less than whole, no way out gives more of.
@Suite(.timeLimit(.minutes(10))) struct ReductionTests {
    private static let items: [Item] = [
        .kojinbango, .shimei, .juminhyokodo, .seinengappi, .seinengappiFushohyoki, .juminnengappi, .jushoShikuchosonkodo, .jushoTodofuken, .jushoChoaza,
        .jushoBanchigohyoki, .jushoYubinbango, .jushoKatagaki,
    ]
    private static let reduced = TestPolicy(
        items: items, more: "precision: {seinengappi: year, juminnengappi: month, jusho: ward}\nmasked: {juminhyokodo: last-4, shimei: initial}")

    @Test func everyWayOutGivesTheSameAndNoMore() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: Self.items))
            try await hub.advance("2026-11-20")
            let row = ResidentRow(1).with {
                $0[.seinengappi] = "1980-05-05"
                $0[.juminhyokodo] = "12345678903"
                $0[.juminnengappi] = "2020-04-15"
            }
            try await hub.take([row])
            try await hub.settle()
            let whole = try await hub.person(ResidentRow.number(1))
            try await hub.load(Self.reduced)
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            let file = String(decoding: try await hub.full(.tax, .csv).bytes, as: UTF8.self)
            let csv = file.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
            let ways: [(String, Entry)] = [
                ("one", try await hub.person(ResidentRow.number(1))), ("changes", try #require(try await hub.changes().entries.first)),
                ("full", try #require(try HeldState.of(ndjson: try await hub.full().bytes).values.first)),
                ("push", try #require(receiver.held.values.first)),
            ]
            let name = try #require(whole.items[.shimei])
            for (way, entry) in ways {
                #expect(entry.items[.seinengappi] == "1980-00-00", "\(way)")
                #expect(entry.items[.juminnengappi] == "2020-04-00", "\(way)")
                #expect(entry.items[.juminhyokodo] == "*******8903", "\(way)")
                #expect(entry.items[.shimei] == "\(name.prefix(1))＊", "\(way)")
                #expect(entry.items[.jushoTodofuken] == whole.items[.jushoTodofuken], "\(way)")
                #expect(entry.items.keys.allSatisfy { ![.jushoChoaza, .jushoBanchigohyoki, .jushoYubinbango, .jushoKatagaki].contains($0) }, "\(way)")
                #expect(entry.individualNumber == whole.individualNumber && entry.individualNumber != nil, "\(way): whole or not at all")
                #expect(entry.items == ways[0].1.items, "\(way)")
            }
            for (column, value) in zip(csv[0], csv[1]) where !["kojinbango", "atenabango", "rirekibango", "op", "waiting", "withheld"].contains(column) {
                let item = try #require(ItemCatalogue.register[column])
                #expect(ways[0].1.items[item, default: ""] == value, "\(column)")
            }
            #expect(try await Reconciliation(provisioning: hub.provisioning).compare(.tax, "addressee", with: receiver).agrees)
        }
    }

    @Test func shortAndMissingValuesShowNothing() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.shimei, .setaibango], more: "masked: {setaibango: last-4, shimei: initial}"))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1).with { $0[.setaibango] = "1234" }, ResidentRow(2).with { $0[.setaibango] = "12345" }])
            try await hub.settle()
            #expect(try await hub.person(ResidentRow.number(1)).items[.setaibango] == "****")
            #expect(try await hub.person(ResidentRow.number(2)).items[.setaibango] == "*2345")
        }
    }
}
