public import Addressee

/// A list of what a receiver holds that can't be taken; nothing of it is kept. Names the line, never what stands in it.
public struct InventoryRefused: Explained, Sendable, Equatable {
    /// R0001 a line that is none, R0002 a person twice, R0003 too long, R0004 no key.
    public let code: String
    /// What was expected, in Japanese.
    public let rule: String
    /// Too much, rather than wrong.
    public let isTooLarge: Bool

    private init(_ code: String, _ rule: String, isTooLarge: Bool = false) {
        (self.code, self.rule, self.isTooLarge) = (code, rule, isTooLarge)
    }

    package static func line(_ number: Int) -> Self {
        Self("R0001", "\(number)行目: 「宛名番号、タブ、（レコードキーのあるデータセットではレコードキー、タブ、）ダイジェスト（16進64桁）」の形にしてください。")
    }

    /// The line is the last of those among which the person stands.
    static func twice(upTo number: Int) -> Self { Self("R0002", "\(number)行目まで: 同じ宛名番号（とレコードキー）が2回あります。1人（1レコード）1行にしてください。") }

    package static func lineTooLong(_ number: Int) -> Self {
        Self("R0003", "\(number)行目: 1行は\(InventoryLines.longest)バイトまでです。", isTooLarge: true)
    }

    package static let tooMany = Self("R0003", "行数は\(InventoryLines.most)行までです。", isTooLarge: true)

    /// 照合鍵 is missing or malformed.
    public static let noKey = Self("R0004", "Atena-Digest-Key に、照合のたびに新しく作った32バイトの乱数を16進64桁で指定してください。")
}
