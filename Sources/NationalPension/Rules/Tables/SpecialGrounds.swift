package import Addressee

/// 特例認定区分の表.
package struct SpecialGrounds: Sendable {
    /// What a ground does for the person.
    package enum Effect: String, Sendable, Hashable, CaseIterable {
        /// Taken to meet the income test.
        case passes
        /// Not looked at.
        case excluded
    }

    /// One ground.
    package struct Row: Sendable, Hashable {
        /// 特例認定区分 as on the form.
        package let code: String
        /// Such as 失業・廃業・休業.
        package let label: String
        /// 日の規則: 失業 counts from the day after leaving.
        package let rule: DateRule
        /// What it does.
        package let effect: Effect
        let firstOffset: Int
        let yearsAfter: Int?
        let lastMonth: Int?
        let studentLastMonth: Int?
        let kinds: [ExemptionKind]
        /// 根拠条文.
        package let article: LawArticle

        /// Whether it serves a kind of exemption.
        package func serves(_ kind: ExemptionKind) -> Bool { kinds.contains(kind) }

        /// The first and last month of a kind that a fact of a day covers; no last where it goes on. The years of students end in March.
        package func months(of kind: ExemptionKind, from day: CalendarDay) -> (first: CalendarMonth, last: CalendarMonth?) {
            let month = CalendarMonth(of: rule.apply(day))
            let end = kind == .student ? studentLastMonth : lastMonth
            let last = yearsAfter.flatMap { years in end.flatMap { CalendarMonth(year: month.year + years, month: $0) } }
            return (month.adding(firstOffset), last)
        }

        /// Whether a fact of a day covers a month of a kind.
        package func covers(_ month: CalendarMonth, of kind: ExemptionKind, from day: CalendarDay) -> Bool {
            let months = months(of: kind, from: day)
            return months.first <= month && month <= (months.last ?? month)
        }
    }

    private let rows: [SpecialGround: Dated<Row>]

    init(_ table: RuleTable) throws(RuleTableError) {
        var rows: [SpecialGround: Dated<Row>] = [:]
        for row in table.rows {
            let read = Row(
                code: try row.text("code"), label: try row.text("label"), rule: try row.code("rule"), effect: try row.code("effect"),
                firstOffset: try row.integer("first-offset"), yearsAfter: try row.optionalInteger("years-after"),
                lastMonth: try row.optionalInteger("last-month"), studentLastMonth: try row.optionalInteger("student-last-month"),
                kinds: try row.codes("kinds"), article: try row.article())
            guard (read.yearsAfter == nil) == (read.lastMonth == nil), (read.lastMonth == nil) == (read.studentLastMonth == nil) else {
                throw row.fault("years-after、last-month、student-last-monthは、みな書くか、みな空にしてください。")
            }
            let ground = try row.code("ground", SpecialGround.self)
            guard rows[ground, default: Dated()].add(read, from: try row.optionalDay("valid-from")) else {
                throw row.fault("\(ground.rawValue)の同じ日からの行が二つあります。")
            }
        }
        for ground in SpecialGround.allCases where rows[ground] == nil { throw RuleTableError(file: table.file, "\(ground.rawValue)の行がありません。") }
        self.rows = rows
    }

    /// The row of a ground that is in force for a month; before the first the first. Each has one, and none is read without a month.
    package func row(_ ground: SpecialGround, in month: CalendarMonth) -> Row {
        rows[ground]?.on(month.firstDay) ?? rows[ground]?.first
            ?? Row(
                code: "", label: ground.rawValue, rule: .sameDay, effect: .passes, firstOffset: 0, yearsAfter: nil, lastMonth: nil, studentLastMonth: nil,
                kinds: [],
                article: "国民年金法第90条第1項")
    }
}
