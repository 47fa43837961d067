internal import AccessControl
public import Addressee

/// A look-up or search of the staff that was refused, and recorded so.
public struct LookupRefused: Explained, Sendable, Hashable, CustomStringConvertible {
    /// `N` and four digits.
    public let code: String
    /// What is wrong and what can be done, in Japanese.
    public let rule: String

    /// No word of why, or too few.
    public static let noReason = Self(code: "N0001", rule: "処理理由を\(LookupReason.shortest)文字以上で記入してください。")
    package static let unknown = Self(code: "N0002", rule: "該当する宛名番号の者は登録されていません。")
    static let tooFewTerms = Self(code: "N0003", rule: "検索には、氏名・住所・生年月日のうち2つ以上が必要です（性別は数えません）。")
    static let noNumber = Self(code: "N0004", rule: "個人番号は登録されていません。")
    static let undecidedNumber = Self(code: "N0009", rule: "個人番号は、どの人のものか職員の決定を待っています（atena held list）。決まるまで表示しません。")
    /// A program acts where only a person may.
    public static let notAPerson = Self(code: "N0005", rule: "この操作は職員本人が行います。サービスアカウントではできません。")

    static let notKeyed = Self(code: "N0006", rule: "検索キーの作成が終わっていないため、検索できません。最初の取込のあとは、数分で終わります。続くときはシステム管理者に atena migrate の実行を依頼してください。")
    package static let sealingBehind = Self(
        code: "N0010", rule: "証跡の封印が5分以上遅れているか、止まっているか、データベースの起動の後でまだ確かめられていないため、個人番号は表示しません。1分ほどおいてやり直し、続くときはシステム管理者に atena status を確かめてもらってください。")
    package static func birth(_ error: ValueError) -> Self { Self(code: error.code, rule: error.rule) }
    static let nothingToSearchBy = Self(code: "N0008", rule: "氏名または住所に、検索に使える文字がありません。文字か数字を入力してください。")
    static let alteredNumber = Self(code: "N0011", rule: "個人番号が、ハブの暗号化したとおりではありません。表示しません。")

    /// Code and rule.
    public var description: String { "\(code) \(rule)" }
}
