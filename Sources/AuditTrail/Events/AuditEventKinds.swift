internal import TransparencyLog

/// What the log tells of itself.
extension EventKind {
    /// 証跡の閲覧
    package static let logRead = EventKind("log.read", "証跡の閲覧（検証・証明・書き出し）", onSuccess: ["act", "event", "from", "to"])
    /// 証跡の書き出しの言明: what was written, so that openings taken out of it later show.
    package static let logExported = EventKind(ExportStatement.kind, "証跡の書き出しに何が含まれるかの言明", onSuccess: ExportStatement.fieldNames)
    /// 封印の再開の提案
    package static let resumptionProposed = EventKind(
        "log.resumption-proposed", "封印の再開の提案", onSuccess: ["database", "outside", "reason"], onFailure: ["code", "reason"])
    /// 封印の再開の承認
    package static let resumptionConfirmed = EventKind(
        "log.resumption-confirmed", "封印の再開の承認", onSuccess: ["database", "outside", "proposed_by", "reason"], onFailure: ["code", "reason"])

    /// 保存年限の過ぎた個人項目の消去
    package static let openingsErased = EventKind(
        "log.openings-erased", "保存年限の過ぎた個人項目の消去", onSuccess: ["before", "count", "years"],
        onFailure: ["before", "department", "refusal", "terminal"])

    /// All of this stage.
    package static let log: [EventKind] = [logRead, logExported, resumptionProposed, resumptionConfirmed, openingsErased]
}
