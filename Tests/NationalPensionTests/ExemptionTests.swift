import Addressee
import Foundation
import NationalPension
import Testing

/// An application as the tests write it: single, householder, July 2025 to June 2026, filed in August 2025.
struct Applicant {
    var born = "1990-06-15"
    var notation: String?
    var group = ExemptionYears.Group.general
    var months = span("2025-07", "2026-06")
    var filed = "2025-08-20"
    var spouse = ExemptionHousehold.Spouse.none
    var householder = ExemptionHousehold.Householder.applicant
    var struck: Set<ExemptionKind> = []
    var continues = false
    var special: [ExemptionApplication.SpecialClaim] = []
    var students: [MonthSpan] = []
    var asOf: String?
    var incomes = KnownIncomes()
    var history: InsuredHistory?
    var order: ExemptionOrder?

    init() {}

    mutating func knows(_ person: ExemptionPerson, _ statement: IncomeStatement) { incomes.add(statement, of: person) }

    mutating func earns(_ yen: Int, year: Int = 2024) { earns(.applicant, yen, year: year) }

    mutating func earns(_ person: ExemptionPerson, _ yen: Int, year: Int = 2024) { knows(person, IncomeStatement(year: year, totalIncome: yen)) }

    mutating func ask(_ question: IncomeQuestion) -> Bool { incomes.ask(question) }

    func proposal() throws -> ExemptionProposal {
        let tables = try RuleTables.delivered()
        let application = ExemptionApplication(
            group, months: months, filedOn: day(filed), struck: struck, wantsContinuation: continues, special: special, studentMonths: students)
        let reference = ExemptionHousehold.referenceDay(for: months, group, filedOn: day(filed), using: tables)
        return ExemptionExamination(
            application, born: try BirthDate(written: born, unknownNotation: notation),
            household: ExemptionHousehold(asOf: asOf.map(day) ?? reference, spouse: spouse, householder: householder), incomes: incomes, history: history,
            order: order, using: tables
        ).proposal()
    }

    /// The results as a test reads them: `2025-07..2026-06 half`.
    func told() throws -> [String] { try proposal().told }
}

extension ExemptionProposal {
    var told: [String] {
        parts.map { part in
            let result =
                switch part.outcome {
                case .granted(let kind): kind.rawValue
                case .refused: "refused"
                case .waiting(let questions): "waiting " + questions.map { "\($0.person.rawValue) \($0.year)" }.joined(separator: ", ")
                case .held(let holds): "held " + holds.map(\.kind.rawValue).joined(separator: ", ")
                case .inadmissible: "inadmissible"
                }
            return "\(part.months) \(result)"
        }
    }
}

/// 免除・納付猶予・学生納付特例の審査 (法第90条から第90条の3まで).
@Suite struct ExemptionTests {
    // MARK: thresholds

    struct Threshold: Sendable {
        let article: String
        let months: MonthSpan
        let dependants: [DependantKind: Int]
        /// 全額, 4分の3, 半額, 4分の1.
        let limits: [Int]
    }

    static let current = span("2025-07", "2025-07")

