import Addressee
import Testing

/// What others say of a person is told from what repeats a value of theirs.
struct ToldValuesTests {
    private static let values = ToldValues(["佐々木　ガルシア", "ｻｻｷ ｶﾞﾙｼｱ", "GARCIA SASAKI", "1985-04-01", "埼玉県さいたま市", "１－２－３", "1", "02", "ヴィラ大野２０１"])

    @Test(arguments: [
        ("佐々木さん", true), ("ササキ", true), ("ささき がるしあ", true), ("ｶﾞﾙｼｱ", true), ("garcia", true), ("Ｇａｒｃｉａ", true), ("ヴィラ大野201", true),
        ("1-2-3", true), ("住所 1 2 3", true), ("昭和60年4月1日", true), ("4月1日", true), ("1985.4.1", true), ("S60/04/01", true), ("S60.4.1", true), ("H5.12.1", true),
        ("E0002 12件", false), ("1234 5678 9018", true),
        ("E0002", false), ("shimei: E0002", false), ("HTTP 503", false), ("コード 02", false), ("1 件目", false), ("受け取れません", false), ("", false),
        ("外字 U+E000", false), ("ORA12345", false),
    ])
    func whatRepeatsAValueIsSeenHoweverItIsWritten(text: String, tells: Bool) { #expect(Self.values.areTold(in: text) == tells) }

    @Test func nothingOfTheValuesIsShown() { #expect("\(Self.values)" == "本人の値(****)") }
}
