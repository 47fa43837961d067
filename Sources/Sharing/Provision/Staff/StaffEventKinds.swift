package import AuditTrail

extension EventKind {
    /// 端末からの照会 (CT-7).
    package static let personLookedUp = EventKind(
        "person.looked-up", "職員による照会",
        onSuccess: ["address", "department", "protected", "reason", "release", "terminal"], onFailure: ["department", "reason", "refusal", "terminal"],
        personal: ["addressee_id", "atenabango", "reason_text", "rirekibango"])
    /// 個人番号の表示.
    package static let numberShown = EventKind(
        "person.number-shown", "職員への個人番号の表示",
        onSuccess: ["department", "protected", "reason", "terminal"], onFailure: ["department", "reason", "refusal", "terminal"],
        personal: ["addressee_id", "atenabango", "reason_text", "rirekibango"])
    /// 検索 (CT-10); `persons` is the compressed set of whom it showed.
    package static let personSearched = EventKind(
        "person.searched", "職員による検索",
        onSuccess: ["count", "department", "more", "reason", "terminal", "terms"], onFailure: ["department", "reason", "refusal", "terminal", "terms"],
        personal: ["address", "birth", "name", "persons", "reason_text"])

    /// 対象者か決まらない者の一覧; `persons` is the compressed set of whom it showed.
    static let undecidedListed = EventKind(
        "person.undecided-listed", "対象者か決まらない者の一覧", onSuccess: ["count", "dataset", "department", "more", "system", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: ["persons", "reason_text"])

    /// 一時解除の申し出
    static let releaseAsked = EventKind(
        "protection.release-asked", "支援措置の一時解除の申し出", onSuccess: ["department", "minutes", "request", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: ["addressee_id", "atenabango", "reason_text"])
    /// 一時解除, or its refusal, by another person
    static let releaseDecided = EventKind(
        "protection.release-decided", "支援措置の一時解除の決定", onSuccess: ["account", "department", "outcome", "request", "terminal", "until"],
        onFailure: ["department", "refusal", "request", "terminal"], personal: ["addressee_id", "atenabango", "reason_text"])
    /// 決定を待つ一時解除の一覧
    static let releasesListed = EventKind(
        "protection.releases-listed", "支援措置の一時解除の申し出の一覧", onSuccess: ["count", "department", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: ["atenabango"])

    /// Of people who look.
    package static let staff: [EventKind] = [
        personLookedUp, numberShown, personSearched, undecidedListed, releaseAsked, releaseDecided, releasesListed,
    ]
}
