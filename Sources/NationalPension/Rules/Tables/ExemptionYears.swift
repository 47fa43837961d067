/// 免除の年度. From which month an exemption year runs, and which year's income it looks at.
package struct ExemptionYears: Sendable {
    /// Which of the two years.
    package enum Group: String, Sendable, Hashable, Codable, CaseIterable {
        /// 免除・納付猶予: 7月から6月
        case general
        /// 学生納付特例: 4月から3月
        case student
    }

    /// One group.
    package struct Row: Sendable, Hashable {
        let firstMonth: Int
        /// 根拠条文.
        package let article: LawArticle
    }

    private let rows: [Group: Row]

    init(_ table: RuleTable) throws(RuleTableError) {
        var rows: [Group: Row] = [:]
        for row in table.rows {
            let read = Row(firstMonth: try row.integer("first-month"), article: try row.article())
            guard (1...12).contains(read.firstMonth) else { throw row.fault("first-monthは1から12で書いてください。") }
            guard rows.updateValue(read, forKey: try row.code("group", Group.self)) == nil else { throw row.fault("同じgroupが二つあります。") }
        }
        guard rows.count == Group.allCases.count else { throw RuleTableError(file: table.file, "generalとstudentの行を書いてください。") }
        self.rows = rows
    }

    /// The row of a group; each has one.
    package subscript(_ group: Group) -> Row { rows[group] ?? Row(firstMonth: 7, article: "国民年金法第90条第1項") }

    /// 年度. The year in which the exemption year of a month began.
    package func year(of month: CalendarMonth, _ group: Group) -> Int { month.month >= self[group].firstMonth ? month.year : month.year - 1 }

    /// The months of an exemption year.
    package func months(of year: Int, _ group: Group) -> MonthSpan? {
        CalendarMonth(year: year, month: self[group].firstMonth).flatMap { MonthSpan(first: $0, last: $0.adding(11)) }
    }

    /// 所得の年. The year whose income is looked at: the year before; in the months before the exemption year's first, the one before that.
    package func incomeYear(for month: CalendarMonth, _ group: Group) -> Int { year(of: month, group) - 1 }

    /// 年度ごとに分ける: one application form for each exemption year.
    package func split(_ months: MonthSpan, _ group: Group) -> [MonthSpan] {
        var parts: [MonthSpan] = []
        var first = months.first
        while first <= months.last {
            let end = self.months(of: year(of: first, group), group)?.last ?? first
            guard let part = MonthSpan(first: first, last: min(end, months.last)) else { break }
            parts.append(part)
            first = part.last.adding(1)
        }
        return parts
    }
}
