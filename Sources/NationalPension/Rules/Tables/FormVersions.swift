package import Addressee

/// 様式の版.
package struct FormVersions: Sendable {
    /// One version of a form.
    package struct Row: Sendable, Hashable {
        /// Key of the form.
        package let form: String
        /// The first day on which it is used.
        package let from: CalendarDay
        /// 様式番号; empty where none is confirmed.
        package let style: String
        /// 様式の名.
        package let label: String
    }

    /// All versions, in the order of the table.
    package let rows: [Row]

    init(_ table: RuleTable) throws(RuleTableError) {
        var rows: [Row] = []
        for row in table.rows {
            let read = Row(form: try row.text("form"), from: try row.day("valid-from"), style: row.optional("style"), label: try row.text("label"))
            guard !rows.contains(where: { $0.form == read.form && $0.from == read.from }) else { throw row.fault("同じ版が二つあります。") }
            rows.append(read)
        }
        self.rows = rows
    }

    /// Whether there is such a form.
    func has(_ form: String) -> Bool { rows.contains { $0.form == form } }

    /// The version used on a day; `nil` where there was none yet.
    package func version(_ form: String, on day: CalendarDay) -> Row? { rows.filter { $0.form == form && $0.from <= day }.max { $0.from < $1.from } }
}
