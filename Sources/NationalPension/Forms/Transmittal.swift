/// 送付書. What goes to the Service together: the text that goes with the medium of the batch (`ReportPapers.transmittal`) and what of it is on paper here, on pages
/// that carry the batch's number.
package struct Transmittal: Sendable, Unprinted {
    /// 印刷の内訳. What of a batch is in one print, and what lies beside it or can't be printed.
    struct Print: Sendable, Unprinted {
        /// Which print, from 1.
        let part: Int
        /// Of how many.
        let parts: Int
        /// 件数 of the batch.
        let ofBatch: Int
        /// 件数 of this print: what is printed, filled in by the claimant or held, together.
        let reports: Int
        /// Forms in it.
        let printed: Int
        /// 報告番号 of those whose papers the claimant filled in.
        let filledIn: [String]
        /// Those that can't be printed.
        let held: [HeldForm]

        init(part: Int, parts: Int, ofBatch: Int, reports: Int, printed: Int, filledIn: [String], held: [HeldForm]) {
            (self.part, self.parts, self.ofBatch, self.reports) = (part, parts, ofBatch, reports)
            (self.printed, self.filledIn, self.held) = (printed, filledIn, held)
        }
    }

    /// 束の番号.
    private let number: String
    /// Its text: a title, and sections between empty lines, a row each line, with tabs between its values; `nil` of a print that is not the first.
    private let text: String?
    private let print: Print

    init(number: String, text: String?, print: Print) { (self.number, self.text, self.print) = (number, text, print) }

    /// Laid out.
    ///
    /// - Parameter glyphs: characters that the font lacks: their code points stand in their place, for of these pages none can be left out.
    package func sheet(spelling glyphs: [MissingGlyph] = []) -> FormSheet {
        let parts = (text ?? "").split(separator: "\n\n").map { part in
            part.split(separator: "\n").map { line in
                line.split(separator: "\t", omittingEmptySubsequences: false).map { MissingGlyph.spelled(String($0), glyphs) }
            }
        }
        var blocks = parts.dropFirst().prefix(1).map { rows in
            FormBlock.fields("送付", rows.map { FormField($0.first ?? "", $0.dropFirst().joined(separator: "　")) })
        }
        blocks += [counts] + beside + parts.dropFirst(2).map(Self.table)
        let key = print.part == 1 ? "送付書 \(number)" : "送付書 \(number)（\(print.part)回目）"
        return FormSheet(key: key, title: "国民年金関係書類送付書", blocks: blocks + [.note("上記のとおり送付します。件数と、各頁の右上の番号を確かめてください。")])
    }

    private var counts: FormBlock {
        var fields = [FormField("束の報告", "\(print.ofBatch)件")]
        if print.parts > 1 { fields.append(FormField("このうち\(print.parts)回の\(print.part)回目", "\(print.reports)件")) }
        return .fields(
            "紙の内訳",
            fields + [
                FormField("印刷した様式", "\(print.printed)件"), FormField("請求者の記入した書類", "\(print.filledIn.count)件"),
                FormField("印刷できないもの", "\(print.held.count)件"),
            ])
    }

    /// What is not printed, each by its number.
    private var beside: [FormBlock] {
        let (filledIn, held) = (print.filledIn, print.held)
        var blocks: [FormBlock] = []
        if !held.isEmpty {
            let columns = [FormColumn("報告番号", 20), FormColumn("コード", 10), FormColumn("印刷できない理由", 28), FormColumn("市区町村の取扱い", 42)]
            blocks.append(.table("印刷できず、別に扱うもの（\(held.count)件）", columns, held.map { ["\($0.id)", $0.code, $0.meaning, $0.remedy] }))
        }
        if !filledIn.isEmpty {
            let rows = stride(from: 0, to: filledIn.count, by: 4).map { [filledIn[$0..<min($0 + 4, filledIn.count)].joined(separator: "　")] }
            blocks.append(.table("請求者の記入した書類を添えるもの（\(filledIn.count)件）", [FormColumn("報告番号", 100)], rows))
        }
        return blocks
    }

    /// 件数 in two columns, and the list of the reports in six.
    private static func table(_ rows: [[String]]) -> FormBlock {
        let labels = rows.first ?? []
        let widths = labels.count == 6 ? [7, 18, 27, 16, 18, 14] : Array(repeating: 100 / max(labels.count, 1), count: labels.count)
        return .table(labels.count == 6 ? "報告" : "内訳", zip(labels, widths).map { FormColumn($0, $1) }, Array(rows.dropFirst()))
    }
}
