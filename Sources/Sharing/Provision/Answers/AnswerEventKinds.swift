package import AuditTrail

extension EventKind {
    /// A batch passed a flagged person over, and the question waits.
    static let answerWithheld = EventKind(
        "answer.withheld", "自動応答不可による保留", onSuccess: ["dataset", "system", "way"], personal: ["addressee_id"])
    /// 自動応答不可の設定.
    static let answerFlagged = EventKind(
        "answer.flagged", "自動応答不可の設定", onSuccess: ["department", "terminal"], onFailure: ["department", "refusal", "terminal"],
        personal: ["addressee_id", "atenabango", "reason_text"])
    /// 自動応答不可の解除, asked for and confirmed by two people (CT-13).
    static let answerFlagLifted = EventKind(
        "answer.flag-lifted", "自動応答不可の解除", onSuccess: ["department", "step", "terminal"], onFailure: ["department", "refusal", "terminal"],
        personal: ["addressee_id", "atenabango", "reason_text"])
    /// 職員の確認: the answer released or refused.
    static let answerDecided = EventKind(
        "answer.decided", "自動応答不可の確認", onSuccess: ["dataset", "department", "items", "outcome", "request", "system", "terminal", "until"],
        onFailure: ["department", "refusal", "terminal"], personal: ["addressee_id", "atenabango", "reason_text"])
    /// 期限切れ: nobody decided in time.
    static let answerLapsed = EventKind(
        "answer.lapsed", "自動応答不可の確認の期限切れ", onSuccess: ["dataset", "days", "items", "reason", "request", "system", "until"],
        personal: ["addressee_id"])
    /// A page of the queue was read.
    static let answersListed = EventKind(
        "answer.listed", "確認待ちの一覧", onSuccess: ["after", "count", "department", "lapsed", "system", "terminal"],
        onFailure: ["department", "refusal", "terminal"])

    /// Of answers by a person.
    package static let answers: [EventKind] = [answerWithheld, answerFlagged, answerFlagLifted, answerDecided, answerLapsed, answersListed]
}
