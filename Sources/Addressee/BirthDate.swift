/// 生年月日. Kept as given: it may be no calendar day (1955-02-29) and may be unknown in part or whole (不詳).
///
/// Month and day `00` and year `0000` mean unknown and need an unknown notation. No birthday is invented: what is legally
/// counted from `sortDay` is for those who must count, and `isUnknown` tells them that the day is not certain.
public struct BirthDate: Redacted, Hashable {
    /// `YYYY-MM-DD` as given.
    public let written: String
    /// 不詳表記, such as 令和○年頃, as given; `nil` where the date is known.
    public let unknownNotation: String?
    /// The first calendar day that the date can mean; only for order and age scopes, never shown
    /// (1955-02-29 → 1955-03-01, 1955-04-00 → 1955-04-01, 0000-00-00 → 0000-01-01).
    public let sortDay: CalendarDay

    /// Printed with `****` in place of the value.
    public static var redactedName: String { "生年月日" }

    /// - Throws: E0002 no `YYYY-MM-DD` or a day that no month has, E0003 notation longer than 72 characters,
    ///   E0004 parts unknown without a notation.
    public init(written: some StringProtocol, unknownNotation: String? = nil) throws(ValueError) {
        guard let parts = DateParts(written.utf8) else {
            throw ValueError(code: FaultCode.characters, rule: "生年月日はYYYY-MM-DDの形式で設定してください。")
        }
        guard parts.month <= 12, parts.day <= 31 else {
            throw ValueError(code: FaultCode.characters, rule: "生年月日は月を01から12、日を01から31で設定してください。")
        }
        let notation = unknownNotation.flatMap { $0.isEmpty ? nil : $0 }
        guard notation != nil || (parts.year > 0 && parts.month > 0 && parts.day > 0) else {
            throw ValueError(code: FaultCode.correlation, rule: "生年月日に不明な部分がある場合、生年月日_不詳表記は設定必須です。")
        }
        if let notation { try FullWidth.check(notation, length: 72, name: "生年月日_不詳表記") }
        self.written = String(written)
        self.unknownNotation = notation
        sortDay = Self.firstPossible(parts)
    }

    /// Whether the date is given as unknown, in part or whole.
    public var isUnknown: Bool { unknownNotation != nil }

    /// The day an age is attained in law: the day before the birthday.
    public func reaches(age: Int) -> CalendarDay { LegalAge.attained(age, born: sortDay) }

    /// The birthday on which the age is completed.
    public func birthday(age: Int) -> CalendarDay { LegalAge.birthday(age, born: sortDay) }

    /// The first 31 March on or after the day the age is attained.
    public func schoolYearEnd(afterAge age: Int) -> CalendarDay { LegalAge.schoolYearEnd(after: age, born: sortDay) }

    private static func firstPossible(_ parts: DateParts) -> CalendarDay {
        let month = max(parts.month, 1)
        let day = max(parts.day, 1)
        // A day past the end of its month stands for the first of the next; 31 December exists, so the year never turns.
        return CalendarDay(year: parts.year, month: month, day: day)
            ?? CalendarDay(year: parts.year, month: min(month + 1, 12), day: 1)
            ?? CalendarDay(daysSince2000: 0)
    }
}
