/// What the log tells of itself.
extension EventKind {
    /// 証跡の閲覧
    static let logRead = EventKind("log.read", "証跡の閲覧（検証・証明・書き出し）", onSuccess: ["act", "event", "from", "to"])

    /// All of this stage.
    static let log: [EventKind] = [logRead]
}
