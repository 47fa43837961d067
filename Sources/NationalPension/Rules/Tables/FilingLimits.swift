package import Addressee

/// 期限.
package struct FilingLimits: Sendable {
    /// What has to be done in time.
    package enum Key: String, Sendable, Hashable, CaseIterable {
        /// 届出
        case notification
        /// 日本年金機構への報告
        case report
        /// 法定免除の届出
        case legalExemption = "legal-exemption"
        /// 死亡届を省ける、戸籍の届出の期限
        case deathRegister = "death-register"
        /// 免除の遡及
        case exemptionMonthsBack = "exemption-months-back"
        /// 産前産後の届出の始まり
        case maternityMonthsBefore = "maternity-months-before"

        fileprivate var unit: String {
            switch self {
            case .notification, .report, .legalExemption, .deathRegister: "days"
            case .exemptionMonthsBack, .maternityMonthsBefore: "months"
            }
        }
    }

    /// One limit.
    package struct Limit: Sendable, Hashable {
        /// Days or months.
        package let count: Int
        /// 根拠条文.
        package let article: LawArticle

        /// The last day in time: the first day is not counted (民法第140条).
        package func due(after day: CalendarDay) -> CalendarDay { day.adding(days: count) }

        /// Of months, in words: 2年1か月前.
        package var monthsBefore: String { [(count / 12, "年"), (count % 12, "か月")].filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined() + "前" }
    }

    private let limits: [Key: Dated<Limit>]

    init(_ table: RuleTable) throws(RuleTableError) {
        var limits: [Key: Dated<Limit>] = [:]
        for row in table.rows {
            let key: Key = try row.code("key")
            guard try row.text("unit") == key.unit else { throw row.fault("\(key.rawValue)のunitは\(key.unit)です。") }
            let limit = Limit(count: try row.integer("count"), article: try row.article())
            guard limit.count > 0 else { throw row.fault("countは1以上で書いてください。") }
            guard limits[key, default: Dated()].add(limit, from: try row.optionalDay("valid-from")) else {
                throw row.fault("\(key.rawValue)の同じ日からの行が二つあります。")
            }
        }
        for key in Key.allCases where limits[key] == nil { throw RuleTableError(file: table.file, "\(key.rawValue)の行がありません。") }
        self.limits = limits
    }

    /// The limit in force on a day; before the first the first. Every key has one, and none is read without a day.
    package func limit(_ key: Key, on day: CalendarDay) -> Limit { limits[key]?.on(day) ?? limits[key]?.first ?? Limit(count: 0, article: "国民年金法") }
}
