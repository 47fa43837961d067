/// 所得の基準の表.
package struct ExemptionThresholds: Sendable {
    /// How the limit is made.
    package enum Formula: String, Sendable, Hashable, CaseIterable {
        /// （扶養親族等の数＋1）×額＋額
        case headCount = "head-count"
        /// 額＋扶養親族等控除額
        case dependants
    }

    /// One kind, for a time.
    package struct Row: Sendable, Hashable {
        let kind: ExemptionKind
        let first: CalendarMonth
        let last: CalendarMonth?
        /// How the limit is made.
        package let formula: Formula
        /// Yen.
        package let base: Int
        /// Yen a head; 0 by the formula of dependants.
        package let perHead: Int
        /// Whether deductions are subtracted from the income.
        package let subtractsDeductions: Bool
        /// Whose income has to be within it.
        package let persons: [ExemptionPerson]
        /// 根拠条文.
        package let article: LawArticle
    }

    private let rows: [Row]

    init(_ table: RuleTable) throws(RuleTableError) {
        var rows: [Row] = []
        for row in table.rows {
            let read = Row(
                kind: try row.code("kind"), first: try row.month("first-month"), last: try row.optionalMonth("last-month"), formula: try row.code("formula"),
                base: try row.integer("base"), perHead: try row.integer("per-head"), subtractsDeductions: try row.truth("deductions"),
                persons: try row.codes("persons"), article: try row.article())
            guard read.kind.isOnApplication else { throw row.fault("\(read.kind.rawValue)には所得の基準がありません。") }
            guard read.persons.first == .applicant else { throw row.fault("personsはselfから始めてください。") }
            if let other = rows.first(where: { $0.kind == read.kind && $0.first <= (read.last ?? $0.first) && read.first <= ($0.last ?? read.first) }) {
                throw row.fault("\(read.kind.rawValue)の\(other.first)からの行と期間が重なっています。")
            }
            rows.append(read)
        }
        for kind in ExemptionKind.allCases where kind.isOnApplication && !rows.contains(where: { $0.kind == kind && $0.last == nil }) {
            throw RuleTableError(file: table.file, "\(kind.rawValue)の現行の行がありません。")
        }
        self.rows = rows
    }

    /// The rule for a month; `nil` where the table has none.
    package func row(_ kind: ExemptionKind, _ month: CalendarMonth) -> Row? {
        rows.first { $0.kind == kind && $0.first <= month && month <= ($0.last ?? month) }
    }
}
