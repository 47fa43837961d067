package import AuditTrail

/// What publications and interests tell the log; the files that are published are told of as every file is.
extension EventKind {
    /// 関心の登録
    package static let interestRegistered = EventKind(
        "interest.registered", "業務システムによる関心の登録", onSuccess: ["system"], onFailure: ["department", "refusal", "system", "terminal"],
        personal: ["addressee_id", "atenabango", "reason_text"])
    /// 関心の終了
    package static let interestEnded = EventKind(
        "interest.ended", "業務システムによる関心の終了", onSuccess: ["system"], onFailure: ["department", "refusal", "system", "terminal"],
        personal: ["addressee_id", "atenabango", "reason_text"])

    /// 記録の公開, by a system of the house itself.
    static let recordsPublished = EventKind(
        "publication.records", "ハブ自身の業務システムによる記録の公開（変わったものだけ）",
        onSuccess: ["accepted", "codes", "dataset", "items", "rejected", "source", "withdrawn"], personal: ["atenabango"])

    /// All of these.
    package static let publication: [EventKind] = [interestRegistered, interestEnded, recordsPublished]
}
