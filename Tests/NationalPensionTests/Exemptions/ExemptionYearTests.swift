import Addressee
import Foundation
import NationalPension
import Testing

/// 免除等の年度と申請書: which income goes with which month, and which months may be asked for.
@Suite struct ExemptionYearTests {
    // MARK: years and forms

    /// Row 28 and the edges of years.
    @Test(arguments: [
        ("2025-07", ExemptionYears.Group.general, 2025, 2024), ("2025-12", .general, 2025, 2024), ("2026-01", .general, 2025, 2024),
        ("2026-06", .general, 2025, 2024), ("2026-07", .general, 2026, 2025), ("2024-04", .student, 2024, 2023), ("2025-03", .student, 2024, 2023),
        ("2025-04", .student, 2025, 2024), ("2019-04", .general, 2018, 2017), ("2019-05", .general, 2018, 2017),
    ])
    func theYearOfTheIncome(text: String, group: ExemptionYears.Group, year: Int, income: Int) throws {
        let years = try RuleTables.delivered().years
        #expect(years.year(of: month(text), group) == year && years.incomeYear(for: month(text), group) == income)
    }

    /// Row 27.
    @Test(arguments: [
        ("2025-04-10", ["2023-03..2023-06", "2023-07..2024-06", "2024-07..2025-06"]),
        ("2025-07-01", ["2023-06..2023-06", "2023-07..2024-06", "2024-07..2025-06", "2025-07..2026-06"]),
        ("2025-06-30", ["2023-05..2023-06", "2023-07..2024-06", "2024-07..2025-06"]),
        ("2025-08-31", ["2023-07..2024-06", "2024-07..2025-06", "2025-07..2026-06"]),
        ("2026-01-01", ["2023-12..2024-06", "2024-07..2025-06", "2025-07..2026-06"]),
        ("2026-02-28", ["2024-01..2024-06", "2024-07..2025-06", "2025-07..2026-06"]),
    ])
    func oneFormForEachYear(filed: String, forms: [String]) throws {
        #expect(ExemptionApplication.forms(.general, filedOn: day(filed), using: try RuleTables.delivered()).map(\.description) == forms)
    }

