package import Addressee

/// 生年月日の確認. The one day of birth that rules may count from.
package enum BirthDay {
    /// - Throws: `HeldForClerk` where the date is unknown in part or whole: for each age of the law, between which days it would be attained.
    package static func known(_ birth: BirthDate, tables: RuleTables) throws(HeldForClerk) -> CalendarDay {
        if let day = birth.known { return day }
        throw HeldForClerk(holds(birth, ages: [.insuredFrom, .insuredUntil, .voluntaryUntil], tables: tables))
    }

    /// For each age, what has to be found out.
    package static func holds(_ birth: BirthDate, ages: [AgeLimits.Key], tables: RuleTables) -> [Hold] {
        ages.map { key in
            let limit = tables.ages.current(key)
            guard let possible = attained(key, birth, tables: tables) else {
                return Hold(.birthDateUnknown, Reason("生年月日が不詳のため、\(limit.years)歳に達する日が分かりません。戸籍等で確かめてください。", limit.article))
            }
            let days = "\(EraDate.display(possible.lowerBound))から\(EraDate.display(possible.upperBound))まで"
            return Hold(
                .birthDateUnknown, Reason("生年月日の一部が不詳のため、\(limit.years)歳に達する日は\(days)のいずれかです。戸籍等で確かめてください。", limit.article), possible: possible)
        }
    }

    /// Between which days an age is attained; `nil` where not even the year of birth is known.
    package static func attained(_ key: AgeLimits.Key, _ birth: BirthDate, tables: RuleTables) -> ClosedRange<CalendarDay>? {
        birth.possible.map { tables.ages.attained(key, born: $0.lowerBound)...tables.ages.attained(key, born: $0.upperBound) }
    }
}
