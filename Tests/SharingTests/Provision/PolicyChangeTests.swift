import AccessControlStand
import Addressee
import ConnectorKit
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// A policy that changes: what it no longer allows is taken back, what it newly allows is given.
@Suite(.timeLimit(.minutes(10))) struct PolicyChangeTests {
    private static let women = TestPolicy(items: [.shimei], scope: "ward: [\"111023\"]")
    private static let everybody = TestPolicy(items: [.shimei, .jushoChoaza])

    /// Ten residents, the even ones in 111023.
    private static let residents = (1...10).map { n in ResidentRow(n).with { $0[.jushoShikuchosonkodo] = n % 2 == 0 ? "111023" : "111082" } }

    private func withResidents(_ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(Self.everybody)
            try await hub.advance("2026-11-20")
            try await hub.take(Self.residents)
            try await hub.settle()
            try await body(hub)
        }
    }

    /// Whatever was held, after catching up it is what a full extract gives now.
    private func expectCaughtUp(_ state: inout HeldState, _ hub: TestHub, limit: Int) async throws {
        try await state.catchUp(hub, limit: limit)
        let differences = state.differences(from: try HeldState.of(ndjson: try await hub.full().bytes))
        #expect(differences == [])
    }

    @Test(arguments: [1, 3, 10, 1000]) func narrowingItTakesBackAndWideningItGives(limit: Int) async throws {
        try await withResidents { hub in
            var state = HeldState()
            try await expectCaughtUp(&state, hub, limit: limit)
            #expect(state.held.count == 10)
            try await hub.load(Self.women)
            try await expectCaughtUp(&state, hub, limit: limit)
            #expect(state.held.count == 5)
            #expect(state.held.values.allSatisfy { $0.items.keys.sorted { $0.rawValue < $1.rawValue } == [.shimei] })
            try await hub.load(Self.everybody)
            try await expectCaughtUp(&state, hub, limit: limit)
            #expect(state.held.count == 10)
        }
    }

    @Test(arguments: [1, 3, 4, 7]) func narrowingItWhileTheFirstExtractIsUnderWayTakesBackWhatWasGiven(limit: Int) async throws {
        try await withResidents { hub in
            var state = HeldState()
            state.apply(try await hub.changes(limit: limit))
            #expect(state.held.count == limit && state.more)
            try await hub.load(Self.women)
            try await expectCaughtUp(&state, hub, limit: limit)
            #expect(state.held.count == 5)
        }
    }

    @Test(arguments: [1, 3, 4, 7]) func changingItTwiceWhileEverybodyIsGoneThroughForgetsNobody(limit: Int) async throws {
        try await withResidents { hub in
            var state = HeldState()
            try await state.catchUp(hub, limit: limit)
            try await hub.load(Self.women)
            state.apply(try await hub.changes(after: state.cursor, limit: limit))
            try await hub.load(TestPolicy(items: [.shimei], scope: "ward: [\"111082\"]"))
            state.apply(try await hub.changes(after: state.cursor, limit: limit))
            try await hub.load(Self.women)
            try await expectCaughtUp(&state, hub, limit: limit)
            #expect(state.held.count == 5)
        }
    }

    @Test func personsWhoChangeMeanwhileEndAsTheyAre() async throws {
        try await withResidents { hub in
            var state = HeldState()
            try await state.catchUp(hub, limit: 3)
            try await hub.load(Self.women)
            try await hub.take([Self.residents[0].next("41") { $0[.jushoShikuchosonkodo] = "111023" }, Self.residents[1].next("21")])
            try await hub.settle()
            state.apply(try await hub.changes(after: state.cursor, limit: 3))
            try await hub.load(Self.everybody)
            try await hub.take([Self.residents[3].next("23"), Self.residents[9].next("21")])
            try await hub.settle()
            try await expectCaughtUp(&state, hub, limit: 3)
        }
    }

    @Test func whoAgedWhileAnotherPolicyWasInForceIsNotForgottenWhenItComesBack() async throws {
        try await TestHub.with { hub in
            let young = TestPolicy(items: [.shimei], scope: "age: { until: birthday 47 }")
            try await hub.load(young)
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            var state = HeldState()
            try await expectCaughtUp(&state, hub, limit: 10)
            #expect(state.held.count == 1)
            // 47 on 2 January 2027, a day on which only the other policy is asked.
            try await hub.load(TestPolicy(items: [.shimei], scope: "age: { until: birthday 80 }"))
            try await hub.advance("2027-02-01")
            try await hub.load(young)
            try await hub.settle()
            try await expectCaughtUp(&state, hub, limit: 10)
            #expect(state.held.isEmpty)
        }
    }

    @Test func aPageThatWasAppliedButNeverAcknowledgedIsTakenBackToo() async throws {
        try await withResidents { hub in
            try await hub.load(Self.women)
            var state = HeldState()
            try await expectCaughtUp(&state, hub, limit: 10)
            let saved = state.cursor
            try await hub.load(Self.everybody)
            state.apply(try await hub.changes(after: saved, limit: 1000))
            #expect(state.held.count == 10)
            // The receiver stopped before it kept the cursor; meanwhile the policy is what it was, to the last bit of its hash.
            try await hub.load(Self.women)
            state.cursor = saved
            try await expectCaughtUp(&state, hub, limit: 3)
            #expect(state.held.count == 5)
        }
    }

    @Test(arguments: [
        TestPolicy(items: [.shimei, .idojiyu]), TestPolicy(items: [.shimei, .idonengappi]),
        TestPolicy(items: [.shimei, .idojiyu, .idonengappi], more: "precision: { idonengappi: year }"),
    ]) func aReasonIsNotTellingWhatThePolicyLacks(policy: TestPolicy) async throws {
        try await TestHub.with { hub in
            try await hub.load(policy)
            try await hub.advance("2026-11-20")
            try await hub.take(Self.residents)
            try await hub.settle()
            var state = HeldState()
            try await state.catchUp(hub)
            try await hub.take([Self.residents[0].next("41") { $0[.jushoShikuchosonkodo] = "111023" }])
            try await hub.settle()
            let entries = try await hub.changes(after: state.cursor).entries
            #expect(entries.count == 1 && entries.allSatisfy { $0.reasons.isEmpty })
        }
    }

    @Test func aPolicyThatIsTheSameInOtherWordsTellsNothing() async throws {
        try await withResidents { hub in
            var state = HeldState()
            try await state.catchUp(hub)
            try await hub.load(Self.everybody)
            #expect(try await hub.changes(after: state.cursor).entries.isEmpty)
        }
    }
}
