import Addressee
import ConnectorKit
import Governance
import Postgres
import Testing

@testable import Hub

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

            try await hub.take([provisional.next("C3") { $0[.karitorokufuragu] = "0" }])
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
                ResidentRow(1).next("C2") { row in
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

    @Test func whatHappenedWhileProvisionalIsNotToldAsAReason() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(9)])
            try await hub.settle()
            let page = try await hub.changes()
            let first = ResidentRow(1).with { $0[.karitorokufuragu] = "1" }
            try await hub.take([first])
            try await hub.take([first.next("C3") { $0[.karitorokufuragu] = "0" }])
            try await hub.settle()
            #expect(try await hub.changes(after: page.cursor).entries.map { $0.reasons.map(\.idojiyu) } == [["C3"]])
        }
    }
}
