internal import AccessControl
public import Addressee

/// Why an act on an answer that waits for a person was refused; recorded before it is told.
public struct AnswerRefused: Explained, Sendable, Hashable, CustomStringConvertible {
    /// `K` and four digits.
    public let code: String
    /// What is wrong and what can be done, in Japanese.
    public let rule: String

    /// No word of why, or too few.
    public static let noReason = Self(code: "K0001", rule: "理由を\(LookupReason.shortest)文字以上で記入してください。")
    package static let unknownPerson = Self(code: "K0002", rule: "該当する宛名番号の者は登録されていません。")
    static let notFlagged = Self(code: "K0003", rule: "自動応答不可は設定されていません。")
    static let flaggedAlready = Self(code: "K0004", rule: "自動応答不可はすでに設定されています。")
    static let notAsked = Self(code: "K0005", rule: "解除の申し出がありません。先に別の人が申し出てください。")
    package static let samePerson = Self(code: "K0006", rule: "解除を申し出た人は確認できません。別の人が確認してください。")
    static let unknownRequest = Self(code: "K0007", rule: "この番号の確認待ちはありません（すでに決められたか、番号が違います）。")
    /// A program acts where only a person may.
    public static let onlyPersons = Self(code: "K0008", rule: "確認は職員本人が行います。サービスアカウントではできません。")
    static let wrongDays = Self(code: "K0009", rule: "有効な日数は1から30までです。")
    package static let wrongLimit = Self(code: "K0010", rule: "一度に表示する件数は1から\(WaitingAnswers.most)までです。")
    static let ownQuestion = Self(code: "K0011", rule: "提供を求めた本人は、その提供を認められません。別の人が確認してください。")
    package static let notTwoPeople = Self(
        code: "K0012", rule: "求めた人と確認する人の間で登録コードや権限を渡しているか、同じ人から登録コードを受け取っているため、確認できません。別の人が確認してください。")
    static let untrueRow = Self(
        code: "K0014", rule: "自動応答不可の設定か確認待ちに、ハブが書いたものでない行か、書き換えられた行があるため、できません。データベースの管理者に伝えてください（atena status に表示されます）。")
    package static let rightLost = Self(code: "K0013", rule: "この確認の権限は、いまはありません。")

    /// Code and rule.
    public var description: String { "\(code) \(rule)" }
}
