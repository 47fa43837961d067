public import Addressee

/// A day in a person's life that an age rule begins or ends with.
public enum AgePoint: Sendable, Hashable {
    /// 年齢に達する日: the day before the birthday (年齢計算ニ関スル法律, 民法第百四十三条).
    case reached(Int)
    /// 誕生日: the birthday itself; of those born on 29 February, 1 March in a common year.
    case birthday(Int)
    /// The day after 年齢に達する日以後の最初の三月三十一日, so always a 1 April: `until` it keeps that 31 March in,
    /// `from` it begins with the school year.
    case schoolYearEnd(Int)
    /// The first such day of the year on which the person has reached the age, such as 賦課期日 1 January.
    case onDay(age: Int, month: Int, day: Int)

    /// The age in years.
    public var age: Int {
        switch self {
        case .reached(let age), .birthday(let age), .schoolYearEnd(let age), .onDay(let age, _, _): age
        }
    }

    /// When a person born on `birth` gets there. Never earlier for a later birth, which `AgeRule.birthDays` relies on.
    public func day(bornOn birth: CalendarDay) -> CalendarDay {
        switch self {
        case .reached(let age): LegalAge.attained(age, born: birth)
        case .birthday(let age): LegalAge.birthday(age, born: birth)
        case .schoolYearEnd(let age): LegalAge.schoolYearEnd(after: age, born: birth).adding(days: 1)
        case .onDay(let age, let month, let day):
            Self.first(month: month, day: day, notBefore: LegalAge.attained(age, born: birth))
        }
    }

    /// The latest birth whose point is not after `day`.
    func latestBirth(by day: CalendarDay) -> CalendarDay {
        // A point lies within age − 1 day and age + 1 year of the birth.
        var low = day.anniversary(years: -age).adding(days: -800)
        var high = day.anniversary(years: -age).adding(days: 3)
        while low < high {
            let middle = low.adding(days: Int(high.daysSince2000 - low.daysSince2000 + 1) / 2)
            if self.day(bornOn: middle) <= day { low = middle } else { high = middle.adding(days: -1) }
        }
        return low
    }

    private static func first(month: Int, day: Int, notBefore start: CalendarDay) -> CalendarDay {
        let year = start.year
        if let same = CalendarDay(year: year, month: month, day: day), same >= start { return same }
        return CalendarDay(year: year + 1, month: month, day: day) ?? start
    }
}
