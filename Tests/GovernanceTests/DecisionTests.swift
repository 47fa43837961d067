import Addressee
import Foundation
import Testing

@testable import Governance

/// 提供の可否, case by case on the policies as delivered, read as a reviewer reads them.
@Suite struct DecisionTests {
    /// Which policy the system is served under.
    enum Under: Sendable {
        /// The one delivered in `Policies/`.
        case delivered
        /// The same, with an end of its own.
        case until(String)
        /// The same, whose first legal basis ends.
        case basisUntil(String)
        /// The same, revoked.
        case revoked
        /// The same, expired and closed.
        case expired
        /// The same, with another scope.
        case scope(String)
        /// None was ever approved.
        case none
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var says: String
        /// Whose policy it is; the same asks, unless `asks` says otherwise.
        var system: String
        var asks: String?
        var under = Under.delivered
        var born: String?
        var state: ResidentState = .resident
        var ward: String? = "111015"
        var householder = false
        var registeredBy: [String] = []
        var provisional = false
        var closed = false
        var confirmation = Confirmation.notNeeded
        var way: Way = .push
        var on: String
        var expected: String
        var testDescription: String { "\(asks ?? system): \(says)" }
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
        Case(says: "the birth year alone is unknown: nobody invents it", system: "health-insurance", born: nil, on: "2026-11-20", expected: "P0003"),
        Case(says: "provisional and closed: provisional comes first", system: "tax", born: "1980-05-05", provisional: true, closed: true, on: "2026-11-20", expected: "P0004"),
        Case(says: "closed to others, and the childcare system registered it: childcare asks", system: "childcare", born: "2016-06-01", registeredBy: ["childcare"], closed: true, on: "2026-11-20", expected: "provide"),
        Case(says: "closed to others, the board asks", system: "education-board", born: "2016-06-01", closed: true, way: .pull, on: "2026-11-20", expected: "P0008"),
        // Who asks
        Case(says: "childcare asks under tax's policy", system: "tax", asks: "childcare", born: "1980-05-05", on: "2026-11-20", expected: "P0006"),
        Case(says: "the resident register itself asks", system: "tax", asks: "resident-record", born: "1980-05-05", way: .pull, on: "2026-11-20", expected: "P0006"),
        Case(says: "pension asks under childcare's policy about a child", system: "childcare", asks: "national-pension", born: "2016-06-01", way: .pull, on: "2026-11-20", expected: "P0006"),
        Case(says: "no policy was ever approved", system: "tax", under: .none, born: "1980-05-05", on: "2026-11-20", expected: "P0001"),
        Case(says: "no policy, not even for one it registered", system: "tax", under: .none, born: nil, state: .nonResident, registeredBy: ["tax"], way: .pull, on: "2026-11-20", expected: "P0001"),
        // How
        Case(says: "a resident, asked for", system: "tax", born: "1980-05-05", way: .pull, on: "2026-11-20", expected: "provide"),
        Case(says: "a resident, on a medium that the policy does not name", system: "tax", born: "1980-05-05", way: .medium, on: "2026-11-20", expected: "P0005"),
        Case(says: "pushing is refused before anybody looks at the person", system: "education-board", born: nil, provisional: true, on: "2026-11-20", expected: "P0005"),
        // When
        Case(says: "the last day of a policy with an end", system: "tax", under: .until("2026-12-01"), born: "1980-05-05", on: "2026-11-30", expected: "provide"),
        Case(says: "the day it ends", system: "tax", under: .until("2026-12-01"), born: "1980-05-05", on: "2026-12-01", expected: "P0002"),
        Case(says: "long after, on the way that was open", system: "tax", under: .until("2026-12-01"), born: "1980-05-05", way: .pull, on: "2030-01-01", expected: "P0002"),
        Case(says: "the last day of a legal basis", system: "tax", under: .basisUntil("2027-04-01"), born: "1980-05-05", on: "2027-03-31", expected: "provide"),
        Case(says: "one of three bases has ended, the file is open-ended", system: "tax", under: .basisUntil("2027-04-01"), born: "1980-05-05", on: "2027-04-01", expected: "P0002"),
        Case(says: "the only basis has ended", system: "childcare", under: .basisUntil("2027-04-01"), born: "2016-06-01", way: .pull, on: "2027-04-01", expected: "P0002"),
        Case(says: "a basis has ended, and the person is provisional: the policy comes first", system: "tax", under: .basisUntil("2027-04-01"), born: "1980-05-05", provisional: true, on: "2027-04-01", expected: "P0002"),
        // Revoked and expired
        Case(says: "revoked: a resident, pushed", system: "tax", under: .revoked, born: "1980-05-05", on: "2026-11-20", expected: "P0009"),
        Case(says: "revoked: a resident, asked for", system: "tax", under: .revoked, born: "1980-05-05", way: .pull, on: "2026-11-20", expected: "P0009"),
        Case(says: "revoked: even one it registered itself", system: "tax", under: .revoked, born: nil, state: .nonResident, registeredBy: ["tax"], way: .pull, on: "2026-11-20", expected: "P0009"),
        Case(says: "revoked: somebody else asks", system: "tax", asks: "childcare", under: .revoked, born: "1980-05-05", way: .pull, on: "2026-11-20", expected: "P0006"),
        Case(says: "revoked: on a way it never allowed", system: "education-board", under: .revoked, born: "2016-06-01", on: "2026-11-20", expected: "P0009"),
        Case(says: "expired and closed", system: "tax", under: .expired, born: "1980-05-05", way: .pull, on: "2026-11-20", expected: "P0002"),
        Case(says: "expired: a child", system: "childcare", under: .expired, born: "2016-06-01", on: "2026-11-20", expected: "P0002"),
        // 行政区: of the city's ten, 111015 and 111023 are two
        Case(says: "lives in the ward", system: "tax", under: .scope("ward: [\"111015\"]"), born: "1980-05-05", on: "2026-11-20", expected: "provide"),
        Case(says: "lives in another ward", system: "tax", under: .scope("ward: [\"111015\"]"), born: "1980-05-05", ward: "111023", on: "2026-11-20", expected: "P0003"),
        Case(says: "the ward is not known", system: "tax", under: .scope("ward: [\"111015\"]"), born: "1980-05-05", ward: nil, on: "2026-11-20", expected: "P0003"),
        Case(says: "the ward is not known, and all wards but one are meant", system: "tax", under: .scope("not: { ward: [\"111015\"] }"), born: "1980-05-05", ward: nil, on: "2026-11-20", expected: "P0003"),
        Case(says: "another ward, and all wards but one are meant", system: "tax", under: .scope("not: { ward: [\"111015\"] }"), born: "1980-05-05", ward: "111023", on: "2026-11-20", expected: "provide"),
        Case(says: "one of several wards", system: "tax", under: .scope("ward: [\"111015\", \"111023\"]"), born: "1980-05-05", ward: "111023", on: "2026-11-20", expected: "provide"),
        Case(says: "the code of the city as a whole is no ward", system: "tax", under: .scope("ward: [\"111015\"]"), born: "1980-05-05", ward: "111007", on: "2026-11-20", expected: "P0003"),
        Case(says: "moved out, the ward of old", system: "tax", under: .scope("all: [{ state: [resident] }, { ward: [\"111015\"] }]"), born: "1980-05-05", state: .movedOut, on: "2026-11-20", expected: "P0003"),
        // 生年月日が二月二十九日の者, and those whose birth date is not known
        Case(says: "born 29 February, reaches 18 in a common year on 28 February", system: "tax", under: .scope("age: { from: reached 18 }"), born: "2008-02-29", on: "2026-02-28", expected: "provide"),
        Case(says: "born 29 February, the day before that", system: "tax", under: .scope("age: { from: reached 18 }"), born: "2008-02-29", on: "2026-02-27", expected: "P0003"),
        Case(says: "born 29 February, the birthday of a common year is 1 March", system: "tax", under: .scope("age: { from: birthday 18 }"), born: "2008-02-29", on: "2026-02-28", expected: "P0003"),
        Case(says: "born 29 February, on that 1 March", system: "tax", under: .scope("age: { from: birthday 18 }"), born: "2008-02-29", on: "2026-03-01", expected: "provide"),
        Case(says: "born 29 February, the birthday of a leap year is 29 February", system: "tax", under: .scope("age: { from: birthday 20 }"), born: "2008-02-29", on: "2028-02-29", expected: "provide"),
        Case(says: "born 29 February, the day before it in a leap year", system: "tax", under: .scope("age: { from: birthday 20 }"), born: "2008-02-29", on: "2028-02-28", expected: "P0003"),
        Case(says: "born 29 February, out on 1 March of a common year", system: "tax", under: .scope("age: { until: birthday 18 }"), born: "2008-02-29", on: "2026-03-01", expected: "P0003"),
        Case(says: "born 29 February, still in on 28 February", system: "tax", under: .scope("age: { until: birthday 18 }"), born: "2008-02-29", on: "2026-02-28", expected: "provide"),
        Case(says: "not known when born, and everybody but the old is meant", system: "tax", under: .scope("not: { age: { from: birthday 75 } }"), born: nil, on: "2026-11-20", expected: "P0003"),
        Case(says: "not known when born, but a householder, which is enough", system: "tax", under: .scope("any: [{ age: { from: birthday 75 } }, householder]"), born: nil, householder: true, on: "2026-11-20", expected: "provide"),
        Case(says: "born tomorrow, as a file may say", system: "tax", under: .scope("age: { until: birthday 1 }"), born: "2026-11-21", on: "2026-11-20", expected: "provide"),
        Case(says: "賦課期日: 65 on the 1 January before the birthday", system: "tax", under: .scope("age: { from: reached 65 on 01-01 }"), born: "1962-01-02", on: "2027-01-01", expected: "provide"),
        Case(says: "賦課期日: 65 a day after 1 January waits a year", system: "tax", under: .scope("age: { from: reached 65 on 01-01 }"), born: "1962-01-03", on: "2027-12-31", expected: "P0003"),
        // 自動応答不可
        Case(says: "flagged, and nobody has decided", system: "tax", born: "1980-05-05", confirmation: .awaited, way: .pull, on: "2026-11-20", expected: "P0011"),
        Case(says: "flagged, and refused by a person", system: "tax", born: "1980-05-05", confirmation: .refused, way: .pull, on: "2026-11-20", expected: "P0012"),
        Case(says: "flagged, and nobody decided in time", system: "tax", born: "1980-05-05", confirmation: .lapsed, way: .pull, on: "2026-11-20", expected: "P0013"),
        Case(says: "flagged, but out of scope: nobody is troubled", system: "tax", born: "1980-05-05", state: .removed, confirmation: .awaited, way: .pull, on: "2026-11-20", expected: "P0003"),
        Case(says: "flagged, but closed to others: nobody is troubled", system: "tax", born: "1980-05-05", closed: true, confirmation: .awaited, way: .pull, on: "2026-11-20", expected: "P0008"),
        Case(says: "flagged, and the policy is revoked", system: "tax", under: .revoked, born: "1980-05-05", confirmation: .awaited, way: .pull, on: "2026-11-20", expected: "P0009"),
        // 昨日・今日・明日
        Case(says: "ended yesterday", system: "tax", under: .until("2026-11-19"), born: "1980-05-05", on: "2026-11-20", expected: "P0002"),
        Case(says: "ends today", system: "tax", under: .until("2026-11-20"), born: "1980-05-05", on: "2026-11-20", expected: "P0002"),
        Case(says: "ends tomorrow", system: "tax", under: .until("2026-11-21"), born: "1980-05-05", on: "2026-11-20", expected: "provide"),
        Case(says: "its basis ended yesterday", system: "tax", under: .basisUntil("2026-11-19"), born: "1980-05-05", on: "2026-11-20", expected: "P0002"),
        Case(says: "its basis ends tomorrow", system: "tax", under: .basisUntil("2026-11-21"), born: "1980-05-05", on: "2026-11-20", expected: "provide"),
        // 住民状態 by state, where only residents are meant
        Case(says: "dead, where residents are meant", system: "tax", under: .scope("state: [resident]"), born: "1980-05-05", state: .dead, on: "2026-11-20", expected: "P0003"),
        Case(says: "moved out, where residents are meant", system: "tax", under: .scope("state: [resident]"), born: "1980-05-05", state: .movedOut, on: "2026-11-20", expected: "P0003"),
        Case(says: "removed, where residents are meant", system: "tax", under: .scope("state: [resident]"), born: "1980-05-05", state: .removed, on: "2026-11-20", expected: "P0003"),
        Case(says: "non-resident, where residents are meant", system: "tax", under: .scope("state: [resident]"), born: "1980-05-05", state: .nonResident, on: "2026-11-20", expected: "P0003"),
        Case(says: "non-resident, where non-residents are meant", system: "tax", under: .scope("state: [non-resident]"), born: "1980-05-05", state: .nonResident, on: "2026-11-20", expected: "provide"),
        Case(says: "dead, where the dead are meant", system: "tax", under: .scope("state: [dead]"), born: "1980-05-05", state: .dead, on: "2026-11-20", expected: "provide"),
        Case(says: "moved out, where all but residents are meant", system: "tax", under: .scope("not: { state: [resident] }"), born: "1980-05-05", state: .movedOut, on: "2026-11-20", expected: "provide"),
        Case(says: "closed, but its own", system: "tax", born: "1980-05-05", registeredBy: ["childcare", "tax"], closed: true, on: "2026-11-20", expected: "provide"),
    ]

