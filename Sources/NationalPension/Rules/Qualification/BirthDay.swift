package import Addressee

/// 生年月日の確認. The one day of birth that rules may count from.
package enum BirthDay {
    /// - Parameter day: on which it is asked; ages of which no day can be told are those of its law.
    /// - Throws: `HeldForClerk` where the date is unknown in part or whole: for each age of the law, between which days it would be attained.
    package static func known(_ birth: BirthDate, on day: CalendarDay, tables: RuleTables) throws(HeldForClerk) -> CalendarDay {
        if let day = birth.known { return day }
        throw HeldForClerk(holds(birth, ages: [.insuredFrom, .insuredUntil, .voluntaryUntil], on: day, tables: tables))
    }

    /// For each age, what has to be found out; of a date that was never given, that.
    package static func holds(_ birth: BirthDate?, ages: [AgeLimits.Key], on day: CalendarDay, tables: RuleTables) -> [Hold] {
        guard let birth else { return [notGiven(on: day, tables)] }
        return ages.map { key in
            guard let possible = attained(key, birth, tables: tables) else {
                let limit = tables.ages.inForce(key, on: day)
                return Hold(.birthDateUnknown, Reason("生年月日が不詳のため、\(limit.years)歳に達する日が分かりません。戸籍等で確かめてください。", limit.article))
            }
            let limit = tables.ages.inForce(key, on: possible.upperBound)
            let days = "\(EraDate.display(possible.lowerBound))から\(EraDate.display(possible.upperBound))まで"
            return Hold(
                .birthDateUnknown, Reason("生年月日の一部が不詳のため、\(limit.years)歳に達する日は\(days)のいずれかです。戸籍等で確かめてください。", limit.article), possible: possible)
        }
    }

    /// Of whom no birth date was ever given.
    package static func notGiven(on day: CalendarDay, _ tables: RuleTables) -> Hold {
        Hold(.birthDateUnknown, Reason("生年月日が提供されていません。住民記録を確かめてください。", tables.ages.inForce(.insuredFrom, on: day).article))
    }

    /// Between which days an age is attained; `nil` where not even the year of birth is known.
    package static func attained(_ key: AgeLimits.Key, _ birth: BirthDate, tables: RuleTables) -> ClosedRange<CalendarDay>? {
        birth.possible.map { tables.ages.attained(key, born: $0.lowerBound)...tables.ages.attained(key, born: $0.upperBound) }
    }
}
