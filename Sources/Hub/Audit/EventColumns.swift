internal import Postgres
internal import Seal

/// What an event's row says beside its text: columns for searching that repeat parts of it.
struct EventColumns: Sendable {
    let recordedAt: PostgresInstant
    let isFailure: Bool
    let kind: String
    let byWhom: String
    let addresseeID: Int64?

    /// The columns that say otherwise than the text, by name, and no others.
    ///
    /// - Parameter addressee: the person whom the personal fields name; nil where they name nobody, or were erased.
    func differing(from text: LogEventText, addressee: Int64?) -> [String] {
        var differing: [String] = []
        // Beyond the years 1 to 9999 the text has the nearest moment that it can write.
        if LogTime(recordedAt) != text.at { differing.append("recorded_at") }
        if isFailure != text.isFailure { differing.append("is_failure") }
        if kind != text.kind { differing.append("kind") }
        if byWhom != text.byWhom { differing.append("by_whom") }
        if addresseeID != addressee { differing.append("addressee_id") }
        return differing
    }
}
