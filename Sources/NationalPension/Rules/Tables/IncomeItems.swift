/// 所得情報の項目の表.
package struct IncomeItems: Sendable {
    /// One item, or one code of it.
    package struct Row: Sendable, Hashable {
        /// National item name, such as `gokeishotokukingaku`.
        package let item: String
        /// Such as 合計所得金額.
        package let label: String
        /// What it says.
        package let means: IncomeMeaning
        /// The value that says so; empty of amounts and counts.
        package let code: String
    }

    /// All rows, in the order of the table.
    package let rows: [Row]

    init(_ table: RuleTable) throws(RuleTableError) {
        var rows: [Row] = []
        for row in table.rows {
            let read = Row(item: try row.text("item"), label: try row.text("label"), means: try row.code("means"), code: row.optional("code"))
            guard read.means.isCode != read.code.isEmpty, read.code != "0" else { throw row.fault("codeは、\(read.means.rawValue)に合わせて書いてください。") }
            guard !rows.contains(where: { $0.means == read.means || ($0.item == read.item && $0.code == read.code) }) else {
                throw row.fault("\(read.means.rawValue)か、同じ項目の同じ値が二つあります。")
            }
            guard rows.allSatisfy({ ($0.item == read.item) == ($0.label == read.label) }) else { throw row.fault("labelは、項目ごとに一つです。") }
            rows.append(read)
        }
        for means in IncomeMeaning.allCases where !rows.contains(where: { $0.means == means }) {
            throw RuleTableError(file: table.file, "\(means.rawValue)の行がありません。")
        }
        self.rows = rows
    }

    /// The item that somebody means, by its name or its Japanese label; `nil` where there is none.
    package func item(named text: String) -> String? { rows.first { $0.item == text || $0.label == text }?.item }

    /// Its Japanese label; the name where it is none of the table.
    package func label(of item: String) -> String { rows.first { $0.item == item }?.label ?? (item == "nendo" ? "年度" : item) }

    /// Labels of the items that could raise the limit or lower the income, and of which nothing was said.
    package func unsaid(in items: [String: String]) -> [String] {
        var labels: [String] = []
        for row in rows where ![.total, .filed, .unfiled].contains(row.means) && items[row.item] == nil && !labels.contains(row.label) {
            labels.append(row.label)
        }
        return labels
    }

    /// Items that say neither how much the income is nor whether there is a return: of each it can be said that there is none.
    package var besideTheIncome: [String] {
        var items: [String] = []
        for row in rows where ![.total, .filed, .unfiled].contains(row.means) && !items.contains(row.item) { items.append(row.item) }
        return items
    }

    /// The item that says something.
    func item(for means: IncomeMeaning) -> String { rows.first { $0.means == means }?.item ?? means.rawValue }
}
