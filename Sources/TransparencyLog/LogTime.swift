/// A moment as the log writes it: ISO 8601 in UTC with microseconds, `2026-11-21T09:30:00.123456Z`.
public struct LogTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let microseconds: Int64

    /// From microseconds since 1970.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// As people in Japan read it, to the second: `2026-11-21 18:30:00`.
    public var inJapan: String {
        let text = LogTime(microseconds: microseconds + 9 * 3_600_000_000).description
        return text.prefix(10) + " " + text.dropFirst(11).prefix(8)
    }

    /// The same of a moment as the log writes it; any other text stays as it is.
    public static func inJapan(_ text: String) -> String { LogTime(text)?.inJapan ?? text }

    /// Reads exactly the form that `description` has; nil for any other.
    public init?(_ text: some StringProtocol) {
        let read = Array(text.utf8).withUnsafeBufferPointer { LogTime(utf8: $0) }
        guard let read else { return nil }
        self = read
    }

    /// The same of UTF-8.
    init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 27 else { return nil }
        for (place, mark) in Self.marks where bytes[place] != mark { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            var value: Int64 = 0
            for place in range {
                let digit = bytes[place] &- UInt8(ascii: "0")
                guard digit < 10 else { return nil }
                value = value * 10 + Int64(digit)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13), let minute = number(14..<16),
            let second = number(17..<19), let fraction = number(20..<26), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
        else { return nil }
        let days = Self.days(year, month, day)
        // A day that its month does not have would be another one.
        guard Self.date(days) == (year, month, day) else { return nil }
        self.init(microseconds: ((days * 24 + hour) * 60 + minute) * 60_000_000 + second * 1_000_000 + fraction)
    }

    private static let marks: [(place: Int, mark: UInt8)] = [
        (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")), (10, UInt8(ascii: "T")), (13, UInt8(ascii: ":")), (16, UInt8(ascii: ":")), (19, UInt8(ascii: ".")),
        (26, UInt8(ascii: "Z")),
    ]

    /// The moment an event's text begins with; nil where it begins otherwise.
    public init?(ofEvent body: String) {
        guard body.hasPrefix(#"{"at":""#) else { return nil }
        self.init(body.dropFirst(7).prefix(27))
    }

    /// Seconds from another moment to this one.
    public func seconds(since other: LogTime) -> Double { Double(microseconds - other.microseconds) / 1_000_000 }

    /// The earlier first.
    public static func < (left: LogTime, right: LogTime) -> Bool { left.microseconds < right.microseconds }

    /// The text.
    public var description: String {
        var text: [UInt8] = []
        append(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the text as UTF-8; every event begins with one.
    public func append(to out: inout [UInt8]) {
        let day = 86_400_000_000 as Int64
        let days = microseconds >= 0 ? microseconds / day : (microseconds - day + 1) / day
        let rest = microseconds - days * day
        let (year, month, date) = Self.date(days)
        let seconds = rest / 1_000_000
        func append(_ number: Int64, _ width: Int, _ mark: Unicode.Scalar) {
            let start = out.count
            out.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: width))
            var left = number.magnitude
            for place in (start..<start + width).reversed() {
                out[place] += UInt8(left % 10)
                left /= 10
            }
            out.append(UInt8(ascii: mark))
        }
        append(year, 4, "-")
        append(month, 2, "-")
        append(date, 2, "T")
        append(seconds / 3600, 2, ":")
        append(seconds / 60 % 60, 2, ":")
        append(seconds % 60, 2, ".")
        append(rest % 1_000_000, 6, "Z")
    }

    /// Days of the Gregorian calendar since 1970-01-01; months are counted from March, so that the leap day is a year's last.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let (era, inEra) = (shifted / 400, shifted % 400)
        let inYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + inEra * 365 + inEra / 4 - inEra / 100 + inYear - 719_468
    }

    private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let (era, inEra) = (shifted / 146_097, shifted % 146_097)
        let yearOfEra = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
        let inYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * inYear + 2) / 153
        let day = inYear - (153 * month + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9, day)
    }
}