    /// Rows 16 and 18, and thresholds of other households and years. The highest income that is within, and one yen more that is not.
    @Test(arguments: [
        Threshold(article: "令6の7〜9の2 単身 [18]", months: current, dependants: [:], limits: [670_000, 880_000, 1_280_000, 1_680_000]),
        Threshold(
            article: "令6の7〜9の2 四人世帯、16歳未満二人 [16]", months: current, dependants: [.spouse: 1, .under16: 2],
            limits: [1_720_000, 2_020_000, 2_420_000, 2_820_000]),
        Threshold(
            article: "令6の8の2 夫婦", months: current, dependants: [.spouse: 1], limits: [1_020_000, 1_260_000, 1_660_000, 2_060_000]),
        Threshold(
            article: "令6の8の2 老人扶養親族は48万", months: current, dependants: [.elderly: 1], limits: [1_020_000, 1_360_000, 1_760_000, 2_160_000]),
        Threshold(
            article: "令6の8の2 老人控除対象配偶者は48万", months: current, dependants: [.elderlySpouse: 1], limits: [1_020_000, 1_360_000, 1_760_000, 2_160_000]),
        Threshold(
            article: "令6の8の2 特定扶養親族は63万", months: current, dependants: [.specific: 1], limits: [1_020_000, 1_510_000, 1_910_000, 2_310_000]),
        Threshold(
            article: "令6の8の2 16歳から18歳も63万", months: current, dependants: [.aged16To18: 2], limits: [1_370_000, 2_140_000, 2_540_000, 2_940_000]),
        Threshold(
            article: "令6の8の2 一般の扶養親族は38万", months: current, dependants: [.general: 1, .under16: 1],
            limits: [1_370_000, 1_640_000, 2_040_000, 2_440_000]),
        Threshold(
            article: "令和2年度まで 単身", months: span("2021-06", "2021-06"), dependants: [:], limits: [570_000, 780_000, 1_180_000, 1_580_000]),
        Threshold(
            article: "令和3年度から 単身", months: span("2021-07", "2021-07"), dependants: [:], limits: [670_000, 880_000, 1_280_000, 1_680_000]),
        Threshold(
            article: "令和2年度まで 夫婦", months: span("2021-01", "2021-06"), dependants: [.spouse: 1], limits: [920_000, 1_160_000, 1_560_000, 1_960_000]),
    ])
    func thresholds(example: Threshold) throws {
        let kinds: [ExemptionKind] = [.full, .threeQuarters, .half, .quarter]
        for (index, limit) in example.limits.enumerated() {
            for (yen, expected) in [(limit, kinds[index].rawValue), (limit + 1, index == 3 ? "refused" : kinds[index + 1].rawValue)] {
                var applicant = Applicant()
                applicant.months = example.months
                applicant.filed = example.months.last.lastDay.description
                applicant.struck = [.deferral]
                let year = example.months.first.month >= 7 ? example.months.first.year - 1 : example.months.first.year - 2
                applicant.knows(.applicant, IncomeStatement(year: year, totalIncome: yen, dependants: example.dependants))
                #expect(try applicant.told() == ["\(example.months) \(expected)"], "\(example.article) \(yen)")
            }
        }
    }

    // MARK: incomes and deductions

    struct Income: Sendable {
        let article: String
        let statement: IncomeStatement
        let told: String
    }

