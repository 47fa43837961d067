/// What people do to deliveries.
extension EventKind {
    /// 再配信
    static let redelivered = EventKind(
        "delivery.redelivered", "不達の再配信", onSuccess: ["count", "dead_letter", "system"], onFailure: ["department", "refusal", "system", "terminal"])
    /// 最初からの配信
    static let startedOver = EventKind(
        "delivery.started-over", "最初からの配信し直し", onSuccess: ["subscriptions", "system"], onFailure: ["department", "refusal", "system", "terminal"])
    /// 配信位置の喪失: what the receiver holds is not known any more; it is delivered to from the beginning.
    static let placeLost = EventKind("delivery.place-lost", "配信位置を失った業務システムへの最初からの配信", onSuccess: ["cause", "dataset", "system"])

    /// All of this stage.
    static let delivery: [EventKind] = [redelivered, startedOver, placeLost]
}
