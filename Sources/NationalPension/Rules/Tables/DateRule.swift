package import Addressee

/// 日の規則. Which day of law follows from the day that is given.
package enum DateRule: String, Sendable, Hashable, Codable, CaseIterable {
    /// その日
    case sameDay = "same-day"
    /// 翌日
    case nextDay = "next-day"
    /// 前日
    case dayBefore = "day-before"
    /// 年齢に達した日: the day before the birthday, as `LegalAge` counts it. The day given is taken as the day attained.
    case attained

    /// The day of law.
    package func apply(_ day: CalendarDay) -> CalendarDay {
        switch self {
        case .sameDay, .attained: day
        case .nextDay: day.adding(days: 1)
        case .dayBefore: day.adding(days: -1)
        }
    }
}
