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

    /// In the order of the days from which they are in force, and never two at once.
    private let limits: [Key: [Limit]]

    init(_ table: RuleTable) throws(RuleTableError) {
        var limits: [Key: [Limit]] = [:]
        for row in table.rows {
            _ = try row.code("status", RuleStatus.self)
            let limit = Limit(
                key: try row.code("key"), from: try row.optionalDay("valid-from"), until: try row.optionalDay("valid-until"), years: try row.integer("years"),
                article: try row.article())
            guard (1...120).contains(limit.years) else { throw row.fault("yearsは1から120で書いてください。") }
            guard limit.from == nil || limit.until == nil || limit.first <= limit.last else { throw row.fault("valid-untilはvalid-fromより前にできません。") }
            if let other = limits[limit.key, default: []].first(where: { $0.first <= limit.last && limit.first <= $0.last }) {
                throw row.fault("\(limit.key.rawValue)の\(other.years)歳の行と期間が重なっています。")
            }
            limits[limit.key, default: []].append(limit)
        }
        for key in Key.allCases where !limits[key, default: []].contains(where: { $0.until == nil }) {
            throw RuleTableError(file: table.file, "\(key.rawValue)の現行の行がありません。")
        }
        self.limits = limits.mapValues { rows in rows.sorted { $0.first < $1.first } }
    }

    /// The limit in force on a day; `nil` where there was none.
    package func limit(_ key: Key, on day: CalendarDay) -> Limit? { limits[key]?.first { $0.first <= day && day <= $0.last } }

    /// The same, of an age that is asked for whatever the day: where there was none, that of the law before, or else of the first.
    package func inForce(_ key: Key, on day: CalendarDay) -> Limit {
        let rows = limits[key] ?? []
        return limit(key, on: day) ?? rows.last { $0.last < day } ?? rows.first ?? Limit(key: key, from: nil, until: nil, years: .max, article: "")
    }

    /// Ages that are asked for on one of the days at least, the lowest first.
    func years(_ key: Key, between first: CalendarDay, and last: CalendarDay) -> [Int] {
        let rows = (limits[key] ?? []).filter { $0.first <= last && first <= $0.last }
        return Set(rows.map(\.years) + [inForce(key, on: last).years]).sorted()
    }

    /// 年齢に達する日. The first day on which somebody is of the age that the law of that very day asks for: where the law lowers it, not before it does.
    package func attained(_ key: Key, born: CalendarDay) -> CalendarDay {
        let days = (limits[key] ?? []).compactMap { limit -> CalendarDay? in
            let day = max(LegalAge.attained(limit.years, born: born), limit.first)
            return day <= limit.last ? day : nil
        }
        // The last row has no end, so that there is one.
        return days.min() ?? CalendarDay(daysSince2000: .max)
    }
}

extension AgeLimits.Limit {
    /// The first and the last day on which it is in force.
    fileprivate var first: CalendarDay { from ?? CalendarDay(daysSince2000: .min) }
    fileprivate var last: CalendarDay { until ?? CalendarDay(daysSince2000: .max) }
}
