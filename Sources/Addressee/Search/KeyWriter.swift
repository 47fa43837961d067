/// Writes a key character by character: what kana and marks mean depends on what stands before them.
struct KeyWriter {
    /// Choices where a text may be keyed in more than one way.
    struct Choice {
        /// Long marks are left out, instead of lengthening the vowel before them.
        var dropsLongMarks = false
        /// Ä is AE, instead of A.
        var writesUmlautsOut = false
        /// Bit n: the n-th ジ ヂ ズ ヅ is keyed by its other spelling.
        var otherSpellings: UInt32 = 0
    }

    private(set) var bytes: [UInt8]
    /// Long marks that lengthened a vowel, or were left out after one.
    private(set) var longMarks = 0
    /// Letters that can be written out.
    private(set) var umlauts = 0
    /// ジ ヂ ズ ヅ
    private(set) var doubleSpelled: UInt32 = 0

    private let folding: CharacterFolding
    private let choice: Choice
    /// A kana that waits for the mark after it.
    private var pending: UInt32 = 0
    private var vowel = KanaFolding.Vowel.none
    /// The last scalar written; 0 at the beginning and after a number.
    private var last: UInt32 = 0
    /// ヴ was read, and waits for its vowel.
    private var awaitsVowel = false

    init(_ folding: CharacterFolding, _ choice: Choice = Choice(), capacity: Int) {
        self.folding = folding
        self.choice = choice
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Adds a whole text.
    mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
        var at = 0
        while at < text.count {
            let (scalar, length) = UTF8Scalars.next(text, at)
            at &+= length
            add(scalar, folding(scalar))
        }
    }

    /// Adds a character, as it is and as it was folded.
    @inline(__always)
    mutating func add(_ raw: UInt32, _ folded: UInt32) {
        if KanaFolding.isKana(folded) {
            settle()
            pending = folded
        } else if folded < 6 {
            mark(raw, folded)
        } else if let several = folding.several(folded) {
            for scalar in several { add(scalar, scalar) }
        } else {
            settle()
            write(folded)
            if raw >= 0xC4, raw <= 0xFC { umlaut(raw) }
        }
    }

    /// Ends a part of the key: nothing after it is joined with what stands before it.
    mutating func end() {
        settle()
        joinVowel(0)
        vowel = .none
    }

    /// Whether the last character is one of those that a small ケ stands after.
    private var followsKanji: Bool { last >= 0x3400 || last == 0 && !bytes.isEmpty }

    private mutating func mark(_ raw: UInt32, _ folded: UInt32) {
        switch folded {
        case CharacterFolding.long:
            settle()
            joinVowel(0)
            guard let lengthened = KanaFolding.lengthened(vowel) else { return }
            longMarks += 1
            if !choice.dropsLongMarks { put(lengthened) }
        case CharacterFolding.voiced:
            if pending != 0 { pending = KanaFolding.voiced(pending) }
        case CharacterFolding.again:
            settle()
            if last != 0 { write(last) }
        default:
            if raw == 0x308, last == 0x41 || last == 0x4F || last == 0x55 { writeOut(0x45) }
        }
    }

    private mutating func settle() {
        guard pending != 0 else { return }
        let kana = pending
        pending = 0
        if kana == 0x30F4 {
            joinVowel(0)
            awaitsVowel = true
            return
        }
        var plain = KanaFolding.plain(kana)
        if awaitsVowel {
            if let joined = KanaFolding.joined(plain) {
                awaitsVowel = false
                put(joined)
                return
            }
            // ヴュ is ビュ.
            joinVowel(plain == 0x30E6 ? 0x30D2 : 0)
        }
        if let other = KanaFolding.otherSpelling(kana) {
            if doubleSpelled < 32, choice.otherSpellings >> doubleSpelled & 1 == 1 { plain = other }
            doubleSpelled += 1
        } else if kana == 0x30B1, followsKanji {
            // ケ after a kanji is written for ヶ (関ケ原).
            plain = 0x30AB
        } else if vowel == .o, plain == 0x30AA || plain == 0x30A6 {
            plain = 0x30A6
        } else if vowel == .e, plain == 0x30A8 || plain == 0x30A4 {
            plain = 0x30A4
        }
        put(plain)
    }

    /// A ヴ that no vowel followed is ブ.
    private mutating func joinVowel(_ kana: UInt32) {
        guard awaitsVowel else { return }
        awaitsVowel = false
        put(kana == 0 ? 0x30D5 : kana)
    }

    private mutating func put(_ kana: UInt32) {
        UTF8Scalars.append(kana, to: &bytes)
        last = kana
        vowel = KanaFolding.vowel(kana)
    }

    @inline(__always)
    private mutating func write(_ scalar: UInt32) {
        joinVowel(0)
        if KanaFolding.isKana(scalar) { return put(scalar) }
        UTF8Scalars.append(scalar, to: &bytes)
        last = scalar
        vowel = .none
    }

    private mutating func umlaut(_ raw: UInt32) {
        switch raw {
        case 0xC4, 0xD6, 0xDC, 0xE4, 0xF6, 0xFC, 0xD8, 0xF8: writeOut(0x45)
        case 0xC5, 0xE5: writeOut(0x41)
        default: break
        }
    }

    private mutating func writeOut(_ letter: UInt32) {
        umlauts += 1
        if choice.writesUmlautsOut { write(letter) }
    }
}

extension KeyWriter {
    /// A number of an address, set off from what stands before and after it, so that no number is found by a part of it.
    mutating func addNumber(_ digits: [UInt8]) {
        end()
        if bytes.last != UInt8(ascii: "-"), !endsBehindSeparator { bytes.append(UInt8(ascii: "-")) }
        bytes.append(contentsOf: digits)
        bytes.append(UInt8(ascii: "-"))
        last = 0
    }

    /// The end of a part of an address.
    mutating func addSeparator() {
        end()
        bytes.append(UInt8(ascii: ","))
    }

    private var endsBehindSeparator: Bool {
        bytes.last == UInt8(ascii: ",") && bytes.count > 1 && bytes[bytes.count - 2] == UInt8(ascii: "-")
    }

    /// Takes 大 back, where it began 大字.
    mutating func takeBack(_ scalar: UInt32) {
        settle()
        guard last == scalar, bytes.count >= 3 else { return }
        bytes.removeLast(3)
        last = 0
    }
}
