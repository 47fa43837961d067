import AccessControlStand
import Addressee
import ConnectorKit
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// Only visible change is told, and only permitted items are.
@Suite struct VisibleChangeTests {
    /// A hub whose receiver knows person 1 already; what they are told of `next`.
    private func told(
        _ items: [Item], scope: String = "state: [resident]", of next: (ResidentRow) -> ResidentRow
    ) async throws -> [Entry] {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: items, scope: scope))
            try await hub.advance("2026-11-20")
            let first = ResidentRow(1)
            try await hub.take([first])
            try await hub.settle()
            let page = try await hub.changes()
            #expect(page.entries.count == 1 && !page.more)
            try await hub.take([next(first)])
            try await hub.settle()
            return try await hub.changes(after: page.cursor).entries
        }
    }

    @Test func aChangeOutsideThePermittedItemsIsNotTold() async throws {
        #expect(try await told([.shimei]) { $0.next("41") { $0[.jushoChoaza] = "別所" } }.isEmpty)
    }

    @Test func aChangeOfAPermittedItemIsToldWithThePermittedItemsOnly() async throws {
        let entries = try await told([.shimei, .jushoChoaza]) { $0.next("41") { $0[.jushoChoaza] = "別所" } }
        #expect(entries.map(\.items) == [[.shimei: ResidentRow(1)[.shimei], .jushoChoaza: "別所"]])
        #expect(entries.map(\.historyNumber) == [2])
        #expect(entries.map(\.individualNumber) == [nil])
        #expect(entries.map(\.reasons) == [[]], "the reason is no permitted item")
    }

    @Test func leavingTheScopeIsARemovalWithReasonsAndWithoutItems() async throws {
        let entries = try await told([.shimei, .idojiyu, .idonengappi, .kojinbango]) { $0.next("21", on: "2026-11-10") }
        #expect(entries.map(\.operation) == [.remove])
        #expect(entries.map(\.items) == [[:]])
        #expect(entries.map(\.individualNumber) == [nil])
        #expect(entries.map(\.reasons) == [[ReasonOnDay(idojiyu: "21", idonengappi: day("2026-11-10"))]])
    }

    @Test func enteringTheScopeIsTold() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.shimei], scope: "state: [dead]"))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            let page = try await hub.changes()
            #expect(page.entries.isEmpty)
            try await hub.take([ResidentRow(1).next("23")])
            try await hub.settle()
            #expect(try await hub.changes(after: page.cursor).entries.map(\.operation) == [.upsert])
        }
    }

    @Test func whoLeavesAndComesBackBetweenTwoPagesHasNeverLeft() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            let first = ResidentRow(1)
            try await hub.take([first])
            try await hub.settle()
            let page = try await hub.changes()
            let gone = first.next("21", on: "2026-11-10")
            try await hub.take([gone])
            try await hub.take([gone.next("01", on: "2026-11-12")])
            try await hub.settle()
            let entries = try await hub.changes(after: page.cursor).entries
            #expect(entries.map(\.operation) == [.upsert])
            #expect(entries.map { $0.reasons.map(\.idojiyu) } == [["21", "01"]])
        }
    }

    @Test func nobodyWhoWasNeverInScopeIsRemoved() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(scope: "state: [dead]"))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            let page = try await hub.changes()
            try await hub.take([ResidentRow(1).next("21")])
            try await hub.settle()
            #expect(try await hub.changes(after: page.cursor).entries.isEmpty)
        }
    }
}
