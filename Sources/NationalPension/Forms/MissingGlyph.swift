/// フォントにない文字. A character of a form that the font has no glyph for, or not with its variation selector.
package struct MissingGlyph: Sendable, Hashable {
    /// The page's key.
    package let key: String
    /// Such as `U+9089 U+E0101`: code points, and no character.
    package let codePoints: String

    package init(key: String, codePoints: String) { (self.key, self.codePoints) = (key, codePoints) }

    /// Reads what `Resources/print-forms.py` tells, a line each; other lines are nothing to us.
    package static func read(_ report: String) -> [MissingGlyph] {
        report.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "missing" else { return nil }
            return MissingGlyph(key: String(parts[1]), codePoints: String(parts[2]))
        }
    }
}