    @Test func monthsThatCannotBeAskedFor() throws {
        var applicant = Applicant()
        applicant.earns(0)
        applicant.earns(0, year: 2022)
        applicant.months = span("2023-05", "2023-06")
        applicant.filed = "2025-07-31"
        applicant.earns(0, year: 2021)
        #expect(try applicant.told() == ["2023-05..2023-05 inadmissible", "2023-06..2023-06 full"])
        applicant.months = span("2025-05", "2025-08")
        #expect(try applicant.told() == ["2025-05..2025-08 inadmissible"])
        applicant.months = span("2026-07", "2027-06")
        applicant.filed = "2026-06-30"
        #expect(try applicant.told() == ["2026-07..2027-06 inadmissible"])
        // What is no month of the first class, or is exempt by law already, is not examined.
        applicant.months = span("2025-07", "2026-06")
        applicant.filed = "2026-06-30"
        applicant.history = try Life.resident(
            born: "1990-06-15",
            [.employmentBegan(on: day("2025-09-01")), .employmentEnded(on: day("2025-12-31")), .maternity(month: month("2026-03"), isMultiple: false)]
        ).history(on: "2026-06-30")
        #expect(
            try applicant.told() == [
                "2025-07..2025-08 full", "2025-09..2025-12 inadmissible", "2026-01..2026-01 full", "2026-02..2026-05 inadmissible", "2026-06..2026-06 full",
            ])
        // Before there was a table there is no answer.
        var old = Applicant()
        old.months = span("2006-06", "2006-06")
        old.filed = "2006-06-30"
        old.earns(0, year: 2004)
        #expect(try old.told() == ["2006-06..2006-06 held no-rule"])
    }

    // MARK: continuation and premiums

    struct Continuing: Sendable {
        let article: String
        var filed = "2025-08-20"
        var yen = 0
        var special: [ExemptionApplication.SpecialClaim] = []
        var statement: IncomeStatement?
        var householder = ExemptionHousehold.Householder.applicant
        var wants = true
        let isAllowed: Bool
    }

    @Test(arguments: [
        Continuing(article: "規77③ 全額", isAllowed: true),
        // Row 35.
        Continuing(article: "規77③ 申請日が期間の外 [35]", filed: "2026-08-10", isAllowed: false),
        Continuing(article: "規77③ 期間の最後の日", filed: "2026-06-30", isAllowed: true),
        Continuing(article: "規77③ 期間の翌日", filed: "2026-07-01", isAllowed: false),
        Continuing(article: "規77③ 半額は継続しない", yen: 1_000_000, isAllowed: false),
        Continuing(article: "規77③ 失業は継続しない", special: [.init(.applicant, .unemployment, on: day("2025-03-31"))], isAllowed: false),
        Continuing(article: "規77③ 災害は継続しない", special: [.init(.applicant, .disaster, on: day("2025-03-31"))], isAllowed: false),
        Continuing(
            article: "規77③ 135万円の基準は継続する", statement: IncomeStatement(year: 2024, totalIncome: 1_350_000, disability: .disabled), isAllowed: true),
        Continuing(article: "規77③ 納付猶予は継続する", householder: .other, isAllowed: true),
        Continuing(article: "規77③ 希望しない", wants: false, isAllowed: false),
        Continuing(article: "規77③ 却下", yen: 9_000_000, isAllowed: false),
    ])
    func continuation(example: Continuing) throws {
        var applicant = Applicant()
        applicant.filed = example.filed
        applicant.householder = example.householder
        applicant.continues = example.wants
        if example.householder == .other { applicant.earns(.householder, 9_000_000) } else { applicant.struck = [.deferral] }
        applicant.special = example.special
        if let statement = example.statement { applicant.knows(.applicant, statement) } else { applicant.earns(example.yen) }
        let continuation = try applicant.proposal().continuation
        #expect(continuation.isAllowed == example.isAllowed, "\(example.article): \(continuation.reason)")
    }

    /// Row 26, and every year of the table: the parts are multiples of ten and never further from the share than five yen.
    @Test func whatIsLeftToPayIsRounded() throws {
        let tables = try RuleTables.delivered()
        let kinds: [ExemptionKind] = [.threeQuarters, .half, .quarter]
        func left(_ text: String) -> [Int?] { kinds.map { PartialPremium.monthly($0, month(text), using: tables) } }
        #expect(left("2026-04") == [4_480, 8_960, 13_440] && left("2027-03") == [4_480, 8_960, 13_440])
        #expect(left("2021-04") == [4_150, 8_310, 12_460] && left("2022-03") == [4_150, 8_310, 12_460])
        #expect(left("2025-03") == [4_250, 8_490, 12_740] && left("2024-03") == [4_130, 8_260, 12_390])
        for year in 2010...2026 {
            let premium = try #require(tables.premiums.monthly(month("\(year)-04")))
            for (yen, share) in zip(left("\(year)-04"), [1, 2, 3]) {
                let yen = try #require(yen)
                #expect(yen % 10 == 0 && abs(yen * 4 - premium * share) <= 20)
            }
        }
        #expect(PartialPremium.monthly(.full, month("2026-04"), using: tables) == 0)
        #expect(PartialPremium.monthly(.half, month("2035-04"), using: tables) == nil)
        var applicant = Applicant()
        applicant.struck = [.deferral]
        applicant.earns(1_200_000)
        #expect(
            try applicant.proposal().parts[0].payable == [
                .init(months: span("2025-07", "2026-03"), yen: 8_760), .init(months: span("2026-04", "2026-06"), yen: 8_960),
            ])
    }

    @Test func aProposalComesBackFromJSONAndIsPrintedInNoWay() throws {
        var applicant = Applicant()
        applicant.householder = .other
        applicant.earns(1_234_567)
        let proposal = try applicant.proposal()
        #expect(try JSONDecoder().decode(ExemptionProposal.self, from: JSONEncoder().encode(proposal)) == proposal)
        var dumped = ""
        dump(proposal, to: &dumped)
        dump(applicant.incomes, to: &dumped)
        #expect(!dumped.contains("1234567") && !"\(proposal)".contains("1234567") && !"\(applicant.incomes)".contains("1234567"))
        let statement = IncomeStatement(year: 2024, totalIncome: 1, deductions: [.medical: 2], dependants: [.specific: 3])
        let json = String(decoding: try JSONEncoder().encode(statement), as: UTF8.self)
        #expect(json.contains("\"medical\":2") && json.contains("\"specific\":3"))
    }
}
