/// 業務ID (three digits, e.g. `031`) or 独自施策システム等ID (three half-width letters or digits of the body's own).
public struct BusinessID: Sendable, Hashable, CustomStringConvertible {
    /// Three characters.
    public let value: String

    /// - Throws: E0002 other characters than half-width letters and digits, E0003 not three of them.
    public init(_ text: some StringProtocol) throws(ValueError) {
        guard text.utf8.allSatisfy(HalfWidth.isAlphanumeric) else {
            throw ValueError(code: FaultCode.characters, rule: "業務IDは半角英数字で設定してください。")
        }
        guard text.utf8.count == 3 else {
            throw ValueError(code: FaultCode.length, rule: "業務IDは3桁で設定してください。")
        }
        value = String(text)
    }

    /// Whether this is a national 業務ID (digits only) and not one of the body's own.
    public var isNational: Bool { value.utf8.allSatisfy(HalfWidth.isDigit) }
    /// The three characters.
    public var description: String { value }
}
