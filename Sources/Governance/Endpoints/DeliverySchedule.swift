public import Foundation

/// 配信の時期. When a receiver is delivered to; times are Japan's.
public enum DeliverySchedule: Sendable, Hashable {
    /// 随時: as it happens.
    case asItHappens
    /// 毎日: every day at a time.
    case daily(at: TimeOfDay)
    /// 毎月: on a day of the month, on its last day where it has no such one.
    case monthly(day: Int, at: TimeOfDay)
    /// 指示: when somebody says so.
    case onDemand

    /// 時刻. A time of the day in Japan, to the minute.
    public struct TimeOfDay: Sendable, Hashable, CustomStringConvertible {
        /// Minutes since midnight, 0 to 1439.
        public let minutes: Int

        /// nil beyond a day.
        public init?(minutes: Int) {
            guard (0..<1440).contains(minutes) else { return nil }
            self.minutes = minutes
        }

        /// `HH:MM`; nil for anything else.
        public init?(_ text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard text.utf8.count == 5, parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
                let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
            else { return nil }
            minutes = hour * 60 + minute
        }

        /// `HH:MM`.
        public var description: String { [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: ":") }
    }

    /// The next time that it is due after a moment; nil where nobody knows, because somebody has to say so. What goes as it happens is always due.
    public func next(after moment: Date) -> Date? {
        switch self {
        case .asItHappens: return moment
        case .onDemand: return nil
        case .daily(let time): return Self.japan.nextDate(after: moment, matching: time.components, matchingPolicy: .nextTime)
        case .monthly(let day, let time):
            for month in 0...1 {
                guard let inMonth = Self.japan.date(byAdding: .month, value: month, to: Self.firstOfMonth(of: moment)),
                    let days = Self.japan.range(of: .day, in: .month, for: inMonth),
                    let due = Self.japan.date(byAdding: .minute, value: (min(day, days.count) - 1) * 1440 + time.minutes, to: inMonth)
                else { return nil }
                if due > moment { return due }
            }
            return nil
        }
    }

    private static func firstOfMonth(of moment: Date) -> Date {
        japan.date(from: japan.dateComponents([.year, .month], from: moment)) ?? moment
    }

    /// 日本標準時, which knows no summer time.
    private static let japan: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 9 * 3600) ?? .gmt
        return calendar
    }()

    /// In words, in Japanese.
    public var label: String {
        switch self {
        case .asItHappens: "随時"
        case .daily(let time): "毎日 \(time)"
        case .monthly(let day, let time): "毎月\(day)日 \(time)"
        case .onDemand: "指示があったとき"
        }
    }
}

extension DeliverySchedule.TimeOfDay {
    fileprivate var components: DateComponents { DateComponents(hour: minutes / 60, minute: minutes % 60, second: 0) }
}
