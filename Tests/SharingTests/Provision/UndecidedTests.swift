import AccessControlStand
import Addressee
import Governance
import Postgres
import Register
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Sharing

/// 対象者か決まらない者: outside every policy that can't decide on them, and on a list, not outside unseen.
@Suite(.timeLimit(.minutes(10))) struct UndecidedTests {
    @Test func anotherConditionDecides() async throws {
        try await UndecidedResidents.with("any: [{ age: { from: reached 65 } }, householder]") { hub, list in
            let found = try await UndecidedResidents.numbers(hub, list)
            #expect(found == [ResidentRow.number(10)])
        }
        try await UndecidedResidents.with("householder") { hub, list in
            let found = try await UndecidedResidents.numbers(hub, list)
            #expect(found == [])
        }
    }

    /// Who the system registered an interest in is decided, whatever is unknown of the person.
    @Test func anInterestDecides() async throws {
        try await UndecidedResidents.with("any: [{ age: { from: reached 65 } }, registered-by-system]") { hub, list in
            let before = try await UndecidedResidents.numbers(hub, list)
            let one = try #require(before.first)
            try await Interests(pool: hub.staffed, vault: hub.vault).register(
                by: Staff.service(.operateDeliveries), .tax, in: AddresseeNumber(one), because: "滞納の整理のため")
            #expect(try await UndecidedResidents.numbers(hub, list) == Array(before.dropFirst()))
        }
    }

    @Test func lookingIsARightAndAnEvent() async throws {
        try await UndecidedResidents.with("age: { from: reached 65 }") { hub, list in
            await #expect(throws: AccessRefused.self) {
                try await list.list(by: Staff.without(.seePerson), .tax, dataset: "addressee", because: "生年月日の確認")
            }
            await #expect(throws: LookupRefused.noReason) { try await list.list(by: Staff.with(.seePerson), .tax, dataset: "addressee", because: "") }
            _ = try await UndecidedResidents.numbers(hub, list)
            let rows = try await hub.rows("SELECT is_failure, body, personal FROM audit.event WHERE kind = 'person.undecided-listed' ORDER BY event_id")
            #expect(try rows.map { try $0.decode("is_failure", as: Bool.self) } == [true, true, false])
            let last = try #require(rows.last)
            #expect(try last.decode("body", as: String.self).contains(#""count":"6""#))
            #expect(try last.decode("personal", as: String.self).contains("生年月日の確認"))
            #expect(try !last.decode("body", as: String.self).contains(ResidentRow.number(2)))
        }
    }
}
