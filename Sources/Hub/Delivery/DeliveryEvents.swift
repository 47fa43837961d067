/// What people do to deliveries.
extension EventKind {
    /// 再配信
    static let redelivered = EventKind(
        "delivery.redelivered", "不達の再配信", onSuccess: ["count", "dead_letter", "system"], onFailure: ["department", "refusal", "system", "terminal"])
    /// 最初からの配信
    static let startedOver = EventKind(
        "delivery.started-over", "最初からの配信し直し", onSuccess: ["subscriptions", "system"], onFailure: ["department", "refusal", "system", "terminal"])

    /// All of this stage.
    static let delivery: [EventKind] = [redelivered, startedOver]
}
