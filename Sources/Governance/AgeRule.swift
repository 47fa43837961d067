public import Addressee

/// 年齢要件. From one point of a life (inclusive) until another (exclusive); a missing end is open.
public struct AgeRule: Sendable, Hashable {
    /// First day within the rule; nil: from birth and before.
    public var from: AgePoint?
    /// First day no longer within the rule; nil: without end.
    public var until: AgePoint?

    /// A rule with neither end holds for everyone.
    public init(from: AgePoint? = nil, until: AgePoint? = nil) {
        self.from = from
        self.until = until
    }

    /// Whether a person born on `birth` is within the rule on `day`.
    public func contains(birth: CalendarDay, on day: CalendarDay) -> Bool {
        if let from, from.day(bornOn: birth) > day { return false }
        if let until, until.day(bornOn: birth) <= day { return false }
        return true
    }

    /// The births that are within the rule on `day`: always one unbroken range, so that a database can select by it.
    /// Open ends are the years 0 and 9999. Nil if nobody is.
    public func birthDays(on day: CalendarDay) -> ClosedRange<CalendarDay>? {
        let upper = from?.latestBirth(by: day) ?? Self.latest
        let lower = until?.latestBirth(by: day).adding(days: 1) ?? Self.earliest
        return lower <= upper ? lower...upper : nil
    }

    /// 0000-01-01 and 9999-12-31, which the national layouts use for open ends.
    static let earliest = CalendarDay(daysSince2000: -730_485)
    static let latest = CalendarDay(daysSince2000: 2_921_939)
}
