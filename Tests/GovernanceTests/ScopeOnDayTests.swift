import Addressee
import Testing

@testable import Governance

@Suite struct ScopeOnDayTests {
    /// Scopes and persons of all kinds, each step and its answer beside what the tree says.
    @Test(arguments: [1, 2, 3, UInt64.random(in: 1000...UInt64(UInt32.max))]) func decidesAsTheTreeDoes(seed: UInt64) throws {
        var sample = Sample(random: SplitMix(state: seed))
        let on = try day("2026-11-20")
        var seen: [Bool?: Int] = [:]
        var wrong: [String] = []
        for _ in 0..<1000 {
            let scope = sample.scope(depth: 5)
            let compiled = scope.onDay(on)
            for _ in 0..<10 {
                let facts = sample.facts(around: on)
                let expected = decides(scope, facts, on)
                seen[expected, default: 0] += 1
                if compiled.decides(facts) != expected || compiled.contains(facts) != (expected == true) { wrong.append("\(scope) \(facts)") }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(3))")
        #expect([true, false, nil].allSatisfy { seen[$0, default: 0] > 100 }, "\(seen)")
    }

    @Test func whatIsNoWardCodeIsAsIfNotKnown() throws {
        let scope = Scope.ward(["111015"])
        var facts = PersonFacts(
            state: .resident, provisional: false, birthSortDay: nil, wardCode: "11101500", householder: false, registeredBy: [], closedToOtherAffairs: false)
        #expect(scope.onDay(try day("2026-11-20")).decides(facts) == nil)
        for (code, expected) in [("111015", true), ("11101", false), ("1110150", false), ("", false)] {
            facts.wardCode = code
            #expect(scope.onDay(try day("2026-11-20")).decides(facts) == expected, "\(code)")
        }
    }

    /// What a scope means, node by node; nil where what is known does not decide it.
    private func decides(_ scope: Scope, _ facts: PersonFacts, _ on: CalendarDay) -> Bool? {
        switch scope {
        case .state(let states): return states.contains(facts.state)
        case .age(let rule):
            guard let births = facts.births else { return nil }
            let days = births.lowerBound.daysSince2000...births.upperBound.daysSince2000
            let each = Set(days.map { rule.contains(birth: CalendarDay(daysSince2000: $0), on: on) })
            return each.count == 1 ? each.first : nil
        case .ward(let codes): return facts.wardCode.map { codes.contains($0) }
        case .registeredBySystem: return (facts.registeredBy + facts.interested).contains(.tax)
        case .householder: return facts.householder
        case .all(let scopes):
            let each = scopes.map { decides($0, facts, on) }
            return each.contains(false) ? false : each.contains(nil) ? nil : true
        case .any(let scopes):
            let each = scopes.map { decides($0, facts, on) }
            return each.contains(true) ? true : each.contains(nil) ? nil : false
        case .not(let scope): return decides(scope, facts, on).map { !$0 }
        }
    }
}

/// Scopes and persons by chance: small children, so that many are at the edge of a rule.
private struct Sample {
    private static let wards = ["111015", "111023", "111031"]
    var random: SplitMix

    mutating func scope(depth: Int) -> Scope {
        switch Int.random(in: 0..<(depth == 0 ? 5 : 10), using: &random) {
        case 0: .state(Set(part(of: ResidentState.allCases)))
        case 1: .age(AgeRule(from: point(), until: point()))
        case 2: .ward(Set(part(of: Self.wards)))
        case 3: .registeredBySystem
        case 4: .householder
        case 5, 6: .all(scopes(depth: depth - 1))
        case 7, 8: .any(scopes(depth: depth - 1))
        default: .not(scope(depth: depth - 1))
        }
    }

    mutating func facts(around day: CalendarDay) -> PersonFacts {
        let birth = chance(4) ? nil : day.adding(days: -Int.random(in: 0..<1500, using: &random))
        let span = chance(2) ? Int.random(in: 0...60, using: &random) : nil
        var facts = PersonFacts(
            state: ResidentState.allCases.randomElement(using: &random) ?? .resident, provisional: false, birthSortDay: birth,
            wardCode: chance(4) ? nil : Self.wards.randomElement(using: &random), householder: chance(2), registeredBy: part(of: [.childcare, .tax]),
            closedToOtherAffairs: false, birthLastDay: span.flatMap { birth?.adding(days: $0) })
        facts.interested = chance(4) ? [.tax] : []
        return facts
    }

    private mutating func scopes(depth: Int) -> [Scope] { (0..<Int.random(in: 0...4, using: &random)).map { _ in scope(depth: depth) } }

    private mutating func point() -> AgePoint? {
        let age = Int.random(in: 0...3, using: &random)
        return switch Int.random(in: 0..<5, using: &random) {
        case 0: .reached(age)
        case 1: .birthday(age)
        case 2: .schoolYearEnd(age)
        case 3: .onDay(age: age, month: Int.random(in: 1...12, using: &random), day: Int.random(in: 1...28, using: &random))
        default: nil
        }
    }

    private mutating func part<T>(of all: [T]) -> [T] { all.filter { _ in chance(2) } }

    /// Once in so many times.
    private mutating func chance(_ times: Int) -> Bool { Int.random(in: 0..<times, using: &random) == 0 }
}

/// The same seed gives the same test again.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
