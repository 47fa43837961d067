/// 個人番号. Twelve digits with a check digit.
///
/// Twelve zeros pass the check digit, and are what old systems write for "none": no number, and refused as such.
/// Redacts itself however it is printed, and is not `Codable`: the only way out is `reveal`.
public struct IndividualNumber: Redacted, Hashable {
    private let digits: FixedDigits

    /// Printed with `****` in place of the value.
    public static var redactedName: String { "個人番号" }

    /// - Throws: E0002 no half-width digits, E0003 not 12 of them, E0101 check digit, E0110 zeros only.
    public init(_ text: some StringProtocol) throws(ValueError) { try self.init(digits: text.utf8) }

    /// The twelve digits in ASCII.
    /// - Throws: E0002 no half-width digits, E0003 not 12 of them, E0101 check digit, E0110 zeros only.
    public init(digits bytes: some Collection<UInt8>) throws(ValueError) {
        digits = try FixedDigits(bytes, count: 12, name: Self.redactedName)
        guard digits.value > 0 else { throw Placeholder.fault(.kojinbango) }
        guard digits.endsWithModulus11 else {
            throw ValueError(code: FaultCode.individualNumberCheckDigit, rule: "個人番号の検査数字が一致しません。")
        }
    }

    /// Hands the twelve ASCII digits to `body`. They must not outlive it in clear.
    public func reveal<R>(_ body: (_ digits: [UInt8]) throws -> R) rethrows -> R { try digits.reveal(count: 12, body) }
}
