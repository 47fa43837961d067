package import Addressee

/// 事由. The table of reasons: date rule, words and article of each.
package struct QualificationReasons: Sendable {
    /// One reason.
    package struct Row: Sendable, Hashable {
        /// 取得・種別変更・喪失.
        package enum Kind: String, Sendable, Hashable, CaseIterable { case acquire, change, lose }
        /// 取得・種別変更・喪失.
        package let kind: Kind
        /// 日の規則.
        package let rule: DateRule
        /// Such as 外国からの転入.
        package let label: String
        /// 根拠条文.
        package let article: LawArticle
    }

    private let rows: [QualificationReason: Row]

    init(_ table: RuleTable) throws(RuleTableError) {
        var rows: [QualificationReason: Row] = [:]
        for row in table.rows {
            let code: QualificationReason = try row.code("code")
            let read = Row(kind: try row.code("kind"), rule: try row.code("rule"), label: try row.text("label"), article: try row.article())
            guard rows.updateValue(read, forKey: code) == nil else { throw row.fault("事由\(code.rawValue)が二つあります。") }
            guard (read.rule == .attained) == code.isOfAge else { throw row.fault("年齢による事由のruleはattained、ほかの事由はattained以外としてください。") }
        }
        for code in QualificationReason.allCases where rows[code] == nil {
            throw RuleTableError(file: table.file, "事由\(code.rawValue)の行がありません。")
        }
        self.rows = rows
    }

    /// The row of a reason; each has one.
    package subscript(_ code: QualificationReason) -> Row {
        rows[code] ?? Row(kind: .change, rule: .sameDay, label: code.rawValue, article: "国民年金法第14条")
    }

    /// The day of law that follows from a day given.
    package func day(_ code: QualificationReason, from day: CalendarDay) -> CalendarDay { self[code].rule.apply(day) }
}
