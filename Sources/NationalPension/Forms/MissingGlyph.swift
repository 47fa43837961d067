internal import Foundation

/// フォントにない文字. A character of a form that the font has no glyph for, or not with its variation selector.
package struct MissingGlyph: Sendable, Hashable {
    /// The page's key.
    package let key: String
    /// Such as `U+9089 U+E0101`: code points, and no character.
    package let codePoints: String

    package init(key: String, codePoints: String) { (self.key, self.codePoints) = (key, codePoints) }

    /// The key of the form that the page is of.
    var form: String { key.lastIndex(of: " ").map { String(key[..<$0]) } ?? key }

    /// A text with the code points of what the font lacks in its place, such as `年［U+E000］金`.
    static func spelled(_ text: String, _ glyphs: [MissingGlyph]) -> String {
        // First those of several code points: others may be parts of them.
        Set(glyphs.map(\.codePoints)).sorted { ($1.count, $0) < ($0.count, $1) }.reduce(text) { text, codePoints in
            var missing = String.UnicodeScalarView()
            missing += codePoints.split(separator: " ").compactMap { name in UInt32(name.dropFirst(2), radix: 16).flatMap { Unicode.Scalar($0) } }
            return missing.isEmpty ? text : text.replacingOccurrences(of: String(missing), with: "［\(codePoints)］", options: .literal)
        }
    }

    /// Reads what `Resources/print-forms.py` tells, a line each; other lines are nothing to us.
    package static func read(_ report: String) -> [MissingGlyph] {
        report.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "missing" else { return nil }
            return MissingGlyph(key: String(parts[1]), codePoints: String(parts[2]))
        }
    }
}
