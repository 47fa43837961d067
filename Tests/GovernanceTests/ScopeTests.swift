import Addressee
import Testing

@testable import Governance

@Suite struct ScopeTests {
    private func person(
        _ state: ResidentState = .resident, born: String? = "1980-01-01", ward: String? = "111015", householder: Bool = false,
        registeredBy: [SystemName] = []
    ) throws -> PersonFacts {
        PersonFacts(
            state: state, provisional: false, birthSortDay: try born.map(day), wardCode: ward, householder: householder,
            registeredBy: registeredBy, closedToOtherAffairs: false)
    }

    private func holds(_ scope: Scope, _ facts: PersonFacts) throws -> Bool {
        scope.onDay(try day("2026-11-20")).contains(facts)
    }

    @Test func conditionsCombine() throws {
        let adult = Scope.age(AgeRule(from: .reached(18)))
        let scope = Scope.all([.state([.resident]), .any([adult, .householder]), .not(.ward(["111023"]))])
        #expect(try holds(scope, person()))
        #expect(try holds(scope, person(born: "2015-01-01", householder: true)))
        #expect(try !holds(scope, person(born: "2015-01-01")))
        #expect(try !holds(scope, person(.movedOut)))
        #expect(try !holds(scope, person(ward: "111023")))
    }

    @Test func whatIsNotKnownNeverOpens() throws {
        let adult = Scope.age(AgeRule(from: .reached(18)))
        #expect(try !holds(adult, person(born: nil)))
        #expect(try !holds(.not(adult), person(born: nil)))
        #expect(try !holds(.not(.not(adult)), person(born: nil)))
        #expect(try !holds(.not(.ward(["111023"])), person(ward: nil)))
        #expect(try !holds(.not(.all([.state([.resident]), adult])), person(born: nil)))
        // What is known may still decide.
        #expect(try holds(.any([adult, .householder]), person(born: nil, householder: true)))
        #expect(try holds(.not(.all([.state([.dead]), adult])), person(born: nil)))
        #expect(try !holds(.not(.any([.state([.resident]), adult])), person(born: nil)))
    }

    /// Born in 1961, no more is known: 65 in 2026, but on no day of it for certain.
    @Test func whatThePartThatIsKnownDecidesIsDecided() throws {
        func facts(_ first: String, _ last: String) throws -> PersonFacts {
            var facts = try person(born: first)
            facts.birthLastDay = try day(last)
            return facts
        }
        let old = Scope.age(AgeRule(from: .reached(65)))
        let worker = Scope.age(AgeRule(from: .reached(20), until: .reached(60)))
        // A rule of one birthday only: it lies within the year, and neither end is within it.
        let exact = Scope.age(AgeRule(from: .reached(65), until: .birthday(65)))
        let cases: [(PersonFacts, Scope, Bool?)] = [
            (try facts("1960-01-01", "1960-12-31"), old, true), (try facts("1961-01-01", "1961-12-31"), old, nil),
            (try facts("1962-01-01", "1962-12-31"), old, false), (try facts("1961-11-01", "1961-11-30"), old, nil),
            (try facts("1961-10-01", "1961-10-31"), old, true), (try facts("1961-12-01", "1961-12-31"), old, false),
            (try facts("1966-01-01", "1966-12-31"), worker, nil), (try facts("1967-01-01", "1967-12-31"), worker, true),
            (try facts("2006-11-01", "2006-11-30"), worker, nil), (try facts("1961-01-01", "1961-12-31"), exact, nil),
            (try facts("1960-01-01", "1960-12-31"), exact, false), (try person(born: nil), old, nil),
        ]
        for (facts, scope, expected) in cases {
            #expect(scope.onDay(try day("2026-11-20")).decides(facts) == expected)
            #expect(Scope.not(scope).onDay(try day("2026-11-20")).decides(facts) == expected.map { !$0 })
            #expect(try holds(scope, facts) == (expected == true))
            #expect(try holds(.not(scope), facts) == (expected == false))
        }
        // Another condition may decide all the same.
        var unsure = try facts("1961-01-01", "1961-12-31")
        unsure.householder = true
        #expect(Scope.any([old, .householder]).onDay(try day("2026-11-20")).decides(unsure) == true)
        #expect(Scope.all([old, .state([.dead])]).onDay(try day("2026-11-20")).decides(unsure) == false)
    }

    @Test func registeredBySystemMeansTheReceiver() throws {
        #expect(try holds(.registeredBySystem, person(registeredBy: [.childcare, .tax])))
        #expect(try !holds(.registeredBySystem, person(registeredBy: [.childcare])))
    }

    @Test func ageRulesAreFoundAtAnyDepth() {
        let first = AgeRule(from: .reached(40))
        let second = AgeRule(until: .birthday(75))
        #expect(Scope.any([.not(.all([.age(first), .householder])), .age(second), .age(first)]).ageRules == [first, second])
    }

    /// Each leaf, and what a person must be known by for it.
    private static let leaves: [(Scope, AskedFacts)] = [
        (.age(AgeRule(from: .reached(40))), .birth), (.ward(["111015"]), .ward), (.householder, .householder), (.state([.resident, .dead]), []),
        (.registeredBySystem, .interest),
    ]

    @Test func aScopeAsksForWhatAnyPartOfItAsks() {
        for (scope, asked) in Self.leaves {
            #expect(scope.asks == asked)
            #expect(Scope.not(.all([.state([.dead]), .any([scope])])).asks == asked)
        }
        #expect(Scope.any([.not(.all(Self.leaves.map(\.0)))]).asks == [.birth, .ward, .householder, .interest])
    }

    @Test func whatIsNotAskedForDecidesNothing() throws {
        let leaves = Self.leaves.map(\.0)
        let scopes = leaves.flatMap { first in
            leaves.flatMap { second in
                leaves.flatMap { third -> [Scope] in
                    [.all([first, .not(second)]), .any([first, .not(.all([second, third]))]), .not(.any([first, .all([second, .not(third)])]))]
                }
            }
        }
        let persons = try ["1980-01-01", "2015-01-01", nil].flatMap { born in
            try ["111015", "111023", nil].flatMap { ward in
                try [true, false].flatMap { householder in
                    try [ResidentState.resident, .movedOut].map { try person($0, born: born, ward: ward, householder: householder, registeredBy: [.tax]) }
                }
            }
        }
        for scope in scopes {
            for facts in persons {
                var fewer = facts
                if !scope.asks.contains(.birth) { fewer.birthSortDay = nil }
                if !scope.asks.contains(.ward) { fewer.wardCode = nil }
                if !scope.asks.contains(.householder) { fewer.householder = false }
                #expect(try holds(scope, facts) == holds(scope, fewer), "\(scope)")
            }
        }
    }

    @Test func millionsArePossible() throws {
        let policy = try #require(try deliveredLibrary().policies.first { $0.system == .nationalPension })
        let scope = ScopeOnDay(policy.scope, for: .nationalPension, on: try day("2026-11-20"))
        var facts = try person()
        var inside = 0
        let count = 100_000
        let time = ContinuousClock().measure {
            for number in 0..<count {
                facts.birthSortDay = CalendarDay(daysSince2000: Int32(number % 36_525) - 26_000)
                if scope.contains(facts) { inside += 1 }
            }
        }
        #expect(inside > 0)
        // A debug build on a busy machine; a release build takes a fraction of a microsecond each.
        #expect(time < .seconds(5))
    }
}
