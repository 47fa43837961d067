import Addressee
import Foundation
import NationalPension
import Testing

/// 免除等の所得の基準: whose amounts are within which threshold (法第90条から第90条の3まで).
@Suite struct ExemptionIncomeTests {
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
}
