import AccessControlStand
import Addressee
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Oversight
@testable import Sharing

/// 対象者か決まらない者: outside every policy that can't decide on them, and on a list, not outside unseen.
@Suite(.timeLimit(.minutes(10))) struct UndecidedTests {
    private static func born(_ n: Int, _ written: String, _ notation: String = "昭和36年頃") -> ResidentRow {
        ResidentRow(n).with { ($0[.seinengappi], $0[.seinengappiFushofuragu], $0[.seinengappiFushohyoki]) = (written, "1", notation) }
    }

    private func withHub(_ scope: String, _ body: (TestHub, UndecidedPersons) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(scope: scope))
            try await hub.advance("2026-11-20")
            try await hub.take([
                ResidentRow(1), Self.born(2, "1961-00-00"), Self.born(3, "1960-00-00"), Self.born(4, "1962-00-00"), Self.born(5, "1961-11-00"),
                Self.born(6, "1961-10-00"), Self.born(7, "0000-00-00", "年月日不詳"), Self.born(8, "1961-01-01"), Self.born(9, "1961-01-01", "不詳"),
                Self.born(10, "1961-00-00").with { $0[.zokugara] = "子" },
            ])
            try await hub.settle()
            try await body(hub, UndecidedPersons(provisioning: hub.provisioning))
        }
    }

    private func numbers(_ hub: TestHub, _ undecided: UndecidedPersons) async throws -> [String] {
        try await undecided.list(by: Staff.with(.seePerson), .tax, dataset: "addressee", because: "生年月日の確認").persons.map(\.number)
    }

    @Test func whomTheKnownPartDoesNotDecideIsListedAndNotProvided() async throws {
        try await withHub("age: { from: reached 65 }") { hub, list in
            let undecided = [2, 5, 7, 8, 9, 10].map(ResidentRow.number)
            #expect(try await numbers(hub, list) == undecided)
            #expect(try await HubStatus.read(hub.provisioning).systems.map(\.undecided) == [6])
            var state = HeldState()
            try await state.catchUp(hub)
            #expect(state.held.keys.sorted() == [3, 6].map(ResidentRow.number))
            #expect(state.differences(from: try HeldState.of(ndjson: try await hub.full().bytes)) == [])
            await #expect(throws: ProvisionRefused.self) { try await hub.person(ResidentRow.number(2)) }
            // Found out: the list forgets, the receiver is told.
            let known = Self.born(2, "1961-00-00").next("C4") {
                ($0[.seinengappi], $0[.seinengappiFushofuragu], $0[.seinengappiFushohyoki]) = ("1961-03-01", "0", "")
            }
            try await hub.take([known])
            try await hub.settle()
            try await state.catchUp(hub)
            #expect(state.held[ResidentRow.number(2)] != nil)
            #expect(try await numbers(hub, list) == Array(undecided.dropFirst()))
        }
    }
}
