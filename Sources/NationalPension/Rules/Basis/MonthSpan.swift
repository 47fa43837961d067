/// 期間（月）. Months from the first to the last, both of them in it.
package struct MonthSpan: Sendable, Hashable, Codable, CustomStringConvertible {
    /// 始月.
    package let first: CalendarMonth
    /// 終月. Not before `first`.
    package let last: CalendarMonth

    /// `nil` where the last month is before the first.
    package init?(first: CalendarMonth, last: CalendarMonth) {
        guard first <= last else { return nil }
        self.first = first
        self.last = last
    }

    /// One month.
    package init(_ month: CalendarMonth) {
        first = month
        last = month
    }

    /// How many months it has.
    package var count: Int { last.months(since: first) + 1 }

    /// Its months, in order.
    package var months: [CalendarMonth] { (0..<count).map(first.adding) }

    /// Whether the month is one of it.
    package func contains(_ month: CalendarMonth) -> Bool { first <= month && month <= last }

    /// `YYYY-MM..YYYY-MM`.
    package var description: String { "\(first)..\(last)" }

    /// Such as 令和7年7月から令和8年6月まで.
    package var display: String { first == last ? first.display : "\(first.display)から\(last.display)まで" }

    /// The same with how many they are, such as 令和7年7月から令和8年6月まで（12月）.
    package var displayWithCount: String { "\(display)（\(count)月）" }
}