    @Test(arguments: cases) func decides(_ test: Case) throws {
        let library = try deliveredLibrary()
        let system = try #require(SystemName(rawValue: test.system))
        let facts = PersonFacts(
            state: test.state, provisional: test.provisional, birthSortDay: try test.born.map(day), wardCode: test.ward,
            householder: test.householder, registeredBy: test.registeredBy.compactMap(SystemName.init(rawValue:)),
            closedToOtherAffairs: test.closed)
        let dataset = try #require(DatasetName(rawValue: "addressee"))
        let decision = decide(
            policy: try policy(test, library.policy(system: system, dataset: dataset), library),
            system: try #require(SystemName(rawValue: test.asks ?? test.system)), facts: facts, test.confirmation, way: test.way, on: try day(test.on))
        let result =
            switch decision {
            case .provide: "provide"
            case .refuse(let refusal): refusal.code
            }
        #expect(result == test.expected)
    }

    private func policy(_ test: Case, _ delivered: Policy?, _ library: PolicyLibrary) throws -> Policy? {
        let delivered = try #require(delivered)
        func changed(_ file: String, _ change: (String) throws -> String) throws -> Policy? {
            let documents = try library.documents.map { $0.name == file ? PolicyDocument(name: file, text: try change($0.text)) : $0 }
            return try PolicyLibrary(documents: documents).policy(system: delivered.system, dataset: delivered.dataset)
        }
        switch test.under {
        case .delivered: return delivered
        case .none: return nil
        case .revoked: return delivered.closed(.revoked)
        case .expired: return delivered.closed(.expired)
        case .until(let day): return try changed(delivered.source) { $0.replacing("valid-until: ", with: "valid-until: \(day)") }
        case .scope(let scope):
            return try changed(delivered.source) { text in
                String(text.prefix(upTo: try #require(text.range(of: "\nscope:")).lowerBound)) + "\nscope:\n  \(scope)\n"
            }
        case .basisUntil(let day):
            let basis = try #require(delivered.legalBases.first)
            return try changed("legal-bases.tsv") { text in
                text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                    guard line.hasPrefix(basis + "\t") else { return String(line) }
                    var cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                    cells[7] = day
                    return cells.joined(separator: "\t")
                }.joined(separator: "\n")
            }
        }
    }

    @Test func theTableIsLongEnoughToReviewEveryRule() {
        #expect(Self.cases.count >= 60)
        #expect(Set(Self.cases.map(\.expected)).isSuperset(of: (1...9).filter { $0 != 7 }.map { "P000\($0)" } + ["provide", "P0011", "P0012", "P0013"]))
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
        #expect(Refusal.all.map(\.code) == (1...9).map { "P000\($0)" } + (10...23).map { "P00\($0)" })
        #expect(Refusal.all.filter(\.liesInThePerson).map(\.code) == ["P0003", "P0004", "P0007", "P0008", "P0011", "P0012", "P0013"])
    }
}
