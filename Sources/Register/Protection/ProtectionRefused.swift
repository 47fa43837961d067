internal import AccessControl
public import Addressee

/// Why an act about the protection of persons was refused; recorded before it is told.
public struct ProtectionRefused: Explained, Sendable, Hashable, CustomStringConvertible {
    /// `U` and four digits.
    public let code: String
    /// What is wrong and what can be done, in Japanese.
    public let rule: String

    package static let noGround = Self(code: "U0001", rule: "根拠と、申出を受けた機関を記入してください（根拠は\(LookupReason.shortest)文字以上500文字以下、機関は100文字以下、備考は1000文字以下）。")
    package static let unknown = Self(code: "U0002", rule: "該当する者は登録されていません。番号を確かめてください。")
    package static let wrongDays = Self(code: "U0003", rule: "終了年月日は今日より後で、開始年月日から3年以内の日にしてください。開始年月日は今日までの日にしてください。")
    package static let onlyPersons = Self(code: "U0004", rule: "この操作は職員本人が行います。サービスアカウントではできません。")
    package static let unknownMeasure = Self(code: "U0005", rule: "この番号の支援措置はないか、指定した者のものではありません。atena protection list で確かめてください。")
    package static let notProtected = Self(code: "U0006", rule: "この者に支援措置はありません。")
    package static func coveredBy(_ measures: [Int64]) -> Self {
        Self(code: "U0007", rule: "支援措置 \(measures.map { "\($0)番" }.joined(separator: "、"))の対象者です。終わらせる支援措置を番号で指定してください（atena protection end --measure 番号）。")
    }
    package static let notWaiting = Self(code: "U0008", rule: "この番号の申し出は、決定を待っていません（すでに決められたか、番号が違います）。atena protection list で確かめてください。")
    package static let samePerson = Self(code: "U0009", rule: "申し出た人は決定できません。別の人が決定してください。")
    package static let notTwoPeople = Self(
        code: "U0010", rule: "申し出た人と決定する人の間で登録コードや権限を渡しているか、同じ人から登録コードを受け取っているため、決定できません。別の人が決定してください。")
    package static let rightLost = Self(code: "U0011", rule: "抑止の解除の権限は、いまはありません。")
    package static let noReason = Self(code: "U0012", rule: "理由を\(LookupReason.shortest)文字以上500文字以下で記入してください。")
    package static let untrueRow = Self(
        code: "U0013", rule: "申し出の行が、ハブの書いたものではないか、書き換えられています。システム管理者に atena status で確かめるよう頼み、申し出をやり直してください。")
    package static let wrongMinutes = Self(code: "U0014", rule: "一時解除の時間は1分から1440分（1日）までです。")
    package static let tooMany = Self(code: "U0015", rule: "一度に指定できるのは、1人から50人までです。")
    package static let waitsAlready = Self(code: "U0016", rule: "同じ終了の申し出が、すでに決定を待っています。atena protection list で確かめてください。")
    package static let unknownReceiver = Self(code: "U0017", rule: "この業務システムが確認を待っている支援措置の通知はありません。atena protection acknowledgements で確かめてください。")

    /// Code and rule.
    public var description: String { "\(code) \(rule)" }
}
