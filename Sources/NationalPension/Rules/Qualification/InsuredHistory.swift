package import Addressee

/// 被保険者の記録. What the law makes of a person's events, as it stands on a day.
package struct InsuredHistory: Sendable, Hashable, Codable, Unprinted {
    /// The day for which it was derived; nothing later is in it.
    package let on: CalendarDay
    /// 資格期間, in order; none overlaps another.
    package let periods: [QualificationPeriod]
    /// 月別の状況, in order, each month once.
    package let runs: [MonthRun]
    /// What a clerk should look at.
    package let doubts: [Doubt]

    /// 月数.
    package var totals: MonthTotals { MonthTotals(runs) }

    /// The same with what else a clerk should look at.
    func adding(_ more: [Doubt]) -> InsuredHistory {
        more.isEmpty ? self : InsuredHistory(on: on, periods: periods, runs: runs, doubts: Set(doubts + more).sorted())
    }

    /// 被保険者種別 on a day; `nil` where the person is not insured on it.
    package func insuredClass(on day: CalendarDay) -> InsuredClass? {
        for period in periods { if let found = period.insuredClass(on: day) { return found } }
        return nil
    }

    /// 現在の種別.
    package var current: InsuredClass? { insuredClass(on: on) }
}
