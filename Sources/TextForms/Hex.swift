/// 16進. Bytes as hexadecimal digits: written in lower case, read in either.
package enum Hex {
    /// Appends the two digits of a byte.
    package static func append(_ byte: UInt8, to text: inout [UInt8]) {
        text.append(digit(byte >> 4))
        text.append(digit(byte & 15))
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10 }

    /// What a digit stands for; nil for any other character.
    package static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Whether a text holds nothing but digits in lower case, as this program writes them.
    package static func isWritten(_ text: some Sequence<UInt8>) -> Bool {
        text.allSatisfy { value(of: $0) != nil && !(UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }
    }
}

extension Sequence<UInt8> {
    /// Two digits for each byte.
    package var hex: String {
        let bytes = Array(self)
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.count)
        for byte in bytes { Hex.append(byte, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }
}

extension [UInt8] {
    /// From two digits for each byte; nil for anything else.
    package init?(hex text: some Collection<UInt8>) {
        let digits = Array(text)
        guard digits.count.isMultiple(of: 2) else { return nil }
        self.init()
        reserveCapacity(digits.count / 2)
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Hex.value(of: digits[place]), let low = Hex.value(of: digits[place + 1]) else { return nil }
            append(high << 4 | low)
        }
    }
}
