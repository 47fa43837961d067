import Addressee
import NationalPension
import Testing

/// 日本年金機構への申請: what may be asked for through the municipality, and by which article not.
@Suite struct RequestTests {
    struct Cancelled: Sendable, CustomTestStringConvertible {
        let article: String
        var kind = ExemptionKind.full
        var on = "2026-06-10"
        var facts: [PensionFact] = [.exemptionGranted(kind: .full, months: span("2025-07", "2026-06"))]
        /// Months that may be cancelled; none where the request may not be accepted.
        var months: MonthSpan?
        var testDescription: String { "\(article) \(on)" }
    }

    @Test(arguments: [
        Cancelled(article: "国民年金法第90条第3項", months: span("2026-05", "2026-06")),
        Cancelled(article: "国民年金法第90条第3項", on: "2026-05-31", months: span("2026-04", "2026-06")),
        Cancelled(article: "国民年金法第90条第3項", on: "2026-07-31", months: span("2026-06", "2026-06")),
        Cancelled(article: "国民年金法第90条第3項", on: "2026-08-01"),
        // 1月の申請は前年12月から.
        Cancelled(article: "国民年金法第90条第3項", on: "2026-01-01", months: span("2025-12", "2026-06")),
        // 承認の始まる前の申請.
        Cancelled(article: "国民年金法第90条第3項", on: "2025-05-31", months: span("2025-07", "2026-06")),
        // 取り消された月はもうない.
        Cancelled(
            article: "国民年金法第90条第3項",
            facts: [
                .exemptionGranted(kind: .full, months: span("2025-07", "2026-06")), .exemptionRevoked(kind: .full, months: span("2026-05", "2026-06")),
            ]),
        // 産前産後の免除が優先する月は、この免除の月ではない.
        Cancelled(
            article: "国民年金法第90条第3項",
            facts: [.exemptionGranted(kind: .full, months: span("2025-07", "2026-06")), .maternity(month: month("2026-05"), isMultiple: false)]),
        Cancelled(
            article: "国民年金法第90条の2第4項", kind: .half, facts: [.exemptionGranted(kind: .half, months: span("2025-07", "2026-06"))],
            months: span("2026-05", "2026-06")),
        // 別の種類の承認.
        Cancelled(article: "国民年金法第90条の2第4項", kind: .quarter),
        Cancelled(
            article: "平成16年法律第104号附則第19条第3項", kind: .deferral, facts: [.exemptionGranted(kind: .deferral, months: span("2025-07", "2026-06"))],
            months: span("2026-05", "2026-06")),
        // 学生納付特例は別の届出による.
        Cancelled(
            article: "国民年金法施行規則第77条の9第3項", kind: .student, facts: [.exemptionGranted(kind: .student, months: span("2026-04", "2027-03"))]),
        // 申請による処分ではない.
        Cancelled(article: "国民年金法第90条第3項", kind: .legal, facts: [.legalExemptionBegan(on: day("2025-07-01"), ground: .livelihoodProtection)]),
        Cancelled(article: "国民年金法第90条第3項", facts: []),
    ])
    func aCancellationIsOfTheMonthsFromTheOneBeforeTheApplication(example: Cancelled) throws {
        let tables = try RuleTables.delivered()
        let cancellation = ExemptionCancellation(example.kind, appliedOn: day(example.on))
        let verdict = PensionRequest.exemptionCancellation(cancellation).judge(Set(example.facts), insuredClass: .class1, using: tables)
        #expect(verdict.isAccepted == (example.months != nil))
        #expect(verdict.reasons.count == 1 && verdict.reasons.allSatisfy { $0.article == LawArticle(example.article) })
        if let months = example.months {
            #expect(cancellation.months(Set(example.facts), using: tables) == months && verdict.reasons[0].text.contains(months.displayWithCount))
        }
        // Where events contradict each other, nothing is granted by them.
        #expect(!PensionRequest.exemptionCancellation(cancellation).judge(nil, insuredClass: .class1, using: tables).isAccepted)
    }

    @Test func whatTheServiceCancelsIsOfTheKindAndOfNoMonthBefore() {
        let cancellation = ExemptionCancellation(.full, appliedOn: day("2026-06-10"))
        #expect(cancellation.allows(.full, span("2026-05", "2026-06")) && cancellation.allows(.full, span("2026-06", "2026-06")))
        #expect(!cancellation.allows(.full, span("2026-04", "2026-06")) && !cancellation.allows(.half, span("2026-05", "2026-06")))
    }

    @Test(arguments: ReissueGround.allCases) func theNumberNoticeIsAskedForByWhoeverPaysPremiums(ground: ReissueGround) throws {
        let tables = try RuleTables.delivered()
        for (insuredClass, isAccepted) in [
            (InsuredClass.class1, true), (.voluntary, true), (.specialVoluntary, true), (.class2, false), (.class3, false), (nil, false),
        ] as [(InsuredClass?, Bool)] {
            let verdict = PensionRequest.numberNotice(ground).judge([], insuredClass: insuredClass, using: tables)
            #expect(verdict.isAccepted == isAccepted && verdict.reasons.allSatisfy { !$0.article.text.isEmpty })
        }
    }

    @Test func aRequestTakesItsOwnTermsAndNoOthers() throws {
        let tables = try RuleTables.delivered()
        let received = day("2026-06-10")
        #expect(
            try NoticeKind.exemptionCancelApplied.request(NoticeTerms(ground: "half"), receivedOn: received, using: tables)
                == .exemptionCancellation(ExemptionCancellation(.half, appliedOn: received)))
        #expect(try NoticeKind.numberNoticeRequested.request(NoticeTerms(ground: "lost"), receivedOn: received, using: tables) == .numberNotice(.lost))
        #expect(try NoticeKind.additionalApplied.request(NoticeTerms(day: received), receivedOn: received, using: tables) == nil)
        for (kind, terms) in [
            (NoticeKind.exemptionCancelApplied, NoticeTerms()), (.exemptionCancelApplied, NoticeTerms(ground: "legal")),
            (.exemptionCancelApplied, NoticeTerms(day: received, ground: "half")), (.numberNoticeRequested, NoticeTerms()),
            (.numberNoticeRequested, NoticeTerms(ground: "half")), (.numberNoticeRequested, NoticeTerms(ground: "lost", isSpecial: true)),
        ] {
            #expect(throws: NoticeFault.self) { try kind.request(terms, receivedOn: received, using: tables) }
            #expect(throws: NoticeFault.self) { try kind.fact(terms, born: nil, using: tables) }
        }
    }

    /// No notice is about more months than anybody pays for (法第27条).
    @Test(arguments: [NoticeKind.exemptionGranted, .exemptionRevoked, .paymentElected]) func aNoticeIsOfNoMoreMonthsThanALifeHas(kind: NoticeKind) throws {
        let tables = try RuleTables.delivered()
        let ground = kind == .paymentElected ? nil : "full"
        #expect(try kind.fact(NoticeTerms(months: span("1986-04", "2026-03"), ground: ground), born: nil, using: tables) != nil)
        for months in [span("1986-04", "2026-04"), span("0001-01", "9999-12")] {
            let fault = #expect(throws: NoticeFault.self) { try kind.fact(NoticeTerms(months: months, ground: ground), born: nil, using: tables) }
            #expect(fault?.what == "期間が480月を超えています。")
        }
        #expect(throws: NoticeFault.self) {
            try NoticeKind.voluntaryApplied.fact(NoticeTerms(day: day("2026-06-10"), ground: "resident", paidMonths: 481), born: nil, using: tables)
        }
    }
}
