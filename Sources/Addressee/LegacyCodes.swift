/// 旧コード. The codes of the legacy edition and the national ones they stand for: the one place that knows both.
///
/// Source: `reference/national-codes.tsv`, column `old_code_of_ours`. Codes that both editions write alike (seibetsu, juminshubetsu) are not listed.
public enum LegacyCodes {
    /// 異動事由 that has no national code: 消除_再製. The 2024 edition refuses it; a record that has it keeps it.
    public static let withoutNationalCode = "B8"

    /// The national code that a value of the legacy edition stands for; nil where the edition has no such value, or the nation no such code.
    public static func national(_ item: Item, _ legacy: String) -> String? { byLegacy[item]?[legacy] }

    /// How the legacy edition writes a national code; nil where it can't.
    public static func legacy(_ item: Item, _ national: String) -> String? { byNational[item]?[national] }

    /// Items whose codes differ between the editions, each with the legacy values and their national ones, of the same length.
    public static let byLegacy: [Item: [String: String]] = table.mapValues { Dictionary(uniqueKeysWithValues: $0.map { ($0.legacy, $0.national) }) }

    /// The other way.
    public static let byNational: [Item: [String: String]] = table.mapValues { Dictionary(uniqueKeysWithValues: $0.map { ($0.national, $0.legacy) }) }

    private static let table: [Item: [(legacy: String, national: String)]] = [
        .juminjotai: [("1", "1"), ("3", "2"), ("4", "3"), ("9", "9")],
        .jutogaijotai: [("2", "4"), ("9", "9")],
        .idojiyu: [
            ("A1", "01"), ("A2", "02"), ("A3", "03"), ("A4", "04"), ("A5", "05"), ("A6", "06"), ("A7", "07"), ("A8", "08"), ("A9", "09"),
            ("B1", "21"), ("B2", "22"), ("B3", "23"), ("B4", "24"), ("B5", "25"), ("B6", "26"), ("B7", "27"), ("B9", "28"),
            ("C1", "41"), ("C2", "42"), ("C3", "43"), ("C4", "44"), ("C5", "45"), ("C6", "46"), ("C7", "47"), ("C8", "48"), ("C9", "49"),
            ("D1", "50"), ("D2", "51"), ("D3", "52"), ("D4", "53"), ("D5", "54"), ("D6", "55"), ("D7", "56"), ("D8", "57"), ("D9", "58"), ("DA", "59"),
        ],
    ]
}
