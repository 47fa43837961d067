/// 届出の表. Which notice goes with which change, on which form, and when none is needed.
package struct NotificationKinds: Sendable {
    /// 届出の省略.
    package enum Waiver: String, Sendable, Hashable, CaseIterable {
        /// Always filed.
        case never
        /// Not filed where the person is linked to the resident network.
        case linked
        /// Never filed.
        case always
        /// Not filed where the person is linked and the family register tells of the death within 7 days.
        case death
        /// Not filed once the Service has confirmed the fact.
        case confirmed
    }

    /// One notice.
    package struct Row: Sendable, Hashable {
        /// 様式, a key of the form table; empty where there is none.
        package let form: String
        /// 届出の省略.
        package let waiver: Waiver
        /// Article of the waiver.
        package let waiverArticle: LawArticle
        /// Such as 20歳到達による資格取得.
        package let label: String
        /// 根拠条文.
        package let article: LawArticle
    }

    private let rows: [NotificationKind: Row]

    init(_ table: RuleTable, forms: FormVersions) throws(RuleTableError) {
        var rows: [NotificationKind: Row] = [:]
        for row in table.rows {
            let form = row.optional("form")
            let waiver: Waiver = try row.code("waiver")
            let waiverArticle = row.optional("waiver-article")
            guard (waiver == .never) == waiverArticle.isEmpty else { throw row.fault("waiverがnever以外のときだけwaiver-articleを書いてください。") }
            if !form.isEmpty, !forms.has(form) { throw row.fault("formがform-versions.tsvにありません。") }
            rows[try row.code("kind", NotificationKind.self)] = Row(
                form: form, waiver: waiver, waiverArticle: LawArticle(waiverArticle), label: try row.text("label"), article: try row.article())
        }
        for kind in NotificationKind.allCases where rows[kind] == nil { throw RuleTableError(file: table.file, "\(kind.rawValue)の行がありません。") }
        self.rows = rows
    }

    /// The row of a notice; each has one.
    package subscript(_ kind: NotificationKind) -> Row {
        rows[kind] ?? Row(form: "", waiver: .never, waiverArticle: "", label: kind.rawValue, article: "国民年金法第12条第1項")
    }
}
