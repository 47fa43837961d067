/// 文字の幅. How much room text takes: a kanji is as wide as it is high, letters and digits half of that.
enum FormText {
    /// How many lines a text makes; at least one.
    ///
    /// - Parameters:
    ///   - width: of a line, in tenths of a millimetre.
    ///   - size: of a character, in the same.
    static func lines(_ text: String, within width: Int, size: Int) -> Int {
        // A character that does not fit whole goes to the next line.
        let most = max(2, 2 * width / size - 1)
        return max(1, (halves(text) + most - 1) / most)
    }

    /// Width in halves of a character; a variation selector has none.
    static func halves(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + halves($1) } }

    private static func halves(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF: 0
        case 0...0xFF, 0xFF61...0xFF9F: 1
        default: 2
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
