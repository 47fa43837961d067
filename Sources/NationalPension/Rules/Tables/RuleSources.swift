/// 出典. What the rows of the tables rest on.
package struct RuleSources: Sendable {
    /// How much a source binds.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// 条文
        case law
        /// 官公庁の資料
        case official
        /// 二次資料
        case secondary
        /// 本システムの設定
        case setting
    }

    /// One source.
    package struct Row: Sendable, Hashable {
        /// How much it binds.
        package let kind: Kind
        /// Such as 国民年金法施行規則.
        package let title: String
        /// Where it was read.
        package let address: String
    }

    private let rows: [String: Row]

    init(_ table: RuleTable) throws(RuleTableError) {
        var rows: [String: Row] = [:]
        for row in table.rows {
            let read = Row(kind: try row.code("kind"), title: try row.text("title"), address: try row.text("address"))
            guard rows.updateValue(read, forKey: try row.text("key")) == nil else { throw row.fault("同じkeyが二つあります。") }
        }
        self.rows = rows
    }

    /// The source of a key; `nil` where there is none.
    package subscript(_ key: String) -> Row? { rows[key] }

    /// - Throws: `RuleTableError` where a row of another table names no source, or one that is not listed.
    func check(_ table: RuleTable) throws(RuleTableError) {
        for row in table.rows {
            for key in try row.text("source").split(separator: "; ", omittingEmptySubsequences: false) where rows[String(key)] == nil {
                throw row.fault("sourceの\(key)がsources.tsvにありません。")
            }
        }
    }
}
