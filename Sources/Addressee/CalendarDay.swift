import Foundation

/// 年月日. A civil day of the proleptic Gregorian calendar, kept as PostgreSQL keeps a `date`.
public struct CalendarDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 2000-01-01, negative before.
    public var daysSince2000: Int32

    /// The day so many days after 2000-01-01, before it where negative; every number is a day.
    public init(daysSince2000: Int32) { self.daysSince2000 = daysSince2000 }

    /// `nil` where the day is not in the calendar, or its year not within 1…9999: no layout has a year 0, nor does PostgreSQL write one as it was read.
    ///
    /// The one judge of what a date is: what is checked by it can be converted by it, and comes out as it went in.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        daysSince2000 = Self.days(year: year, month: month, day: day)
    }

    /// `nil` where the text is no `YYYY-MM-DD` or the day is not in the calendar.
    public init?(_ iso: some StringProtocol) {
        self.init(bytes: iso.utf8)
    }

    /// The same from ASCII bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard let parts = DateParts(bytes) else { return nil }
        self.init(parts)
    }

    init?(_ parts: DateParts) { self.init(year: parts.year, month: parts.month, day: parts.day) }

    /// 年. Of the Gregorian calendar, with a year 0 before year 1.
    public var year: Int { civil.year }
    /// 月. 1 to 12.
    public var month: Int { civil.month }
    /// 日. 1 to 31.
    public var day: Int { civil.day }

    /// So many days later, or earlier where negative; stops at the ends of `Int32`.
    public func adding(days: Int) -> CalendarDay {
        CalendarDay(daysSince2000: Int32(clamping: Int(daysSince2000) + days))
    }

    /// The same day `years` later; a 29 February becomes 1 March in a common year.
    public func anniversary(years: Int) -> CalendarDay {
        let (year, month, day) = civil
        let target = year + years
        if month == 2, day == 29, !Self.isLeap(target) {
            return CalendarDay(daysSince2000: Self.days(year: target, month: 3, day: 1))
        }
        return CalendarDay(daysSince2000: Self.days(year: target, month: month, day: day))
    }

    /// ISO 8601 `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = civil
        let digits = String(abs(year))
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return "\(year < 0 ? "-" : "")\(padded)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    /// The earlier day first.
    public static func < (a: Self, b: Self) -> Bool { a.daysSince2000 < b.daysSince2000 }

    /// Today in Japan (UTC+9, no summer time), whatever the machine's time zone.
    public static func today() -> CalendarDay {
        CalendarDay(inJapanAt: Int64(Date().timeIntervalSince1970.rounded(.down)))
    }

    /// The day in Japan at an instant, in seconds since 1970-01-01T00:00:00Z.
    public init(inJapanAt unixSeconds: Int64) {
        let local = unixSeconds + 9 * 3600
        let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        daysSince2000 = Int32(clamping: day - 10_957)
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // Years are counted from March, so that the leap day is the last of its year; eras have 400 years = 146,097 days.
    private static func days(year: Int, month: Int, day: Int) -> Int32 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(clamping: era * 146_097 + dayOfEra - 730_425)
    }

    private var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSince2000) + 730_425
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * march + 2) / 5 + 1)
    }
}

/// The three numbers of a `YYYY-MM-DD`, whether or not such a day is in the calendar.
struct DateParts {
    var year: Int
    var month: Int
    var day: Int

    /// `nil` where the bytes are not four digits, hyphen, two digits, hyphen, two digits.
    init?(_ bytes: some Collection<UInt8>) {
        let read =
            bytes.withContiguousStorageIfAvailable { Self(buffer: $0) }
            ?? Array(bytes).withUnsafeBufferPointer { Self(buffer: $0) }
        guard let read else { return nil }
        self = read
    }

    init?(buffer bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var number = 0
            for index in range {
                guard HalfWidth.isDigit(bytes[index]) else { return nil }
                number = number * 10 + Int(bytes[index] & 0x0F)
            }
            return number
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Whether a birth date may be written so: a month and a day that some month has, or 00 for what is not known.
    var isWithinMonths: Bool { month <= 12 && day <= 31 }

    /// Whether nothing of it is 0.
    var isWhole: Bool { year > 0 && month > 0 && day > 0 }
}
