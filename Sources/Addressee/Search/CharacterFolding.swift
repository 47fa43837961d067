internal import Foundation

/// 文字の同一視. What each character stands for in a search, whatever it is a part of: width, case, accents and marks are gone, hiragana is
/// katakana, small kana is large, a variant kanji is the one that stands for it.
///
/// One array over the first planes, made once (some milliseconds), so that folding a text is one look-up a character.
struct CharacterFolding: Sendable {
    /// Made when first asked for.
    static let shared = CharacterFolding()

    /// 無視する文字. Spaces, punctuation, marks, variation selectors.
    static let nothing: UInt32 = 1
    /// 長音符・ハイフン. Long marks, hyphens, dashes and minus signs of all kinds.
    static let long: UInt32 = 2
    /// 濁点
    static let voiced: UInt32 = 3
    /// 半濁点
    static let halfVoiced: UInt32 = 4
    /// 踊り字. The last character again.
    static let again: UInt32 = 5
    /// From here on an index into `texts`.
    private static let severalFrom: UInt32 = 0x8000_0000

    private var table: [UInt32]
    private var texts: [[UInt32]] = []

    /// What a scalar stands for: one of the constants above, or another scalar.
    @inline(__always)
    func callAsFunction(_ scalar: UInt32) -> UInt32 {
        guard scalar < UInt32(table.count) else { return Self.beyond(scalar) }
        let folded = table[Int(scalar)]
        return folded == 0 ? scalar : folded
    }

    /// The scalars that one stands for, where they are several (㍿, Æ); nil where it is one.
    @inline(__always)
    func several(_ folded: UInt32) -> [UInt32]? {
        folded >= Self.severalFrom ? texts[Int(folded &- Self.severalFrom)] : nil
    }

    private static func beyond(_ scalar: UInt32) -> UInt32 { scalar &- 0xE0000 < 0x1000 ? nothing : scalar }

    private init() {
        table = Array(repeating: 0, count: 0x32400)
        decompose()
        addKana()
        addLatin()
        addMarks()
        addKanji()
        follow()
    }

    /// What stands for something else that stands for a third (Ǽ, ㈱) stands for the third.
    private mutating func follow() {
        for index in table.indices where table[index] > Self.again && table[index] < Self.severalFrom {
            let end = end(of: table[index])
            table[index] = end < UInt32(table.count) && table[Int(end)] >= Self.severalFrom ? table[Int(end)] : end
        }
        for index in texts.indices { texts[index] = texts[index].map(end) }
    }

    /// Walks on while another single character stands for it; a character that stands for itself is its own end, and the third step is the last.
    private func end(of scalar: UInt32) -> UInt32 {
        var scalar = scalar
        for _ in 0..<3 {
            let next = scalar < UInt32(table.count) ? table[Int(scalar)] : 0
            guard next > Self.again, next < Self.severalFrom else { break }
            scalar = next
        }
        return scalar
    }

    // MARK: width, case, accents

    /// Blocks with compatibility forms, letters with accents, and punctuation.
    private static let decomposed: [ClosedRange<UInt32>] = [
        0x00...0x52F, 0x1E00...0x1FFF, 0x2000...0x245F, 0x2460...0x26FF, 0x3000...0x303F, 0x3130...0x318F, 0x3200...0x33FF, 0xFE10...0xFE6F,
        0xFF00...0xFFEF,
    ]

    /// By compatibility decomposition, without what is neither letter nor number, in upper case.
    private mutating func decompose() {
        for block in Self.decomposed {
            for code in block {
                guard let scalar = Unicode.Scalar(code) else { continue }
                let text = scalar.value < 0x80 ? String(scalar) : String(scalar).decomposedStringWithCompatibilityMapping
                set(code, text.uppercased().unicodeScalars.filter(Self.counts).map(\.value))
            }
        }
    }

