/// 送付書. What goes to the Service together: the text that goes with the medium of the batch (`ReportPapers.transmittal`), on pages that carry the batch's number.
package struct Transmittal: Sendable, Unprinted {
    /// 束の番号.
    private let number: String
    /// Its text: a title, and sections between empty lines, a row each line, with tabs between its values.
    private let text: String
    /// 報告番号 of those whose papers the claimant filled in, and which lie beside the print.
    private let apart: [String]

    init(number: String, text: String, apart: [String]) { (self.number, self.text, self.apart) = (number, text, apart) }

    /// The text, laid out.
    package var sheet: FormSheet {
        let parts = text.split(separator: "\n\n").map { part in
            part.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        }
        var blocks = parts.dropFirst().prefix(1).map { rows in
            FormBlock.fields("送付", rows.map { FormField($0.first ?? "", $0.dropFirst().joined(separator: "　")) })
        }
        blocks += parts.dropFirst(2).map(Self.table)
        if !apart.isEmpty {
            let rows = stride(from: 0, to: apart.count, by: 4).map { [apart[$0..<min($0 + 4, apart.count)].joined(separator: "　")] }
            blocks.append(.table("請求者の記入した書類を添えるもの（\(apart.count)件）", [FormColumn("報告番号", 100)], rows))
        }
        return FormSheet(
            key: "送付書 \(number)", title: parts.first?.first?.first ?? "", blocks: blocks + [.note("上記のとおり送付します。件数と、各頁の右上の番号を確かめてください。")])
    }

    /// 件数 in two columns, and the list of the reports in six.
    private static func table(_ rows: [[String]]) -> FormBlock {
        let labels = rows.first ?? []
        let widths = labels.count == 6 ? [7, 18, 27, 16, 18, 14] : Array(repeating: 100 / max(labels.count, 1), count: labels.count)
        return .table(labels.count == 6 ? "報告" : "内訳", zip(labels, widths).map { FormColumn($0, $1) }, Array(rows.dropFirst()))
    }
}
