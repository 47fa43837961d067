package import Addressee

/// 特例任意加入の生年月日. Until which day of birth somebody may join from 65 to 70, by the day on which they apply.
package struct SpecialVoluntaryBirths: Sendable {
    /// One bound.
    package struct Bound: Sendable, Hashable {
        let from: CalendarDay
        let bornUntil: CalendarDay
        /// Whether the source is the law itself.
        package let status: RuleStatus
        /// 根拠条文.
        package let article: LawArticle
    }

    private let bounds: [Bound]

    init(_ table: RuleTable) throws(RuleTableError) {
        var bounds: [Bound] = []
        for row in table.rows {
            bounds.append(
                Bound(
                    from: try row.day("valid-from"), bornUntil: try row.day("born-until"), status: try row.code("status"), article: try row.article()))
        }
        self.bounds = bounds.sorted { $0.bornUntil < $1.bornUntil }
    }

    /// The bound that lets somebody join on a day: the oldest that does, so that an unconfirmed one is named only where it is needed.
    package func bound(on day: CalendarDay, born: CalendarDay) -> Bound? { bounds.first { $0.from <= day && born <= $0.bornUntil } }
}