    private static func counts(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .decimalNumber, .letterNumber, .otherNumber: true
        default: false
        }
    }

    private mutating func set(_ code: UInt32, _ folded: [UInt32]) {
        if folded.isEmpty {
            table[Int(code)] = Self.nothing
        } else if folded.count == 1 {
            table[Int(code)] = folded[0] == code ? 0 : folded[0]
        } else {
            table[Int(code)] = Self.severalFrom &+ UInt32(texts.count)
            texts.append(folded)
        }
    }

    /// Letters that are no base letter with a mark. ß, Æ and Œ come apart by upper case or here.
    private mutating func addLatin() {
        let letters: [(Unicode.Scalar, String)] = [
            ("Æ", "AE"), ("æ", "AE"), ("Œ", "OE"), ("œ", "OE"), ("Ø", "O"), ("ø", "O"), ("Đ", "D"), ("đ", "D"), ("Ð", "D"), ("ð", "D"), ("Þ", "TH"),
            ("þ", "TH"), ("Ł", "L"), ("ł", "L"), ("Ħ", "H"), ("ħ", "H"), ("ı", "I"), ("Ŋ", "N"), ("ŋ", "N"), ("Ŧ", "T"), ("ŧ", "T"), ("ẞ", "SS"),
            ("Ə", "E"), ("ə", "E"),
        ]
        for (letter, plain) in letters { set(letter.value, plain.unicodeScalars.map(\.value)) }
    }

    // MARK: kana

    /// Hiragana and half-width katakana become full-width katakana; small becomes large; ヰ ヱ ヲ become イ エ オ. Voicing stays, for `KanaFolding`.
    private mutating func addKana() {
        for code in UInt32(0x30A1)...0x30FA { table[Int(code)] = Self.large(code) }
        for code in UInt32(0x3041)...0x3096 { table[Int(code)] = Self.large(code + 0x60) }
        for code in UInt32(0x31F0)...0x31FF { table[Int(code)] = Self.extensions[Int(code - 0x31F0)] }
        // Compatibility decomposition made katakana of the half-width and circled ones already.
        for code in Array(UInt32(0xFF66)...0xFF9D) + Array(UInt32(0x32D0)...0x32FE) where (0x30A1...0x30FA).contains(table[Int(code)]) {
            table[Int(code)] = Self.large(table[Int(code)])
        }
        for index in texts.indices { texts[index] = texts[index].map { (0x30A1...0x30FA).contains($0) ? Self.large($0) : $0 } }
    }

    private static let extensions = "クシストヌハヒフヘホムラリルレロ".unicodeScalars.map(\.value)

    private static func large(_ katakana: UInt32) -> UInt32 {
        switch katakana {
        case 0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30C3, 0x30E3, 0x30E5, 0x30E7, 0x30EE: katakana + 1
        case 0x30F0: 0x30A4  // ヰ
        case 0x30F1: 0x30A8  // ヱ
        case 0x30F2: 0x30AA  // ヲ
        case 0x30F5, 0x30F6: 0x30AB  // ヵ ヶ, which are read が
        default: katakana
        }
    }

    // MARK: marks

    private mutating func addMarks() {
        let hyphens: [UInt32] = [
            0x2D, 0xAD, 0x2D7, 0x2043, 0x207B, 0x208B, 0x2212, 0x223C, 0x2500, 0x2501, 0x2574, 0x2576, 0x2796, 0x301C, 0x3030, 0x30A0, 0x30FC, 0xFE31,
            0xFE32, 0xFE58, 0xFE63, 0xFF0D, 0xFF5E, 0xFF70, 0xFFE3,
        ]
        for code in hyphens + Array(UInt32(0x2010)...0x2015) { table[Int(code)] = Self.long }
        for code: UInt32 in [0x3099, 0x309B, 0xFF9E] { table[Int(code)] = Self.voiced }
        for code: UInt32 in [0x309A, 0x309C, 0xFF9F] { table[Int(code)] = Self.halfVoiced }
        for code: UInt32 in [0x3005, 0x303B, 0x309D, 0x309E, 0x30FD, 0x30FE, 0x3031, 0x3032] { table[Int(code)] = Self.again }
        for code: UInt32 in [0x30FB, 0xFF65] { table[Int(code)] = Self.nothing }
        for code in Array(UInt32(0xFE00)...0xFE0F) + [0xFEFF] { table[Int(code)] = Self.nothing }
        // 〇, which decomposition takes for a number of letters; 〆 and the like stay.
        table[0x3007] = 0x3007
    }

    // MARK: kanji

    private mutating func addKanji() {
        KanjiVariants.table.withUTF8Buffer { bytes in
            var stands: UInt32 = 0
            var at = 0
            while at < bytes.count {
                let (scalar, length) = UTF8Scalars.next(bytes, at)
                at += length
                if scalar <= 0x20 {
                    stands = 0
                } else if stands == 0 {
                    stands = scalar
                } else if Int(scalar) < table.count {
                    table[Int(scalar)] = stands
                }
            }
        }
        // 之 is written for ノ in surnames and places (一之瀬, 一ノ瀬).
        table[0x4E4B] = 0x30CE
        for index in table.indices where table[index] == 0x4E4B { table[index] = 0x30CE }
    }
}

/// Reading UTF-8 a scalar at a time, of bytes that are known to be UTF-8 or may be anything.
enum UTF8Scalars {
    /// The scalar at a place, and its length in bytes; a byte that begins none is U+FFFD.
    @inline(__always)
    static func next(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> (scalar: UInt32, length: Int) {
        let lead = bytes[at]
        if lead < 0x80 { return (UInt32(lead), 1) }
        let (length, first): (Int, UInt32) =
            switch lead {
            case 0xC2...0xDF: (2, UInt32(lead & 0x1F))
            case 0xE0...0xEF: (3, UInt32(lead & 0x0F))
            case 0xF0...0xF4: (4, UInt32(lead & 0x07))
            default: (1, 0xFFFD)
            }
        guard length > 1 else { return (first, 1) }
        guard at &+ length <= bytes.count else { return (0xFFFD, 1) }
        var scalar = first
        for offset in 1..<length {
            let next = bytes[at &+ offset]
            guard next & 0xC0 == 0x80 else { return (0xFFFD, 1) }
            scalar = scalar << 6 | UInt32(next & 0x3F)
        }
        return (scalar, length)
    }

    /// Adds a scalar's UTF-8.
    @inline(__always)
    static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
        if scalar < 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: scalar))
        } else if scalar < 0x800 {
            bytes.append(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
            bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
        } else if scalar < 0x10000 {
            bytes.append(0xE0 | UInt8(truncatingIfNeeded: scalar >> 12))
            bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F))
            bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
        } else {
            bytes.append(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
            bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 12 & 0x3F))
            bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F))
            bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
        }
    }
}
