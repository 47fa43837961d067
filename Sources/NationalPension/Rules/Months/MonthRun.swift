/// 月別の状況. Months in a row that are alike: class, exemption, additional premium.
package struct MonthRun: Sendable, Hashable, Codable {
    /// 期間.
    package let months: MonthSpan
    /// 被保険者種別.
    package let insuredClass: InsuredClass
    /// 免除の種類; `nil` where premiums are due in full, or none are (class 2 and 3).
    package let exemption: ExemptionKind?
    /// 納付申出: of a legal exemption whose premiums the person chose to pay (法第89条第2項).
    package let isPaymentElected: Bool
    /// 付加保険料.
    package let hasAdditionalPremium: Bool
    /// 国民年金基金の加入員.
    package let isFundMember: Bool

    /// Months in a row that are alike.
    package init(
        months: MonthSpan, insuredClass: InsuredClass, exemption: ExemptionKind? = nil, isPaymentElected: Bool = false, hasAdditionalPremium: Bool = false,
        isFundMember: Bool = false
    ) {
        self.months = months
        self.insuredClass = insuredClass
        self.exemption = exemption
        self.isPaymentElected = isPaymentElected
        self.hasAdditionalPremium = hasAdditionalPremium
        self.isFundMember = isFundMember
    }
}

extension [MonthRun] {
    /// The run that has a month; `nil` where the person is not insured in it.
    package func run(of month: CalendarMonth) -> MonthRun? { first { $0.months.contains(month) } }
}
