/// 年金コードの表.
package struct PensionCodes: Sendable {
    private enum Match: String, CaseIterable { case full, prefix }
    private let rows: [(code: String, match: Match, label: String)]

    init(_ table: RuleTable) throws(RuleTableError) {
        var rows: [(code: String, match: Match, label: String)] = []
        for row in table.rows {
            let code = try row.text("code")
            let match: Match = try row.code("match")
            guard PensionCodes.isDigits(code), match == .full ? code.utf8.count == 4 : (1...3).contains(code.utf8.count) else {
                throw row.fault("codeは半角数字で、fullは4桁、prefixは1桁から3桁で書いてください。")
            }
            rows.append((code, match, try row.text("label")))
        }
        self.rows = rows
    }

    /// What a code means: a full one first, then one of which the beginning is listed; `nil` where none is.
    package func label(_ code: String) -> String? {
        rows.first { $0.match == .full && $0.code == code }?.label ?? rows.first { $0.match == .prefix && code.hasPrefix($0.code) }?.label
    }

    /// Whether a text has the form of a code: four half-width digits.
    package static func isCode(_ text: String) -> Bool { text.utf8.count == 4 && isDigits(text) }

    private static func isDigits(_ text: String) -> Bool { text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }
}
