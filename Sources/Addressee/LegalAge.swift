/// 年齢計算. Days on which an age matters, counted from a day of birth (年齢計算ニ関スル法律, 民法143条).
///
/// Born on 29 February: the birthday of a common year is 1 March, so the age is attained on 28 February in every year.
public enum LegalAge {
    /// The day an age is attained in law: the day before the birthday.
    public static func attained(_ age: Int, born: CalendarDay) -> CalendarDay { birthday(age, born: born).adding(days: -1) }

    /// The birthday on which the age is completed.
    public static func birthday(_ age: Int, born: CalendarDay) -> CalendarDay { born.anniversary(years: age) }

    /// The first 31 March on or after the day the age is attained (…歳に達する日以後の最初の3月31日).
    public static func schoolYearEnd(after age: Int, born: CalendarDay) -> CalendarDay {
        let attained = attained(age, born: born)
        let sameYear = CalendarDay(year: attained.year, month: 3, day: 31) ?? attained
        if attained <= sameYear { return sameYear }
        return CalendarDay(year: attained.year + 1, month: 3, day: 31) ?? attained
    }

    /// Whole years attained in law on a day; negative before birth.
    public static func age(on day: CalendarDay, born: CalendarDay) -> Int {
        var age = day.year - born.year
        while attained(age, born: born) > day { age -= 1 }
        while attained(age + 1, born: born) <= day { age += 1 }
        return age
    }
}
