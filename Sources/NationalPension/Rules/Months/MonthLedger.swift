internal import Addressee

/// 月別の状況を組み立てる. Joins insured months with exemptions and additional premiums.
enum MonthLedger {
    static func runs(_ months: [CalendarMonth: InsuredClass], _ premiums: PremiumFacts, tables: RuleTables, doubts: inout [Doubt]) -> [MonthRun] {
        // Only the first class is exempt: neither 第2号・第3号, who pay no premium, nor 任意加入 (法第88条の2, 第89条から第90条の3まで).
        let exemptions = premiums.exemptions.filter { months[$0.key] == .class1 }
        let elected = premiums.elected.filter { exemptions[$0] == .legal }
        let additional = AdditionalPremium.months(months, exemptions: exemptions, elected: elected, premiums, tables: tables, doubts: &doubts)
        var runs: [MonthRun] = []
        for (month, insuredClass) in months.sorted(by: { $0.key < $1.key }) {
            func run(_ span: MonthSpan) -> MonthRun {
                MonthRun(
                    months: span, insuredClass: insuredClass, exemption: exemptions[month], isPaymentElected: elected.contains(month),
                    hasAdditionalPremium: additional.contains(month), isFundMember: premiums.fund.contains(month) && paysPremiums(insuredClass))
            }
            if let last = runs.last, last.months.last.adding(1) == month, let longer = MonthSpan(first: last.months.first, last: month),
                run(last.months) == last
            {
                runs[runs.count - 1] = run(longer)
            } else {
                runs.append(run(MonthSpan(month)))
            }
        }
        doubts += PensionFund.doubts(runs, premiums.fundSpans, tables: tables)
        return runs
    }

    private static func paysPremiums(_ insuredClass: InsuredClass) -> Bool { insuredClass != .class2 && insuredClass != .class3 }
}
