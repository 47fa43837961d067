/// ポリシーの誤り. One thing that is wrong in a file of `Policies/`, with its place and what was expected.
public struct PolicyProblem: Sendable, Hashable, CustomStringConvertible {
    /// Stable code for programs.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// File missing, unreadable, too large, not UTF-8, or of a name that is never read.
        case file = "G0001"
        /// Not YAML, or not the table it should be.
        case syntax = "G0002"
        case unknownKey = "G0003"
        /// Missing or empty.
        case missing = "G0004"
        /// A list where a text should be, and the like.
        case shape = "G0005"
        /// A value outside what its key takes.
        case value = "G0006"
        /// No calendar day, or an end before its beginning.
        case date = "G0007"
        case unknownDataset = "G0008"
        /// An item that the dataset lacks, or that no dataset may hold.
        case item = "G0009"
        case unknownLegalBasis = "G0010"
        case repealedLegalBasis = "G0011"
        /// The same thing twice.
        case duplicate = "G0012"
        /// 個人番号 listed but not declared, or declared but not listed.
        case individualNumber = "G0013"
        case scope = "G0014"
        /// A precision or mask that the item can't have, or of an item that is not given.
        case reduction = "G0015"
        /// An item that is to wait for a person's confirmation, but is not given, leaves nothing to give without, or could never be asked for.
        case confirmation = "G0016"
        /// 支援措置: items of place of protected persons that may not be given so, without a ground, or without effect.
        case protected = "G0017"
        /// 媒体の受取人: a fingerprint that is none, or without effect.
        case media = "G0018"
    }

    /// Path below `Policies/`.
    public let file: String
    /// From 1.
    public let line: Int
    /// From 1, in characters.
    public let column: Int
    /// Which kind of rule is broken.
    public let code: Code
    /// The rule that is broken, in Japanese.
    public let rule: String
    /// What was expected instead; empty where the rule says it all.
    public let expected: String

    /// `file:line:column: code rule (期待: expected)`.
    public var description: String {
        "\(file):\(line):\(column): \(code.rawValue) \(rule)\(expected.isEmpty ? "" : " (期待: \(expected))")"
    }
}

/// Every problem found in a set of policy files at once, by file and place. Nothing of the set is loaded.
///
/// The caller shows all of them; the files must be corrected and read again.
public struct PolicyFileErrors: Error, Sendable, Hashable, CustomStringConvertible {
    /// At least one; by file, line and column.
    public let problems: [PolicyProblem]

    init(_ problems: [PolicyProblem]) {
        self.problems = problems.sorted {
            ($0.file, $0.line, $0.column, $0.code.rawValue) < ($1.file, $1.line, $1.column, $1.code.rawValue)
        }
    }

    /// One problem a line, then their number (Japanese).
    public var description: String {
        problems.map(\.description).joined(separator: "\n") + "\n\(problems.count)件の誤りがあります"
    }
}
