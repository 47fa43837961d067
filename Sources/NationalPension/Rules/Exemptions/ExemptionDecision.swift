/// 免除等の決定. What the Service decided on an application: months in a row with one class each, or none. It may be another class than the municipality proposed, and
/// not of all the months that were applied for.
package struct ExemptionDecision: Sendable, Hashable, Codable {
    /// Months in a row with one result.
    package struct Part: Sendable, Hashable, Codable {
        /// 期間.
        package let months: MonthSpan
        /// 免除の種類; `nil`: 却下.
        package let kind: ExemptionKind?

        package init(_ months: MonthSpan, _ kind: ExemptionKind?) { (self.months, self.kind) = (months, kind) }
    }

    /// In order of months; no month is in two.
    package let parts: [Part]

    /// - Returns: `nil` where there is none, or a month is decided twice. How many months there may be, whoever reads them knows.
    package init?(_ parts: [Part]) {
        let sorted = parts.sorted { $0.months.first < $1.months.first }
        guard !sorted.isEmpty, zip(sorted, sorted.dropFirst()).allSatisfy({ $0.months.last < $1.months.first }) else { return nil }
        self.parts = sorted
    }

    /// Of one part, which is always a decision.
    package init(_ part: Part) { parts = [part] }

    /// 月数. Of all parts.
    package var count: Int { parts.reduce(0) { $0 + $1.months.count } }

    /// What was decided of a month; `nil` where nothing was.
    package func part(of month: CalendarMonth) -> Part? { parts.first { $0.months.contains(month) } }

    /// Parts that grant something.
    package var granted: [Part] { parts.filter { $0.kind != nil } }

    /// From the first month to the last.
    package var span: MonthSpan? { parts.first.flatMap { first in parts.last.flatMap { MonthSpan(first: first.months.first, last: $0.months.last) } } }

    /// For people, such as 全額免除 令和7年7月から令和7年12月まで（6月）、却下 令和8年1月（1月）.
    package func display(using tables: RuleTables) -> String {
        parts.map { "\($0.kind.map { tables.kinds[$0].label } ?? "却下") \($0.months.displayWithCount)" }.joined(separator: "、")
    }
}