    @Test(arguments: [
        // Row 19.
        Income(
            article: "令6の11 全額は控除を引かない [19]", statement: IncomeStatement(year: 2024, totalIncome: 700_000, deductions: [.socialInsurance: 200_000]),
            told: "three-quarters"),
        Income(
            article: "令6の12② 社会保険料控除", statement: IncomeStatement(year: 2024, totalIncome: 1_080_000, deductions: [.socialInsurance: 200_000]),
            told: "three-quarters"),
        Income(
            article: "令6の12② 社会保険料控除に1円足りない", statement: IncomeStatement(year: 2024, totalIncome: 1_080_001, deductions: [.socialInsurance: 200_000]),
            told: "half"),
        Income(
            article: "令6の12② 医療費と雑損",
            statement: IncomeStatement(year: 2024, totalIncome: 1_580_000, deductions: [.medical: 200_000, .casualty: 100_000]), told: "half"),
        Income(
            article: "令6の12② 小規模企業共済等掛金と配偶者特別",
            statement: IncomeStatement(year: 2024, totalIncome: 1_800_000, deductions: [.smallEnterprise: 84_000, .specialSpouse: 36_000]), told: "quarter"),
        Income(article: "令6の12② 寡婦27万", statement: IncomeStatement(year: 2024, totalIncome: 1_950_000, isWidow: true), told: "quarter"),
        Income(article: "令6の12② ひとり親35万", statement: IncomeStatement(year: 2024, totalIncome: 2_030_000, isSingleParent: true), told: "quarter"),
        Income(article: "令6の12② ひとり親35万を1円超える", statement: IncomeStatement(year: 2024, totalIncome: 2_030_001, isSingleParent: true), told: "refused"),
        Income(article: "令6の12② 勤労学生27万", statement: IncomeStatement(year: 2024, totalIncome: 1_550_000, isWorkingStudent: true), told: "half"),
        Income(article: "令6の12② 障害者27万", statement: IncomeStatement(year: 2024, totalIncome: 1_950_000, disability: .disabled), told: "quarter"),
        Income(article: "令6の12② 特別障害者40万は障害者に代えて", statement: IncomeStatement(year: 2024, totalIncome: 2_080_000, disability: .special), told: "quarter"),
        Income(article: "令6の12② 特別障害者40万を1円超える", statement: IncomeStatement(year: 2024, totalIncome: 2_080_001, disability: .special), told: "refused"),
        Income(
            article: "令6の12② 障害者である扶養親族は人数分",
            statement: IncomeStatement(year: 2024, totalIncome: 1_820_000, dependants: [.general: 2], disabledDependants: 2),
            told: "three-quarters"),
        Income(
            article: "令6の12② 障害者である扶養親族（一般の基準を超える所得）",
            statement: IncomeStatement(year: 2024, totalIncome: 2_180_000, dependants: [.general: 2], disabledDependants: 2), told: "three-quarters"),
        Income(article: "令6の11 純損失の繰越控除", statement: IncomeStatement(year: 2024, totalIncome: 1_000_000, carriedLoss: 330_000), told: "full"),
        Income(article: "法90①3 障害者135万", statement: IncomeStatement(year: 2024, totalIncome: 1_350_000, disability: .disabled), told: "full"),
        Income(article: "法90①3 障害者135万を1円超える", statement: IncomeStatement(year: 2024, totalIncome: 1_350_001, disability: .disabled), told: "half"),
        Income(article: "法90①3 寡婦135万", statement: IncomeStatement(year: 2024, totalIncome: 1_350_000, isWidow: true), told: "full"),
        Income(article: "法90①3 ひとり親135万", statement: IncomeStatement(year: 2024, totalIncome: 1_350_000, isSingleParent: true), told: "full"),
        Income(article: "法90① 所得なし（申告あり）", statement: IncomeStatement(year: 2024, totalIncome: 0), told: "full"),
    ])
    func incomes(example: Income) throws {
        var applicant = Applicant()
        applicant.struck = [.deferral]
        applicant.knows(.applicant, example.statement)
        #expect(try applicant.told() == ["2025-07..2026-06 \(example.told)"], "\(example.article)")
    }

    @Test func theFixedGroundServesPartialClassesAndStudentsAndOnlyDoubtfullyTheDeferral() throws {
        var applicant = Applicant()
        applicant.knows(.applicant, IncomeStatement(year: 2024, totalIncome: 1_350_000, disability: .disabled))
        // 法90の2: where the full exemption is struck the ground satisfies three quarters.
        applicant.struck = [.full, .deferral]
        #expect(try applicant.told() == ["2025-07..2026-06 three-quarters"])
        applicant.struck = [.full, .threeQuarters, .half, .quarter]
        let proposal = try applicant.proposal()
        #expect(proposal.told == ["2025-07..2026-06 deferral"])
        #expect(proposal.parts[0].kinds.last?.persons.first?.isUnconfirmed == true)
        // 令和2年度まで 125万円, and no ひとり親.
        var before = Applicant()
        before.months = span("2021-01", "2021-06")
        before.filed = "2021-06-30"
        before.struck = [.deferral]
        before.knows(.applicant, IncomeStatement(year: 2019, totalIncome: 1_250_000, disability: .disabled))
        #expect(try before.told() == ["2021-01..2021-06 full"])
        before.knows(.applicant, IncomeStatement(year: 2019, totalIncome: 1_250_000, isSingleParent: true))
        #expect(try before.told() == ["2021-01..2021-06 quarter"])
    }

