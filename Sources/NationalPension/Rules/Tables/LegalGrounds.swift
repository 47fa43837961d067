/// 法定免除の事由の表.
package struct LegalGrounds: Sendable {
    /// One ground.
    package struct Row: Sendable, Hashable {
        /// Whether it exempts by law.
        package let exempts: Bool
        /// Such as 生活保護法による生活扶助.
        package let label: String
        /// What the person may do instead; empty where it exempts.
        package let instead: String
        /// 根拠条文.
        package let article: LawArticle
    }

    private let rows: [LegalGround: Row]

    init(_ table: RuleTable) throws(RuleTableError) {
        var rows: [LegalGround: Row] = [:]
        for row in table.rows {
            let read = Row(
                exempts: try row.truth("exempts"), label: try row.text("label"), instead: row.optional("instead"), article: try row.article())
            guard read.exempts == read.instead.isEmpty else { throw row.fault("exemptsがnoのときだけinsteadを書いてください。") }
            rows[try row.code("ground", LegalGround.self)] = read
        }
        for ground in LegalGround.allCases where rows[ground] == nil { throw RuleTableError(file: table.file, "\(ground.rawValue)の行がありません。") }
        self.rows = rows
    }

    /// The row of a ground; each has one.
    package subscript(_ ground: LegalGround) -> Row {
        rows[ground] ?? Row(exempts: false, label: ground.rawValue, instead: "", article: "国民年金法第89条第1項")
    }
}
