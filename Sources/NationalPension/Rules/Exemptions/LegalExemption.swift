package import Addressee

/// 法定免除 (国民年金法第89条). Whether a ground exempts, from which month to which, and until when the notice is due.
package struct LegalExemption: Sendable, Hashable, Codable {
    /// Whether the ground exempts by law.
    package let exempts: Bool
    /// The first month: the one before that in which the ground began; `nil` where it doesn't exempt.
    package let firstMonth: CalendarMonth?
    /// 届出の期限. A late notice changes nothing in the months.
    package let due: CalendarDay
    /// Why.
    package let reasons: [Reason]

    /// What follows from a ground that began on a day.
    package static func decide(_ ground: LegalGround, began day: CalendarDay, using tables: RuleTables) -> LegalExemption {
        let row = tables.legalGrounds[ground]
        let limit = tables.limits.limit(.legalExemption, on: day)
        let due = limit.due(after: day)
        guard row.exempts else {
            return LegalExemption(exempts: false, firstMonth: nil, due: due, reasons: [Reason("\(row.label)は法定免除の事由に当たりません。\(row.instead)。", row.article)])
        }
        let first = CalendarMonth(of: day).adding(-1)
        return LegalExemption(
            exempts: true, firstMonth: first, due: due,
            reasons: [
                Reason("\(row.label)に該当したため、該当した月の前月（\(first.display)）から保険料の納付を要しません。", row.article),
                Reason("届出は\(EraDate.display(due))までです。遅れても、免除は該当した月の前月からです。", limit.article),
                Reason("申出により、免除の期間の保険料を納めることができます。", "国民年金法第89条第2項"),
            ])
    }

    /// From the month before that of the beginning to the month of the end.
    static func months(from began: CalendarDay, until ended: CalendarDay?, horizon: CalendarDay) -> MonthSpan? {
        MonthSpan(first: CalendarMonth(of: began).adding(-1), last: CalendarMonth(of: ended ?? horizon))
    }
}
