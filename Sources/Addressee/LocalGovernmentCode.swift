/// 全国地方公共団体コード (市区町村コード). Six digits, the last a check digit; a ward has its own in a designated city.
public struct LocalGovernmentCode: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Six half-width digits.
    public let value: String

    /// - Throws: E0002 no half-width digits, E0003 not 6 of them, E0103 check digit,
    ///   E0112 no prefecture (都道府県コードは01から47).
    public init(_ text: some StringProtocol) throws(ValueError) {
        let ascii = try FixedDigits(text.utf8, count: 6, name: "市区町村コード").bytes(count: 6)
        guard Placeholder.hasPrefecture(ascii) else {
            throw ValueError(code: FaultCode.localGovernmentCodeOfNoPrefecture, rule: Placeholder.noPrefectureRule("市区町村コード"))
        }
        guard CheckDigit.localGovernmentCode(ascii[..<5]) == ascii[5] else {
            throw ValueError(code: FaultCode.localGovernmentCodeCheckDigit, rule: "市区町村コードの検査数字が一致しません。")
        }
        value = String(text)
    }

    /// The two digits of the prefecture (都道府県).
    public var prefecture: Substring { value.prefix(2) }
    /// The six digits.
    public var description: String { value }
    /// By digits, so in the order of the prefectures.
    public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}
