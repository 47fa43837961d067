import Addressee
import Foundation
import NationalPension
import Testing

/// 付加・法定免除・産前産後・育児・基金・承認の月.
@Suite struct PremiumMonthTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let article: String
        let facts: [PensionFact]
        let told: [String]
        var on = "2026-12-31"
        var testDescription: String { "\(article) \(told.joined(separator: " / "))" }
    }

    static let legal: [Case] = [
        Case(
            article: "法89① 該当した月の前月から", facts: [.legalExemptionBegan(on: day("2026-03-10"), ground: .livelihoodProtection)],
            told: ["1 2010-06..2026-01", "1 2026-02..2026-12 legal"]),
        Case(
            article: "法89① 該当しなくなった月まで",
            facts: [
                .legalExemptionBegan(on: day("2026-03-10"), ground: .livelihoodProtection),
                .legalExemptionEnded(on: day("2026-08-01"), ground: .livelihoodProtection),
            ], told: ["1 2010-06..2026-01", "1 2026-02..2026-08 legal", "1 2026-09..2026-12"]),
        Case(
            article: "法89① 1月の該当は前年12月から",
            facts: [
                .legalExemptionBegan(on: day("2026-01-31"), ground: .disabilityGrade1Or2),
                .legalExemptionEnded(on: day("2026-02-28"), ground: .disabilityGrade1Or2),
            ], told: ["1 2010-06..2025-11", "1 2025-12..2026-02 legal", "1 2026-03..2026-12"]),
        Case(
            article: "法89② 納付申出",
            facts: [
                .legalExemptionBegan(on: day("2026-03-10"), ground: .facility), .paymentElected(months: span("2026-05", "2026-07")),
            ], told: ["1 2010-06..2026-01", "1 2026-02..2026-04 legal", "1 2026-05..2026-07 legal paid", "1 2026-08..2026-12 legal"]),
        Case(
            article: "法89 二つの事由は続く",
            facts: [
                .legalExemptionBegan(on: day("2026-03-10"), ground: .livelihoodProtection),
                .legalExemptionEnded(on: day("2026-06-10"), ground: .livelihoodProtection),
                .legalExemptionBegan(on: day("2026-05-10"), ground: .disabilityGrade1Or2),
            ], told: ["1 2010-06..2026-01", "1 2026-02..2026-12 legal"]),
        Case(
            article: "法89 障害厚生3級だけは法定免除でない [33]", facts: [.legalExemptionBegan(on: day("2026-03-10"), ground: .disabilityGrade3Only)],
            told: ["1 2010-06..2026-12"]),
        Case(
            article: "法89 外国人の生活保護は法定免除でない", facts: [.legalExemptionBegan(on: day("2026-03-10"), ground: .foreignLivelihoodProtection)],
            told: ["1 2010-06..2026-12"]),
        Case(
            article: "法89 第2号の月は免除でない",
            facts: [.legalExemptionBegan(on: day("2026-03-10"), ground: .disabilityGrade1Or2), .employmentBegan(on: day("2026-07-01"))],
            told: ["1 2010-06..2026-01", "1 2026-02..2026-06 legal", "2 2026-07..2026-12"]),
    ]

    static let parental: [Case] = [
        // Row 30.
        Case(
            article: "法88の2 単胎 [30]", facts: [.maternity(month: month("2025-04"), isMultiple: false)],
            told: ["1 2010-06..2025-02", "1 2025-03..2025-06 maternity", "1 2025-07..2026-12"]),
        Case(
            article: "法88の2 多胎 [30]", facts: [.maternity(month: month("2025-04"), isMultiple: true)],
            told: ["1 2010-06..2024-12", "1 2025-01..2025-06 maternity", "1 2025-07..2026-12"]),
        Case(
            article: "法88の2 平成31年4月から", facts: [.maternity(month: month("2019-03"), isMultiple: false)],
            told: ["1 2010-06..2019-03", "1 2019-04..2019-05 maternity", "1 2019-06..2026-12"]),
        Case(article: "法88の2 平成31年1月の出産は対象外", facts: [.maternity(month: month("2019-01"), isMultiple: false)], told: ["1 2010-06..2026-12"]),
        Case(
            article: "法88の2 ほかの免除に優先",
            facts: [.exemptionGranted(kind: .full, months: span("2025-01", "2025-12")), .maternity(month: month("2025-04"), isMultiple: false)],
            told: ["1 2010-06..2024-12", "1 2025-01..2025-02 full", "1 2025-03..2025-06 maternity", "1 2025-07..2025-12 full", "1 2026-01..2026-12"]),
        Case(
            article: "法88の2 年をまたぐ", facts: [.maternity(month: month("2025-12"), isMultiple: false)],
            told: ["1 2010-06..2025-10", "1 2025-11..2026-02 maternity", "1 2026-03..2026-12"]),
        Case(
            article: "法88の2 第2号の月は除く", facts: [.maternity(month: month("2025-04"), isMultiple: false), .employmentBegan(on: day("2025-05-15"))],
            told: ["1 2010-06..2025-02", "1 2025-03..2025-04 maternity", "2 2025-05..2026-12"]),
        Case(
            article: "法88の3（未確認） 父の育児",
            facts: [.childcare(childBorn: day("2026-11-10"), from: day("2026-11-10"), until: nil, isBirthMother: false)],
            told: ["1 2010-06..2026-10", "1 2026-11..2027-10 childcare", "1 2027-11..2027-12"], on: "2027-12-31"),
        Case(
            article: "法88の3（未確認） 令和8年10月の施行前の月は対象外",
            facts: [.childcare(childBorn: day("2026-06-10"), from: day("2026-06-10"), until: nil, isBirthMother: false)],
            told: ["1 2010-06..2026-09", "1 2026-10..2027-05 childcare", "1 2027-06..2027-12"], on: "2027-12-31"),
        Case(
            article: "法88の3（未確認） 産後に続く母の育児",
            facts: [
                .maternity(month: month("2026-11"), isMultiple: false),
                .childcare(childBorn: day("2026-11-10"), from: day("2026-11-10"), until: nil, isBirthMother: true),
            ], told: ["1 2010-06..2026-09", "1 2026-10..2027-01 maternity", "1 2027-02..2027-10 childcare", "1 2027-11..2027-12"], on: "2027-12-31"),
        Case(
            article: "法88の3（未確認） 養育をやめた月まで",
            facts: [.childcare(childBorn: day("2026-11-10"), from: day("2026-12-20"), until: day("2027-04-15"), isBirthMother: false)],
            told: ["1 2010-06..2026-11", "1 2026-12..2027-04 childcare", "1 2027-05..2027-12"], on: "2027-12-31"),
    ]

    static let additional: [Case] = [
        Case(
            article: "法87の2① 申出の月から", facts: [.additionalApplied(on: day("2026-04-30"))], told: ["1 2010-06..2026-03", "1 2026-04..2026-12 +"]),
        Case(
            article: "法87の2③ 辞退は前月から", facts: [.additionalApplied(on: day("2026-04-30")), .additionalWithdrawn(on: day("2026-08-01"))],
            told: ["1 2010-06..2026-03", "1 2026-04..2026-06 +", "1 2026-07..2026-12"]),
        Case(
            article: "法87の2③ 翌月の辞退は何も残さない", facts: [.additionalApplied(on: day("2026-04-30")), .additionalWithdrawn(on: day("2026-05-01"))],
            told: ["1 2010-06..2026-12"]),
        Case(
            article: "法87の2③ 再びの申出",
            facts: [.additionalApplied(on: day("2025-04-30")), .additionalWithdrawn(on: day("2025-08-01")), .additionalApplied(on: day("2026-10-01"))],
            told: ["1 2010-06..2025-03", "1 2025-04..2025-06 +", "1 2025-07..2026-09", "1 2026-10..2026-12 +"]),
        Case(
            article: "法87の2④ 基金の加入は辞退とみなす", facts: [.additionalApplied(on: day("2026-04-30")), .fundJoined(on: day("2026-08-10"))],
            told: ["1 2010-06..2026-03", "1 2026-04..2026-06 +", "1 2026-07..2026-07", "1 2026-08..2026-12 fund"]),
        Case(
            article: "法87の2④ 基金をやめても付加は戻らない",
            facts: [.additionalApplied(on: day("2026-01-30")), .fundJoined(on: day("2026-04-10")), .fundLeft(on: day("2026-07-01"))],
            told: ["1 2010-06..2025-12", "1 2026-01..2026-02 +", "1 2026-03..2026-03", "1 2026-04..2026-06 fund", "1 2026-07..2026-12"]),
        Case(
            article: "法87の2① 基金の加入員の申出はできない", facts: [.fundJoined(on: day("2026-04-10")), .additionalApplied(on: day("2026-06-30"))],
            told: ["1 2010-06..2026-03", "1 2026-04..2026-12 fund"]),
        Case(
            article: "法87の2① 半額免除の月の申出はできない [34]",
            facts: [.exemptionGranted(kind: .half, months: span("2025-07", "2026-06")), .additionalApplied(on: day("2026-04-30"))],
            told: ["1 2010-06..2025-06", "1 2025-07..2026-06 half", "1 2026-07..2026-12"]),
        Case(
            article: "法87の2① 産前産後の月の申出はできる [34]",
            facts: [.maternity(month: month("2026-05"), isMultiple: false), .additionalApplied(on: day("2026-04-30"))],
            told: ["1 2010-06..2026-03", "1 2026-04..2026-07 maternity +", "1 2026-08..2026-12 +"]),
        Case(
            article: "法87の2① 免除の月は除き、その後は続く",
            facts: [.additionalApplied(on: day("2025-04-30")), .exemptionGranted(kind: .student, months: span("2025-07", "2026-03"))],
            told: ["1 2010-06..2025-03", "1 2025-04..2025-06 +", "1 2025-07..2026-03 student", "1 2026-04..2026-12 +"]),
        Case(
            article: "法87の2① 法定免除の納付申出の月はできる",
            facts: [
                .additionalApplied(on: day("2025-04-30")), .legalExemptionBegan(on: day("2025-09-10"), ground: .disabilityGrade1Or2),
                .paymentElected(months: span("2025-10", "2025-11")),
            ],
            told: ["1 2010-06..2025-03", "1 2025-04..2025-07 +", "1 2025-08..2025-09 legal", "1 2025-10..2025-11 legal paid +", "1 2025-12..2026-12 legal"]),
        Case(
            article: "法87の2① 第2号となれば終わる",
            facts: [.additionalApplied(on: day("2025-04-30")), .employmentBegan(on: day("2025-09-10")), .employmentEnded(on: day("2026-01-31"))],
            told: ["1 2010-06..2025-03", "1 2025-04..2025-08 +", "2 2025-09..2026-01", "1 2026-02..2026-12"]),
        Case(
            article: "法88の3（未確認） 育児の月は付加を確かめる",
            facts: [
                .additionalApplied(on: day("2026-04-30")), .childcare(childBorn: day("2026-11-10"), from: day("2026-11-10"), until: nil, isBirthMother: false),
            ],
            told: ["1 2010-06..2026-03", "1 2026-04..2026-10 +", "1 2026-11..2026-12 childcare"]),
        Case(
            article: "法90の2 一部免除の取消し",
            facts: [
                .exemptionGranted(kind: .quarter, months: span("2025-07", "2026-06")), .exemptionRevoked(kind: .quarter, months: span("2026-01", "2026-06")),
            ],
            told: ["1 2010-06..2025-06", "1 2025-07..2025-12 quarter", "1 2026-01..2026-12"]),
    ]

    /// 独立行政法人農業者年金基金法第17条: paid without an application, and not withdrawn.
    static let farmers: [Case] = [
        Case(
            article: "農17① 農業者年金の被保険者となった月から", facts: [.farmersPensionBegan(on: day("2026-04-30"))],
            told: ["1 2010-06..2026-03", "1 2026-04..2026-12 +"]),
        Case(
            article: "農15① 被保険者でなくなった月の前月まで",
            facts: [.farmersPensionBegan(on: day("2026-04-30")), .farmersPensionEnded(on: day("2026-08-01"))],
            told: ["1 2010-06..2026-03", "1 2026-04..2026-07 +", "1 2026-08..2026-12"]),
        Case(
            article: "農15② 同じ月に得てなくした月は数える",
            facts: [.farmersPensionBegan(on: day("2026-04-10")), .farmersPensionEnded(on: day("2026-04-20"))],
            told: ["1 2010-06..2026-03", "1 2026-04..2026-04 +", "1 2026-05..2026-12"]),
        Case(
            article: "農17② 辞退できない", facts: [.farmersPensionBegan(on: day("2026-04-30")), .additionalWithdrawn(on: day("2026-08-01"))],
            told: ["1 2010-06..2026-03", "1 2026-04..2026-12 +"]),
        Case(
            article: "農17② 基金の加入は辞退とならない",
            facts: [.farmersPensionBegan(on: day("2026-04-30")), .fundJoined(on: day("2026-08-10")), .fundLeft(on: day("2026-10-01"))],
            told: ["1 2010-06..2026-03", "1 2026-04..2026-07 +", "1 2026-08..2026-09 fund", "1 2026-10..2026-12 +"]),
        Case(
            article: "規78の5 前の申出に代わり、終われば戻らない",
            facts: [
                .additionalApplied(on: day("2025-04-30")), .farmersPensionBegan(on: day("2026-01-10")), .farmersPensionEnded(on: day("2026-08-01")),
            ], told: ["1 2010-06..2025-03", "1 2025-04..2026-07 +", "1 2026-08..2026-12"]),
        Case(
            article: "法87の2① 終わった後の申出",
            facts: [
                .farmersPensionBegan(on: day("2025-04-10")), .farmersPensionEnded(on: day("2025-08-01")), .additionalApplied(on: day("2026-02-10")),
            ], told: ["1 2010-06..2025-03", "1 2025-04..2025-07 +", "1 2025-08..2026-01", "1 2026-02..2026-12 +"]),
        Case(
            article: "農17② 前の辞退は残る",
            facts: [
                .additionalApplied(on: day("2025-04-30")), .additionalWithdrawn(on: day("2025-08-01")), .farmersPensionBegan(on: day("2026-01-10")),
            ], told: ["1 2010-06..2025-03", "1 2025-04..2025-06 +", "1 2025-07..2025-12", "1 2026-01..2026-12 +"]),
        Case(
            article: "農17① 納めることができる人だけ",
            facts: [.exemptionGranted(kind: .full, months: span("2025-07", "2026-06")), .farmersPensionBegan(on: day("2026-04-30"))],
            told: ["1 2010-06..2025-06", "1 2025-07..2026-06 full", "1 2026-07..2026-12"]),
        Case(
            article: "農13③ 第2号となれば終わる",
            facts: [.farmersPensionBegan(on: day("2025-04-30")), .employmentBegan(on: day("2025-09-10")), .employmentEnded(on: day("2026-01-31"))],
            told: ["1 2010-06..2025-03", "1 2025-04..2025-08 +", "2 2025-09..2026-01", "1 2026-02..2026-12"]),
    ]

    struct Doubted: Sendable {
        let facts: [PensionFact]
        let article: LawArticle
    }

    @Test(arguments: [
        Doubted(facts: [.additionalApplied(on: day("2026-06-01"))], article: "独立行政法人農業者年金基金法第17条第1項"),
        Doubted(facts: [.additionalWithdrawn(on: day("2026-06-01"))], article: "独立行政法人農業者年金基金法第17条第2項"),
        Doubted(facts: [.fundJoined(on: day("2026-06-01"))], article: "国民年金法第116条第1項"),
        Doubted(facts: [.farmersPensionBegan(on: day("2026-06-01"))], article: "独立行政法人農業者年金基金法第17条第1項"),
        Doubted(facts: [.exemptionGranted(kind: .half, months: span("2026-04", "2026-06"))], article: "国民年金法第87条の2第1項"),
    ])
    func whatDoesNotGoWithAFarmersPensionIsADoubt(example: Doubted) throws {
        let history = try Life.resident(born: "1990-06-15", [.farmersPensionBegan(on: day("2026-04-30"))] + example.facts).history(on: "2026-12-31")
        #expect(history.doubts.contains { $0.reason.article == example.article }, "\(history.doubts)")
        #expect(try Life.resident(born: "1990-06-15", [.farmersPensionBegan(on: day("2026-04-30"))]).history(on: "2026-12-31").doubts.isEmpty)
        let ended = try Life.resident(born: "1990-06-15", [.farmersPensionEnded(on: day("2026-04-30"))]).history(on: "2026-12-31")
        #expect(ended.doubts.map(\.kind) == [.endWithoutBegin])
    }

    struct Fund: Sendable {
        let facts: [PensionFact]
        /// Days of the doubts, with the number of 法第127条第3項 that they name.
        let told: [String]
        var born = "1990-06-15"
    }

    /// 法第127条第3項: whoever is exempt is no member of a fund any more, and neither is whoever was of another class meanwhile.
    @Test(arguments: [
        Fund(facts: [.exemptionGranted(kind: .full, months: span("2025-07", "2026-06"))], told: ["2025-07-01 3"]),
        Fund(facts: [.exemptionGranted(kind: .quarter, months: span("2025-07", "2026-06"))], told: ["2025-07-01 3"]),
        Fund(facts: [.exemptionGranted(kind: .student, months: span("2025-04", "2026-03"))], told: ["2025-04-01 3"]),
        Fund(facts: [.exemptionGranted(kind: .deferral, months: span("2025-07", "2025-07"))], told: ["2025-07-01 3"]),
        Fund(
            facts: [.exemptionGranted(kind: .full, months: span("2025-04", "2025-06")), .exemptionGranted(kind: .half, months: span("2025-07", "2026-06"))],
            told: ["2025-04-01 3"]),
        Fund(
            facts: [.exemptionGranted(kind: .full, months: span("2025-04", "2025-06")), .exemptionGranted(kind: .full, months: span("2025-08", "2025-09"))],
            told: ["2025-04-01 3", "2025-08-01 3"]),
        // From the month before that of the notice.
        Fund(facts: [.legalExemptionBegan(on: day("2025-05-20"), ground: .livelihoodProtection)], told: ["2025-04-01 3"]),
        Fund(
            facts: [
                .legalExemptionBegan(on: day("2025-05-20"), ground: .facility), .legalExemptionEnded(on: day("2025-07-10"), ground: .facility),
                .paymentElected(months: span("2025-04", "2025-07")),
            ], told: []),
        Fund(
            facts: [
                .legalExemptionBegan(on: day("2025-05-20"), ground: .facility), .legalExemptionEnded(on: day("2025-07-10"), ground: .facility),
                .paymentElected(months: span("2025-04", "2025-06")),
            ], told: ["2025-07-01 3"]),
        Fund(facts: [.maternity(month: month("2025-06"), isMultiple: false)], told: []),
        Fund(facts: [.exemptionGranted(kind: .full, months: span("2024-07", "2025-02"))], told: []),
        // Before the month of joining, and in it.
        Fund(facts: [.exemptionGranted(kind: .full, months: span("2024-07", "2025-03"))], told: ["2025-03-01 3"]),
        Fund(facts: [.fundLeft(on: day("2025-07-01")), .exemptionGranted(kind: .full, months: span("2025-07", "2026-06"))], told: []),
        Fund(facts: [.fundLeft(on: day("2025-08-01")), .exemptionGranted(kind: .full, months: span("2025-07", "2026-06"))], told: ["2025-07-01 3"]),
        Fund(
            facts: [
                .exemptionGranted(kind: .full, months: span("2025-07", "2026-06")), .exemptionRevoked(kind: .full, months: span("2025-07", "2026-06")),
            ], told: []),
        // No month of theirs is one of a member, till they are of the first class again.
        Fund(facts: [.employmentBegan(on: day("2025-07-10"))], told: []),
        Fund(facts: [.employmentBegan(on: day("2025-07-10")), .employmentEnded(on: day("2025-12-31"))], told: ["2026-01-01 1"]),
        Fund(
            facts: [
                .fundLeft(on: day("2025-07-10")), .employmentBegan(on: day("2025-07-10")), .employmentEnded(on: day("2025-12-31")),
                .fundJoined(on: day("2026-02-01")),
            ], told: []),
        Fund(facts: [.farmersPensionBegan(on: day("2025-07-10"))], told: ["2025-07-10 4"]),
        Fund(facts: [.fundLeft(on: day("2025-07-10")), .farmersPensionBegan(on: day("2025-07-10"))], told: []),
    ])
    func whatEndsAMembershipOfAFundIsTold(example: Fund) throws {
        let history = try Life.resident(born: example.born, [.fundJoined(on: day("2025-03-10"))] + example.facts).history(on: "2026-12-31")
        let told = history.doubts.filter { $0.kind == .fundMembershipEnds }
        #expect(told.map { "\($0.day.map(\.description) ?? "") \($0.reason.article.text.filter(\.isNumber).last.map(String.init) ?? "")" } == example.told)
        #expect(told.allSatisfy { $0.reason.article.text.hasPrefix("国民年金法第127条第3項第") })
        // Whoever is insured of the farmers' pension pays the additional premium, which a member may not.
        #expect(history.doubts.allSatisfy { $0.kind == .fundMembershipEnds || $0.kind == .additionalNotAllowed }, "\(history.doubts)")
    }

    @Test(arguments: legal + parental + additional + farmers) func months(of example: Case) throws {
        #expect(try Life.resident(born: "1990-06-15", example.facts).history(on: example.on).toldMonths == example.told)
    }

    @Test func monthsAreCountedByClassAndKind() throws {
        let facts: [PensionFact] = [
            .employmentBegan(on: day("2012-04-01")), .employmentEnded(on: day("2013-03-31")),
            .exemptionGranted(kind: .half, months: span("2024-07", "2025-06")),
            .maternity(month: month("2026-01"), isMultiple: false), .additionalApplied(on: day("2025-07-01")),
        ]
        let totals = try Life.resident(born: "1990-06-15", facts).history(on: "2026-12-31").totals
        #expect(totals.class1 == 187 && totals.class2 == 12 && totals.class3 == 0 && totals.all == 199)
        #expect(totals.exempt(.half) == 12 && totals.exempt(.maternity) == 4 && totals.exempt(.full) == 0 && totals.additional == 18)
        let json = String(decoding: try JSONEncoder().encode(totals), as: UTF8.self)
        #expect(json.contains(#""half":12"#) && json.contains(#""maternity":4"#))
    }

    @Test func voluntaryMonthsMayHaveAdditionalPremiumsButNoExemption() throws {
        let facts: [PensionFact] = [
            .voluntaryApplied(on: day("2026-07-01"), ground: .resident, paidMonths: nil), .additionalApplied(on: day("2026-07-01")),
            .legalExemptionBegan(on: day("2026-09-01"), ground: .disabilityGrade1Or2),
        ]
        let history = try Life.resident(born: "1966-06-15", facts).history(on: "2026-10-31")
        #expect(history.toldMonths == ["1 1986-06..2026-05", "voluntary 2026-07..2026-10 +"])
        let special = try Life.resident(
            born: "1960-04-01",
            [.voluntaryApplied(on: day("2026-04-01"), ground: .specialResident, paidMonths: nil), .additionalApplied(on: day("2026-04-01"))])
        #expect(try special.history(on: "2026-10-31").toldMonths.last == "special-voluntary 2026-04..2026-10")
    }

    struct Counter: Sendable {
        let facts: [PensionFact]
        let isAccepted: Bool
        let says: String
    }

    @Test(arguments: [
        Counter(facts: [], isAccepted: true, says: "月額400円"),
        Counter(facts: [.exemptionGranted(kind: .half, months: span("2025-07", "2026-06"))], isAccepted: false, says: "半額免除"),
        Counter(facts: [.exemptionGranted(kind: .deferral, months: span("2025-07", "2026-06"))], isAccepted: false, says: "納付猶予"),
        Counter(facts: [.exemptionGranted(kind: .student, months: span("2025-04", "2026-06"))], isAccepted: false, says: "学生納付特例"),
        Counter(facts: [.exemptionGranted(kind: .full, months: span("2025-07", "2026-06"))], isAccepted: false, says: "全額免除"),
        Counter(facts: [.maternity(month: month("2026-05"), isMultiple: false)], isAccepted: true, says: "月額400円"),
        Counter(facts: [.fundJoined(on: day("2026-04-10"))], isAccepted: false, says: "国民年金基金"),
        Counter(facts: [.employmentBegan(on: day("2026-04-10"))], isAccepted: false, says: "第1号被保険者でも"),
        Counter(facts: [.legalExemptionBegan(on: day("2026-05-10"), ground: .facility)], isAccepted: false, says: "法定免除"),
        Counter(
            facts: [.legalExemptionBegan(on: day("2026-05-10"), ground: .facility), .paymentElected(months: span("2026-04", "2026-12"))], isAccepted: true,
            says: "月額400円"),
    ])
    func anApplicationForTheAdditionalPremiumIsJudged(example: Counter) throws {
        let history = try Life.resident(born: "1990-06-15", example.facts).history(on: "2026-05-31")
        let verdict = AdditionalPremium.judge(appliedOn: day("2026-05-20"), history, using: try RuleTables.delivered())
        let farmer = AdditionalPremium.judge(farmerSince: day("2026-05-20"), history, using: try RuleTables.delivered())
        #expect(farmer.isAccepted == example.isAccepted && farmer.firstMonth == verdict.firstMonth)
        let already = AdditionalPremium.judge(
            appliedOn: day("2026-05-20"), history, among: [.farmersPensionBegan(on: day("2026-05-20"))], using: try RuleTables.delivered())
        #expect(!already.isAccepted && already.reasons.map(\.article) == ["独立行政法人農業者年金基金法第17条第1項"])
        #expect(verdict.isAccepted == example.isAccepted && (verdict.firstMonth != nil) == example.isAccepted)
        #expect(verdict.reasons.contains { $0.text.contains(example.says) } && verdict.reasons.allSatisfy { !$0.article.text.isEmpty })
    }

    @Test func aLegalExemptionIsDecided() throws {
        let tables = try RuleTables.delivered()
        let decided = LegalExemption.decide(.disabilityGrade1Or2, began: day("2026-03-10"), using: tables)
        #expect(decided.exempts && decided.firstMonth == month("2026-02") && decided.due == day("2026-03-24") && decided.reasons.count == 3)
        // Row 33.
        for ground in [LegalGround.disabilityGrade3Only, .foreignLivelihoodProtection] {
            let refused = LegalExemption.decide(ground, began: day("2026-03-10"), using: tables)
            #expect(!refused.exempts && refused.firstMonth == nil && refused.reasons.first?.text.contains("申請免除") == true)
        }
        #expect(LegalExemption.decide(.disabilityWasGrade2, began: day("2026-03-10"), using: tables).exempts)
    }

    @Test func parentsAreToldTheirMonths() throws {
        let tables = try RuleTables.delivered()
        let single = ParentalExemption.maternity(dueOrBorn: day("2025-04-10"), isMultiple: false, using: tables)
        #expect(single.months == span("2025-03", "2025-06") && single.from == day("2024-10-10"))
        #expect(ParentalExemption.maternity(dueOrBorn: day("2025-04-10"), isMultiple: true, using: tables).months == span("2025-01", "2025-06"))
        // Six months before 31 August there is no 31 February.
        #expect(ParentalExemption.maternity(dueOrBorn: day("2025-08-31"), isMultiple: false, using: tables).from == day("2025-02-28"))
        #expect(ParentalExemption.maternity(dueOrBorn: day("2019-01-31"), isMultiple: false, using: tables).months == nil)
        let father = ParentalExemption.childcare(childBorn: day("2026-11-10"), from: day("2026-11-10"), until: nil, isBirthMother: false, using: tables)
        #expect(father.months == span("2026-11", "2027-10") && father.reasons.contains { $0.text.contains("未確認") })
        #expect(
            ParentalExemption.childcare(childBorn: day("2025-06-10"), from: day("2025-06-10"), until: nil, isBirthMother: false, using: tables).months == nil)
    }
}
