package import Addressee

/// 付加保険料 (国民年金法第87条の2). Who may pay it, and for which months.
package enum AdditionalPremium {
    /// 申出の審査. What a person may be told at the counter.
    package struct Verdict: Sendable, Hashable, Codable {
        /// Whether the application may be accepted.
        package let isAccepted: Bool
        /// The first month; `nil` where it may not.
        package let firstMonth: CalendarMonth?
        /// Why.
        package let reasons: [Reason]
    }

    /// Whether an application of a day may be accepted, by how the person stands in its month.
    ///
    /// - Parameter facts: that hold of the person: whoever is insured of the farmers' pension pays without applying.
    package static func judge(appliedOn day: CalendarDay, _ history: InsuredHistory, among facts: Set<PensionFact> = [], using tables: RuleTables) -> Verdict {
        guard !FarmersPension.spans(facts).contains(day) else {
            return Verdict(isAccepted: false, firstMonth: nil, reasons: [FarmersPension.needsNoApplication])
        }
        return judge(history, on: day, using: tables) { month, amount in
            Reason("申出をした月（\(month.display)）から、月額\(amount)円の付加保険料を納めることができます。", "国民年金法第87条の2第1項")
        }
    }

    /// The same of whoever becomes insured of the farmers' pension on a day (独立行政法人農業者年金基金法第17条).
    package static func judge(farmerSince day: CalendarDay, _ history: InsuredHistory, using tables: RuleTables) -> Verdict {
        judge(history, on: day, using: tables) { month, amount in
            Reason(
                "農業者年金の被保険者となった月（\(month.display)）から、申出によらずに月額\(amount)円の付加保険料を納めます。その間は辞退できません。", "独立行政法人農業者年金基金法第17条第1項")
        }
    }

    private static func judge(_ history: InsuredHistory, on day: CalendarDay, using tables: RuleTables, saying reason: (CalendarMonth, Int) -> Reason)
        -> Verdict
    {
        let month = CalendarMonth(of: day)
        let run = history.runs.run(of: month)
        if let barred = bar(
            run?.insuredClass, exemption: run?.exemption, isElected: run?.isPaymentElected ?? false, isFundMember: run?.isFundMember ?? false, tables: tables)
        {
            return Verdict(isAccepted: false, firstMonth: nil, reasons: [barred])
        }
        let amount = tables.amounts.additionalPremium(in: month)
        return Verdict(isAccepted: true, firstMonth: month, reasons: [reason(month, amount)])
    }

    /// Why somebody may not pay it in a month; `nil` where they may.
    static func bar(_ insuredClass: InsuredClass?, exemption: ExemptionKind?, isElected: Bool, isFundMember: Bool, tables: RuleTables) -> Reason? {
        switch insuredClass {
        case .class1, .voluntary: break
        case .specialVoluntary: return Reason("特例任意加入被保険者は付加保険料を納めることができません。", "平成16年法律第104号附則第23条")
        case .class2, .class3, nil: return Reason("第1号被保険者でも任意加入被保険者でもないため、付加保険料を納めることができません。", "国民年金法第87条の2第1項")
        }
        if isFundMember { return Reason("国民年金基金の加入員は付加保険料を納めることができません。", "国民年金法第87条の2第1項") }
        guard let exemption, !(exemption == .legal && isElected) else { return nil }
        let kind = tables.kinds[exemption]
        switch kind.additional {
        case .allowed: return nil
        case .barred: return Reason("\(kind.label)を受けている月は付加保険料を納めることができません。", "国民年金法第87条の2第1項")
        case .unconfirmed: return Reason("\(kind.label)の月に付加保険料を納めることができるかは未確認です。日本年金機構に確かめてください。", kind.article)
        }
    }

    /// The months of all applications.
    ///
    /// An application holds while the person stays of the class in which they made it. Withdrawing ends it from the month before (法第87条の2第3項), months paid
    /// already aside, which the Service knows; joining a fund is a withdrawal (第4項). Unpaid months don't end it any more.
    ///
    /// Whoever is insured of the farmers' pension pays without applying, and can't withdraw (独立行政法人農業者年金基金法第17条); an application of before is replaced by it
    /// (国民年金法施行規則第78条の5), so that nothing is left of it when it ends.
    static func months(
        _ months: [CalendarMonth: InsuredClass], exemptions: [CalendarMonth: ExemptionKind], elected: Set<CalendarMonth>, _ premiums: PremiumFacts,
        tables: RuleTables, doubts: inout [Doubt]
    ) -> Set<CalendarMonth> {
        func barred(_ month: CalendarMonth) -> Reason? {
            bar(months[month], exemption: exemptions[month], isElected: elected.contains(month), isFundMember: premiums.fund.contains(month), tables: tables)
        }
        var additional: Set<CalendarMonth> = []
        /// - Returns: whether somebody pays from a day on, as they may in its month.
        func pay(from day: CalendarDay, until last: CalendarMonth?) -> Bool {
            let first = CalendarMonth(of: day)
            guard let insuredClass = months[first] else { return false }
            if let reason = barred(first) {
                doubts.append(Doubt(.additionalNotAllowed, on: day, reason))
                return false
            }
            var month = first
            while months[month] == insuredClass, last.map({ month <= $0 }) ?? true {
                if barred(month) == nil { additional.insert(month) }
                month = month.adding(1)
            }
            return true
        }
        func doubt(_ days: [CalendarDay], _ reason: Reason) {
            for day in days where premiums.farmers.contains(day) { doubts.append(Doubt(.additionalNotAllowed, on: day, reason)) }
        }
        var farmers: [CalendarDay] = []
        for span in premiums.farmers.spans where pay(from: span.from, until: FarmersPension.lastMonth(of: span)) { farmers.append(span.from) }
        doubt(premiums.applied, FarmersPension.needsNoApplication)
        doubt(premiums.withdrawn, FarmersPension.mayNotWithdraw)
        doubt(premiums.fundJoined, FarmersPension.mayNotJoinFund)
        let withdrawn = (premiums.withdrawn + premiums.fundJoined).filter { !premiums.farmers.contains($0) }
        for day in premiums.applied where !premiums.farmers.contains(day) {
            let ends =
                withdrawn.filter { $0 >= day }.map { CalendarMonth(of: $0).adding(-2) }
                + farmers.filter { $0 >= day }.map { CalendarMonth(of: $0).adding(-1) }
            _ = pay(from: day, until: ends.min())
        }
        return additional
    }
}
