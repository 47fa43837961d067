/// 値の範囲. Which values an item of a published dataset takes, beside its kind and length; what its text does not say is not limited.
///
/// It is no part of what the hub has registered of the dataset (名前・データ型・桁数): a body says it, or says it otherwise, without another schema version. It is looked
/// at where records come in, by the check of every file (`RowCheck`), and what stands already stays.
public struct ValueDomain: Sendable, Hashable {
    /// 半角数字だけ.
    public var isDigits = false
    /// 固定桁. The only length, in characters; nil where any is that the item has room for.
    public var fixedLength: Int?
    /// 形.
    public var form: ValueForm?
    /// 一覧. The only values; empty where any is.
    public var codes: [String] = []
    /// 最小, as the dataset's text writes it; nil where there is none.
    public var least: String?
    /// 最大, the same.
    public var greatest: String?
    /// 先の日. How far ahead of the day on which it comes a day, month or year may lie; nil where nothing is said.
    public var latest: Latest?
    /// 前後. The item of the same record whose day, month or year this one may not lie before.
    public var notBefore: String?

    /// Anything.
    public init() {}

    /// The only length, from whatever says it.
    var onlyLength: Int? { fixedLength ?? form?.length }

    /// 先の日, by the rules that the register's own dates have.
    public enum Latest: String, Sendable, Hashable, CaseIterable {
        /// As a birth date: E0206.
        case today
        /// As the day of a movement: E0211.
        case aYearAhead = "a-year-ahead"
    }

    /// コード表. The codes of an item of the register's record, by its name, in national codes; nil where it has none.
    public static func codes(ofTable name: String) -> [String]? {
        for layout in [FileLayout.residents, .nonResidents] {
            if let column = layout.column(named: name), column.item != nil, !column.codes.isEmpty { return column.codes }
        }
        return nil
    }

    /// What a number, date, month or year is counted as: its digits, less than 0 where a `-` precedes them. Of values of one form the order is that of the days.
    static func number(_ value: some Collection<UInt8>) -> Int {
        let digits = value.reduce(0) { HalfWidth.isDigit($1) ? $0 &* 10 &+ Int($1 &- UInt8(ascii: "0")) : $0 }
        return value.first == UInt8(ascii: "-") ? -digits : digits
    }
}

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
    public var isAlphanumeric: Bool { self == .year || self == .compactMonth }

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

/// 日付の前後. What no value of a row says by itself: a day too far ahead of today, or before another of the same row. Made for one file's columns.
public struct DayOrder: Sendable {
    private struct Rule: Sendable {
        let column: FileLayout.Column
        let field: Int
        let before: (column: FileLayout.Column, field: Int)?
    }

    private let rules: [Rule]

    /// - Parameter field: of a row, by the place of its column in the layout; nil where the file lacks it.
    public init(_ layout: FileLayout, field: (Int) -> Int?) {
        rules = layout.columns.indices.compactMap { index -> Rule? in
            let column = layout.columns[index]
            guard let domain = column.domain, domain.latest != nil || domain.notBefore != nil, let own = field(index) else { return nil }
            let other = domain.notBefore.flatMap { name in layout.columns.firstIndex { $0.item?.rawValue == name } }
            let before = other.flatMap { place in field(place).map { (column: layout.columns[place], field: $0) } }
            return Rule(column: column, field: own, before: before)
        }
    }

    /// The first that is wrong with a row whose form holds; nil where nothing is.
    ///
    /// - Parameter value: of a field of the row; empty where it is not set.
    public func fault(on today: CalendarDay, _ value: (Int) -> UnsafeBufferPointer<UInt8>) -> RowFault? {
        for rule in rules {
            guard let day = rule.column.firstDay(value(rule.field)) else { continue }
            let column = rule.column
            switch column.domain?.latest {
            case .today where day > today:
                return RowFault(code: FaultCode.order, column: column.name, reason: "\(column.label)が今日より先です。値を確かめて設定してください。")
            case .aYearAhead where day.isMoreThanAYear(after: today):
                return RowFault(code: FaultCode.tooFarAhead, column: column.name, reason: "\(column.label)が1年より先です。値を確かめて設定してください。")
            default: break
            }
            if let before = rule.before, let first = before.column.firstDay(value(before.field)), day < first {
                return RowFault(
                    code: FaultCode.order, column: column.name, reason: "\(column.label)が\(before.column.label)より前です。二つの値を確かめて設定してください。")
            }
        }
        return nil
    }
}

extension CalendarDay {
    /// 1年より先. What is notified ahead lies nearer; what lies further is a mistake, or the open end 9999-12-31, which only the end of a period can have.
    public func isMoreThanAYear(after today: CalendarDay) -> Bool { self > today && self > today.adding(days: 366) }
}
