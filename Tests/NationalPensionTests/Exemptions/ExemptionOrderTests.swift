import Addressee
import Foundation
import NationalPension
import Testing

/// 免除等の審査の順序と特例: in which order kinds are examined, and grounds that replace the income.
@Suite struct ExemptionOrderTests {
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

    /// 規77の7第1号・第2号: of 法90の3 the months from January to March alone look at the year before the last, not those until June.
    @Test(arguments: [
        ("前々年の失業は3月まで", SpecialGround.unemployment, "2023-12-10", span("2025-04", "2026-03"), "refused"),
        ("前々年の失業、その年度", .unemployment, "2023-12-10", span("2024-04", "2025-03"), "student"),
        ("大みそかの離職は翌年の失業", .unemployment, "2023-12-31", span("2025-04", "2026-03"), "student"),
        ("前年の失業", .unemployment, "2024-05-10", span("2025-04", "2026-03"), "student"),
        ("前々年の災害は3月まで", .disaster, "2023-12-31", span("2025-04", "2026-03"), "refused"),
        ("前年の災害", .disaster, "2024-01-01", span("2025-04", "2026-03"), "student"),
    ])
    func specialGroundsOfStudents(article: String, ground: SpecialGround, on: String, months: MonthSpan, says: String) throws {
        var applicant = Applicant()
        (applicant.group, applicant.months, applicant.students) = (.student, months, [months])
        for year in [2023, 2024] { applicant.earns(5_000_000, year: year) }
        applicant.special = [.init(.applicant, ground, on: day(on))]
        #expect(try applicant.told() == ["\(months) \(says)"], "\(article)")
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
}
