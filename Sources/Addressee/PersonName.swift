/// 氏名. A name as given: at most 100 characters, parts divided by one full-width space,
/// variation selectors kept, never normalised.
public struct PersonName: Redacted, Hashable {
    /// The name as given.
    public let text: String

    /// Printed with `****` in place of the value.
    public static var redactedName: String { "氏名" }

    /// - Throws: E0001 empty or only spaces, E0002 control characters, E0003 longer than 100 characters.
    public init(_ text: String) throws(ValueError) {
        try FullWidth.check(text, length: 100, name: Self.redactedName)
        guard text.unicodeScalars.contains(where: { $0 != " " && $0 != "\u{3000}" }) else {
            throw ValueError(code: FaultCode.required, rule: "氏名が設定されていません。")
        }
        self.text = text
    }

    /// 氏と名. The parts between spaces, family name first for Japanese.
    public var parts: [Substring] { text.split { $0 == "\u{3000}" || $0 == " " } }
}
