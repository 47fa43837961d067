/// The text of a binary `numeric` (`numeric_send`): digits of base 10,000 with weight, sign and display scale.
enum NumericText {
    static func decode(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard bytes.count >= 8 else { return nil }
        func word(_ index: Int) -> UInt16 {
            UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))
        }
        let count = Int(word(0))
        let weight = Int(Int16(bitPattern: word(1)))
        let sign = word(2)
        let scale = Int(word(3))
        switch sign {
        case 0xC000: return "NaN"
        case 0xD000: return "Infinity"
        case 0xF000: return "-Infinity"
        default: break
        }
        guard bytes.count == 8 + count * 2 else { return nil }
        func group(_ index: Int) -> String {
            let digits = index >= 0 && index < count ? String(word(4 + index)) : "0"
            return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
        let whole = weight < 0 ? "0" : (0...weight).map(group).joined()
        let significant = whole.drop { $0 == "0" }
        var text = (sign == 0x4000 ? "-" : "") + (significant.isEmpty ? "0" : String(significant))
        if scale > 0 {
            let groups = (scale + 3) / 4
            let fraction = (0..<groups).map { group(weight + 1 + $0) }.joined()
            text += "." + fraction.prefix(scale)
        }
        return text
    }
}
