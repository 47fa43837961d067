/// 宛名番号. How departments name a person: 1 to 15 half-width letters or digits, as the source gives it (leading zeros count).
public struct AddresseeNumber: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number as written.
    public let value: String

    /// - Throws: E0001 empty, E0002 other characters, E0003 longer than 15.
    public init(_ text: some StringProtocol) throws(ValueError) {
        guard !text.isEmpty else {
            throw ValueError(code: FaultCode.required, rule: "宛名番号が設定されていません。")
        }
        guard text.utf8.allSatisfy(HalfWidth.isAlphanumeric) else {
            throw ValueError(code: FaultCode.characters, rule: "宛名番号は半角英数字で設定してください。")
        }
        guard text.utf8.count <= 15 else {
            throw ValueError(code: FaultCode.length, rule: "宛名番号は15桁以内で設定してください。")
        }
        value = String(text)
    }

    /// The number as given.
    public var description: String { value }

    /// By bytes, as PostgreSQL's collation "C" orders it.
    public static func < (a: Self, b: Self) -> Bool { a.value.utf8.lexicographicallyPrecedes(b.value.utf8) }
}
