/// 控除の表 (施行令第6条の12第2項).
package struct Deductions: Sendable {
    /// How much.
    package enum Form: String, Sendable, Hashable, CaseIterable {
        /// The amount in the tax record.
        case actual
        /// Yen a person, from the table.
        case fixed
    }

    /// One deduction, for a time.
    package struct Row: Sendable, Hashable {
        let key: DeductionKind
        let first: Int
        let last: Int?
        /// Yen, where it is fixed.
        package let yen: Int?
        /// Such as 社会保険料控除.
        package let label: String
        /// 根拠条文.
        package let article: LawArticle
    }

    private let rows: [Row]

    init(_ table: RuleTable) throws(RuleTableError) {
        var rows: [Row] = []
        for row in table.rows {
            let yen = try row.optionalInteger("yen")
            guard (try row.code("form", Form.self) == .fixed) == (yen != nil) else { throw row.fault("fixedのときだけyenを書いてください。") }
            let key: DeductionKind = try row.code("key")
            guard key.isActual == (yen == nil) else { throw row.fault("\(key.rawValue)のformが違います。") }
            rows.append(
                Row(
                    key: key, first: try row.integer("first-income-year"), last: try row.optionalInteger("last-income-year"), yen: yen,
                    label: try row.text("label"),
                    article: try row.article()))
        }
        for key in DeductionKind.allCases where !rows.contains(where: { $0.key == key }) {
            throw RuleTableError(file: table.file, "\(key.rawValue)の行がありません。")
        }
        self.rows = rows
    }

    /// The rule for the income of a year; `nil` where there was none yet.
    package func row(_ key: DeductionKind, incomeYear year: Int) -> Row? {
        rows.first { $0.key == key && $0.first <= year && year <= ($0.last ?? year) }
    }
}
