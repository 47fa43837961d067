import Addressee
import Testing

@testable import Governance

/// 提供の可否, case by case on the policies as delivered, read as a reviewer reads them.
@Suite struct DecisionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var says: String
        var system: String
        var born: String?
        var state: ResidentState = .resident
        var householder = false
        var registeredBy: [String] = []
        var provisional = false
        var closed = false
        var way: Way = .push
        var on: String
        var expected: String
        var testDescription: String { "\(system): \(says)" }
    }

    // One row, one line: this is read as a table.
    // swift-format-ignore
    static let cases: [Case] = [
        // 税
        Case(says: "a resident", system: "tax", born: "1980-05-05", on: "2026-11-20", expected: "provide"),
        Case(says: "a baby", system: "tax", born: "2026-11-19", on: "2026-11-20", expected: "provide"),
        Case(says: "moved out after 1 January: still to be assessed", system: "tax", born: "1980-05-05", state: .movedOut, on: "2026-11-20", expected: "provide"),
        Case(says: "dead: the heirs owe", system: "tax", born: "1940-05-05", state: .dead, on: "2026-11-20", expected: "provide"),
        Case(says: "ex-officio removed", system: "tax", born: "1980-05-05", state: .removed, on: "2026-11-20", expected: "P0003"),
        Case(says: "non-resident that another system registered", system: "tax", born: "1980-05-05", state: .nonResident, registeredBy: ["care-insurance"], on: "2026-11-20", expected: "P0003"),
        Case(says: "non-resident landowner that tax registered", system: "tax", born: nil, state: .nonResident, registeredBy: ["tax"], on: "2026-11-20", expected: "provide"),
        Case(says: "resident without a known birth date", system: "tax", born: nil, on: "2026-11-20", expected: "provide"),
        // 児童手当
        Case(says: "a child of 10", system: "childcare", born: "2016-06-01", on: "2026-11-20", expected: "provide"),
        Case(says: "18 already, but before the first 31 March", system: "childcare", born: "2008-06-01", on: "2026-11-20", expected: "provide"),
        Case(says: "on that 31 March itself", system: "childcare", born: "2008-06-01", on: "2027-03-31", expected: "provide"),
        Case(says: "aged out on 1 April", system: "childcare", born: "2008-06-01", on: "2027-04-01", expected: "P0003"),
        Case(says: "born 1 April: reaches 18 on 31 March, out the next day", system: "childcare", born: "2009-04-01", on: "2027-04-01", expected: "P0003"),
        Case(says: "born 2 April: a year longer", system: "childcare", born: "2009-04-02", on: "2027-04-01", expected: "provide"),
        Case(says: "a householder of 45", system: "childcare", born: "1981-01-01", householder: true, on: "2026-11-20", expected: "provide"),
        Case(says: "an adult who is no householder", system: "childcare", born: "1981-01-01", on: "2026-11-20", expected: "P0003"),
        Case(says: "a child moved out", system: "childcare", born: "2016-06-01", state: .movedOut, on: "2026-11-20", expected: "P0003"),
        Case(says: "a dead householder", system: "childcare", born: "1981-01-01", state: .dead, householder: true, on: "2026-11-20", expected: "P0003"),
        // 介護保険
        Case(says: "two days before the 40th birthday", system: "care-insurance", born: "1986-11-22", on: "2026-11-20", expected: "P0003"),
        Case(says: "the day before the 40th birthday: reached", system: "care-insurance", born: "1986-11-21", on: "2026-11-20", expected: "provide"),
        Case(says: "born 29 February, on 27 February", system: "care-insurance", born: "1988-02-29", on: "2028-02-27", expected: "P0003"),
        Case(says: "born 29 February, on 28 February of a leap year", system: "care-insurance", born: "1988-02-29", on: "2028-02-28", expected: "provide"),
        Case(says: "of 90", system: "care-insurance", born: "1936-01-01", on: "2026-11-20", expected: "provide"),
        Case(says: "lost by move-out", system: "care-insurance", born: "1936-01-01", state: .movedOut, on: "2026-11-20", expected: "P0003"),
        Case(says: "lives in a home elsewhere, registered by the system", system: "care-insurance", born: "1936-01-01", state: .movedOut, registeredBy: ["care-insurance"], on: "2026-11-20", expected: "provide"),
        Case(says: "birth date unknown altogether: no age rule opens", system: "care-insurance", born: nil, on: "2026-11-20", expected: "P0003"),
        // 国民健康保険
        Case(says: "the day before the 75th birthday", system: "health-insurance", born: "1951-11-21", on: "2026-11-20", expected: "provide"),
        Case(says: "the 75th birthday", system: "health-insurance", born: "1951-11-20", on: "2026-11-20", expected: "P0003"),
        Case(says: "a newborn", system: "health-insurance", born: "2026-11-20", on: "2026-11-20", expected: "provide"),
        // 国民年金
        Case(says: "two days before the 20th birthday", system: "national-pension", born: "2006-11-22", on: "2026-11-20", expected: "P0003"),
        Case(says: "the day before the 20th birthday", system: "national-pension", born: "2006-11-21", on: "2026-11-20", expected: "provide"),
        Case(says: "two days before the 60th birthday", system: "national-pension", born: "1966-11-22", on: "2026-11-20", expected: "provide"),
        Case(says: "the day before the 60th birthday: lost", system: "national-pension", born: "1966-11-21", on: "2026-11-20", expected: "P0003"),
        Case(says: "voluntarily insured at 62", system: "national-pension", born: "1964-01-01", registeredBy: ["national-pension"], on: "2026-11-20", expected: "provide"),
        // 教育委員会
        Case(says: "a pupil, pushed", system: "education-board", born: "2016-06-01", on: "2026-11-20", expected: "P0005"),
        Case(says: "a pupil, asked for", system: "education-board", born: "2016-06-01", way: .pull, on: "2026-11-20", expected: "provide"),
        Case(says: "6 already, school begins on 1 April", system: "education-board", born: "2020-06-01", way: .pull, on: "2027-03-31", expected: "P0003"),
        Case(says: "first day of school", system: "education-board", born: "2020-06-01", way: .pull, on: "2027-04-01", expected: "provide"),
        Case(says: "born 1 April: school begins with the sixth birthday", system: "education-board", born: "2021-04-01", way: .pull, on: "2027-04-01", expected: "provide"),
        Case(says: "born 2 April: not yet", system: "education-board", born: "2021-04-02", way: .pull, on: "2027-04-01", expected: "P0003"),
        Case(says: "last day of the ninth year", system: "education-board", born: "2011-06-01", way: .pull, on: "2027-03-31", expected: "provide"),
        Case(says: "after the ninth year", system: "education-board", born: "2011-06-01", way: .pull, on: "2027-04-01", expected: "P0003"),
        Case(says: "a householder at large", system: "education-board", born: "1981-01-01", householder: true, way: .pull, on: "2026-11-20", expected: "P0003"),
        Case(says: "a teacher whom the board registered", system: "education-board", born: "1981-01-01", state: .nonResident, registeredBy: ["education-board"], way: .pull, on: "2026-11-20", expected: "provide"),
        // Whatever the scope
        Case(says: "before the policy", system: "tax", born: "1980-05-05", on: "2025-03-31", expected: "P0002"),
        Case(says: "its first day", system: "tax", born: "1980-05-05", on: "2025-04-01", expected: "provide"),
        Case(says: "provisional record", system: "tax", born: "1980-05-05", provisional: true, on: "2026-11-20", expected: "P0004"),
        Case(says: "provisional, though the system registered it", system: "tax", born: "1980-05-05", registeredBy: ["tax"], provisional: true, on: "2026-11-20", expected: "P0004"),
        Case(says: "closed to other affairs", system: "tax", born: "1980-05-05", registeredBy: ["childcare"], closed: true, on: "2026-11-20", expected: "P0008"),
        Case(says: "closed, but its own", system: "tax", born: "1980-05-05", registeredBy: ["childcare", "tax"], closed: true, on: "2026-11-20", expected: "provide"),
    ]

    @Test(arguments: cases) func decides(_ test: Case) throws {
        let library = try deliveredLibrary()
        let system = try #require(SystemName(rawValue: test.system))
        let facts = PersonFacts(
            state: test.state, provisional: test.provisional, birthSortDay: try test.born.map(day), wardCode: "111015",
            householder: test.householder, registeredBy: test.registeredBy.compactMap(SystemName.init(rawValue:)),
            closedToOtherAffairs: test.closed)
        let dataset = try #require(DatasetName(rawValue: "addressee"))
        let decision = decide(
            policy: library.policy(system: system, dataset: dataset), system: system, facts: facts, way: test.way,
            on: try day(test.on))
        let result =
            switch decision {
            case .provide: "provide"
            case .refuse(let refusal): refusal.code
            }
        #expect(result == test.expected)
    }

    private let resident = PersonFacts(
        state: .resident, provisional: false, birthSortDay: nil, wardCode: nil, householder: false, registeredBy: [],
        closedToOtherAffairs: false)

    @Test func withoutPolicyNothingIsProvided() throws {
        let decision = decide(policy: nil, system: .tax, facts: resident, way: .push, on: try day("2026-11-20"))
        #expect(decision == .refuse(.noPolicy))
    }

    @Test func anotherSystemsPolicyOpensNothing() throws {
        let policy = try Samples.loaded()
        let decision = decide(policy: policy, system: .childcare, facts: resident, way: .pull, on: try day("2026-11-20"))
        #expect(decision == .refuse(.anotherSystem))
    }

    @Test func theLastDayOfAPolicyIsTheDayBeforeItsEnd() throws {
        let policy = try Samples.loaded()
        #expect(decide(policy: policy, system: .tax, facts: resident, way: .push, on: try day("2027-03-31")) == .provide)
        #expect(
            decide(policy: policy, system: .tax, facts: resident, way: .push, on: try day("2027-04-01"))
                == .refuse(.outsideDates))
    }

    @Test func anUnknownPersonIsRefused() throws {
        let decision = decide(policy: try Samples.loaded(), system: .tax, facts: nil, way: .pull, on: try day("2026-11-20"))
        #expect(decision == .refuse(.unknownPerson))
    }

    @Test func theReceiverCannotTellWhoIsRegistered() {
        for refusal in [Refusal.provisional, .unknownPerson, .closedToOtherAffairs, .notInScope] {
            #expect(refusal.told == .notInScope)
        }
        #expect(Refusal.anotherSystem.told == .anotherSystem)
    }

    @Test func codesAreDistinctAndStable() {
        #expect(Refusal.all.map(\.code) == (1...9).map { "P000\($0)" } + ["P0010"])
    }
}