    /// 学生納付特例 has its new figures from April 2021 on, by the income of 2020; 特定親族特別控除 is of 2025.
    @Test func figuresGoByTheYearOfTheIncome() throws {
        var student = Applicant()
        student.group = .student
        student.months = span("2021-04", "2021-04")
        student.students = [student.months]
        student.filed = "2021-04-30"
        student.knows(.applicant, IncomeStatement(year: 2020, totalIncome: 1_350_000, isSingleParent: true))
        #expect(try student.told() == ["2021-04..2021-04 student"])
        let relative = { (year: Int) in IncomeStatement(year: year, totalIncome: 1_700_000, deductions: [.specialRelative: 100_000]) }
        student.months = span("2026-04", "2026-04")
        student.students = [student.months]
        student.filed = "2026-04-30"
        student.knows(.applicant, relative(2025))
        #expect(try student.told() == ["2026-04..2026-04 refused"])
        var applicant = Applicant()
        applicant.struck = [.deferral]
        applicant.knows(.applicant, IncomeStatement(year: 2024, totalIncome: 1_700_000, deductions: [.specialRelative: 100_000]))
        #expect(try applicant.told() == ["2025-07..2026-06 refused"])
        (applicant.months, applicant.filed) = (span("2026-07", "2026-07"), "2026-07-31")
        applicant.knows(.applicant, relative(2025))
        #expect(try applicant.told() == ["2026-07..2026-07 quarter"])
    }

