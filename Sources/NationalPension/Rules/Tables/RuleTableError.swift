internal import Addressee

/// 規則表の誤り. A data file of the rules that can't be used: which file, line and column, and what was expected. Holds no personal data.
package struct RuleTableError: Explained, Sendable, Hashable, CustomStringConvertible {
    /// Name of the file, such as `premiums.tsv`.
    package let file: String
    /// 行. Counted from 1; 0 where the whole file is meant.
    package let line: Int
    /// What is wrong and what was expected, in Japanese.
    package let what: String

    /// A fault in a line, or of the file as a whole (line 0).
    package init(file: String, line: Int = 0, _ what: String) {
        self.file = file
        self.line = line
        self.what = what
    }

    /// X0040.
    package var code: String { "X0040" }
    /// File, line and what is wrong.
    package var rule: String { description }
    /// File, line and what is wrong.
    package var description: String { line > 0 ? "\(file) \(line)行目: \(what)" : "\(file): \(what)" }
}
