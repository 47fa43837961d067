/// 住民票コード. Eleven digits, the last a check digit; eleven zeros mean "none" and are refused. Redacts itself; the only way out is `reveal`.
public struct ResidentRecordCode: Redacted, Hashable {
    private let digits: FixedDigits

    /// Printed with `****` in place of the value.
    public static var redactedName: String { "住民票コード" }

    /// - Throws: E0002 no half-width digits, E0003 not 11 of them, E0102 check digit, E0111 zeros only.
    public init(_ text: some StringProtocol) throws(ValueError) { try self.init(digits: text.utf8) }

    /// The eleven digits in ASCII.
    /// - Throws: E0002 no half-width digits, E0003 not 11 of them, E0102 check digit, E0111 zeros only.
    public init(digits bytes: some Collection<UInt8>) throws(ValueError) {
        digits = try FixedDigits(bytes, count: 11, name: Self.redactedName)
        guard digits.value > 0 else { throw Placeholder.fault(.juminhyokodo) }
        guard digits.endsWithModulus11 else {
            throw ValueError(code: FaultCode.residentRecordCodeCheckDigit, rule: "住民票コードの検査数字が一致しません。")
        }
    }

    /// Hands the eleven ASCII digits to `body`.
    public func reveal<R>(_ body: (_ digits: [UInt8]) throws -> R) rethrows -> R { try digits.reveal(count: 11, body) }
}
