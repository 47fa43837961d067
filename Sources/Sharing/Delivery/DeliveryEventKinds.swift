package import AuditTrail

/// What people do to deliveries.
extension EventKind {
    /// 再配信
    static let redelivered = EventKind(
        "delivery.redelivered", "不達の再配信", onSuccess: ["count", "dataset", "dead_letter", "reason", "system"],
        onFailure: ["dataset", "department", "refusal", "system", "terminal"])
    /// 最初からの配信
    static let startedOver = EventKind(
        "delivery.started-over", "最初からの配信し直し", onSuccess: ["dataset", "subscriptions", "system"],
        onFailure: ["dataset", "department", "refusal", "system", "terminal"])
    /// 配信位置の喪失: what the receiver holds is not known any more; it is delivered to from the beginning.
    static let placeLost = EventKind("delivery.place-lost", "配信位置を失った業務システムへの最初からの配信", onSuccess: ["cause", "dataset", "system"])

    /// 棚卸しの報告: a receiver that pulls told what it holds.
    static let inventoryReported = EventKind(
        "delivery.inventory-reported", "業務システムが持つ内容の報告", onSuccess: ["dataset", "inventory", "persons", "system"],
        onFailure: ["dataset", "refusal", "system"])
    /// 再通知: a receiver that pulls is told again of whom its report shows to differ.
    package static let sentAgain = EventKind(
        "delivery.sent-again", "報告と違う人の再通知", onSuccess: ["count", "dataset", "inventory", "system"],
        onFailure: ["department", "refusal", "system", "terminal"])
    /// 余分の取戻し: whom the receiver held by a future that is lost.
    static let surplusTakenBack = EventKind(
        "delivery.surplus-taken-back", "復元で失われた提供による保有の取戻し", onSuccess: ["count", "dataset", "inventory", "system"])

    /// 支援措置の未受領: a receiver has not followed within a day; once for each person and set. It tells of what is lacking, so it is on record as a failure.
    static let protectionUnacknowledged = EventKind(
        "protection.unacknowledged", "支援措置の設定を1日以内に受領しなかった業務システム", onSuccess: [], onFailure: ["dataset", "set_at", "system"],
        personal: ["addressee_id", "atenabango"])
    /// 受領の確認: somebody of the staff has confirmed with a receiver that it follows.
    static let acknowledgementConfirmed = EventKind(
        "protection.acknowledgement-confirmed", "支援措置の受領を業務システムに直接確かめた記録", onSuccess: ["dataset", "department", "system", "terminal"],
        onFailure: ["dataset", "department", "refusal", "system", "terminal"], personal: ["addressee_id", "atenabango", "reason_text"])
    /// 受領の一覧
    static let acknowledgementsListed = EventKind(
        "protection.acknowledgements-listed", "支援措置の受領の一覧", onSuccess: ["count", "department", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: ["atenabango"])

    /// All of this stage.
    package static let delivery: [EventKind] = [
        redelivered, startedOver, placeLost, inventoryReported, sentAgain, surplusTakenBack, protectionUnacknowledged, acknowledgementConfirmed,
        acknowledgementsListed,
    ]
}
