package import Addressee

/// 年月. A month of the calendar, by which insured periods and premiums are counted (国民年金法第11条第1項).
package struct CalendarMonth: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Months since January of the year 0.
    private let index: Int

    private init(index: Int) { self.index = index }

    /// `nil` where the month is not 1 to 12 or the year not 1 to 9999.
    package init?(year: Int, month: Int) {
        guard (1...12).contains(month), (1...9999).contains(year) else { return nil }
        index = year * 12 + month - 1
    }

    /// The month in which a day lies.
    package init(of day: CalendarDay) { index = day.year * 12 + day.month - 1 }

    /// `nil` where the text is no `YYYY-MM`.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == 7, let day = CalendarDay(text + "-01") else { return nil }
        self.init(of: day)
    }

    /// 年. Of the Gregorian calendar.
    package var year: Int { index / 12 }
    /// 月. 1 to 12.
    package var month: Int { index % 12 + 1 }

    /// So many months later, earlier where negative.
    package func adding(_ months: Int) -> CalendarMonth { CalendarMonth(index: index + months) }

    /// How many months later than the other this is.
    package func months(since other: CalendarMonth) -> Int { index - other.index }

    /// The first day. Months outside the years 1 to 9999 do not come out of days, and have 1 January 2000.
    package var firstDay: CalendarDay { CalendarDay(year: year, month: month, day: 1) ?? CalendarDay(daysSince2000: 0) }

    /// The last day.
    package var lastDay: CalendarDay { adding(1).firstDay.adding(days: -1) }

    /// 年度. The year in whose April the fiscal year of the month began.
    package var fiscalYear: Int { month >= 4 ? year : year - 1 }

    /// Such as 令和8年10月, in the era of its last day, for display.
    package var display: String {
        let day = EraDate.display(lastDay)
        return day.lastIndex(of: "月").map { String(day[...$0]) } ?? day
    }

    /// `YYYY-MM`.
    package var description: String { String(firstDay.description.prefix(7)) }

    /// The earlier month first.
    package static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}

extension CalendarMonth: Codable {
    /// From the text `YYYY-MM`.
    /// - Throws: `DecodingError` where the text is no month.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let month = CalendarMonth(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no month as YYYY-MM")
        }
        self = month
    }

    /// As the text `YYYY-MM`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
