public import Addressee
package import Governance

/// An act on a policy that was refused, and recorded so.
public struct PolicyActRefused: Explained, Sendable, Hashable, CustomStringConvertible {
    /// `L` and four digits; never used again for another rule.
    public let code: String
    /// The rule, in Japanese.
    public let rule: String

    /// Code and rule.
    public var description: String { "\(code) \(rule)" }

    package init(_ violation: TwoPersonRule.Violation) { (code, rule) = (violation.code, violation.rule) }

    /// A program acts where only a person may.
    public var isForPersonsOnly: Bool { self == Self(.service) }

    private init(_ code: String, _ rule: String) { (self.code, self.rule) = (code, rule) }

    static let mayNotPropose = Self("L0005", "提供ポリシーを起案する権限がありません")
    static let mayNotDecide = Self("L0006", "提供ポリシーを承認・却下・取消しする権限がありません")
    package static let unknown = Self("L0007", "該当する提供ポリシーの版がありません")
    package static let ambiguous = Self("L0008", "該当する版が二つ以上あります。版をより長く指定してください")
    package static func state(_ act: PolicyAct, _ state: PolicyState) -> Self { Self("L0009", "\(state.label)の版に\(act.label)はできません") }
    package static let over = Self("L0010", "有効期間または法的根拠がすでに終わっている版です")
    /// No word of why, or too many.
    public static let noReason = Self("L0011", "理由を書いてください(1000字以内)")
    static let another = Self("L0013", "ほかの操作が先に行われました。状態を確かめてください")
    static let mayNotPlan = Self("L0014", "提供ポリシーの影響を試算する権限がありません")
    static let mayNotSeePersons = Self("L0015", "対象者を示すには個人情報の照会の権限が必要です")
    // L0016 is TwoPersonRule's.
    static let notSeen = Self("L0017", "確かめた版の先頭12文字以上を指定してください（atena policy plan または pending が示します）")
    static let ofAnother = Self("L0018", "指定された版は、この業務システムのものではありません")
    /// The list of legal bases that comes with the version moves the ends of others, and was not named.
    static func movesOthers(_ list: String, _ effects: [BasisEffect]) -> Self {
        func day(_ end: PolicyEnd?) -> String { end?.day.description ?? "終了なし" }
        let told = effects.map { "\($0.policy.system)/\($0.policy.dataset) \(day($0.before)) → \(day($0.after))" }
        return Self(
            "L0020",
            "この版とともに起案された法的根拠の一覧（版\(list.prefix(12))）は、ほかの版の提供ポリシーの終わりを変えます: \(told.joined(separator: "、"))。atena policy plan で確かめ、一覧も承認する場合は --bases \(list.prefix(12)) を付けてください"
        )
    }
    static let anotherList = Self("L0021", "指定された法的根拠の一覧は、この版とともに起案されたものではありません。先頭12文字以上を atena policy plan の示すとおりに指定してください")
    // L0022 is TwoPersonRule's.
    /// A new version gives items of place and does not say what of them goes out of protected persons.
    static func withoutProtected(_ policy: Policy) -> Self {
        Self(
            "L0023",
            "\(policy.system)/\(policy.dataset) の版\(policy.contentHash.prefix(12))は所在の項目を含みますが、支援措置の対象者の所在の扱いの記載がありません。protected に place（withhold、confirm、give のどれか）と理由（ground）を書いて起案してください"
        )
    }
    /// What was done to a version before is not the hub's own: it can only be closed.
    static func unproven(_ error: PolicyStoreError) -> Self { Self(error.code, error.rule) }
    /// What is stored of a version is not what was proposed: it can only be closed.
    package static func altered(_ version: String) -> Self {
        Self(
            "L0019",
            "版\(version.prefix(12))の保存された内容が、起案・承認されたものと異なります。この版にできるのは却下と取消し（atena policy revoke）だけです。取り消した後、内容を元に戻すか、施行日などを改めて起案してください")
    }
}
