/// 値の形. How a half-width text is written that stands for a date, a month, a year or a number of a year. Whatever has a form can be converted by it.
public enum ValueForm: String, Sendable, Hashable, CaseIterable {
    /// 年, 年度: `2026`
    case year
    /// 年月: `2026-04`
    case month
    /// 年月: `202604`
    case compactMonth = "compact-month"
    /// 生年月日: `1955-02-29`; what is not known of it is 00.
    case birthDate = "birth-date"
    /// 年度ごとの番号: `2026-000123`
    case yearNumber = "year-number"

    /// The only length; nil where there is more than one.
    public var length: Int? {
        switch self {
        case .year: 4
        case .month: 7
        case .compactMonth: 6
        case .birthDate: 10
        case .yearNumber: nil
        }
    }

    /// Whether it is written in letters and digits alone, as a record key has to be.
    var isAlphanumeric: Bool { self == .year || self == .compactMonth }

    /// Whether a text has it.
    public func holds(_ text: some StringProtocol) -> Bool { Array(text.utf8).withUnsafeBufferPointer { bytes in holds(bytes) } }

    func holds(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        self == .birthDate ? DateParts(buffer: value)?.isWithinMonths == true : firstDay(value) != nil
    }

    /// The first day that it can mean; nil where it has not the form, and of a birth date of which not even the year is known.
    func firstDay(_ value: UnsafeBufferPointer<UInt8>) -> CalendarDay? {
        func number(_ range: Range<Int>) -> Int? {
            let digits = value[range]
            return digits.allSatisfy(HalfWidth.isDigit) ? ValueDomain.number(digits) : nil
        }
        func first(_ year: Range<Int>, _ month: Range<Int>? = nil) -> CalendarDay? {
            guard let year = number(year), let month = month.map(number) ?? 1 else { return nil }
            return CalendarDay(year: year, month: month, day: 1)
        }
        switch self {
        case .year: return value.count == 4 ? first(0..<4) : nil
        case .month: return value.count == 7 && value[4] == UInt8(ascii: "-") ? first(0..<4, 5..<7) : nil
        case .compactMonth: return value.count == 6 ? first(0..<4, 4..<6) : nil
        case .birthDate: return BirthDate.possible(value, isUnknown: false) { "" }?.lowerBound
        case .yearNumber:
            guard value.count > 5, value[4] == UInt8(ascii: "-") else { return nil }
            let digits = value[5...]
            return digits.allSatisfy(HalfWidth.isDigit) && digits.contains { $0 != UInt8(ascii: "0") } ? first(0..<4) : nil
        }
    }

    /// What the clerk reads.
    var rule: String {
        switch self {
        case .year: "西暦4桁の年（2026の形）"
        case .month: "年月（2026-04の形）"
        case .compactMonth: "年月6桁（202604の形）"
        case .birthDate: "YYYY-MM-DDの形式（分からない月・日は00）"
        case .yearNumber: "西暦4桁の年と番号（2026-000123の形）"
        }
    }
}

extension FileLayout.Column {
    /// The first day that a value of the column means; nil where it is none.
    func firstDay(_ value: UnsafeBufferPointer<UInt8>) -> CalendarDay? {
        kind == .date ? DateParts(buffer: value).flatMap { CalendarDay($0) } : domain?.form?.firstDay(value)
    }
}
