package import Addressee

/// 産前産後・育児の届出 (国民年金法第88条の2, 第88条の3). Which months need not be paid, and from when the notice may be filed.
package struct ParentalExemption: Sendable, Hashable, Codable {
    /// 産前産後免除 or 育児免除.
    package let kind: ExemptionKind
    /// The months; `nil` where there is none.
    package let months: MonthSpan?
    /// The first day on which the notice may be filed; `nil` where there is no bound.
    package let from: CalendarDay?
    /// Why.
    package let reasons: [Reason]

    /// 産前産後, by the due day, or by that of the birth where the notice comes after it.
    ///
    /// A birth in another month than was due changes nothing in a notice that was filed before: only months of the first class are exempt.
    package static func maternity(dueOrBorn day: CalendarDay, isMultiple: Bool, using tables: RuleTables) -> ParentalExemption {
        let row = tables.parental[isMultiple ? .multiple : .single]
        let limit = tables.limits.limit(.maternityMonthsBefore, on: day)
        let month = CalendarMonth(of: day)
        let from = month.adding(-limit.count)
        let opens = CalendarDay(year: from.year, month: from.month, day: day.day) ?? from.lastDay
        guard let months = tables.parental.maternity(month: month, isMultiple: isMultiple) else {
            return ParentalExemption(
                kind: .maternity, months: nil, from: nil, reasons: [Reason("\(row.inForce.display)より前の月は対象となりません。", row.article)])
        }
        return ParentalExemption(
            kind: .maternity, months: months, from: opens,
            reasons: [
                Reason("\(row.label)のため、\(months.display)の保険料を納めることを要しません。この期間は納付済期間となります。", row.article),
                Reason("ほかの免除に優先し、付加保険料は納めることができます。", "国民年金法第87条の2第1項"),
            ])
    }

    /// 育児, for the time in which the person raises the child.
    package static func childcare(childBorn: CalendarDay, from: CalendarDay, until: CalendarDay?, isBirthMother: Bool, using tables: RuleTables)
        -> ParentalExemption
    {
        let row = tables.parental[isBirthMother ? .birthMother : .parent]
        let months = tables.parental.childcare(born: childBorn, from: from, until: until, isBirthMother: isBirthMother)
        var reasons = [
            months.map { Reason("\(row.label)のため、\($0.display)の保険料を納めることを要しません。所得は問いません。", row.article) }
                ?? Reason("対象となる月がありません（\(row.inForce.display)からの制度です）。", row.article)
        ]
        if row.status == .unconfirmed { reasons.append(Reason("対象となる月は未確認の規則によっています。日本年金機構に確かめてください。", row.article)) }
        return ParentalExemption(kind: .childcare, months: months, from: nil, reasons: reasons)
    }
}
