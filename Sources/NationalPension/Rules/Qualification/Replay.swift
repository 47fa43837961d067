package import Addressee

/// 資格の再計算. Pure: a person's events, their date of birth and a day in; periods, months and doubts out.
///
/// Whatever order the events came in, and whenever they were received or recorded, the same set gives the same history.
package enum Replay {
    /// The history as it stands on a day.
    ///
    /// - Parameters:
    ///   - events: all that was recorded about the person, in any order.
    ///   - birth: 生年月日, as the register holds it.
    ///   - day: until when; a loss that lies in the future (the 60th birthday) is told where the day is beyond it.
    /// - Throws: `HeldForClerk` where the date of birth is not known to the day, or where corrections contradict each other.
    package static func history(of events: some Sequence<PensionEvent>, born birth: BirthDate, on day: CalendarDay, using tables: RuleTables)
        throws(HeldForClerk) -> InsuredHistory
    {
        let inForce = try EventsInForce(events)
        return try history(of: inForce, born: try BirthDay.known(birth, on: day, tables: tables), on: day, using: tables)
    }

    /// The same for events that were looked through already, and a birth date that is known.
    /// - Throws: `HeldForClerk` where records that were carried over contradict each other.
    package static func history(of inForce: EventsInForce, born: CalendarDay, on day: CalendarDay, using tables: RuleTables) throws(HeldForClerk)
        -> InsuredHistory
    {
        var doubts = inForce.doubts + LifeBounds.doubts(inForce.facts, born: born, tables: tables)
        let built = try built(of: inForce, born: born, on: day, using: tables, doubts: &doubts)
        let classes = tables.eras.firstDay(.actOf1985)
        if let first = built.periods.first, first.acquired < classes {
            let reason = Reason("種別の制度（\(EraDate.display(classes))）より前の期間があります。旧法の記録を確かめてください。", tables.eras.article(.actOf1985))
            doubts.append(Doubt(.beforeClasses, on: first.acquired, reason))
        }
        let premiums = PremiumFacts(inForce.facts, until: day, tables: tables)
        doubts += premiums.doubts
        let months = InsuredMonths.months(built.periods, until: day)
        let runs = MonthLedger.runs(months, premiums, tables: tables, doubts: &doubts)
        return InsuredHistory(on: day, periods: built.periods, runs: runs, doubts: Set(doubts).sorted())
    }

    /// 資格期間 alone, as `history` has them: where nobody asks for months or doubts.
    ///
    /// - Throws: as `history`.
    package static func periods(of events: some Sequence<PensionEvent>, born birth: BirthDate, on day: CalendarDay, using tables: RuleTables)
        throws(HeldForClerk) -> [QualificationPeriod]
    {
        var doubts: [Doubt] = []
        return try built(
            of: try EventsInForce(events), born: try BirthDay.known(birth, on: day, tables: tables), on: day, using: tables, doubts: &doubts
        ).periods
    }

    private static func built(of inForce: EventsInForce, born: CalendarDay, on day: CalendarDay, using tables: RuleTables, doubts: inout [Doubt])
        throws(HeldForClerk) -> PeriodBuilder
    {
        let life = try LifeFacts(inForce.facts, born: born, tables: tables)
        doubts += life.doubts
        let (steps, voluntary) = QualificationTimeline.steps(life, until: day, tables: tables, doubts: &doubts)
        let built = PeriodBuilder(life, steps: steps, voluntary: voluntary)
        doubts += built.doubts
        return built
    }
}
