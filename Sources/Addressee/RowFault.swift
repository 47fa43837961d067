/// One rule that a row breaks. Never carries a value of the row.
public struct RowFault: Sendable, Hashable, CustomStringConvertible {
    /// エラーコード: E0001…E0004, E01xx; E02xx from the logic checks of intake.
    public var code: String
    /// 項目: name of the column, empty where the whole row is meant.
    public var column: String
    /// 理由, in Japanese as a clerk reads it.
    public var reason: String

    /// `reason` is Japanese; none of the three may hold a value of the row.
    public init(code: String, column: String, reason: String) {
        self.code = code
        self.column = column
        self.reason = reason
    }

    /// Code, column and reason; no value.
    public var description: String { "\(code) \(column) \(reason)" }
}

/// A header that a layout does not know: the file is refused as a whole.
public struct HeaderError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Every problem, in Japanese, in the order of the header; missing columns last.
    public var problems: [String]

    /// One problem a line.
    public var description: String { problems.joined(separator: "\n") }
}
