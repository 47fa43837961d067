/// かなの同一視. What a folded katakana is written as in a key, and what vowel it ends in.
enum KanaFolding {
    /// Vowel of a syllable, or none (ン).
    enum Vowel: UInt8 {
        case none, a, i, u, e, o
    }

    private static let first: UInt32 = 0x30A1
    private static let count = 0x30FB - 0x30A1

    /// Without voicing: ガ is カ, パ and バ are ハ. ヂ is チ and ヅ is ツ here; `SearchSpelling` asks for their other reading too.
    private static let plain: [UInt32] = (0..<count).map { offset in
        let kana = first + UInt32(offset)
        switch kana {
        case 0x30AB...0x30C2: return kana - (kana - 0x30AB) % 2  // カ to ヂ
        case 0x30C4...0x30C9: return kana - (kana - 0x30C4) % 2  // ツ to ド
        case 0x30CF...0x30DD: return kana - (kana - 0x30CF) % 3  // ハ to ポ
        case 0x30F4: return 0x30D5  // ヴ, read ブ
        case 0x30F7: return 0x30CF
        case 0x30F8: return 0x30D2
        case 0x30F9: return 0x30D8
        case 0x30FA: return 0x30DB
        default: return kana
        }
    }

    private static let vowels: [Vowel] = (0..<count).map { offset in
        guard let scalar = Unicode.Scalar(plain[offset]) else { return .none }
        switch Character(scalar) {
        case "ア", "カ", "サ", "タ", "ナ", "ハ", "マ", "ヤ", "ラ", "ワ": return .a
        case "イ", "キ", "シ", "チ", "ニ", "ヒ", "ミ", "リ": return .i
        case "ウ", "ク", "ス", "ツ", "ヌ", "フ", "ム", "ユ", "ル": return .u
        case "エ", "ケ", "セ", "テ", "ネ", "ヘ", "メ", "レ": return .e
        case "オ", "コ", "ソ", "ト", "ノ", "ホ", "モ", "ヨ", "ロ": return .o
        default: return .none
        }
    }

    /// Whether a scalar is one of the katakana of `CharacterFolding`.
    @inline(__always)
    static func isKana(_ scalar: UInt32) -> Bool { scalar &- first < UInt32(count) }

    @inline(__always)
    static func plain(_ kana: UInt32) -> UInt32 { plain[Int(kana &- first)] }

    @inline(__always)
    static func vowel(_ kana: UInt32) -> Vowel { vowels[Int(kana &- first)] }

    /// 濁点 on it: only where the plain kana of the two differ (ヴ), or the reading has another spelling (ジ and ヂ, ズ and ヅ).
    static func voiced(_ kana: UInt32) -> UInt32 {
        switch kana {
        case 0x30A6: 0x30F4  // ウ, ヴ
        case 0x30B7, 0x30B9, 0x30C1, 0x30C4: kana + 1  // シ ス チ ツ
        case 0x30EF: 0x30F7  // ワ
        default: kana
        }
    }

    /// 四つ仮名. The plain kana of the other spelling of ジ ヂ ズ ヅ; nil of all others.
    @inline(__always)
    static func otherSpelling(_ kana: UInt32) -> UInt32? {
        switch kana {
        case 0x30B8: 0x30C1  // ジ, as チ
        case 0x30C2: 0x30B7  // ヂ, as シ
        case 0x30BA: 0x30C4  // ズ, as ツ
        case 0x30C5: 0x30B9  // ヅ, as ス
        default: nil
        }
    }

    /// What a long mark after a vowel is written as: オオ, オウ and オー are one, エエ, エイ and エー too.
    static func lengthened(_ vowel: Vowel) -> UInt32? {
        switch vowel {
        case .none: nil
        case .a: 0x30A2
        case .i, .e: 0x30A4
        case .u, .o: 0x30A6
        }
    }

    /// ヴ before a vowel makes the ハ row of it: ヴァ is バ.
    static func joined(_ vowel: UInt32) -> UInt32? {
        switch vowel {
        case 0x30A2: 0x30CF
        case 0x30A4: 0x30D2
        case 0x30A8: 0x30D8
        case 0x30AA: 0x30DB
        default: nil
        }
    }
}
