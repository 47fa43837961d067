import Addressee
import Testing

@testable import Governance

@Suite struct AgeRuleTests {
    @Test(arguments: [
        ("reached 20", "2006-05-10", "2026-05-09"),
        ("reached 20", "2006-01-01", "2025-12-31"),
        ("reached 20", "2006-03-01", "2026-02-28"),
        ("reached 20", "2008-03-01", "2028-02-29"),
        ("reached 20", "2008-02-29", "2028-02-28"),
        ("reached 18", "2008-02-29", "2026-02-28"),
        ("birthday 75", "1951-06-30", "2026-06-30"),
        ("birthday 75", "1952-02-29", "2027-03-01"),
        ("birthday 76", "1952-02-29", "2028-02-29"),
        ("school-year-end 18", "2008-04-01", "2026-04-01"),
        ("school-year-end 18", "2008-04-02", "2027-04-01"),
        ("school-year-end 18", "2008-12-31", "2027-04-01"),
        ("school-year-end 18", "2008-02-29", "2026-04-01"),
        ("school-year-end 6", "2020-04-01", "2026-04-01"),
        ("school-year-end 6", "2020-04-02", "2027-04-01"),
        ("reached 65 on 01-01", "1961-01-01", "2026-01-01"),
        ("reached 65 on 01-01", "1961-01-02", "2026-01-01"),
        ("reached 65 on 01-01", "1961-01-03", "2027-01-01"),
        ("reached 65 on 01-01", "1961-12-31", "2027-01-01"),
    ])
    func pointFallsOn(_ notation: String, _ born: String, _ expected: String) throws {
        let point = try #require(AgePointNotation.parse(notation))
        #expect(point.day(bornOn: try day(born)) == (try day(expected)))
        #expect(AgePointNotation.text(point) == notation)
    }

    @Test(arguments: [
        "", "reached", "reached -1", "reached 200", "reached 20.5", "Reached 20", "reached 20 on 02-29",
        "reached 20 on 13-01", "reached 20 on 1-1", "birthday 20 on 01-01", "reached 20 21", "20",
    ])
    func strangeNotationIsNoPoint(_ text: String) {
        #expect(AgePointNotation.parse(text) == nil)
    }

    private static let rules: [AgeRule] = [
        AgeRule(from: .reached(40)), AgeRule(until: .birthday(75)), AgeRule(from: .reached(20), until: .reached(60)),
        AgeRule(until: .schoolYearEnd(18)), AgeRule(from: .schoolYearEnd(6), until: .schoolYearEnd(15)),
        AgeRule(from: .onDay(age: 65, month: 1, day: 1)), AgeRule(from: .birthday(0), until: .reached(1)),
    ]
    private static let days = [
        "2026-11-20", "2027-02-28", "2027-03-01", "2028-02-28", "2028-02-29", "2028-03-01", "2027-03-31",
        "2027-04-01", "2027-01-01", "2100-03-01",
    ]

    @Test func birthRangeIsExactlyTheRule() throws {
        for rule in Self.rules {
            for on in try Self.days.map(day) {
                let range = try #require(rule.birthDays(on: on))
                // Both sides of both ends, and every 29 February besides.
                var births = [range.lowerBound, range.upperBound].flatMap { end in (-400...400).map { end.adding(days: $0) } }
                births += (1..<25).compactMap { CalendarDay(year: 1920 + $0 * 4, month: 2, day: 29) }
                for birth in births where birth >= AgeRule.earliest && birth <= AgeRule.latest {
                    #expect(rule.contains(birth: birth, on: on) == range.contains(birth), "\(rule) \(birth) \(on)")
                }
            }
        }
    }

