internal import Addressee

/// Reads `Policies/legal-bases.tsv`: a header line, then one row per basis; lines that begin with `#` are comments.
enum LegalBasisParser {
    private static let columns = ["id", "law", "article", "affair", "department", "kind", "row", "repealed"]
    /// A table may say since when each basis holds; tables kept from before that column came are read as they are.
    private static let since = "valid-from"

    static func parse(_ document: PolicyDocument, problems: inout [PolicyProblem]) -> [LegalBasis] {
        var bases: [LegalBasis] = []
        var lines: [String: Int] = [:]
        var headerSeen = false
        var width = columns.count
        let file = document.name

        for (index, line) in document.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let text = line.hasSuffix("\r") ? line.dropLast() : line
            if text.isEmpty || text.hasPrefix("#") { continue }
            let cells = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            func note(_ code: PolicyProblem.Code, _ column: Int, _ rule: String, expected: String = "") {
                let before = cells.prefix(column).reduce(1) { $0 + $1.count + 1 }
                problems.append(
                    PolicyProblem(file: file, line: index + 1, column: before, code: code, rule: rule, expected: expected))
            }
            guard headerSeen else {
                headerSeen = true
                width = cells.count
                if cells != columns, cells != columns + [since] {
                    note(.syntax, 0, "見出し行が違います", expected: (columns + [since]).joined(separator: " "))
                    width = columns.count
                }
                continue
            }
            guard cells.count == width else {
                note(.syntax, 0, "列の数が\(cells.count)です", expected: "タブ区切りの\(width)列")
                continue
            }
            let found = problems.count
            for (column, cell) in cells.enumerated() where cell.isEmpty && column < 7 {
                note(.missing, column, "\(columns[column])は必須です")
            }
            if !cells[0].isEmpty, !Slug.holds(cells[0]) {
                note(.value, 0, "idの形ではありません: \(cells[0])", expected: "transfer-16 など")
            }
            let kind = LegalBasis.Kind(rawValue: cells[5])
            if !cells[5].isEmpty, kind == nil {
                note(
                    .value, 5, "kindではありません: \(cells[5])",
                    expected: LegalBasis.Kind.allCases.map(\.rawValue).joined(separator: ", "))
            }
            let row = Int(cells[6])
            if !cells[6].isEmpty, row == nil { note(.value, 6, "rowは項番です", expected: "整数") }
            let repealed = cells[7].isEmpty ? nil : CalendarDay(cells[7])
            if !cells[7].isEmpty, repealed == nil { note(.date, 7, "repealedが暦上の日付ではありません", expected: "YYYY-MM-DD、または空") }
            let validFrom = cells.count == 9 && !cells[8].isEmpty ? CalendarDay(cells[8]) : nil
            if cells.count == 9, !cells[8].isEmpty, validFrom == nil { note(.date, 8, "valid-fromが暦上の日付ではありません", expected: "YYYY-MM-DD、または空") }
            if let validFrom, let repealed, repealed <= validFrom { note(.date, 7, "repealedがvalid-fromより後ではありません", expected: "\(validFrom)より後の日付") }
            if let earlier = lines.updateValue(index + 1, forKey: cells[0]) {
                note(.duplicate, 0, "同じidが\(earlier)行目にあります: \(cells[0])")
            }
            guard problems.count == found, let kind, let row else { continue }
            bases.append(
                LegalBasis(
                    id: cells[0], law: cells[1], article: cells[2], affair: cells[3], department: cells[4], kind: kind,
                    row: row, validFrom: validFrom, repealed: repealed))
        }
        if !headerSeen {
            problems.append(PolicyProblem(file: file, line: 1, column: 1, code: .missing, rule: "ファイルが空です", expected: ""))
        }
        return bases
    }
}
