package import Addressee

/// 法の時代. The first days of rules that did not always hold.
package struct LawEras: Sendable {
    /// The rules that ask for it.
    package enum Key: String, Sendable, Hashable, CaseIterable {
        /// 第1号・第2号・第3号の種別
        case actOf1985 = "act-of-1985"
        /// 学生の強制加入
        case studentsCompulsory = "students-compulsory"
        /// 第3号の国内居住要件
        case class3Residence = "class-3-residence"
        /// 20歳到達の届出の省略
        case networkAge20 = "network-age-20"
    }

    private let rows: [Key: (from: CalendarDay, article: LawArticle)]

    init(_ table: RuleTable) throws(RuleTableError) {
        var rows: [Key: (from: CalendarDay, article: LawArticle)] = [:]
        for row in table.rows {
            _ = try row.code("status", RuleStatus.self)
            let key: Key = try row.code("key")
            guard rows.updateValue((try row.day("valid-from"), try row.article()), forKey: key) == nil else { throw row.fault("\(key.rawValue)が二つあります。") }
        }
        for key in Key.allCases where rows[key] == nil { throw RuleTableError(file: table.file, "\(key.rawValue)の行がありません。") }
        self.rows = rows
    }

    /// The first day on which the rule held.
    package func firstDay(_ key: Key) -> CalendarDay { rows[key]?.from ?? CalendarDay(daysSince2000: .min) }

    /// 根拠条文.
    package func article(_ key: Key) -> LawArticle { rows[key]?.article ?? "国民年金法" }
}
