package import AuditTrail

/// What moves the hub's day.
extension EventKind {
    /// 基準日の移動
    package static let calendarMoved = EventKind("journal.calendar-moved", "基準日の移動", onSuccess: ["before", "crossed", "day"])

    /// 世代の始まり: the database is a restored one, or another cluster's.
    package static let incarnationBegan = EventKind(
        "journal.incarnation-began", "復元されたデータベースでの新しい世代の始まり", onSuccess: ["cause", "number", "subscriptions"])

    /// コードの書換え: the codes of an existing register were rewritten to the national ones.
    static let codesRewritten = EventKind("register.codes-rewritten", "登録済みのコードの全国共通のコードへの書換え", onSuccess: ["kept", "persons", "versions"])

    /// All of this stage.
    package static let journal: [EventKind] = [calendarMoved, incarnationBegan, codesRewritten]
}
