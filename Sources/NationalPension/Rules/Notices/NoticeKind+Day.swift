package import Addressee

extension NoticeKind {
    /// 事実の日 of what a notice says, as the ledger has it: of 20歳到達 the day on which the age is attained, since when it is to be filed; `nil` where the
    /// fact is about months, or about more than one day.
    ///
    /// - Parameter born: 生年月日, where it is known.
    package func day(of fact: PensionFact, born: CalendarDay?, using tables: RuleTables) -> CalendarDay? {
        let attained = self == .reached20 ? born.map { tables.ages.attained(.insuredFrom, born: $0) } : nil
        return [fact.happenedOn, attained].compactMap { $0 }.max()
    }
}
