package import AuditTrail

extension EventKind {
    /// 支援措置の登録・延長 by a clerk: one for each person.
    static let measureSet = EventKind(
        "protection.set", "職員による支援措置の登録・延長",
        onSuccess: ["department", "extends", "from", "measure", "persons", "provisional", "records", "terminal", "until"],
        onFailure: ["department", "refusal", "terminal"], personal: ["addressee_id", "atenabango", "reason_text"])
    /// 終了の申し出: one for each person.
    static let endProposed = EventKind(
        "protection.end-proposed", "支援措置の終了の申し出", onSuccess: ["department", "measure", "proposal", "terminal"],
        onFailure: ["department", "measure", "refusal", "terminal"], personal: ["addressee_id", "atenabango", "reason_text"])
    /// その決定, by another person: one for each person.
    static let endDecided = EventKind(
        "protection.end-decided", "支援措置の終了の決定",
        onSuccess: ["decision", "department", "measure", "proposal", "proposed_by", "stays_protected", "terminal"],
        onFailure: ["department", "proposal", "refusal", "terminal"], personal: ["addressee_id", "atenabango", "reason_text"])
    /// 支援措置の一覧: of those that stand, of those whose last day has come, or of proposals that wait.
    static let measuresListed = EventKind(
        "protection.listed", "支援措置の一覧", onSuccess: ["count", "department", "list", "terminal"], onFailure: ["department", "refusal", "terminal"],
        personal: ["atenabango"])
    /// 支援措置の控え: one for each row that protects somebody, whoever set it (decision 0084).
    static let protectionNoted = EventKind(
        "protection.noted", "支援措置の設定の控え", onSuccess: ["cause", "ordinal"], personal: ["addressee_id", "atenabango"])
    /// 設定の消失: a row that was noted is gone, and nobody ended it. It tells of what somebody took out, so it is on record as a failure.
    static let protectionMissing = EventKind(
        "protection.missing", "控えのある支援措置の設定の消失", onSuccess: [], onFailure: ["ordinal", "restored"], personal: ["addressee_id", "atenabango"])
    /// 世帯の記録の消失: that somebody protected is in a household is not known any more, and was found out anew.
    static let householdsMissing = EventKind("protection.households-missing", "支援措置の対象者の世帯の記録の消失", onSuccess: [], onFailure: ["count"])

    /// Of protection as people set and end it, and as the log keeps it.
    package static let protection: [EventKind] = [
        measureSet, endProposed, endDecided, measuresListed, protectionNoted, protectionMissing, householdsMissing,
    ]
}
