public import Addressee

/// 提供の頻度. How often a receiver that asks is told what changed; kept by the one door, however often it asks (decision 0063). When the hub delivers by itself says
/// the endpoint (`DeliverySchedule`).
public enum ProvisionSchedule: Sendable, Hashable {
    /// 随時: as it happens.
    case asItHappens
    /// 毎月: what stood when this day of the month came, till it comes again. A day that every month has.
    case monthly(day: Int)

    /// Days of a month that a policy may name.
    static let days = 1...28

    /// As the canonical form has it.
    var rawText: String {
        switch self {
        case .asItHappens: "as-it-happens"
        case .monthly(let day): "monthly \(day)"
        }
    }

    /// In words, in Japanese.
    public var label: String {
        switch self {
        case .asItHappens: "随時"
        case .monthly(let day): "毎月\(day)日"
        }
    }

    /// 提供日: the last that has come by a day; `nil` where what is given waits for none.
    public func due(by today: CalendarDay) -> CalendarDay? {
        guard case .monthly(let day) = self else { return nil }
        let isThisMonth = today.day >= day
        let (year, month) = isThisMonth ? (today.year, today.month) : today.month == 1 ? (today.year - 1, 12) : (today.year, today.month - 1)
        return CalendarDay(year: year, month: month, day: day)
    }
}
