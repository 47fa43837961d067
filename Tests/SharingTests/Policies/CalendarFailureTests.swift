import AccessControlStand
import Addressee
import Governance
import Postgres
import SharingStand
import Testing

@testable import Sharing

/// What a day can't do to one policy it does to all others all the same; what is left is named until it is done.
@Suite(.timeLimit(.minutes(10))) struct CalendarFailureTests {
    @Test func oneThatCanNotComeIntoForceHoldsNobodyUp() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            for policy in [TestPolicy(from: "2026-11-22"), TestPolicy(system: .childcare, from: "2026-11-22")] {
                _ = try await hub.lifecycle.propose(by: .proposer, PolicyLibrary(documents: TestPolicy.documents([policy])), reason: "試験")
                _ = try await hub.lifecycle.approve(by: .approver, hub.proposed(policy.system), reason: "試験")
            }
            try await hub.refuse("enter", of: "childcare")
            try await hub.advance("2026-11-22")
            #expect(try await hub.entriesAndEnds() == ["tax enter"])
            #expect(try await hub.lifecycle.overdue().map { "\($0.system) \($0.state)" } == ["childcare approved"])
            #expect(try await hub.changes().entries.isEmpty)
        }
    }

    @Test func aReceiverThatIsBeingServedIsWaitedForBrieflyAndClosedWithTheNextTry() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(TestPolicy(until: "2026-11-22"), TestPolicy(system: .childcare, until: "2026-11-22"))
            try await hub.admin.transaction { connection in
                try await PolicyActivation.hold("tax", "addressee", on: connection)
                let start = ContinuousClock.now
                try await hub.advance("2026-11-22")
                #expect(ContinuousClock.now - start < .seconds(15))
            }
            #expect(try await hub.entriesAndEnds().filter { $0.hasSuffix("expire") } == ["childcare expire"])
            #expect(try await hub.text("SELECT body::jsonb #>> '{fields,system}' FROM audit.event WHERE kind = 'policy.not-moved' AND is_failure") == "tax")
            #expect(try await hub.lifecycle.overdue().map(\.system) == ["tax"])
            try await hub.calendar.catchUpPolicies()
            #expect(try await hub.entriesAndEnds().filter { $0.hasSuffix("expire") } == ["childcare expire", "tax expire"])
            #expect(try await hub.lifecycle.overdue().isEmpty)
        }
    }

    @Test func aRightThatTheHubLacksIsNoPolicysOwnAndKeepsTheDay() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(TestPolicy(until: "2026-11-22"), TestPolicy(system: .childcare, until: "2026-11-22"))
            try await hub.refuse("expire", of: "childcare", as: "insufficient_privilege")
            await #expect { try await hub.advance("2026-11-22") } throws: { ($0 as? PostgresError)?.sqlState == "42501" }
            #expect(try await hub.text("SELECT max(day)::text FROM journal.calendar") == "2026-11-20")
            #expect(try await hub.entriesAndEnds().filter { $0.hasSuffix("expire") }.isEmpty)
        }
    }
}
