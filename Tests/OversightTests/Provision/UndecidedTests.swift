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
    @Test func whomTheKnownPartDoesNotDecideIsListedAndNotProvided() async throws {
        try await UndecidedResidents.with("age: { from: reached 65 }") { hub, list in
            let undecided = [2, 5, 7, 8, 9, 10].map(ResidentRow.number)
            #expect(try await UndecidedResidents.numbers(hub, list) == undecided)
            #expect(try await HubStatus.read(hub.provisioning).systems.map(\.undecided) == [6])
            var state = HeldState()
            try await state.catchUp(hub)
            #expect(state.held.keys.sorted() == [3, 6].map(ResidentRow.number))
            #expect(state.differences(from: try HeldState.of(ndjson: try await hub.full().bytes)) == [])
            await #expect(throws: ProvisionRefused.self) { try await hub.person(ResidentRow.number(2)) }
            // Found out: the list forgets, the receiver is told.
            let known = UndecidedResidents.born(2, "1961-00-00").next("44") {
                ($0[.seinengappi], $0[.seinengappiFushofuragu], $0[.seinengappiFushohyoki]) = ("1961-03-01", "0", "")
            }
            try await hub.take([known])
            try await hub.settle()
            try await state.catchUp(hub)
            #expect(state.held[ResidentRow.number(2)] != nil)
            #expect(try await UndecidedResidents.numbers(hub, list) == Array(undecided.dropFirst()))
        }
    }
}
