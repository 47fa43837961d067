import Addressee
import Testing

@testable import Governance

/// 提供ポリシーの一生: which act may follow which state, and who may approve.
@Suite struct LifeCycleTests {
    // One row, one line: this is read as a table. Columns: state, then every act that can follow, and where it leads.
    // swift-format-ignore
    static let table: [(PolicyState, [PolicyAct: PolicyState])] = [
        (.draft,      [.propose: .proposed]),
        (.proposed,   [.approve: .approved, .reject: .rejected]),
        (.approved,   [.enter: .inForce, .supersede: .superseded, .expire: .expired, .revoke: .revoked]),
        (.rejected,   [.propose: .proposed]),
        (.inForce,    [.supersede: .superseded, .expire: .expired, .revoke: .revoked]),
        (.superseded, [.propose: .proposed]),
        (.expired,    [.propose: .proposed]),
        (.revoked,    [.propose: .proposed]),
    ]

    @Test(arguments: PolicyState.allCases) func nothingButWhatTheTableSaysFollows(_ state: PolicyState) throws {
        let row = try #require(Self.table.first { $0.0 == state }?.1)
        for act in PolicyAct.allCases { #expect(act.after(state) == row[act], "\(act) after \(state)") }
    }

    @Test func nobodyComesIntoForceWithoutApproval() {
        for state in PolicyState.allCases where state != .approved { #expect(PolicyAct.enter.after(state) == nil) }
        for state in PolicyState.allCases where state != .proposed { #expect(PolicyAct.approve.after(state) == nil) }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var says: String
        var person: TwoPersonRule.Person
        var proposerSetUpBy: String?
        var today = "2026-11-20"
        var expected: String?
        var testDescription: String { says }
    }

    private static func person(_ account: String, service: Bool = false, by: String? = "transfer", on: String? = "2026-04-01", setUpBy: String? = nil)
        -> TwoPersonRule.Person
    {
        .init(account: account, isService: service, makers: by.flatMap { by in on.flatMap { CalendarDay($0) }.map { [by: $0] } }, setUpBy: setUpBy)
    }

    private static let madeByTwo: TwoPersonRule.Person = .init(
        account: "A", makers: ["X": CalendarDay("2026-04-01"), "P": CalendarDay("2026-11-20")].compactMapValues { $0 })

    // Proposed by P on 2026-11-20.
    // swift-format-ignore
    static let people: [Case] = [
        Case(says: "another, with the right since April", person: person("A"), expected: nil),
        Case(says: "the proposer", person: person("P"), expected: "L0003"),
        Case(says: "another without the right", person: person("A", by: nil, on: nil), expected: "L0002"),
        Case(says: "a program, whatever rights it holds", person: person("A", service: true), expected: "L0001"),
        Case(says: "the proposer's program", person: person("P", service: true), expected: "L0001"),
        Case(says: "one whom the proposer gave the right today", person: person("A", by: "P", on: "2026-11-20"), expected: "L0004"),
        Case(says: "one whom the proposer gave the right the day before", person: person("A", by: "P", on: "2026-11-19"), expected: nil),
        Case(says: "one whom somebody else gave the right today", person: person("A", by: "X", on: "2026-11-20"), expected: nil),
        Case(says: "one whom the proposer gave the right on the day of the proposal, a day later", person: person("A", by: "P", on: "2026-11-20"), today: "2026-11-21", expected: "L0004"),
        Case(says: "one whom the proposer gave the right after proposing", person: person("A", by: "P", on: "2026-11-22"), today: "2026-11-25", expected: "L0004"),
        Case(says: "one whom the proposer and somebody else made", person: madeByTwo, expected: "L0004"),
        Case(says: "one whom the proposer once set up, years ago", person: person("A", setUpBy: "P"), today: "2029-04-01", expected: "L0016"),
        Case(says: "one whom somebody else set up", person: person("A", setUpBy: "X"), expected: nil),
        Case(says: "one who once set the proposer up", person: person("A"), proposerSetUpBy: "A", today: "2029-04-01", expected: "L0016"),
        Case(says: "another, where somebody else set the proposer up", person: person("A"), proposerSetUpBy: "X", expected: nil),
        Case(says: "both set up by the same administrator", person: person("A", setUpBy: "X"), proposerSetUpBy: "X", today: "2029-04-01", expected: "L0022"),
        Case(says: "one whom one administrator set up, and another the proposer", person: person("A", setUpBy: "X"), proposerSetUpBy: "Y", expected: nil),
        Case(says: "two whom nobody set up", person: person("A"), expected: nil),
        Case(says: "one who gave the right to themselves", person: person("A", by: "A", on: "2026-11-20"), expected: nil),
    ]

    @Test(arguments: people) func whoMayApprove(_ test: Case) throws {
        let violation = TwoPersonRule.violation(
            approving: test.person, proposedBy: "P", setUpBy: test.proposerSetUpBy, on: try day("2026-11-20"), today: try day(test.today))
        #expect(violation?.code == test.expected)
    }

    @Test func aPolicyEndsWithItsFirstBasisOrItself() throws {
        let ending = Samples.bases.replacing("\t16\t", with: "\t16\t2027-01-01")
        let policy = try #require(try PolicyLibrary(documents: Samples.documents(bases: ending)).policies.first)
        #expect(policy.end == PolicyEnd(day: try day("2027-01-01"), legalBasis: "transfer-16"))
        #expect(policy.isValid(on: try day("2026-12-31")))
        #expect(!policy.isValid(on: try day("2027-01-01")))
        #expect(try Samples.loaded().end == PolicyEnd(day: try day("2027-04-01"), legalBasis: nil))
        // A record that came later ends it earlier, never later.
        #expect(policy.end(with: ["transfer-16": try day("2026-12-01")])?.day == (try day("2026-12-01")))
        #expect(policy.end(with: ["transfer-16": try day("2028-01-01")])?.day == (try day("2027-01-01")))
        #expect(policy.end(with: ["transfer-99": try day("2026-12-01")])?.day == (try day("2027-01-01")))
        #expect(policy.contentHash != (try Samples.loaded().contentHash), "two people approve the end of a basis")
    }

    @Test(arguments: [
        ("2026-10-02", nil), ("2026-10-03", 90), ("2026-12-01", 90), ("2026-12-02", 30), ("2026-12-24", 30), ("2026-12-25", 7), ("2026-12-31", 7),
        ("2027-01-01", nil), ("2027-06-01", nil),
    ])
    func warnings(_ on: String, _ expected: Int?) throws {
        let end = PolicyEnd(day: try day("2027-01-01"), legalBasis: nil)
        #expect(end.warning(on: try day(on)) == expected)
    }

    @Test(arguments: [Closing.Cause.revoked, .expired]) func whatClosesAPolicyGivesNobodyAnything(_ cause: Closing.Cause) throws {
        let policy = try Samples.loaded()
        let closed = policy.closed(cause)
        #expect(closed.items.isEmpty && !closed.includesIndividualNumber)
        #expect(closed.contentHash == policy.closed(cause).contentHash)
        #expect(Set([policy, closed, policy.closed(.revoked), policy.closed(.expired)].map(\.contentHash)).count == 3)
        let facts = PersonFacts(
            state: .resident, provisional: false, birthSortDay: nil, wardCode: nil, householder: true, registeredBy: [.tax], closedToOtherAffairs: false)
        for way in Way.allCases {
            #expect(decide(policy: closed, system: .tax, facts: facts, way: way, on: try day("2026-11-20")) != .provide)
        }
        #expect(ScopeDecision(closed, on: try day("2026-11-20")).decide(facts) == .refuse(.notInScope))
        #expect(closed.end == nil)
    }
}
