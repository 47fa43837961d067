import Addressee

/// Why bytes are no entry. Names the field and the rule, never the value.
public struct EntryError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where: the member of the entry, or the item's name.
    public let field: String
    /// What was expected, in Japanese.
    public let rule: String

    init(_ field: String, _ rule: String) {
        self.field = field
        self.rule = rule
    }

    init(_ field: String, _ error: ValueError) { self.init(field, "\(error.code) \(error.rule)") }

    /// For people; no key, no personal data.
    public var description: String { "\(field): \(rule)" }
}
