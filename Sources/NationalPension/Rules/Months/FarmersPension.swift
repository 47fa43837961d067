internal import Addressee

/// 農業者年金の被保険者 (独立行政法人農業者年金基金法第17条). Whoever becomes one and may pay the additional premium pays it from then on, without applying for it.
enum FarmersPension {
    /// From the day on which somebody became one till the day on which they were one no longer, as the notices of the person say (施行規則第78条の5・第78条の6).
    static func spans(_ facts: Set<PensionFact>) -> DaySpans {
        var (begins, ends): (Set<CalendarDay>, [CalendarDay: CalendarDay]) = ([], [:])
        for fact in facts {
            switch fact {
            case .farmersPensionBegan(let day): begins.insert(day)
            case .farmersPensionEnded(let day): ends[day] = day
            default: break
            }
        }
        return DaySpans(begins: begins, ends: ends, what: "農業者年金の被保険者である期間", article: "独立行政法人農業者年金基金法第17条第1項")
    }

    /// The last month of a span: the one before that in which it ended, and where it ended in its first month that one (同法第15条); `nil` while it goes on.
    static func lastMonth(of span: DaySpans.Span) -> CalendarMonth? {
        span.until.map { max(CalendarMonth(of: span.from), CalendarMonth(of: $0).adding(-1)) }
    }

    /// What doesn't go with being one: an application of what is paid without, a withdrawal, a fund.
    static let needsNoApplication = Reason("農業者年金の被保険者は、申出によらずに付加保険料を納めます。", "独立行政法人農業者年金基金法第17条第1項")
    static let mayNotWithdraw = Reason("農業者年金の被保険者は、付加保険料の納付を辞退できません。", "独立行政法人農業者年金基金法第17条第2項")
    static let mayNotJoinFund = Reason("農業者年金の被保険者は、国民年金基金に加入できません。", "国民年金法第116条第1項")
}
