public import Addressee

/// 届くべきファイル. What a body says of one source: which data it hands in, how often, by what hour, and how much of it at least.
public struct DueSource: Sendable, Hashable {
    /// 周期. On which days a file is due.
    public enum Rhythm: Sendable, Hashable {
        /// Every day.
        case daily
        /// Every week on a day, 1 Monday to 7 Sunday.
        case weekly(Int)
        /// Every month on a day; in a shorter month on its last.
        case monthly(Int)
        /// Every year on a day; 29 February is the 28th in a common year.
        case yearly(month: Int, day: Int)

        /// Hours of its shortest period: how long before a due moment its file may come at most.
        public var hours: Int {
            switch self {
            case .daily: 24
            case .weekly: 24 * 7
            case .monthly: 24 * 28
            case .yearly: 24 * 365
            }
        }
    }

    /// The system that hands the file in.
    public let source: SystemName
    /// What is in it: `residents`, `nonresidents`, or the dataset that the system publishes.
    public let data: String
    /// On which days.
    public let rhythm: Rhythm
    /// Minutes after midnight in Japan by which it must have come.
    public let byMinute: Int
    /// The first day on which it is due; earlier files are no measure of later ones.
    public let from: CalendarDay
    /// How many hours before it is due the file may come; one that comes earlier is the last due moment's, late.
    public let opensHours: Int
    /// Rows that must have been taken in, not rejected, at least.
    public let rowsAtLeast: Int
    /// The same as a share of the last due moment's rows, in percent; 0: none.
    public let percentOfLast: Int
    /// Whether the same file again is a new one: a source whose data rarely changes.
    public let acceptsSameContent: Bool

    /// A rule as the reader has checked it.
    public init(
        source: SystemName, data: String, rhythm: Rhythm, byMinute: Int, from: CalendarDay, opensHours: Int? = nil, rowsAtLeast: Int = 1,
        percentOfLast: Int = 0, acceptsSameContent: Bool = false
    ) {
        (self.source, self.data, self.rhythm, self.byMinute, self.from) = (source, data, rhythm, byMinute, from)
        self.opensHours = opensHours ?? rhythm.hours / 2
        (self.rowsAtLeast, self.percentOfLast, self.acceptsSameContent) = (rowsAtLeast, percentOfLast, acceptsSameContent)
    }

    /// 期限. One moment by which a file is due, and the time in which what comes is that moment's.
    public struct Moment: Sendable, Hashable {
        /// When it is due, in seconds since 2000-01-01T00:00:00Z.
        public let due: Int64
        /// From when on a file is this moment's.
        public let opens: Int64
        /// From when on a file is the next moment's.
        public let closes: Int64
        /// The next moment.
        public let next: Int64
    }

    /// The last due moments up to an instant, the newest first.
    ///
    /// - Parameters:
    ///   - now: seconds since 2000-01-01T00:00:00Z.
    ///   - most: how many at most; fewer where it was not due for so long.
    public func moments(upTo now: Int64, most: Int) -> [Moment] {
        var moments: [Moment] = []
        var day = dueDay(upTo: Self.day(at: now))
        if instant(day) > now { day = dueDay(upTo: day.adding(days: -1)) }
        while moments.count < most, day >= from {
            let next = nextDueDay(after: day)
            let lead = Int64(opensHours) * 3600
            moments.append(Moment(due: instant(day), opens: instant(day) - lead, closes: instant(next) - lead, next: instant(next)))
            day = dueDay(upTo: day.adding(days: -1))
        }
        return moments
    }

    /// The first due moment of all, in seconds since 2000-01-01T00:00:00Z.
    public var first: Int64 { instant(nextDueDay(after: from.adding(days: -1))) }

    private func instant(_ day: CalendarDay) -> Int64 { Int64(day.daysSince2000) * 86_400 - 9 * 3600 + Int64(byMinute) * 60 }

    private static func day(at seconds: Int64) -> CalendarDay {
        let local = seconds + 9 * 3600
        return CalendarDay(daysSince2000: Int32(clamping: (local >= 0 ? local : local - 86_399) / 86_400))
    }

    /// The last due day up to a day, that one included.
    private func dueDay(upTo day: CalendarDay) -> CalendarDay {
        switch rhythm {
        case .daily: return day
        case .weekly(let weekday): return day.adding(days: -Self.weekdays(from: weekday, to: day))
        case .monthly(let dueDay):
            let own = Self.day(day.year, day.month, dueDay)
            if own <= day { return own }
            return day.month == 1 ? Self.day(day.year - 1, 12, dueDay) : Self.day(day.year, day.month - 1, dueDay)
        case .yearly(let month, let dueDay):
            let own = Self.day(day.year, month, dueDay)
            return own <= day ? own : Self.day(day.year - 1, month, dueDay)
        }
    }

    private func nextDueDay(after day: CalendarDay) -> CalendarDay {
        switch rhythm {
        case .daily: return day.adding(days: 1)
        case .weekly: return dueDay(upTo: day.adding(days: 7))
        case .monthly(let dueDay):
            let own = Self.day(day.year, day.month, dueDay)
            if own > day { return own }
            return day.month == 12 ? Self.day(day.year + 1, 1, dueDay) : Self.day(day.year, day.month + 1, dueDay)
        case .yearly(let month, let dueDay):
            let own = Self.day(day.year, month, dueDay)
            return own > day ? own : Self.day(day.year + 1, month, dueDay)
        }
    }

    /// A day of a month, or its last where it has no such day.
    private static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDay {
        for candidate in stride(from: day, through: 28, by: -1) { if let found = CalendarDay(year: year, month: month, day: candidate) { return found } }
        return CalendarDay(year: year, month: month, day: min(day, 28)) ?? CalendarDay(daysSince2000: 0)
    }

    /// For people, in Japanese: `毎週月曜 06:00まで`.
    public var label: String {
        let hour = "\(Self.two(byMinute / 60)):\(Self.two(byMinute % 60))まで"
        switch rhythm {
        case .daily: return "毎日 \(hour)"
        case .weekly(let day): return "毎週\(Array("月火水木金土日")[day - 1])曜 \(hour)"
        case .monthly(let day): return "毎月\(day)日 \(hour)"
        case .yearly(let month, let day): return "毎年\(month)月\(day)日 \(hour)"
        }
    }

    /// Days since that day of the week was last, 0 to 6; 2000-01-03 was a Monday.
    private static func weekdays(from weekday: Int, to day: CalendarDay) -> Int { ((Int(day.daysSince2000) - 1 - weekday) % 7 + 7) % 7 }

    private static func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
}
