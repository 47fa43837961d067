package import Addressee

/// 年齢. Which ages the rules turn on, by the day they are asked for.
package struct AgeLimits: Sendable {
    /// The ages that rules ask for.
    package enum Key: String, Sendable, Hashable, CaseIterable {
        /// 被保険者となる年齢
        case insuredFrom = "insured-from"
        /// 第1号・第3号でなくなる年齢
        case insuredUntil = "insured-until"
        /// 任意加入の終わり
        case voluntaryUntil = "voluntary-until"
        /// 特例任意加入の終わり
        case specialVoluntaryUntil = "special-voluntary-until"
        /// 受給権のある第2号が第2号でなくなる年齢
        case class2Pensioner = "class-2-pensioner"
        /// 納付猶予の年齢
        case deferralBelow = "deferral-below"
        /// 特別障害給付金の請求
        case specialDisabilityBefore = "special-disability-before"
        /// 寡婦年金
        case widowUntil = "widow-until"
        /// 老齢基礎年金
        case oldAgeFrom = "old-age-from"
    }

    /// One age, for a time.
    package struct Limit: Sendable, Hashable {
        let key: Key
        let from: CalendarDay?
        let until: CalendarDay?
        /// 歳.
        package let years: Int
        /// 根拠条文.
        package let article: LawArticle
    }

    private let limits: [Limit]

    init(_ table: RuleTable) throws(RuleTableError) {
        var limits: [Limit] = []
        for row in table.rows {
            _ = try row.code("status", RuleStatus.self)
            let limit = Limit(
                key: try row.code("key"), from: try row.optionalDay("valid-from"), until: try row.optionalDay("valid-until"), years: try row.integer("years"),
                article: try row.article())
            guard (1...120).contains(limit.years) else { throw row.fault("yearsは1から120で書いてください。") }
            limits.append(limit)
        }
        for key in Key.allCases where !limits.contains(where: { $0.key == key && $0.until == nil }) {
            throw RuleTableError(file: table.file, "\(key.rawValue)の現行の行がありません。")
        }
        self.limits = limits
    }

    /// The limit in force on a day; `nil` where there was none.
    package func limit(_ key: Key, on day: CalendarDay) -> Limit? {
        limits.first { $0.key == key && ($0.from ?? day) <= day && day <= ($0.until ?? day) }
    }

    /// The limit of today's law: of the row without an end, which every key has.
    package func current(_ key: Key) -> Limit {
        limits.first { $0.key == key && $0.until == nil } ?? Limit(key: key, from: nil, until: nil, years: .max, article: "")
    }

    /// The day on which somebody attains the age of today's law.
    package func attained(_ key: Key, born: CalendarDay) -> CalendarDay { LegalAge.attained(current(key).years, born: born) }
}
