/// 一部免除の保険料 (国民年金法第90条の2第6項).
package enum PartialPremium {
    /// What is left to pay of a premium: below half of the step (5 yen of 10) is dropped, from half on it is rounded up.
    package static func remaining(of premium: Int, _ share: ExemptionKinds.Share, step: Int) -> Int {
        // Kept over the common denominator, so that nothing is cut before it is rounded.
        let whole = premium * share.numerator
        let unit = step * share.denominator
        return (whole * 2 + unit) / (unit * 2) * step
    }

    /// Yen a month that are left under a kind; 0 where the whole is exempt, `nil` where the premium of the year is not in the table.
    package static func monthly(_ kind: ExemptionKind, _ month: CalendarMonth, using tables: RuleTables) -> Int? {
        guard let premium = tables.premiums.monthly(month) else { return nil }
        return tables.kinds[kind].share.map { remaining(of: premium, $0, step: tables.amounts.roundingStep(in: month)) } ?? 0
    }

    /// The same for months in a row, parted where the premium changes.
    package static func payable(_ kind: ExemptionKind, _ months: MonthSpan, using tables: RuleTables) -> [ExemptionProposal.PayableMonths] {
        var payable: [ExemptionProposal.PayableMonths] = []
        for month in months.months {
            let yen = monthly(kind, month, using: tables)
            if let last = payable.last, last.yen == yen, let longer = MonthSpan(first: last.months.first, last: month) {
                payable[payable.count - 1] = .init(months: longer, yen: yen)
            } else {
                payable.append(.init(months: MonthSpan(month), yen: yen))
            }
        }
        return payable
    }
}
