/// What moves the hub's day.
extension EventKind {
    /// 基準日の移動
    static let calendarMoved = EventKind("journal.calendar-moved", "基準日の移動", onSuccess: ["before", "crossed", "day"])

    /// All of this stage.
    static let journal: [EventKind] = [calendarMoved]
}