    @Test func theArithmeticIsShownLineByLine() throws {
        var applicant = Applicant()
        applicant.struck = [.deferral]
        applicant.knows(
            .applicant,
            IncomeStatement(
                year: 2024, totalIncome: 2_000_000, carriedLoss: 50_000, deductions: [.socialInsurance: 200_000], dependants: [.spouse: 1, .under16: 2],
                isWidow: true))
        let part = try applicant.proposal().parts[0]
        #expect(part.kinds.map(\.kind) == [.full, .deferral, .threeQuarters] && part.kinds.map(\.verdict) == [.refused, .struck, .granted])
        let lines = try #require(part.kinds.last?.persons.first?.lines)
        #expect(
            lines.map { "\($0.side.rawValue) \($0.label) \($0.yen)" } == [
                "income 合計所得金額 2000000", "deduction 純損失の繰越控除 50000", "deduction 社会保険料控除 200000", "deduction 寡婦控除 270000",
                "assessed 審査する所得 1480000", "threshold 基本額 880000", "threshold 控除対象配偶者（1人） 380000", "threshold 16歳未満の扶養親族（2人） 760000",
                "limit 4分の3免除の基準額 2020000",
            ])
        #expect(lines.allSatisfy { $0.article.text.hasPrefix("国民年金法") })
        #expect(!"\(lines)".contains("2000000") && !String(reflecting: lines).contains("2000000"))
    }

    // MARK: persons

    /// Row 23: a parent as householder bars the exemption, not the deferral; a spouse bars both.
    @Test func whoseIncomeCounts() throws {
        var applicant = Applicant()
        applicant.born = "2000-06-15"
        applicant.earns(0)
        applicant.householder = .other
        applicant.earns(.householder, 3_000_000)
        #expect(try applicant.told() == ["2025-07..2026-06 deferral"])
        var married = Applicant()
        married.born = "2000-06-15"
        married.earns(0)
        married.spouse = .exists
        married.earns(.spouse, 3_000_000)
        #expect(try married.told() == ["2025-07..2026-06 refused"])
        // As a householder, the spouse is not looked at twice.
        married.householder = .spouse
        #expect(try married.told() == ["2025-07..2026-06 refused"])
        #expect(try married.proposal().parts[0].kinds[0].persons.map(\.person) == [.applicant, .spouse])
        // Where nobody bars it, all three are within.
        var three = Applicant()
        three.spouse = .exists
        three.householder = .other
        three.earns(0)
        three.earns(.spouse, 670_000)
        three.earns(.householder, 670_000)
        #expect(try three.told() == ["2025-07..2026-06 full"])
        three.earns(.householder, 1_680_000)
        three.struck = [.deferral]
        #expect(try three.told() == ["2025-07..2026-06 quarter"])
    }

    /// Row 24, and the month in which the age is attained (平26附則14).
    @Test(arguments: [
        ("1976-06-15", ["2025-07..2026-05 deferral", "2026-06..2026-06 refused"]),
        // 49 for the whole year.
        ("1976-07-02", ["2025-07..2026-06 deferral"]),
        // Born on the first: 50 is attained in the month before.
        ("1976-07-01", ["2025-07..2026-05 deferral", "2026-06..2026-06 refused"]),
        ("1975-06-15", ["2025-07..2026-06 refused"]),
        ("1976-02-29", ["2025-07..2026-01 deferral", "2026-02..2026-06 refused"]),
        ("1975-12-31", ["2025-07..2025-11 deferral", "2025-12..2026-06 refused"]),
    ])
    func deferralEndsBeforeTheMonthOfFifty(born: String, told: [String]) throws {
        var applicant = Applicant()
        applicant.born = born
        applicant.earns(0)
        applicant.householder = .other
        applicant.earns(.householder, 9_000_000)
        #expect(try applicant.told() == told)
    }

    @Test func anUnknownBirthDateHoldsTheDeferralOnly() throws {
        var applicant = Applicant()
        (applicant.born, applicant.notation) = ("1976-00-00", "昭和51年頃")
        applicant.householder = .other
        applicant.earns(0)
        applicant.earns(.householder, 9_000_000)
        #expect(try applicant.told() == ["2025-07..2025-11 deferral", "2025-12..2026-06 held birth-date-unknown"])
        // The full exemption has no age.
        applicant.earns(.householder, 0)
        #expect(try applicant.told() == ["2025-07..2026-06 full"])
        (applicant.born, applicant.notation) = ("0000-00-00", "年月日不詳")
        applicant.earns(.householder, 9_000_000)
        #expect(try applicant.told() == ["2025-07..2026-06 held birth-date-unknown"])
        // 1990年頃: below 50 on every day that it could be.
        (applicant.born, applicant.notation) = ("1990-00-00", "平成2年頃")
        #expect(try applicant.told() == ["2025-07..2026-06 deferral"])
    }

    @Test func aHouseholdNobodyKnowsIsHeldUnlessItDoesNotMatter() throws {
        var applicant = Applicant()
        applicant.householder = .unknown
        applicant.earns(0)
        #expect(try applicant.told() == ["2025-07..2026-06 held household-unknown"])
        applicant.earns(9_000_000)
        #expect(try applicant.told() == ["2025-07..2026-06 refused"])
        applicant.earns(0)
        (applicant.householder, applicant.spouse) = (.applicant, .unknown)
        #expect(try applicant.told() == ["2025-07..2026-06 held household-unknown"])
        (applicant.householder, applicant.spouse) = (.spouse, .none)
        #expect(try applicant.told() == ["2025-07..2026-06 held household-unknown"])
    }

    /// 規77: a year that goes on is looked at today, one that is over on the last day asked for.
    @Test func theHouseholdIsThatOfTheRightDay() throws {
        let tables = try RuleTables.delivered()
        for (months, filed, expected) in [
            (span("2025-07", "2026-06"), "2025-08-20", "2025-08-20"), (span("2024-07", "2025-06"), "2025-08-20", "2025-06-30"),
            (span("2024-07", "2025-02"), "2025-08-20", "2025-02-28"), (span("2025-07", "2026-06"), "2026-06-30", "2026-06-30"),
            (span("2025-07", "2026-06"), "2026-07-01", "2026-06-30"), (span("2023-07", "2024-02"), "2025-08-20", "2024-02-29"),
        ] {
            #expect(ExemptionHousehold.referenceDay(for: months, .general, filedOn: day(filed), using: tables) == day(expected))
        }
        #expect(ExemptionHousehold.referenceDay(for: span("2024-04", "2025-03"), .student, filedOn: day("2025-04-01"), using: tables) == day("2025-03-31"))
        var applicant = Applicant()
        applicant.earns(0)
        applicant.asOf = "2025-08-19"
        #expect(try applicant.told() == ["2025-07..2026-06 held household-unknown"])
    }

    // MARK: students

    /// Row 25.
    @Test func studentsAreExaminedApartAndAlone() throws {
        var student = Applicant()
        student.group = .student
        student.months = span("2025-04", "2026-03")
        student.students = [span("2025-04", "2029-03")]
        student.filed = "2025-05-01"
        student.householder = .other
        student.earns(1_200_000)
        student.earns(.householder, 9_000_000)
        #expect(try student.told() == ["2025-04..2026-03 student"])
        student.earns(1_280_001)
        #expect(try student.told() == ["2025-04..2026-03 refused"])
        student.knows(.applicant, IncomeStatement(year: 2024, totalIncome: 1_550_000, isWorkingStudent: true))
        #expect(try student.told() == ["2025-04..2026-03 student"])
        // Students can't use the others; months after the studies can't use this.
        var general = Applicant()
        general.students = [span("2025-04", "2026-03")]
        general.earns(0)
        #expect(try general.told() == ["2025-07..2026-03 inadmissible", "2026-04..2026-06 full"])
        student.students = [span("2025-04", "2025-09")]
        #expect(try student.told() == ["2025-04..2025-09 student", "2025-10..2026-03 inadmissible"])
        // 令和2年度まで 118万円.
        var before = Applicant()
        before.group = .student
        before.months = span("2021-03", "2021-03")
        before.students = [span("2020-04", "2022-03")]
        before.filed = "2021-03-31"
        before.earns(1_180_001, year: 2019)
        #expect(try before.told() == ["2021-03..2021-03 refused"])
        before.months = span("2021-04", "2021-04")
        before.filed = "2021-04-30"
        before.earns(1_180_001, year: 2020)
        #expect(try before.told() == ["2021-04..2021-04 student"])
    }

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

    // MARK: unknown incomes

    @Test func anUnknownIncomeIsAskedOnceAndNeverNone() throws {
        var applicant = Applicant()
        applicant.householder = .other
        #expect(try applicant.told() == ["2025-07..2026-06 waiting householder 2024, self 2024"])
        #expect(try applicant.proposal().toAsk.count == 2 && applicant.proposal().waitingFor == [])
        for question in try applicant.proposal().toAsk {
            let isNew = applicant.ask(question)
            #expect(isNew)
        }
        #expect(try applicant.proposal().toAsk == [] && applicant.proposal().waitingFor.count == 2)
        // Asked again for the same person and year: flagged, in whatever words.
        let again = [IncomeQuestion(.applicant, year: 2024), .init(.applicant, year: 2024, isUnfiled: true), .init(.applicant, year: 2023)].map {
            applicant.ask($0)
        }
        #expect(again == [false, false, true])
        applicant.earns(0)
        #expect(try applicant.told() == ["2025-07..2026-06 waiting householder 2024"])
        applicant.incomes.add(.unfiled, of: .householder, year: 2024)
        let unfiled = try applicant.proposal()
        #expect(unfiled.told == ["2025-07..2026-06 waiting householder 2024"])
        #expect(unfiled.parts[0].kinds[0].persons.last?.reason.text.contains("申告されていません") == true)
        applicant.earns(.householder, 9_000_000)
        applicant.struck = [.deferral]
        #expect(try applicant.told() == ["2025-07..2026-06 refused"])
    }

    @Test func nobodyIsAskedWhoseIncomeDoesNotMatter() throws {
        var applicant = Applicant()
        (applicant.householder, applicant.spouse) = (.other, .exists)
        applicant.earns(9_000_000)
        #expect(try applicant.told() == ["2025-07..2026-06 refused"] && applicant.proposal().toAsk == [])
        // A statement of another year is no answer.
        var other = Applicant()
        other.earns(0, year: 2023)
        #expect(try other.told() == ["2025-07..2026-06 waiting self 2024"])
    }

    // MARK: order and boxes

    @Test func theOrderIsConfiguredAndStruckBoxesAreNotExamined() throws {
        var applicant = Applicant()
        applicant.householder = .other
        applicant.earns(0)
        applicant.earns(.householder, 1_000_000)
        #expect(try applicant.told() == ["2025-07..2026-06 deferral"])
        applicant.order = ExemptionOrder(general: [.full, .threeQuarters, .half, .quarter, .deferral])
        #expect(try applicant.told() == ["2025-07..2026-06 half"])
        applicant.order = nil
        applicant.struck = [.deferral]
        #expect(try applicant.told() == ["2025-07..2026-06 half"])
        applicant.struck = [.deferral, .half, .quarter]
        #expect(try applicant.told() == ["2025-07..2026-06 refused"])
        applicant.struck = Set(ExemptionKind.allCases)
        #expect(try applicant.told() == ["2025-07..2026-06 refused"])
    }

    // MARK: special grounds

    struct Special: Sendable {
        let article: String
        let claim: ExemptionApplication.SpecialClaim
        let told: [String]
    }

    /// The applicant earned 5 million and lives alone; 規77の7.
    @Test(arguments: [
        Special(
            article: "離職日の翌日の月の前月から", claim: .init(.applicant, .unemployment, on: day("2025-09-29")),
            told: ["2025-07..2025-07 refused", "2025-08..2026-06 full"]),
        Special(
            article: "月末の離職は翌月の失業", claim: .init(.applicant, .unemployment, on: day("2025-09-30")), told: ["2025-07..2025-08 refused", "2025-09..2026-06 full"]),
        Special(article: "前年の失業", claim: .init(.applicant, .unemployment, on: day("2024-05-10")), told: ["2025-07..2026-06 full"]),
        Special(
            article: "前々年の失業は6月まで", claim: .init(.applicant, .unemployment, on: day("2023-12-10")), told: ["2025-07..2026-06 refused"]),
        Special(article: "大みそかの離職は翌年の失業", claim: .init(.applicant, .unemployment, on: day("2023-12-31")), told: ["2025-07..2026-06 full"]),
        Special(article: "災害", claim: .init(.applicant, .disaster, on: day("2025-10-01")), told: ["2025-07..2025-08 refused", "2025-09..2026-06 full"]),
        Special(article: "書類のない失業は使わない", claim: .init(.applicant, .unemployment, on: day("2025-03-31"), isProven: false), told: ["2025-07..2026-06 refused"]),
        Special(article: "生活扶助以外の扶助", claim: .init(.applicant, .otherAid, on: day("2025-09-10")), told: ["2025-07..2025-08 refused", "2025-09..2026-06 full"]),
        Special(article: "外国人の生活保護", claim: .init(.applicant, .foreignProtection, on: day("2025-07-10")), told: ["2025-07..2026-06 full"]),
        Special(article: "特別障害給付金", claim: .init(.applicant, .specialDisabilityBenefit, on: day("2020-07-10")), told: ["2025-07..2026-06 full"]),
        Special(article: "DVは本人の所得を除かない", claim: .init(.applicant, .violence, on: day("2025-07-10")), told: ["2025-07..2026-06 refused"]),
        Special(article: "配偶者の失業は本人を助けない", claim: .init(.spouse, .unemployment, on: day("2025-03-31")), told: ["2025-07..2026-06 refused"]),
    ])
    func specialGrounds(example: Special) throws {
        var applicant = Applicant()
        applicant.earns(5_000_000)
        applicant.special = [example.claim]
        #expect(try applicant.told() == example.told, "\(example.article)")
        #expect(try applicant.proposal().remarks.isEmpty == example.claim.isProven)
    }

    @Test func specialGroundsOfSpouseAndHouseholder() throws {
        var applicant = Applicant()
        (applicant.spouse, applicant.householder) = (.exists, .other)
        applicant.earns(0)
        applicant.earns(.spouse, 5_000_000)
        applicant.earns(.householder, 0)
        applicant.special = [.init(.spouse, .violence, on: day("2025-07-01"))]
        #expect(try applicant.told() == ["2025-07..2026-06 full"])
        #expect(try applicant.proposal().parts[0].kinds[0].persons.map(\.verdict) == [.meets, .excluded, .meets])
        applicant.special = [.init(.spouse, .unemployment, on: day("2025-03-31"))]
        #expect(try applicant.told() == ["2025-07..2026-06 full"])
        // An unemployed person's income need not be known.
        var unknown = Applicant()
        unknown.special = [.init(.applicant, .unemployment, on: day("2025-03-31"))]
        #expect(try unknown.told() == ["2025-07..2026-06 full"])
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
