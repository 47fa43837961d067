import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Register
@testable import Sharing

/// 仮登録: kept, numbered, and shown to no other system until it is registered.
@Suite struct ProvisionalTests {
    @Test func nobodyIsShownAProvisionalRecord() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(scope: "any: [{ state: [resident] }, registered-by-system]"))
            try await hub.advance("2026-11-20")
            let provisional = ResidentRow(1).with { $0[.karitorokufuragu] = "1" }
            try await hub.take([provisional])
            try await hub.settle()
            #expect(try await hub.count("SELECT count(*) FROM register.integrated_number") == 1)
            let page = try await hub.changes()
            #expect(page.entries.isEmpty)
            #expect(try await hub.full().bytes.isEmpty)
            await #expect { try await hub.person(ResidentRow.number(1)) } throws: { ($0 as? ProvisionRefused)?.refusal.told == .notInScope }
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE result = 'r'") == 1)

            try await hub.take([provisional.next("43") { $0[.karitorokufuragu] = "0" }])
            try await hub.settle()
            #expect(try await hub.changes(after: page.cursor).entries.map(\.operation) == [.upsert])
            #expect(try await hub.person(ResidentRow.number(1)).historyNumber == 2)
        }
    }

    @Test func aProvisionalChangeOfARegisteredPersonLeavesEverybodyWithWhatIsRegistered() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            var state = HeldState()
            try await state.catchUp(hub)
            let report = try await hub.take([
                ResidentRow(1).next("42") { row in
                    row[.shimei] = "試験　仮"
                    row[.karitorokufuragu] = "1"
                }
            ])
            try #require(report.accepted == 1)
            try await hub.settle()
            let registered = "試験　\(ResidentRow.name(1))"
            try await state.catchUp(hub)
            #expect(state.names == [ResidentRow.number(1): registered])
            let full = try HeldState.of(ndjson: try await hub.full().bytes)
            #expect(state.differences(from: full) == [])
            #expect(try await hub.person(ResidentRow.number(1)).items[.shimei] == registered)
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held[ResidentRow.number(1)]?.items[.shimei] == registered)
        }
    }

    /// One resident whom tax was told of, by pull and by push; then what happens to them.
    private func withKnown(
        scope: String = "state: [resident]", items: [Item] = TestPolicy().items, _ body: (TestHub, ResidentRow, _ cursor: String, Receiver) async throws -> Void
    ) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: items, scope: scope))
            try await hub.advance("2026-11-20")
            let row = ResidentRow(1)
            try await hub.take([row, ResidentRow(2)])
            try await hub.settle()
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            try await body(hub, row, try await hub.changes().cursor, receiver)
        }
    }

    private func provisional(_ row: ResidentRow, _ reason: String = "42", _ change: (inout ResidentRow) -> Void) -> ResidentRow {
        row.next(reason) { row in
            row[.karitorokufuragu] = "1"
            change(&row)
        }
    }

    /// Whatever a provisional version of somebody known changes, nothing goes out before it is settled: no entry at all, not even of what is held.
    @Test(arguments: ["name", "moved out", "number", "ward", "birth"]) func nothingGoesOutOfAProvisionalVersion(what: String) async throws {
        let scope = "all: [{ state: [resident] }, { not: { ward: [\"111023\"] } }, { age: { from: birthday 18 } }]"
        try await withKnown(scope: scope) { hub, row, cursor, receiver in
            let batches = receiver.batches.count
            var last = row
            for round in 1...2 {
                last =
                    switch what {
                    case "name": provisional(last) { $0[.shimei] = "試験　仮\(round == 1 ? "甲" : "乙")" }
                    case "moved out": round == 1 ? provisional(last, "21") { _ in } : provisional(last, "01") { _ in }
                    case "number": provisional(last, "45") { $0[.kojinbango] = Numbers.individual(500 + round) }
                    case "ward": provisional(last, "43") { $0[.jushoShikuchosonkodo] = round == 1 ? "111023" : "111082" }
                    default: provisional(last, "43") { $0[.seinengappi] = "2020-01-0\(round)" }
                    }
                let report = try await hub.take([last])
                try #require(report.accepted == 1, "\(report)")
                try await hub.settle()
                #expect(try await hub.changes(after: cursor).entries == [])
                try await hub.worker(receiver).run(untilIdle: true)
                #expect(receiver.batches.count == batches)
            }
            // Settled, or withdrawn: everything of the successor is news.
            let base = what == "number" ? last : row
            let settled = base.next("43") { row in
                row[.rirekibango] = String((Int(last[.rirekibango]) ?? 0) + 1)
                row[.karitorokufuragu] = "0"
            }
            try #require(try await hub.take([settled]).accepted == 1)
            try await hub.settle()
            #expect(try await hub.changes(after: cursor).entries.map(\.operation) == [.upsert])
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.batches.count == batches + 1)
        }
    }

    @Test func aProvisionalVersionMakesNoNewsOfASettledOneBesideIt() async throws {
        try await withKnown(items: [.shimei, .jushoChoaza]) { hub, row, cursor, receiver in
            let batches = receiver.batches.count
            let settled = row.next("42") { $0[.zokugara] = "父" }
            let report = try await hub.take([settled, provisional(settled) { $0[.shimei] = "試験　仮" }])
            try #require(report.accepted == 2)
            try await hub.settle()
            #expect(try await hub.changes(after: cursor).entries == [], "of the settled version nothing is visible, of the other nothing is told")
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.batches.count == batches)
        }
    }

    @Test func agesAreCountedByWhatIsSettled() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(scope: "age: { from: birthday 18 }"))
            try await hub.advance("2026-11-19")
            let row = ResidentRow(1).with { $0[.seinengappi] = "2008-11-20" }
            try await hub.take([row])
            try await hub.take([provisional(row, "43") { $0[.seinengappi] = "2012-05-05" }])
            try await hub.settle()
            var state = HeldState()
            try await state.catchUp(hub)
            #expect(state.held.isEmpty)
            try await hub.advance("2026-11-20")
            try await hub.settle()
            try await state.catchUp(hub)
            #expect(state.held.keys.sorted() == [ResidentRow.number(1)])
        }
    }

    @Test func whatHappenedWhileProvisionalIsNotToldAsAReason() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(9)])
            try await hub.settle()
            let page = try await hub.changes()
            let first = ResidentRow(1).with { $0[.karitorokufuragu] = "1" }
            try await hub.take([first])
            try await hub.take([first.next("43") { $0[.karitorokufuragu] = "0" }])
            try await hub.settle()
            #expect(try await hub.changes(after: page.cursor).entries.map { $0.reasons.map(\.idojiyu) } == [["43"]])
        }
    }
}
