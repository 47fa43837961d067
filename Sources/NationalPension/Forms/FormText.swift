/// 文字の幅. How much room text takes: a kanji is as wide as it is high; letters and digits are narrower, and a word of them is not divided where a line is long enough for it.
enum FormText {
    /// How many lines a text makes, or more; at least one.
    ///
    /// - Parameters:
    ///   - width: of a line, in tenths of a millimetre.
    ///   - size: of a character, in the same.
    static func lines(_ text: String, within width: Int, size: Int) -> Int {
        let most = max(10, 10 * width / size - 5)
        var (lines, used, word) = (1, 0, 0)
        func put(_ tenths: Int) {
            guard used + tenths > most else {
                used += tenths
                return
            }
            // What is longer than a line begins on one of its own, and is divided at its end.
            lines += (used > 0 ? 1 : 0) + (tenths - 1) / most
            used = (tenths - 1) % most + 1
        }
        for scalar in text.unicodeScalars {
            let tenths = tenths(scalar)
            if tenths < 10, scalar != " " {
                word += tenths
                continue
            }
            if word > 0 { put(word) }
            word = 0
            put(tenths)
        }
        if word > 0 { put(word) }
        return lines
    }

    /// Width in tenths of a character, or more; a variation selector has none.
    private static func tenths(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF: 0
        case 0x41...0x5A, 0x40, 0x6D, 0x77: 9
        case 0...0xFF, 0xFF61...0xFF9F: 6
        default: 10
        }
    }

    /// As it stands in HTML: no character of it is read as markup.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
