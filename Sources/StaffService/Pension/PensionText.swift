internal import Addressee
internal import Foundation
internal import NationalPension
internal import StaffAPI

/// What staff write of a notice, as the module takes it.
enum PensionText {
    /// - Throws: `ValueError` for what is no day.
    static func day(_ text: String?) throws -> CalendarDay? { try text.map { try StaffCall.day(narrow($0)) } }

    /// A day of a notice.
    ///
    /// - Throws: `PensionRefused` J0007 for what is no day, with what it is of.
    private static func day(_ text: String?, of what: String) throws(PensionRefused) -> CalendarDay? {
        guard let text else { return nil }
        guard let day = CalendarDay(narrow(text)) else { throw .terms("\(what)は 2026-04-01 の形で、暦にある日を書いてください。") }
        return day
    }

    /// As whoever types Japanese writes digits, letters and what stands between them: in the narrow form, in which numbers, days and kinds are kept.
    static func narrow(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            // The wide forms of digits, Latin letters and the hyphen lie this far from the narrow ones.
            case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A, 0xFF0D: out.unicodeScalars.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            case 0x2010...0x2015, 0x2212: out.append("-")
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// - Throws: `PensionRefused` J0002.
    static func reception(_ text: String) throws(PensionRefused) -> ReceptionNumber {
        guard let reception = ReceptionNumber(narrow(text)) else { throw .unknownReception }
        return reception
    }

    /// - Throws: `PensionRefused` J0007 for a kind that is none, or several.
    static func kind(_ text: String, _ tables: RuleTables) throws(PensionRefused) -> NoticeKind {
        guard let kind = tables.notices.kind(named: text) ?? tables.notices.kind(named: narrow(text)) else {
            let alike = tables.notices.labels(like: narrow(text))
            guard !alike.isEmpty else {
                throw .terms("届出の種類が一覧にありません。atena pension notify kinds が示すものから選んでください。")
            }
            throw .terms("届出の種類が一つに決まりません。次から選んでください: \(alike.joined(separator: "、"))")
        }
        return kind
    }

    /// - Throws: `PensionRefused` J0007 for what is no day, and for what are no months.
    static func terms(_ terms: PensionTerms) throws -> NoticeTerms {
        NoticeTerms(
            day: try day(terms.day, of: "事実の日"), until: try day(terms.until, of: "終わりの日"), months: try terms.months.map(months),
            ground: terms.ground.map(ground), paidMonths: terms.paidMonths, isSpecial: terms.isSpecial)
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
        let words = narrow(text).components(separatedBy: "..")
        let parts = words.compactMap { CalendarMonth($0) }
        guard let first = parts.first, let last = parts.last, parts.count == words.count, parts.count <= 2,
            let span = MonthSpan(first: first, last: last)
        else { throw .terms("期間は 2026-07..2027-06 の形で、始まりの月から終わりの月までを指定してください。") }
        return span
    }
}
