/// 和暦. Days in Japanese eras, for display only.
public enum EraDate {
    /// Such as 令和8年11月21日; the first year is 元年. Days before 1873 (the lunisolar calendar was still in force) are shown as 西暦.
    public static func display(_ day: CalendarDay) -> String { display(year: day.year, month: day.month, day: day.day) }

    /// A birth date: its 不詳表記 as given where it is unknown, else in eras, a day that is in no calendar included.
    public static func display(_ birth: BirthDate) -> String {
        if let notation = birth.unknownNotation { return notation }
        guard let parts = DateParts(birth.written.utf8) else { return birth.written }
        return display(year: parts.year, month: parts.month, day: parts.day)
    }

    private static func display(year: Int, month: Int, day: Int) -> String {
        for era in eras where (year, month, day) >= era.first {
            let count = year - era.yearBefore
            return "\(era.name)\(count == 1 ? "元" : String(count))年\(month)月\(day)日"
        }
        return "西暦\(year)年\(month)月\(day)日"
    }

    /// The western year of a year of an era, and which of its days belong to the era, as month times 100 plus day.
    ///
    /// - Returns: nil where the era has no such year. The day on which one era ended and another began belongs to both, but for 昭和, which ended a day before.
    static func western(_ name: String, year: Int) -> (year: Int, days: ClosedRange<Int>)? {
        guard let index = eras.firstIndex(where: { $0.name == name }), year >= 1 else { return nil }
        let era = eras[index]
        let western = era.yearBefore + year
        let first = western == era.first.0 ? era.first.1 * 100 + era.first.2 : 0
        guard index > 0 else { return (western, first...1231) }
        let next = eras[index - 1]
        guard western <= next.first.0 else { return nil }
        var last = western == next.first.0 ? next.first.1 * 100 + next.first.2 : 1231
        // 昭和64年1月7日 and 平成31年4月30日 were the last of their eras.
        if western == next.first.0, western > 1926 { last = last == 501 ? 430 : last - 1 }
        return (western, first...last)
    }

    // An era starts on its first day: 30 July 1912 is 大正, 25 December 1926 is 昭和.
    private static let eras: [(name: String, first: (Int, Int, Int), yearBefore: Int)] = [
        ("令和", (2019, 5, 1), 2018),
        ("平成", (1989, 1, 8), 1988),
        ("昭和", (1926, 12, 25), 1925),
        ("大正", (1912, 7, 30), 1911),
        ("明治", (1873, 1, 1), 1867),
    ]
}
