/// 団体内統合宛名番号. Fifteen digits: a running number of 14 and a check digit (modulus 11, weights 2–7 from the right).
///
/// 1:1 with the individual number and protected like it, so it prints as `****`; departments never hold it.
public struct IntegratedAddresseeNumber: Redacted, Hashable {
    /// The running number, 1…99,999,999,999,999, in the order of assignment.
    public let runningNumber: Int64

    /// Printed with `****` in place of the value.
    public static var redactedName: String { "団体内統合宛名番号" }

    /// The running numbers that fifteen digits can carry.
    public static let runningNumbers: ClosedRange<Int64> = 1...99_999_999_999_999

    /// The number of a running number that the register has drawn.
    /// - Precondition: `runningNumbers` contains it (the database's sequence is bounded by the same range).
    public init(runningNumber: Int64) {
        precondition(Self.runningNumbers.contains(runningNumber), "running number out of range")
        self.runningNumber = runningNumber
    }

    /// - Throws: E0002 no half-width digits or no running number, E0003 not 15 of them, E0104 check digit.
    public init(_ text: some StringProtocol) throws(ValueError) {
        let digits = try FixedDigits(text.utf8, count: 15, name: Self.redactedName)
        let ascii = digits.bytes(count: 15)
        guard CheckDigit.modulus11Weights2To7(ascii[..<14]) == ascii[14] else {
            throw ValueError(code: FaultCode.integratedAddresseeNumberCheckDigit, rule: "団体内統合宛名番号の検査数字が一致しません。")
        }
        let running = Int64(digits.value / 10)
        guard Self.runningNumbers.contains(running) else {
            throw ValueError(code: FaultCode.characters, rule: "団体内統合宛名番号は1以上の連番で設定してください。")
        }
        runningNumber = running
    }

    /// The fifteen digits.
    public var value: String {
        let body = FixedDigits(value: UInt64(runningNumber)).bytes(count: 14)
        return String(decoding: body + [CheckDigit.modulus11Weights2To7(body)], as: UTF8.self)
    }
}
