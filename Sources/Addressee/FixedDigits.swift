internal import Glibc

/// A number of a fixed count of ASCII digits (at most 18), kept as one word so that it costs no allocation.
struct FixedDigits: Sendable, Hashable {
    let value: UInt64

    init(value: UInt64) { self.value = value }

    /// - Throws: E0002 where a byte is no half-width digit, E0003 where there are not `count` of them.
    init(_ bytes: some Collection<UInt8>, count: Int, name: String) throws(ValueError) {
        let read =
            bytes.withContiguousStorageIfAvailable { Self.read($0) }
            ?? Array(bytes).withUnsafeBufferPointer { Self.read($0) }
        guard let value = read else {
            throw ValueError(code: FaultCode.characters, rule: "\(name)は半角数字で設定してください。")
        }
        guard bytes.count == count else {
            throw ValueError(code: FaultCode.length, rule: "\(name)は\(count)桁で設定してください。")
        }
        self.value = value
    }

    /// `nil` where a byte is no digit. Wraps beyond 18 digits, which no number here has.
    private static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for byte in bytes {
            guard HalfWidth.isDigit(byte) else { return nil }
            value = value &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
        }
        return value
    }

    /// Whether the last digit is the check digit (modulus 11, weights 2–7) of the others.
    var endsWithModulus11: Bool {
        var rest = value / 10
        var sum: UInt64 = 0
        var weight: UInt64 = 2
        while rest > 0 {
            sum += rest % 10 * weight
            rest /= 10
            weight = weight == 7 ? 2 : weight + 1
        }
        let remainder = sum % 11
        return value % 10 == (remainder <= 1 ? 0 : 11 - remainder)
    }

    /// Lends the digits in ASCII, `count` of them, and overwrites them, where `body` does not keep them.
    func reveal<R>(count: Int, _ body: (_ digits: [UInt8]) throws -> R) rethrows -> R {
        var digits = bytes(count: count)
        defer {
            digits.withUnsafeMutableBytes { digits in
                if let start = digits.baseAddress { explicit_bzero(start, digits.count) }
            }
        }
        return try body(digits)
    }

    /// The digits in ASCII, `count` of them.
    func bytes(count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            var rest = value
            for index in stride(from: count - 1, through: 0, by: -1) {
                buffer.initializeElement(at: index, to: UInt8(truncatingIfNeeded: rest % 10) &+ UInt8(ascii: "0"))
                rest /= 10
            }
            initialized = count
        }
    }
}

/// 半角文字. Classes of half-width characters, byte by byte.
enum HalfWidth {
    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    @inline(__always)
    static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

    @inline(__always)
    static func isPrintable(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }
}
