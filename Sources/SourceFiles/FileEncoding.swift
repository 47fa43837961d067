/// 文字コード. How the characters of a file are written.
public enum FileEncoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    /// JIS X 0208 alone: no characters of a vendor.
    case shiftJIS = "shift_jis"
    /// Windows-31J: with NEC's and IBM's characters.
    case cp932
    /// The byte order mark says which; without one, the zero bytes of the header's letters.
    case utf16 = "utf-16"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"

    var isUTF16: Bool { self == .utf16 || self == .utf16LittleEndian || self == .utf16BigEndian }
}

/// A character of a file that was converted and of which somebody should know.
package struct ForeignCharacter: Sendable {
    package enum Kind: Sendable {
        /// The encoding has no such character, or one whose meaning is a vendor's own (外字): U+FFFD stands in its place.
        case unmappable
        /// Other tables of the same encoding make another character of it.
        case ambiguous
        /// Several codes of the encoding are this one character.
        case doubled
    }

    package var kind: Kind
    /// Where its UTF-8 form begins: in the stream, and in a block in its record.
    package var offset: Int
    /// The bytes of the file, as a number.
    package var code: UInt32
    /// How many they were.
    package var length: Int
    /// What it became.
    package var scalar: UInt32

    /// Code of the fault or the note.
    package var faultCode: String {
        switch kind {
        case .unmappable: "E0313"
        case .ambiguous: "E0314"
        case .doubled: "E0315"
        }
    }

    /// In Japanese; the code, and no other part of the value.
    package var reason: String {
        let bytes = String(code, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, length * 2 - bytes.count)) + bytes
        let to = String(scalar, radix: 16, uppercase: true)
        let unicode = "U+" + String(repeating: "0", count: max(0, 4 - to.count)) + to
        return switch kind {
        case .unmappable: "指定の文字コードでは文字にならないバイト（0x\(padded)）です。外字や機種依存文字は、UTF-8の文字に直してください。"
        case .ambiguous: "対応表により異なる文字になるコード（0x\(padded)）を \(unicode) として取り込みました。"
        case .doubled: "同じ文字に複数のコードがある文字（0x\(padded)）を \(unicode) として取り込みました。"
        }
    }
}
