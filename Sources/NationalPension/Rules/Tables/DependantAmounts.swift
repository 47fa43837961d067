/// 扶養親族等の額の表.
package struct DependantAmounts: Sendable {
    /// One kind of dependant, for a time.
    package struct Row: Sendable, Hashable {
        let kind: DependantKind
        let first: Int
        let last: Int?
        /// Yen a head.
        package let yen: Int
        /// Such as 老人扶養親族.
        package let label: String
        /// 根拠条文.
        package let article: LawArticle
    }

    private let rows: [Row]

    init(_ table: RuleTable) throws(RuleTableError) {
        var rows: [Row] = []
        for row in table.rows {
            rows.append(
                Row(
                    kind: try row.code("dependant"), first: try row.integer("first-income-year"), last: try row.optionalInteger("last-income-year"),
                    yen: try row.integer("yen"), label: try row.text("label"), article: try row.article()))
        }
        for kind in DependantKind.allCases where !rows.contains(where: { $0.kind == kind && $0.last == nil }) {
            throw RuleTableError(file: table.file, "\(kind.rawValue)の現行の行がありません。")
        }
        self.rows = rows
    }

    /// The rule for the income of a year; `nil` where the table has none.
    package func row(_ kind: DependantKind, incomeYear year: Int) -> Row? {
        rows.first { $0.kind == kind && $0.first <= year && year <= ($0.last ?? year) }
    }
}
