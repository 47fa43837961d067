import AccessControlStand
import Addressee
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
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

    @Test func anotherConditionDecides() async throws {
        try await withHub("any: [{ age: { from: reached 65 } }, householder]") { hub, list in
            let found = try await numbers(hub, list)
            #expect(found == [ResidentRow.number(10)])
        }
        try await withHub("householder") { hub, list in
            let found = try await numbers(hub, list)
            #expect(found == [])
        }
    }

    @Test func lookingIsARightAndAnEvent() async throws {
        try await withHub("age: { from: reached 65 }") { hub, list in
            await #expect(throws: AccessRefused.self) {
                try await list.list(by: Staff.without(.seePerson), .tax, dataset: "addressee", because: "生年月日の確認")
            }
            await #expect(throws: LookupRefused.noReason) { try await list.list(by: Staff.with(.seePerson), .tax, dataset: "addressee", because: "") }
            _ = try await numbers(hub, list)
            let rows = try await hub.rows("SELECT is_failure, body, personal FROM audit.event WHERE kind = 'person.undecided-listed' ORDER BY event_id")
            #expect(try rows.map { try $0.decode(0, as: Bool.self) } == [true, true, false])
            let last = try #require(rows.last)
            #expect(try last.decode(1, as: String.self).contains(#""count":"6""#))
            #expect(try last.decode(2, as: String.self).contains("生年月日の確認"))
            #expect(try !last.decode(1, as: String.self).contains(ResidentRow.number(2)))
        }
    }
}
