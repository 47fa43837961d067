/// 様式のHTML. Forms as the renderer reads them: every text escaped, no address in it, each page a section that names its key.
package enum FormHTML {
    /// A document of these forms, in their order.
    ///
    /// - Parameter style: the style sheet.
    package static func document(_ sheets: [FormSheet], style: String) -> String {
        "<!DOCTYPE html><html lang=\"ja\"><head><meta charset=\"utf-8\"><title>国民年金関係書類</title><style>\(style)</style></head><body>\n"
            + sheets.map(sheet).joined() + "</body></html>\n"
    }

    private static func sheet(_ sheet: FormSheet) -> String {
        zip(sheet.pageKeys, sheet.pages).map { key, blocks in
            "<section data-key=\"\(text(key))\">\n<div class=\"head\"><p class=\"style\">\(text(sheet.style))</p><p class=\"title\">\(text(sheet.title))</p>"
                + "<p class=\"mark\">\(text(sheet.mark))</p><p class=\"edition\">\(text(sheet.to)) あて　\(text(sheet.edition))</p></div>\n"
                + blocks.map(block).joined() + "</section>\n"
        }.joined()
    }

    private static func block(_ block: FormBlock) -> String {
        switch block {
        case .fields(let title, let fields):
            "<p class=\"block\">\(text(title))</p><table class=\"fields\">"
                + fields.map { "<tr><th>\(text($0.label))</th><td>\(text($0.value))</td></tr>" }.joined() + "</table>\n"
        case .table(let title, let columns, let rows):
            "<p class=\"block\">\(text(title))</p><table class=\"lines\">"
                + columns.map { "<col style=\"width: \($0.width)%\">" }.joined()
                + "<tr>\(columns.map { "<th>\(text($0.label))</th>" }.joined())</tr>"
                + rows.map { row in
                    "<tr>" + zip(columns, row).map { "<td\($0.isAmount ? " class=\"amount\"" : "")>\(text($1))</td>" }.joined() + "</tr>"
                }.joined() + "</table>\n"
        case .note(let words): "<p class=\"note\">\(text(words))</p>\n"
        case .certification(let words):
            "<div class=\"certification\"><p>\(text(words))</p><p class=\"when\">年　　　月　　　日</p><p class=\"who\">市区町村長　　　　　　　　　　　　　印</p></div>\n"
        }
    }

    private static func text(_ text: String) -> String { FormText.escaped(text) }
}
