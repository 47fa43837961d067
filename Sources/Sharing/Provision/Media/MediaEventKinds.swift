package import AuditTrail

extension EventKind {
    /// 電子記録媒体への出力 (CT-16). The provision itself is `provision.answered`, in the same transaction.
    package static let exportWritten = EventKind(
        "export.written", "電子記録媒体への出力",
        onSuccess: [
            "bases", "bytes", "count", "dataset", "department", "digest", "fingerprint", "format", "individual_number", "medium", "policy", "receiver",
            "record",
            "system", "terminal",
        ],
        onFailure: ["count", "dataset", "department", "fingerprint", "medium", "policy", "refusal", "system", "terminal"])
    /// 媒体の申し出
    static let mediumProposed = EventKind(
        "media.proposed", "媒体の申し出",
        onSuccess: ["dataset", "department", "fingerprint", "format", "medium", "policy", "reason", "system", "terminal"],
        onFailure: ["dataset", "department", "refusal", "system", "terminal"])
    /// 媒体の承認, or its refusal, by another person
    static let mediumDecided = EventKind(
        "media.decided", "媒体の承認・却下",
        onSuccess: ["dataset", "department", "fingerprint", "medium", "outcome", "proposed_by", "reason", "system", "terminal"],
        onFailure: ["department", "medium", "refusal", "terminal"])
    /// 引渡し・受領・返却・廃棄
    static let mediumMoved = EventKind(
        "media.moved", "媒体の引渡し・受領・返却・廃棄", onSuccess: ["dataset", "day", "department", "medium", "step", "system", "terminal"],
        onFailure: ["department", "medium", "refusal", "step", "terminal"], personal: ["counterpart"])
    /// 媒体の一覧
    static let mediaListed = EventKind(
        "media.listed", "媒体の一覧・照会", onSuccess: ["count", "department", "list", "terminal"], onFailure: ["department", "refusal", "terminal"])

    /// Of hand-overs on a medium.
    package static let media: [EventKind] = [exportWritten, mediumProposed, mediumDecided, mediumMoved, mediaListed]
}
