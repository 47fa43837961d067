/// 全角文字. What one pass over the UTF-8 of a text finds.
struct CharacterScan {
    /// Characters; variation selectors (U+FE00–FE0F, U+E0100–E01EF) do not count.
    var count = 0
    /// Characters other than half- and full-width spaces.
    var inked = 0
    /// Well-formed UTF-8.
    var isUTF8 = true
    /// Holds a control character, or one that has no place in a name: byte order mark, line or paragraph separator,
    /// direction control, replacement character, noncharacter.
    var hasControl = false
}

enum FullWidth {
    /// Checks a text that a national layout calls N.
    /// - Throws: E0002 control characters, E0003 longer than `length` characters.
    static func check(_ text: String, length: Int, name: String) throws(ValueError) {
        var text = text
        let found = text.withUTF8 { scan($0) }
        guard !found.hasControl else {
            throw ValueError(code: FaultCode.characters, rule: "\(name)は制御文字を含まない文字で設定してください。")
        }
        guard found.count <= length else {
            throw ValueError(code: FaultCode.length, rule: "\(name)は\(length)文字以内で設定してください。")
        }
    }

    /// One pass, no allocation. Stops at the first byte that is not UTF-8.
    static func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> CharacterScan {
        var found = CharacterScan()
        let end = bytes.count
        var at = 0
        while at < end {
            let lead = bytes[at]
            if lead < 0x80 {
                if lead < 0x20 || lead == 0x7F { found.hasControl = true }
                if lead != 0x20 { found.inked &+= 1 }
                found.count &+= 1
                at &+= 1
                continue
            }
            var scalar: UInt32
            let length: Int
            let least: UInt32
            switch lead {
            case 0xC2...0xDF: (scalar, length, least) = (UInt32(lead & 0x1F), 2, 0x80)
            case 0xE0...0xEF: (scalar, length, least) = (UInt32(lead & 0x0F), 3, 0x800)
            case 0xF0...0xF4: (scalar, length, least) = (UInt32(lead & 0x07), 4, 0x10000)
            default:
                found.isUTF8 = false
                return found
            }
            guard end &- at >= length else {
                found.isUTF8 = false
                return found
            }
            for offset in 1..<length {
                let next = bytes[at &+ offset]
                guard next & 0xC0 == 0x80 else {
                    found.isUTF8 = false
                    return found
                }
                scalar = scalar << 6 | UInt32(next & 0x3F)
            }
            guard scalar >= least, scalar <= 0x10FFFF, scalar & 0xFFFF_F800 != 0xD800 else {
                found.isUTF8 = false
                return found
            }
            at &+= length
            if isVariationSelector(scalar) { continue }
            if isForbidden(scalar) { found.hasControl = true }
            if scalar != 0x3000 { found.inked &+= 1 }
            found.count &+= 1
        }
        return found
    }

    @inline(__always)
    private static func isVariationSelector(_ scalar: UInt32) -> Bool {
        scalar &- 0xFE00 < 16 || scalar &- 0xE0100 < 240
    }

    @inline(__always)
    private static func isForbidden(_ scalar: UInt32) -> Bool {
        if scalar < 0xA0 { return true }
        // The kana and the kanji are out of the way with one comparison (U+2070 to U+FBDF).
        if scalar &- 0x2070 < 0xDB70 { return false }
        return (scalar >= 0x2028 && scalar <= 0x202E) || (scalar >= 0x2066 && scalar <= 0x2069)
            || scalar == 0xFEFF || scalar == 0xFFFD || scalar & 0xFFFE == 0xFFFE || scalar &- 0xFDD0 < 32
    }
}
