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
    package static func judge(appliedOn day: CalendarDay, _ history: InsuredHistory, using tables: RuleTables) -> Verdict {
        let month = CalendarMonth(of: day)
        let run = history.runs.run(of: month)
        if let barred = bar(
            run?.insuredClass, exemption: run?.exemption, isElected: run?.isPaymentElected ?? false, isFundMember: run?.isFundMember ?? false, tables: tables)
        {
            return Verdict(isAccepted: false, firstMonth: nil, reasons: [barred])
        }
        let amount = tables.amounts.additionalPremium
        return Verdict(
            isAccepted: true, firstMonth: month,
            reasons: [Reason("申出をした月（\(month.display)）から、月額\(amount)円の付加保険料を納めることができます。", "国民年金法第87条の2第1項")])
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
    static func months(
        _ months: [CalendarMonth: InsuredClass], exemptions: [CalendarMonth: ExemptionKind], elected: Set<CalendarMonth>, _ premiums: PremiumFacts,
        tables: RuleTables, doubts: inout [Doubt]
    ) -> Set<CalendarMonth> {
        func barred(_ month: CalendarMonth) -> Reason? {
            bar(months[month], exemption: exemptions[month], isElected: elected.contains(month), isFundMember: premiums.fund.contains(month), tables: tables)
        }
        var additional: Set<CalendarMonth> = []
        for day in premiums.applied {
            let first = CalendarMonth(of: day)
            guard let insuredClass = months[first] else { continue }
            if let reason = barred(first) {
                doubts.append(Doubt(.additionalNotAllowed, on: day, reason))
                continue
            }
            let ends = (premiums.withdrawn + premiums.fundJoined).filter { $0 >= day }
            let last = ends.min().map { CalendarMonth(of: $0).adding(-2) }
            var month = first
            while months[month] == insuredClass, last.map({ month <= $0 }) ?? true {
                if barred(month) == nil { additional.insert(month) }
                month = month.adding(1)
            }
        }
        return additional
    }
}
