internal import Foundation

/// 本人の値. A person's values as a text of others may repeat them: to tell whether it does, in whatever spelling, width or case.
///
/// What a receiver, a vendor or a program says in words of its own is kept where it says nothing of this.
package struct ToldValues: Sendable, Redacted {
    /// Stands in place of the value.
    package static var redactedName: String { "本人の値" }

    /// Each value, and each of its parts between spaces, as the search folds it.
    private let folded: Set<[UInt32]>

    /// - Parameter values: as recorded, of whatever items. Codes of one or two digits tell nobody, and are in any text.
    package init(_ values: some Sequence<String>) {
        var folded: Set<[UInt32]> = []
        for value in values {
            for part in [value] + value.split(whereSeparator: \.isWhitespace).map(String.init) {
                let key = Self.fold(part)
                if !key.isEmpty, key.contains(where: { $0 >= 0x80 }) || key.count > 2 { folded.insert(key) }
            }
        }
        self.folded = folded
    }

    /// Whether a text repeats one of the values, or has what can only be of a person: a date, or a row of four digits and more that is no code (E0002).
    package func areTold(in text: String) -> Bool {
        if Self.hasNumber(text) { return true }
        let text = Self.fold(text)
        return folded.contains { value in
            value.count <= text.count
                && text.ranges(of: value).contains { !Self.goesOn(text, before: $0.lowerBound) && !Self.goesOn(text, before: $0.upperBound) }
        }
    }

    /// Character by character, whatever stands beside it: a key of the search depends on what a kana stands after.
    private static func fold(_ text: String) -> [UInt32] {
        let folding = CharacterFolding.shared
        return text.precomposedStringWithCompatibilityMapping.unicodeScalars.flatMap { scalar in
            let folded = folding(scalar.value)
            return folding.several(folded) ?? (folded < 6 ? [] : [folded])
        }
    }

    /// Whether a number goes on over a place: 123 is not told by 12345.
    private static func goesOn(_ text: [UInt32], before place: Int) -> Bool {
        place > 0 && place < text.count && isDigit(text[place - 1]) && isDigit(text[place])
    }

    private static func isDigit(_ scalar: UInt32) -> Bool { (0x30...0x39).contains(scalar) }

    /// Digits of any width, with what people write between them: 1985/4/1, 昭和60年4月1日, 03-1234-5678.
    private static func hasNumber(_ text: String) -> Bool {
        var digits = 0
        var isCode = false
        var before: Character = " "
        for character in text {
            if character.isWholeNumber {
                if digits == 0 { isCode = before.isASCII && before.isLetter }
                digits += 1
                if digits > (isCode ? 5 : 3) { return true }
            } else if digits > 0, between.contains(character), !(isCode && character.isWhitespace) {
                // S60.4.1 is no code.
                isCode = false
            } else {
                digits = 0
            }
            if character == "月", before.isWholeNumber { return true }
            before = character
        }
        return false
    }

    private static let between: Set<Character> = ["-", "‐", "－", "ー", "−", "/", "／", ".", "．", "・", " ", "　", "年", "月", "日"]
}
