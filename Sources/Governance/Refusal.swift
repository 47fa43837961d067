/// 拒否. Why nothing is provided: a stable code for programs and the rule for people; never a person's data.
public struct Refusal: Sendable, Hashable, CustomStringConvertible {
    /// `P` and four digits; never used again for another rule.
    public let code: String
    /// The rule, in Japanese.
    public let rule: String

    /// No policy in force for this system and dataset: closed by default.
    public static let noPolicy = Refusal(code: "P0001", rule: "この業務システムとデータセットの提供ポリシーがありません")
    /// 有効期間外. The policy does not hold on the day asked about.
    public static let outsideDates = Refusal(code: "P0002", rule: "提供ポリシーの有効期間外です")
    /// 対象者外. The person is not among those the policy speaks of.
    public static let notInScope = Refusal(code: "P0003", rule: "提供ポリシーの対象者ではありません")
    /// 仮登録. Provisionally registered persons go to no other system.
    public static let provisional = Refusal(code: "P0004", rule: "仮登録の者は他の業務システムに提供しません")
    /// The policy does not let its data travel this way (push or pull).
    public static let wayNotAllowed = Refusal(code: "P0005", rule: "提供ポリシーが認めていない提供方法です")
    /// A system asks for what is meant for another.
    public static let anotherSystem = Refusal(code: "P0006", rule: "他の業務システム宛ての提供は受けられません")
    /// Nobody is registered under the addressee number (宛名番号).
    public static let unknownPerson = Refusal(code: "P0007", rule: "該当する宛名番号の者は登録されていません")
    /// 他業務参照不可. Only the systems that registered the person may be given the record.
    public static let closedToOtherAffairs = Refusal(code: "P0008", rule: "他業務参照不可の者は登録した業務システムにのみ提供します")
    /// 取消し. The policy was revoked, and nothing has been approved since.
    public static let revoked = Refusal(code: "P0009", rule: "提供ポリシーは取り消されています")
    /// 封印の遅れ. The log's sealing is more than 5 minutes behind, or has halted: nothing goes out that can't be proven later.
    public static let sealingBehind = Refusal(code: "P0010", rule: "証跡の封印が5分以上遅れているか、止まっているか、データベースの起動の後でまだ確かめられていないため、提供を止めています")
    /// 自動応答不可. A person of the staff must release the answer first (CT-18).
    public static let awaitsConfirmation = Refusal(code: "P0011", rule: "職員の確認を待っています")
    /// 自動応答不可. A person of the staff decided that nothing is answered.
    public static let refusedByPerson = Refusal(code: "P0012", rule: "職員の確認により、提供しないこととされています")

    /// 期限切れ. Nobody of the staff decided in time (CT-18); the question may be asked again later.
    public static let confirmationLapsed = Refusal(code: "P0013", rule: "期限までに職員の確認がなかったため、提供しません")
    /// 同時要求の超過. A system asks for more at once than it may.
    public static let tooManyAtOnce = Refusal(code: "P0014", rule: "この業務システムの同時に受けられる要求の数を超えました")

    /// 他団体. A certificate of another body.
    public static let anotherBody = Refusal(code: "P0015", rule: "他の団体の証明書では受けられません")
    /// A certificate that names no body, after the day until which such count.
    public static let unnamedBody = Refusal(code: "P0016", rule: "団体コードのない証明書は、移行の期限を過ぎたため受けられません")

    /// A system asks for one person after another faster than it may.
    public static let tooManyReads = Refusal(code: "P0017", rule: "この業務システムの1人ずつの照会が、1分間に認められた数を超えました")
    /// A certificate's requests are refused again and again.
    public static let tooManyRefusals = Refusal(code: "P0018", rule: "拒否された要求が、1分間に認められた数を超えました")

    /// A certificate whose validity has ended, on a connection or session that began before.
    public static let certificateOver = Refusal(code: "P0019", rule: "証明書の有効期間が終わっています")
    /// 失効
    public static let certificateBlocked = Refusal(code: "P0020", rule: "証明書は失効しています")
    /// Not on the list of the system that it names.
    public static let certificateUnlisted = Refusal(code: "P0021", rule: "証明書が、この業務システムのものとして登録されていません")
    /// An older TLS than the system has to use.
    public static let oldTLS = Refusal(code: "P0022", rule: "TLS 1.3で接続する必要があります")

    /// 承認の記録との不一致. What is in force is not what two people approved, as far as the hub can tell.
    public static let policyNotAsApproved = Refusal(code: "P0023", rule: "提供ポリシーが承認されたとおりであると確かめられないため、提供を止めています")

    /// Every refusal there is, by code.
    public static let all: [Refusal] = [
        noPolicy, outsideDates, notInScope, provisional, wayNotAllowed, anotherSystem, unknownPerson, closedToOtherAffairs, revoked,
        sealingBehind, awaitsConfirmation, refusedByPerson, confirmationLapsed, tooManyAtOnce, anotherBody, unnamedBody,
        tooManyReads, tooManyRefusals, certificateOver, certificateBlocked, certificateUnlisted, oldTLS, policyNotAsApproved,
    ]

    /// Whether it lies in the hub's own state: nobody who asks can do anything about it, and may come again.
    public var liesInTheHub: Bool { self == .sealingBehind || self == .policyNotAsApproved }

    /// Whether it lies in the person asked about, and not in who asks for what and how.
    public var liesInThePerson: Bool {
        switch self {
        case .notInScope, .provisional, .unknownPerson, .closedToOtherAffairs, .awaitsConfirmation, .refusedByPerson, .confirmationLapsed: true
        default: false
        }
    }

    /// What the receiver is told. Reasons that lie in the person are all one to it, lest the answer itself disclose that
    /// somebody is registered, provisional or closed; the provision record keeps the true reason.
    public var told: Refusal {
        switch self {
        case .provisional, .unknownPerson, .closedToOtherAffairs: .notInScope
        default: self
        }
    }

    /// Code and rule.
    public var description: String { "\(code) \(rule)" }
}
