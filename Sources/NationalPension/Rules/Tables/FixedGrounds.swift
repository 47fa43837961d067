/// 定額の基準の表 (法第90条第1項第3号). Whoever is disabled, a widow or a single parent, with an income within a fixed amount.
package struct FixedGrounds: Sendable {
    /// One ground, for a time.
    package struct Row: Sendable, Hashable {
        /// Who.
        package let ground: FixedGround
        let first: Int
        let last: Int?
        /// Yen; within it qualifies.
        package let yen: Int
        let kinds: [ExemptionKind]
        let unconfirmedKinds: [ExemptionKind]
        /// 根拠条文.
        package let article: LawArticle

        /// Whether the ground serves a kind, and how sure that is; `nil` where it doesn't.
        package func status(for kind: ExemptionKind) -> RuleStatus? {
            kinds.contains(kind) ? .confirmed : unconfirmedKinds.contains(kind) ? .unconfirmed : nil
        }
    }

    private let rows: [Row]

    init(_ table: RuleTable) throws(RuleTableError) {
        var rows: [Row] = []
        for row in table.rows {
            rows.append(
                Row(
                    ground: try row.code("ground"), first: try row.integer("first-income-year"), last: try row.optionalInteger("last-income-year"),
                    yen: try row.integer("yen"), kinds: try row.codes("kinds"), unconfirmedKinds: try row.codes("unconfirmed-kinds"), article: try row.article()
                ))
        }
        self.rows = rows
    }

    /// The rules for the income of a year.
    package func rows(incomeYear year: Int) -> [Row] { rows.filter { $0.first <= year && year <= ($0.last ?? year) } }
}
