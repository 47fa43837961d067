internal import Addressee

/// A data file of the rules, read but not yet understood: a header line, then rows of the same columns; lines that begin with `#` are comments.
struct RuleTable: Sendable {
    let file: String
    let rows: [Row]

    /// - Throws: `RuleTableError` where the header is not the one expected, or a row has more or fewer columns.
    init(name: String, text: String, columns: [String]) throws(RuleTableError) {
        file = name + ".tsv"
        var rows: [Row] = []
        var headerSeen = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = line.hasSuffix("\r") ? line.dropLast() : line
            if content.isEmpty || content.hasPrefix("#") { continue }
            let cells = content.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard headerSeen else {
                guard cells == columns else {
                    throw RuleTableError(file: file, line: index + 1, "見出し行が違います。\(columns.joined(separator: " ")) としてください。")
                }
                headerSeen = true
                continue
            }
            guard cells.count == columns.count else {
                throw RuleTableError(file: file, line: index + 1, "列の数が\(cells.count)です。タブ区切りの\(columns.count)列としてください。")
            }
            rows.append(Row(file: file, line: index + 1, cells: Dictionary(zip(columns, cells)) { first, _ in first }))
        }
        guard headerSeen else { throw RuleTableError(file: file, "見出し行がありません。") }
        guard !rows.isEmpty else { throw RuleTableError(file: file, "行がありません。") }
        self.rows = rows
    }

    /// One row, whose cells are asked for by the name of the column.
    struct Row: Sendable {
        let file: String
        let line: Int
        fileprivate let cells: [String: String]

        /// A fault of this row.
        func fault(_ what: String) -> RuleTableError { RuleTableError(file: file, line: line, what) }

        /// The cell as it stands, which may be empty.
        func optional(_ column: String) -> String { cells[column] ?? "" }

        /// The cell, which must not be empty.
        func text(_ column: String) throws(RuleTableError) -> String {
            guard let cell = cells[column], !cell.isEmpty else { throw fault("\(column)は必須です。") }
            return cell
        }

        /// An integer of the decimal system.
        func integer(_ column: String) throws(RuleTableError) -> Int {
            guard let number = Int(try text(column)) else { throw fault("\(column)は整数で書いてください。") }
            return number
        }

        /// An integer, or `nil` where the cell is empty.
        func optionalInteger(_ column: String) throws(RuleTableError) -> Int? { optional(column).isEmpty ? nil : try integer(column) }

        /// A day as `YYYY-MM-DD`.
        func day(_ column: String) throws(RuleTableError) -> CalendarDay {
            guard let day = CalendarDay(try text(column)) else { throw fault("\(column)は暦上の日付（YYYY-MM-DD）で書いてください。") }
            return day
        }

        /// A day, or `nil` where the cell is empty.
        func optionalDay(_ column: String) throws(RuleTableError) -> CalendarDay? { optional(column).isEmpty ? nil : try day(column) }

        /// A month as `YYYY-MM`.
        func month(_ column: String) throws(RuleTableError) -> CalendarMonth {
            guard let month = CalendarMonth(try text(column)) else { throw fault("\(column)は年月（YYYY-MM）で書いてください。") }
            return month
        }

        /// A month, or `nil` where the cell is empty.
        func optionalMonth(_ column: String) throws(RuleTableError) -> CalendarMonth? { optional(column).isEmpty ? nil : try month(column) }

        /// One of a list of codes.
        func code<Code: RawRepresentable & CaseIterable>(_ column: String, _: Code.Type = Code.self) throws(RuleTableError) -> Code
        where Code.RawValue == String {
            guard let code = Code(rawValue: try text(column)) else {
                throw fault("\(column)は \(Code.allCases.map(\.rawValue).joined(separator: ", ")) のいずれかで書いてください。")
            }
            return code
        }

        /// Codes parted by commas; none where the cell is empty.
        func codes<Code: RawRepresentable & CaseIterable>(_ column: String, _: Code.Type = Code.self) throws(RuleTableError) -> [Code]
        where Code.RawValue == String {
            var codes: [Code] = []
            for part in optional(column).split(separator: ",") {
                guard let code = Code(rawValue: String(part)) else {
                    throw fault("\(column)は \(Code.allCases.map(\.rawValue).joined(separator: ", ")) をコンマで区切って書いてください。")
                }
                codes.append(code)
            }
            return codes
        }

        /// yes or no.
        func truth(_ column: String) throws(RuleTableError) -> Bool {
            switch try text(column) {
            case "yes": return true
            case "no": return false
            default: throw fault("\(column)は yes か no で書いてください。")
            }
        }

        /// 根拠条文.
        func article() throws(RuleTableError) -> LawArticle { LawArticle(try text("article")) }
    }
}
