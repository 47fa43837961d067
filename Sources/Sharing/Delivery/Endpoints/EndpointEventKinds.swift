package import AuditTrail

/// What people do to endpoints, and what the hub finds about them.
extension EventKind {
    private static let failure = ["dataset", "department", "refusal", "system", "terminal"]

    /// 接続の取込み: one that is new, or changed.
    static let endpointLoaded = EventKind(
        "delivery.endpoint-loaded", "接続の取込み",
        onSuccess: ["connector", "content", "dataset", "described", "moved", "schedule", "settings", "system", "tls"],
        onFailure: ["dataset", "department", "endpoint", "refusal", "system", "terminal"])
    /// 接続の停止
    static let endpointPaused = EventKind("delivery.endpoint-paused", "接続の停止", onSuccess: ["dataset", "reason", "system"], onFailure: failure)
    /// 接続の再開
    static let endpointResumed = EventKind("delivery.endpoint-resumed", "接続の再開", onSuccess: ["dataset", "reason", "system"], onFailure: failure)
    /// 接続の取外し
    static let endpointRemoved = EventKind("delivery.endpoint-removed", "接続の取外し", onSuccess: ["dataset", "reason", "system"], onFailure: failure)
    /// 配信の指示
    static let endpointRun = EventKind("delivery.endpoint-run", "配信の指示", onSuccess: ["dataset", "reason", "system"], onFailure: failure)
    /// 回答の遅れ: a receiver that accepted entries has not said in time what became of them.
    static let answersOverdue = EventKind("delivery.answers-overdue", "受領した業務システムからの回答の遅れ", onSuccess: ["count", "dataset", "system"])

    /// All of endpoints.
    package static let endpoints: [EventKind] = [endpointLoaded, endpointPaused, endpointResumed, endpointRemoved, endpointRun, answersOverdue]
}
