/// 様式の欄. A part of a form that stands together: it is divided between rows where a page ends, and nowhere else.
package enum FormBlock: Sendable, Hashable, Unprinted {
    /// Labels and values, one row each, under a title.
    case fields(String, [FormField])
    /// Columns and rows, under a title.
    case table(String, [FormColumn], [[String]])
    /// A sentence.
    case note(String)
    /// 証明欄: what is certified, with room for day, office and seal.
    case certification(String)
}

/// 表の列.
package struct FormColumn: Sendable, Hashable {
    /// What stands above it.
    package let label: String
    /// Of the width of the page, in hundredths; those of a table make 100.
    package let width: Int
    /// Whether it holds amounts, which stand at its right.
    package let isAmount: Bool

    /// A column of a width in hundredths.
    package init(_ label: String, _ width: Int, isAmount: Bool = false) { (self.label, self.width, self.isAmount) = (label, width, isAmount) }
}

/// 欄の高さ. In tenths of a millimetre, as `Resources/forms.css` draws them, or a little more: that nothing runs beyond its page is looked at afterwards
/// (`PageKeys`), and not left to this estimate.
extension FormBlock {
    /// Height of a title.
    private static let title = 87
    /// Width of a page between its margins.
    private static let width = 1_750
    /// Width of a label of `fields`.
    private static let labels = 490

    /// What stands above the rows.
    var head: Int {
        switch self {
        case .fields: Self.title
        case .table(_, let columns, _): Self.title + Self.row(columns.map { ($0.label, $0.width) })
        case .note, .certification: 0
        }
    }

    /// Height of each row.
    var rows: [Int] {
        switch self {
        case .fields(_, let fields):
            fields.map { field in
                let (label, value) = (FormText.lines(field.label, within: Self.labels - 30, size: 35), Self.width - Self.labels - 30)
                return 22 + 48 * max(label, FormText.lines(field.value, within: value, size: 36))
            }
        case .table(_, let columns, let rows): rows.map { row in Self.row(Array(zip(row, columns.map(\.width)))) }
        case .note(let text): [20 + 45 * FormText.lines(text, within: Self.width, size: 32)]
        case .certification(let text): [255 + 45 * FormText.lines(text, within: Self.width - 60, size: 32)]
        }
    }

    /// Height of the whole.
    var height: Int { head + rows.reduce(0, +) }

    /// Some of its rows; of what has none, the whole.
    func part(_ range: Range<Int>) -> FormBlock {
        let title = { (text: String) in range.lowerBound > 0 && !text.hasSuffix("（続き）") ? text + "（続き）" : text }
        return switch self {
        case .fields(let text, let fields): .fields(title(text), Array(fields[range]))
        case .table(let text, let columns, let rows): .table(title(text), columns, Array(rows[range]))
        case .note, .certification: self
        }
    }

    private static func row(_ cells: [(text: String, width: Int)]) -> Int {
        18 + 43 * (cells.map { FormText.lines($0.text, within: width * $0.width / 100 - 24, size: 32) }.max() ?? 1)
    }
}
