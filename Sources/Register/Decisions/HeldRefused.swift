internal import AccessControl
public import Addressee

/// Why a decision on a held row was refused; recorded before it is told.
public struct HeldRefused: Explained, Sendable, Hashable, CustomStringConvertible {
    /// `H` and four digits.
    public let code: String
    /// What is wrong and what can be done, in Japanese.
    public let rule: String

    package static let wrongLimit = Self(code: "H0008", rule: "一度に表示する件数は1から\(HeldPage.most)までです。")
    package static let unknown = Self(code: "H0010", rule: "この番号の保留は、決定を待っていません（すでに決められたか、番号が違います）。atena held list で確認してください。")
    static func notAllowed(_ allowed: [HeldDecision]) -> Self {
        Self(code: "H0011", rule: "この保留では選べません。次から選んでください: " + allowed.map { "\($0.rawValue)（\($0.label)）" }.joined(separator: "、"))
    }
    package static let noReason = Self(code: "H0012", rule: "理由を\(LookupReason.shortest)文字以上で記入してください。")
    package static let onlyPersons = Self(code: "H0013", rule: "決定は職員本人が行います。サービスアカウントではできません。")
    package static let samePerson = Self(code: "H0014", rule: "申し出た人は確認できません。別の人が確認してください。")
    package static let notTwoPeople = Self(
        code: "H0015", rule: "申し出た人と確認する人の間で登録コードや権限を渡しているか、同じ人から登録コードを受け取っているため、確認できません。別の人が確認してください。")
    package static let rightLost = Self(code: "H0016", rule: "訂正の権限は、いまはありません。")
    static func notApplicable(_ why: String) -> Self { Self(code: "H0017", rule: "このままでは登録できません。\(why)") }
    static let notProposed = Self(code: "H0018", rule: "確認を待つ申し出がありません。先に別の人が申し出てください（atena held decide）。")
    static let notReversible = Self(code: "H0019", rule: "その後に登録が変わったため、取り消せません。正しい内容の行を取り込んでください。")
    static let alteredRow = Self(code: "H0020", rule: "保留された行が、ハブの暗号化したとおりではありません。元の業務システムから、行をもう一度届けてもらってください。")
    static let untrueRow = Self(
        code: "H0022", rule: "この保留かその決定の経過に、ハブが書いたものでない行か、書き換えられた行があるため、決定できません。データベースの管理者に伝えてください（atena status に表示されます）。")
    static let alteredNumber = Self(code: "H0021", rule: "登録されている個人番号が、ハブの暗号化したとおりではありません。")

    /// Code and rule.
    public var description: String { "\(code) \(rule)" }
}
