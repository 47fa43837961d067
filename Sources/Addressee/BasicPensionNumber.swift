/// 基礎年金番号. Four digits of the office (課所符号) and six of the serial. No check digit is published, so none is checked;
/// ten zeros mean "none" and are refused.
/// Redacts itself; the only way out is `reveal`.
public struct BasicPensionNumber: Redacted, Hashable {
    private let digits: FixedDigits

    /// Printed with `****` in place of the value.
    public static var redactedName: String { "基礎年金番号" }

    /// Ten digits, or written with its hyphen (`1234-567890`).
    /// - Throws: E0002 no half-width digits, E0003 not 10 of them, E0113 zeros only.
    public init(_ text: some StringProtocol) throws(ValueError) {
        let bytes = Array(text.utf8)
        if bytes.count == 11, bytes[4] == UInt8(ascii: "-") {
            try self.init(digits: bytes[..<4] + bytes[5...])
        } else {
            try self.init(digits: bytes)
        }
    }

    /// The ten digits in ASCII.
    /// - Throws: E0002 no half-width digits, E0003 not 10 of them, E0113 zeros only.
    public init(digits bytes: some Collection<UInt8>) throws(ValueError) {
        digits = try FixedDigits(bytes, count: 10, name: Self.redactedName)
        guard digits.value > 0 else { throw ValueError(code: FaultCode.basicPensionNumberOfZeros, rule: Placeholder.rule(Self.redactedName)) }
    }

    /// Hands the ten ASCII digits to `body`.
    public func reveal<R>(_ body: (_ digits: [UInt8]) throws -> R) rethrows -> R { try digits.reveal(count: 10, body) }
}
