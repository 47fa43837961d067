/// 生年月日. Kept as given: it may be no calendar day (1955-02-29) and may be unknown in part or whole (不詳).
///
/// Month and day `00` and year `0000` mean unknown and need an unknown notation. No birthday is invented: `possible` is every day that the known part
/// leaves, and whoever asks for an age asks it of all of them.
public struct BirthDate: Redacted, Hashable {
    /// `YYYY-MM-DD` as given.
    public let written: String
    /// 不詳表記, such as 令和○年頃, as given; `nil` where the date is known.
    public let unknownNotation: String?
    /// The days that the date can mean, one where it is known; `nil` where not even the year is. A day past the end of its month stands for the first of
    /// the next (1955-02-29 → 1955-03-01).
    public let possible: ClosedRange<CalendarDay>?

    /// Printed with `****` in place of the value.
    public static var redactedName: String { "生年月日" }

    /// - Throws: E0002 no `YYYY-MM-DD` or a day that no month has, E0003 notation longer than 72 characters,
    ///   E0004 parts unknown without a notation.
    public init(written: some StringProtocol, unknownNotation: String? = nil) throws(ValueError) {
        guard let parts = DateParts(written.utf8) else {
            throw ValueError(code: FaultCode.characters, rule: "生年月日はYYYY-MM-DDの形式で設定してください。")
        }
        guard parts.isWithinMonths else {
            throw ValueError(code: FaultCode.characters, rule: "生年月日は月を01から12、日を01から31で設定してください。")
        }
        let notation = unknownNotation.flatMap { $0.isEmpty ? nil : $0 }
        guard notation != nil || parts.isWhole else {
            throw ValueError(code: FaultCode.correlation, rule: "生年月日に不明な部分がある場合、生年月日_不詳表記は設定必須です。")
        }
        if let notation { try FullWidth.check(notation, length: 72, name: "生年月日_不詳表記") }
        self.written = String(written)
        self.unknownNotation = notation
        possible = Self.possible(parts, notation: notation)
    }

    /// Whether the date is given as unknown, in part or whole.
    public var isUnknown: Bool { unknownNotation != nil }

    /// The day where it is one and certain; `nil` where it is not.
    public var known: CalendarDay? {
        guard let possible, possible.lowerBound == possible.upperBound else { return nil }
        return possible.lowerBound
    }

    /// The days that a date which passed `RowCheck` can mean; for intake, which reads bytes by the million.
    /// - Parameter notation: 不詳表記, where the date is given as unknown; asked for only where the digits alone don't say.
    public static func possible(_ bytes: UnsafeBufferPointer<UInt8>, isUnknown: Bool, notation: () -> String) -> ClosedRange<CalendarDay>? {
        guard let parts = DateParts(buffer: bytes), parts.isWithinMonths else { return nil }
        return possible(parts, notation: isUnknown ? notation() : nil)
    }

    /// - Parameter notation: `nil` where the date is given as known.
    private static func possible(_ parts: DateParts, notation: String?) -> ClosedRange<CalendarDay>? {
        guard parts.year > 0 else { return nil }
        if parts.month == 0 { return year(parts.year) }
        if parts.day == 0 { return month(parts.month, of: parts.year) }
        guard let notation else {
            // A day past the end of its month stands for the first of the next; 31 December exists, so the year never turns.
            let day = CalendarDay(parts) ?? CalendarDay(year: parts.year, month: parts.month + 1, day: 1)
            return day.map { $0...$0 }
        }
        // Digits that a notation calls unknown: what of them it names is known, the rest may be filled in.
        switch UnknownNotation(notation) {
        case .month: return month(parts.month, of: parts.year)
        case .year: return year(parts.year)
        case .nothing: return nil
        }
    }

    private static func year(_ year: Int) -> ClosedRange<CalendarDay>? {
        guard let first = CalendarDay(year: year, month: 1, day: 1), let last = CalendarDay(year: year, month: 12, day: 31) else { return nil }
        return first...last
    }

    private static func month(_ month: Int, of year: Int) -> ClosedRange<CalendarDay>? {
        let length = CalendarDay.length(ofMonth: month, year: year)
        guard let first = CalendarDay(year: year, month: month, day: 1), let last = CalendarDay(year: year, month: month, day: length) else { return nil }
        return first...last
    }
}

/// 不詳表記. What a notation of the resident-record standard (1.1.8) names of a date: 昭和30年頃 the year, 昭和30年4月上旬 year and month, 年月日不詳 nothing.
private enum UnknownNotation {
    case nothing, year, month

    /// What is not understood names nothing; neither do notations of a span (…から…までの間).
    init(_ text: String) {
        self = .nothing
        guard !["から", "より", "まで", "～", "〜", "間", "又は", "または"].contains(where: text.contains) else { return }
        var before: Character?
        for character in text {
            let isNumbered = before.map { $0.isWholeNumber || $0 == "元" || $0 == "十" } ?? false
            if character == "年", isNumbered { self = .year }
            if character == "月", isNumbered, self == .year { self = .month }
            before = character
        }
    }
}
