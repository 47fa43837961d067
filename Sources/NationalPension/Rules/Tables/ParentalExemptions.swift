package import Addressee

/// 産前産後・育児の免除月の表.
package struct ParentalExemptions: Sendable {
    /// Whose months.
    package enum Case: String, Sendable, Hashable, CaseIterable {
        /// 単胎
        case single
        /// 多胎
        case multiple
        /// 育児
        case parent
        /// 育児（産後の期間に引き続く）
        case birthMother = "birth-mother"
    }

    /// One case.
    package struct Row: Sendable, Hashable {
        let inForce: CalendarMonth
        let first: Int
        let last: Int
        /// Such as 産前産後（多胎）.
        package let label: String
        /// 根拠条文.
        package let article: LawArticle
        /// Whether the source is the law itself.
        package let status: RuleStatus
    }

    private let rows: [Case: Row]

    init(_ table: RuleTable) throws(RuleTableError) {
        var rows: [Case: Row] = [:]
        for row in table.rows {
            let which: Case = try row.code("case")
            let isMaternity = which == .single || which == .multiple
            guard try row.code("kind", ExemptionKind.self) == (isMaternity ? .maternity : .childcare), try row.text("of") == (isMaternity ? "due" : "birth")
            else {
                throw row.fault("kindとofがcaseに合いません。")
            }
            let read = Row(
                inForce: try row.month("in-force"), first: try row.integer("first"), last: try row.integer("last"), label: try row.text("label"),
                article: try row.article(), status: try row.code("status"))
            guard read.first <= read.last else { throw row.fault("firstはlastより後にできません。") }
            guard rows.updateValue(read, forKey: which) == nil else { throw row.fault("\(which.rawValue)が二つあります。") }
        }
        for which in Case.allCases where rows[which] == nil { throw RuleTableError(file: table.file, "\(which.rawValue)の行がありません。") }
        self.rows = rows
    }

    /// The row of a case; each has one.
    package subscript(_ which: Case) -> Row {
        rows[which]
            ?? Row(
                inForce: CalendarMonth(of: .init(daysSince2000: .max)), first: 0, last: 0, label: which.rawValue, article: "国民年金法", status: .unconfirmed)
    }

    /// 産前産後免除の月, of the month in which the child is due (or was born, where the notice came after); `nil` where all lie before the law.
    package func maternity(month: CalendarMonth, isMultiple: Bool) -> MonthSpan? { span(self[isMultiple ? .multiple : .single], of: month) }

    /// 育児免除の月: those of the table that lie in the time of raising the child, from its first month to that of its last day; `nil` where there is none.
    package func childcare(born: CalendarDay, from: CalendarDay, until: CalendarDay?, isBirthMother: Bool) -> MonthSpan? {
        guard let span = span(self[isBirthMother ? .birthMother : .parent], of: CalendarMonth(of: born)) else { return nil }
        let last = until.map { min(span.last, CalendarMonth(of: $0)) } ?? span.last
        return MonthSpan(first: max(span.first, CalendarMonth(of: from)), last: last)
    }

    private func span(_ row: Row, of month: CalendarMonth) -> MonthSpan? {
        MonthSpan(first: max(month.adding(row.first), row.inForce), last: month.adding(row.last))
    }
}
