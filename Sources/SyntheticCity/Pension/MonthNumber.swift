internal import Addressee

/// 月. A month by its number, counted from January of year 0, so that months can be added and compared.
struct MonthNumber: Sendable, Hashable, Comparable {
    let value: Int

    init(_ value: Int) { self.value = value }
    init(_ year: Int, _ month: Int) { value = year * 12 + month - 1 }
    init(of day: CalendarDay) { self.init(day.year, day.month) }

    var year: Int { value / 12 }
    var month: Int { value % 12 + 1 }

    /// The month so many later.
    static func + (month: Self, count: Int) -> Self { Self(month.value + count) }
    /// The earlier month first.
    static func < (a: Self, b: Self) -> Bool { a.value < b.value }

    /// 終月: the last month of the school year (April to March) that this month is in.
    var schoolYearEnd: Self { Self(month < 4 ? year : year + 1, 3) }
    /// The first month of the exemption year (July to June) that this month is in.
    var exemptionYearStart: Self { Self(month < 7 ? year - 1 : year, 7) }
}

extension [UInt8] {
    /// As files of records have it: `2026-07`.
    mutating func append(_ month: MonthNumber) {
        append(number: Int64(month.year), digits: 4)
        append(UInt8(ascii: "-"))
        append(number: Int64(month.month), digits: 2)
    }
}
