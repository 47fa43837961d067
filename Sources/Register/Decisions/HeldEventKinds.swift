package import AuditTrail

extension EventKind {
    /// A page of the conflict queue was read.
    static let heldListed = EventKind(
        "held.listed", "保留の一覧", onSuccess: ["after", "code", "count", "department", "system", "terminal"], onFailure: ["department", "refusal", "terminal"])
    /// An entry was shown beside the person it conflicts with.
    package static let heldShown = EventKind(
        "held.shown", "保留の照会", onSuccess: ["code", "department", "entry", "reason", "terminal"],
        onFailure: ["department", "entry", "reason", "refusal", "terminal"], personal: ["addressee_id", "atenabango", "other_atenabango", "reason_text"])
    /// One person proposed a decision, or to take one back.
    static let heldProposed = EventKind(
        "held.proposed", "保留の決定の申し出", onSuccess: ["code", "decision", "department", "entry", "terminal"],
        onFailure: ["department", "entry", "refusal", "terminal"], personal: ["addressee_id", "atenabango", "other_atenabango", "reason_text"])
    /// Another person confirmed it.
    static let heldDecided = EventKind(
        "held.decided", "保留の決定の確認", onSuccess: ["code", "decision", "department", "entry", "proposed_by", "terminal"],
        onFailure: ["department", "entry", "refusal", "terminal"], personal: ["addressee_id", "atenabango", "other_atenabango", "reason_text"])
    /// A proposal was withdrawn.
    static let heldWithdrawn = EventKind(
        "held.withdrawn", "保留の決定の申し出の取下げ", onSuccess: ["code", "department", "entry", "terminal"],
        onFailure: ["department", "entry", "refusal", "terminal"], personal: ["addressee_id", "atenabango", "other_atenabango", "reason_text"])
    /// Who was given the number was read.
    package static let heldReceiversListed = EventKind(
        "held.receivers-listed", "競合した番号の提供先の一覧", onSuccess: ["count", "department", "entry", "terminal"],
        onFailure: ["department", "entry", "refusal", "terminal"], personal: ["persons"])

    /// Of deciding on held rows.
    package static let held: [EventKind] = [heldListed, heldShown, heldProposed, heldDecided, heldWithdrawn, heldReceiversListed]
}
