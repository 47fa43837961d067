/// 届出の種類の表. What may be filed with the department, on which form, and whether the Service is told.
package struct Notices: Sendable {
    /// One kind of notice.
    package struct Row: Sendable, Hashable {
        /// Such as 退職（厚生年金からの移行）.
        package let label: String
        /// 様式, a key of the form table; empty where there is none.
        package let form: String
        /// 日本年金機構へ報告する.
        package let isReported: Bool
        /// 根拠条文.
        package let article: LawArticle
    }

    private let rows: [NoticeKind: Row]

    init(_ table: RuleTable, forms: FormVersions) throws(RuleTableError) {
        var rows: [NoticeKind: Row] = [:]
        for row in table.rows {
            let kind: NoticeKind = try row.code("kind")
            let read = Row(
                label: try row.text("label"), form: row.optional("form"), isReported: try row.truth("report"), article: try row.article())
            guard read.form.isEmpty || forms.has(read.form) else { throw row.fault("formがform-versions.tsvにありません。") }
            guard !read.isReported || !read.form.isEmpty else { throw row.fault("報告する届出には、formを書いてください。") }
            guard !rows.values.contains(where: { $0.label == read.label }) else { throw row.fault("同じlabelが二つあります。") }
            guard rows.updateValue(read, forKey: kind) == nil else { throw row.fault("\(kind.rawValue)が二つあります。") }
        }
        for kind in NoticeKind.allCases where rows[kind] == nil { throw RuleTableError(file: table.file, "\(kind.rawValue)の行がありません。") }
        self.rows = rows
    }

    /// The row of a kind; each has one.
    package subscript(_ kind: NoticeKind) -> Row {
        rows[kind] ?? Row(label: kind.rawValue, form: "", isReported: false, article: "国民年金法第12条第1項")
    }

    /// The kind that somebody means, by its name, its Japanese words or their beginning; `nil` where it is none, or several.
    package func kind(named text: String) -> NoticeKind? {
        if let kind = NoticeKind(rawValue: text) ?? NoticeKind.allCases.first(where: { self[$0].label == text }) { return kind }
        let meant = text.isEmpty ? [] : NoticeKind.allCases.filter { self[$0].label.hasPrefix(text) }
        return meant.count == 1 ? meant[0] : nil
    }

    /// 届出の種類 that people may have meant: what begins so, or, where nothing does, what holds it; of what is not filed at a counter none.
    package func labels(like text: String) -> [String] {
        guard !text.isEmpty else { return [] }
        let labels = NoticeKind.allCases.filter(\.isFiled).map { self[$0].label }
        let begun = labels.filter { $0.hasPrefix(text) }
        return begun.isEmpty ? labels.filter { $0.contains(text) } : begun
    }
}