    /// Every span of days is decided as asking each of its days would.
    @Test func aSpanOfBirthsIsDecidedAsEachOfItsDays() throws {
        let on = try day("2026-11-20")
        for rule in Self.rules + [AgeRule(from: .reached(65), until: .birthday(65))] {
            let range = try #require(rule.birthDays(on: on))
            let scope = Scope.age(rule).onDay(on)
            for end in [range.lowerBound, range.upperBound] where end > AgeRule.earliest && end < AgeRule.latest {
                for start in stride(from: -70, through: 70, by: 7) {
                    for length in [0, 1, 6, 30, 400] {
                        let first = end.adding(days: start)
                        let births = first...first.adding(days: length)
                        let each = Set((0...length).map { rule.contains(birth: first.adding(days: $0), on: on) })
                        let facts = PersonFacts(
                            state: .resident, provisional: false, birthSortDay: births.lowerBound, wardCode: nil, householder: false, registeredBy: [],
                            closedToOtherAffairs: false, birthLastDay: births.upperBound)
                        #expect(scope.decides(facts) == (each.count == 1 ? each.first : nil), "\(rule) \(births)")
                    }
                }
            }
        }
    }

    @Test func birthDaysOfOneNight() throws {
        let library = try deliveredLibrary()
        let changed = birthDays(changing: library.policies, from: try day("2026-11-19"), to: try day("2026-11-20"))
        // 75 today; 60, 40 and 20 tomorrow.
        let expected = try ["1951-11-20", "1966-11-21", "1986-11-21", "2006-11-21"].map { try day($0)...day($0) }
        #expect(changed == expected)
    }

    @Test func birthDaysOnFirstOfApril() throws {
        let library = try deliveredLibrary()
        let pupils = library.policies.filter { $0.system == .childcare }
        let changed = birthDays(changing: pupils, from: try day("2027-03-31"), to: try day("2027-04-01"))
        #expect(changed == [try day("2008-04-02")...day("2009-04-01")])
    }

    @Test func bornOn29FebruaryAreFoundInTheNight() throws {
        let library = try deliveredLibrary()
        let pension = library.policies.filter { $0.system == .nationalPension }
        let changed = birthDays(changing: pension, from: try day("2028-02-27"), to: try day("2028-02-28"))
        #expect(changed == [try day("1968-02-29")...day("1968-02-29"), try day("2008-02-29")...day("2008-02-29")])
        // In a common year those born on 29 February and 1 March reach the age on the same day.
        let common = birthDays(changing: pension, from: try day("2027-02-27"), to: try day("2027-02-28"))
        #expect(common == [try day("1967-03-01")...day("1967-03-01"), try day("2007-03-01")...day("2007-03-01")])
    }

    @Test(arguments: [
        ("2026-11-19", "2026-11-20"), ("2026-03-15", "2027-05-02"), ("2028-02-27", "2028-03-01"),
        ("2027-05-02", "2026-03-15"), ("2026-11-20", "2026-11-20"),
    ])
    func birthDaysAgreeWithAskingEverybody(_ old: String, _ new: String) throws {
        let (old, new) = (try day(old), try day(new))
        let policies = try deliveredLibrary().policies
        let changed = birthDays(changing: policies, from: old, to: new)
        for (range, next) in zip(changed, changed.dropFirst()) { #expect(range.upperBound.adding(days: 1) < next.lowerBound) }
        let rules = policies.reduce(into: Set<AgeRule>()) { $0.formUnion($1.scope.ageRules) }
        let first = try day("1900-01-01").daysSince2000
        let last = try day("2030-12-31").daysSince2000
        var wrong: [CalendarDay] = []
        for number in first...last {
            let birth = CalendarDay(daysSince2000: number)
            let differs = rules.contains { $0.contains(birth: birth, on: old) != $0.contains(birth: birth, on: new) }
            if differs != changed.contains(where: { $0.contains(birth) }) { wrong.append(birth) }
        }
        #expect(wrong.isEmpty)
    }

    @Test func birthDaysAreQuick() throws {
        let policies = try deliveredLibrary().policies
        let (old, new) = (try day("2026-11-19"), try day("2027-11-20"))
        // The quickest of three: a busy machine makes any one of them late.
        let times = (1...3).map { _ in ContinuousClock().measure { _ = birthDays(changing: policies, from: old, to: new) } }
        #expect(times.contains { $0 < .milliseconds(200) })
    }
}
