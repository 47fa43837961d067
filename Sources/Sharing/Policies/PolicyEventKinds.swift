package import AuditTrail

extension EventKind {
    /// 提供ポリシーの起案
    static let policyProposed = EventKind(
        "policy.proposed", "提供ポリシーの起案", onSuccess: ["dataset", "policy", "reason", "system"], onFailure: ["dataset", "policy", "reason", "refusal", "system"])
    /// 提供ポリシーの承認
    static let policyApproved = EventKind(
        "policy.approved", "提供ポリシーの承認", onSuccess: ["bases", "dataset", "policy", "proposed_by", "reason", "system"],
        onFailure: ["dataset", "policy", "reason", "refusal", "system"])
    /// 提供ポリシーの却下
    static let policyRejected = EventKind(
        "policy.rejected", "提供ポリシーの却下", onSuccess: ["dataset", "policy", "reason", "system"], onFailure: ["dataset", "policy", "reason", "refusal", "system"])
    /// 提供ポリシーの取消し
    static let policyRevoked = EventKind(
        "policy.revoked", "提供ポリシーの取消し", onSuccess: ["dataset", "policy", "reason", "system"], onFailure: ["dataset", "policy", "reason", "refusal", "system"])
    /// 提供ポリシーの施行
    static let policyEntered = EventKind("policy.entered", "提供ポリシーの施行", onSuccess: ["dataset", "policy", "replaces", "system"])
    /// 提供ポリシーの満了
    static let policyExpired = EventKind("policy.expired", "提供ポリシーの満了", onSuccess: ["dataset", "policy", "reason", "system"])
    /// 提供ポリシーの終了の予告
    static let policyEndWarned = EventKind("policy.end-warned", "提供ポリシーの終了の予告", onSuccess: ["dataset", "days", "ends_on", "policy", "reason", "system"])
    /// 改変の検出: the stored text of a version is no longer what was approved.
    static let policyAltered = EventKind("policy.altered", "提供ポリシーの改変の検出", onSuccess: [], onFailure: ["dataset", "policy", "system"])
    /// 証明のない版の検出: the tables say of a version that it is in force or on its way, and its acts are not the hub's own.
    static let policyUnproven = EventKind("policy.unproven", "起案・承認を証明できない提供ポリシーの検出", onSuccess: [], onFailure: ["dataset", "policy", "system"])
    /// 日付による施行・終了の失敗: what a day was to do to one policy could not be done; the others went on.
    static let policyNotMoved = EventKind(
        "policy.not-moved", "提供ポリシーの日付による施行・終了の失敗", onSuccess: [], onFailure: ["because", "dataset", "policy", "system"])
    /// 改定の受領: a receiver holds nothing any more that the change takes back.
    static let policyFollowed = EventKind("policy.followed", "提供ポリシーの改定の受領", onSuccess: ["dataset", "policy", "replaces", "seconds", "system", "way"])
    /// 提供ポリシーの影響の試算, which looks at everybody.
    static let policyPlanned = EventKind("policy.planned", "提供ポリシーの影響の試算", onSuccess: ["persons_named", "policies"], onFailure: ["refusal"])

    /// The policies' events.
    package static let policies: [EventKind] = [
        policyProposed, policyApproved, policyRejected, policyRevoked, policyEntered, policyExpired, policyEndWarned, policyAltered, policyUnproven,
        policyNotMoved, policyFollowed, policyPlanned,
    ]
}
