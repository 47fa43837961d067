import Addressee
import Testing

@testable import NationalPension

/// 継続審査の対象 (施行規則第77条第3項): who is due in July, by the decision on the year before.
@Suite struct ContinuingExaminationTests {
    private typealias Earlier = ContinuingExamination.Earlier

    private static func earlier(wants: Bool = true, allowed: Bool? = true) -> Earlier {
        Earlier(
            wantsContinuation: wants,
            continuation: allowed.map { ExemptionProposal.Continuation(isAllowed: $0, reason: Reason("失業などの特例による場合、継続審査はできません。", "国民年金法施行規則第77条第3項")) })
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let what: String
        var born = "1990-04-15"
        /// Of July 2025 to June 2026, where nothing else is said.
        var facts: [PensionFact] = [.exemptionGranted(kind: .full, months: span("2025-07", "2026-06"))]
        var isResident = true
        var earlier: ContinuingExamination.Earlier? = ContinuingExaminationTests.earlier()
        var hasApplied = false
        var knowsBirth = true
        /// `nil`: not on the list at all.
        let standing: ContinuingExamination.Standing?
        var says = ""
        var testDescription: String { what }
    }

    static let cases = [
        Case(what: "full, who wants it", standing: .due, says: "全額免除"),
        Case(what: "deferred, who wants it", facts: [.exemptionGranted(kind: .deferral, months: span("2025-07", "2026-06"))], standing: .due, says: "納付猶予"),
        Case(what: "who does not want it", earlier: earlier(wants: false), standing: .no, says: "希望していません"),
        Case(what: "by unemployment", earlier: earlier(allowed: false), standing: .no, says: "失業などの特例"),
        Case(what: "whose examination can't be read", earlier: earlier(allowed: nil), standing: .unknown, says: "読めません"),
        Case(what: "of whom no application is on record", earlier: nil, standing: .unknown, says: "このシステムにない"),
        Case(what: "half", facts: [.exemptionGranted(kind: .half, months: span("2025-07", "2026-06"))], standing: .no, says: "半額免除は、継続審査の対象となりません"),
        Case(what: "student", facts: [.exemptionGranted(kind: .student, months: span("2025-07", "2026-06"))], standing: nil),
        Case(what: "legal", facts: [.legalExemptionBegan(on: day("2025-01-10"), ground: .facility)], standing: nil),
        Case(what: "not at the end of the year", facts: [.exemptionGranted(kind: .full, months: span("2025-07", "2025-12"))], standing: nil),
        Case(what: "granted from later on", facts: [.exemptionGranted(kind: .full, months: span("2026-03", "2026-06"))], standing: .due),
        Case(what: "decided in parts", facts: parts, standing: .due),
        Case(
            what: "revoked for the last months",
            facts: [
                .exemptionGranted(kind: .full, months: span("2025-07", "2026-06")), .exemptionRevoked(kind: .full, months: span("2026-05", "2026-06")),
            ], standing: nil),
        Case(what: "never exempt", facts: [], standing: nil),
        Case(what: "employed in July", facts: cases2025 + [.employmentBegan(on: day("2026-07-01"))], standing: .no, says: "第1号被保険者ではありません"),
        Case(what: "employed in August", facts: cases2025 + [.employmentBegan(on: day("2026-08-01"))], standing: .due),
        Case(what: "attains 60 on the first day", born: "1966-07-02", standing: .no, says: "第1号被保険者ではありません"),
        Case(what: "moved away", isResident: false, standing: .no, says: "住民ではありません"),
        Case(what: "who has applied", hasApplied: true, standing: .no, says: "申請を受け付けています"),
        Case(
            what: "deferred till 50", born: "1976-07-02", facts: [.exemptionGranted(kind: .deferral, months: span("2025-07", "2026-06"))], standing: .no,
            says: "50歳に達し"),
        // 納付猶予 ends with the month before that in which the age is attained (KindExamination).
        Case(
            what: "deferred, and 50 in July", born: "1976-07-03", facts: [.exemptionGranted(kind: .deferral, months: span("2025-07", "2026-06"))],
            standing: .no, says: "50歳に達し"),
        Case(
            what: "deferred, and 50 on the last day of July", born: "1976-08-01",
            facts: [.exemptionGranted(kind: .deferral, months: span("2025-07", "2026-06"))], standing: .no, says: "50歳に達し"),
        Case(
            what: "deferred, and 50 within the year", born: "1976-08-02", facts: [.exemptionGranted(kind: .deferral, months: span("2025-07", "2026-06"))],
            standing: .due, says: "50歳に達します"),
        Case(
            what: "deferred, of a birth date that is not known", facts: [.exemptionGranted(kind: .deferral, months: span("2025-07", "2026-06"))],
            knowsBirth: false, standing: .unknown, says: "不詳"),
        Case(what: "full, of a birth date that is not known", knowsBirth: false, standing: .due),
        Case(what: "full at 50", born: "1976-07-02", standing: .due),
    ]

    private static var parts: [PensionFact] {
        let decision = ExemptionDecision([
            ExemptionDecision.Part(span("2025-07", "2025-12"), .half), ExemptionDecision.Part(span("2026-01", "2026-06"), .full),
        ])
        guard let decision else { return [] }
        return [.exemptionDecided(decision)]
    }

    private static let cases2025: [PensionFact] = [.exemptionGranted(kind: .full, months: span("2025-07", "2026-06"))]

    @Test(arguments: cases) func whoIsDueFollowsFromTheYearBefore(_ example: Case) throws {
        let tables = try RuleTables.delivered()
        let found = ContinuingExamination.decide(
            2026, try Life.resident(born: example.born, example.facts).history(on: "2026-07-01"), born: example.knowsBirth ? day(example.born) : nil,
            isResident: example.isResident, earlier: example.earlier, hasApplied: example.hasApplied, using: tables)
        #expect(found?.standing == example.standing)
        #expect(example.says.isEmpty || found?.reason.text.contains(example.says) == true, "\(found?.reason.text ?? "")")
        #expect(found.map { !$0.reason.article.text.isEmpty && $0.months == span("2026-07", "2027-06") } ?? true)
    }
}
