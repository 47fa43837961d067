internal import Addressee

/// 適用日のある行. Rows of one key, each in force from a day on until the next is; the one without a day has been from the beginning, as far as its source says.
struct Dated<Row: Sendable>: Sendable {
    private var rows: [(from: CalendarDay?, row: Row)] = []

    /// - Returns: whether it is the only one from that day.
    mutating func add(_ row: Row, from day: CalendarDay?) -> Bool {
        guard !rows.contains(where: { $0.from == day }) else { return false }
        rows.append((from: day, row: row))
        rows.sort { ($0.from?.daysSince2000 ?? .min) < ($1.from?.daysSince2000 ?? .min) }
        return true
    }

    /// 適用される行. The newest that is in force on a day; `nil` where none was yet.
    func on(_ day: CalendarDay) -> Row? { rows.last { row in row.from.map { $0 <= day } ?? true }?.row }

    /// The oldest: of days before it nothing else is known.
    var first: Row? { rows.first?.row }

    /// 最新の行.
    var newest: Row? { rows.last?.row }
}
