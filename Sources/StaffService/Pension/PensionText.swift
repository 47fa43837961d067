internal import Addressee
internal import Foundation
internal import NationalPension
internal import StaffAPI

/// What staff write of a notice, as the module takes it.
enum PensionText {
    /// - Throws: `ValueError` for what is no day.
    static func day(_ text: String?) throws -> CalendarDay? { try text.map(StaffCall.day) }

    /// - Throws: `PensionRefused` J0002.
    static func reception(_ text: String) throws(PensionRefused) -> ReceptionNumber {
        guard let reception = ReceptionNumber(text) else { throw .unknownReception }
        return reception
    }

    /// - Throws: `PensionRefused` J0007 for a kind that is none, or several.
    static func kind(_ text: String, _ tables: RuleTables) throws(PensionRefused) -> NoticeKind {
        guard let kind = tables.notices.kind(named: text) else { throw .terms("届出の種類が一覧にないか、一つに決まりません。atena pension notify kinds が示すものから選んでください。") }
        return kind
    }

    /// - Throws: `ValueError` for what is no day; `PensionRefused` J0007 for what are no months.
    static func terms(_ terms: PensionTerms) throws -> NoticeTerms {
        NoticeTerms(
            day: try day(terms.day), until: try day(terms.until), months: try terms.months.map(months), ground: terms.ground.map(ground),
            paidMonths: terms.paidMonths,
            isSpecial: terms.isSpecial)
    }

    /// 要件・事由・免除の種類・再交付の事由 by its code, whichever of them it is; the notice refuses what is none of its own.
    private static func ground(_ text: String) -> String {
        ExemptionKind(named: text)?.rawValue ?? LegalGround(named: text)?.rawValue ?? VoluntaryGround(named: text)?.rawValue
            ?? ReissueGround(named: text)?.rawValue ?? text
    }

    /// One of a list, by its Japanese term or by its code.
    ///
    /// - Throws: `PensionRefused` J0007, with the list.
    static func term<Term: CodedTerm>(_ text: String, _ what: String) throws(PensionRefused) -> Term {
        guard let term = Term(named: text) else { throw .terms("\(what)は \(Term.choices) のいずれかです。") }
        return term
    }

    /// `YYYY-MM..YYYY-MM`, or one month.
    static func months(_ text: String) throws(PensionRefused) -> MonthSpan {
        let parts = text.components(separatedBy: "..").compactMap { CalendarMonth($0) }
        guard let first = parts.first, let last = parts.last, parts.count == text.components(separatedBy: "..").count, parts.count <= 2,
            let span = MonthSpan(first: first, last: last)
        else { throw .terms("期間は 2026-07..2027-06 の形で、始まりの月から終わりの月までを指定してください。") }
        return span
    }
}
