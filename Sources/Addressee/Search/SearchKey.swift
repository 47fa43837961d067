/// 検索キー. What a name or an address is compared by: spellings of one name have one key.
///
/// Folded are width, case and accents, hiragana and katakana, small kana, voiced marks (清濁), long vowels and long marks, hyphens of all kinds, spaces
/// and punctuation, variation selectors, and variant kanji by the MJ reduction and tax-agency tables (`KanjiVariants`); in addresses also numbers in any
/// script and the words between them. What is stored is never normalised; this stands beside it (DESIGN §4, resident-record standard §2.1.2).
public struct SearchKey: Redacted, Hashable {
    /// 検索キーの規則の版. Raised when anything changes in what is keyed how; the register is then keyed anew by `atena migrate`.
    public static let rules = 1

    /// The key; empty where nothing is left of the text to search by.
    public let text: String

    /// Printed with `****` in place of the key.
    public static var redactedName: String { "検索キー" }

    /// Whether nothing is left to search by.
    public var isEmpty: Bool { text.isEmpty }

    /// 氏名・フリガナ・旧氏・通称・ローマ字
    public init(name: String) { text = Self.text(name, .init()).key }

    /// 住所. In whole or from any part of it on; numbers stand between hyphens in the key (`-1-2-3-`), so that 1-2-3 does not begin 1-2-30.
    public init(address: String) {
        var address = address
        text = address.withUTF8 { bytes in
            var folding = AddressFolding(.shared, capacity: bytes.count + 8)
            folding.add(bytes)
            return String(decoding: folding.finish(), as: UTF8.self)
        }
    }

    private init(_ key: String) { text = key }

    /// The keys that a name which is searched for may stand under, its own first: ジ may be spelled ヂ and ズ ヅ, Ü may be UE, and the parts of a name in
    /// Roman letters may stand in any order.
    public static func spellings(name: String) -> [SearchKey] {
        var keys: [String] = []
        for order in orders(name) {
            let (_, found) = text(order, .init())
            for umlauts in found.umlauts > 0 ? [false, true] : [false] {
                // Of more than four, the others are taken as they are spelled.
                for other in 0..<(UInt32(1) << min(found.doubleSpelled, 4)) {
                    let key = text(order, .init(writesUmlautsOut: umlauts, otherSpellings: other)).key
                    if !key.isEmpty, !keys.contains(key) { keys.append(key) }
                }
            }
        }
        return keys.map { SearchKey($0) }
    }

    /// The name, and where it is in Roman letters and has several parts, the same with each other part first.
    private static func orders(_ name: String) -> [String] {
        let parts = name.split { $0.isWhitespace || $0 == "," || $0 == "，" }
        let isRoman = SearchKey(name: name).text.utf8.allSatisfy { $0 < 0x80 }
        guard isRoman, (2...4).contains(parts.count) else { return [name] }
        return parts.indices.map { (parts[$0...] + parts[..<$0]).joined(separator: " ") }
    }

    private static func text(_ name: String, _ choice: KeyWriter.Choice) -> (key: String, writer: KeyWriter) {
        var name = name
        return name.withUTF8 { bytes in
            var writer = KeyWriter(.shared, choice, capacity: bytes.count + 8)
            writer.add(bytes)
            writer.end()
            return (String(decoding: writer.bytes, as: UTF8.self), writer)
        }
    }
}
