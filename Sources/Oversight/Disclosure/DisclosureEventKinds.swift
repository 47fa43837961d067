internal import AuditTrail

extension EventKind {
    /// 開示記録の作成: the log was read about one person.
    static let disclosureMade = EventKind(
        "disclosure.made", "開示記録の作成", onSuccess: ["count", "department", "erased", "every", "from", "terminal", "until"],
        onFailure: ["department", "refusal", "terminal"], personal: ["addressee_id", "atenabango", "reason_text"])

    /// Of the report about a person.
    static let disclosure: [EventKind] = [disclosureMade]
}
