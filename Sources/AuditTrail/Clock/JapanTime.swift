package import Addressee
package import Postgres

/// 日本時間. An instant as people in Japan read it (UTC+9, no summer time), whatever the machine's time zone.
package struct JapanTime: Sendable, Hashable {
    package let day: CalendarDay
    /// 0 to 23.
    let hour: Int
    /// 0 to 59.
    let minute: Int
    /// 0 to 59.
    package let second: Int

    package init(_ instant: PostgresInstant) {
        let unix = instant.microsecondsSince1970 / 1_000_000
        day = CalendarDay(inJapanAt: unix)
        let local = Int(((unix + 9 * 3600) % 86_400 + 86_400) % 86_400)
        (hour, minute, second) = (local / 3600, local / 60 % 60, local % 60)
    }

    /// `2026-11-21T20:58:03+09:00`.
    package var iso8601: String { "\(day)T\(clock)+09:00" }

    /// `2026-11-21 20:58:03`.
    package var plain: String { "\(day) \(clock)" }

    /// `令和8年11月21日 20時58分03秒`.
    package var era: String { "\(EraDate.display(day)) \(hour)時\(Self.two(minute))分\(Self.two(second))秒" }

    /// `20:58:03`.
    package var clock: String { "\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second))" }

    /// Midnight of a day in Japan.
    package static func start(of day: CalendarDay) -> PostgresInstant {
        PostgresInstant(microsecondsSince2000: (Int64(day.daysSince2000) * 86_400 - 9 * 3600) * 1_000_000)
    }

    private static func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
}
