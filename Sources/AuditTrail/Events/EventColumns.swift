package import Postgres
package import TransparencyLog

/// What an event's row says beside its text: columns for searching that repeat parts of it.
package struct EventColumns: Sendable {
    let recordedAt: PostgresInstant
    package let isFailure: Bool
    package let kind: String
    package let byWhom: String
    package let addresseeID: Int64?

    package init(recordedAt: PostgresInstant, isFailure: Bool, kind: String, byWhom: String, addresseeID: Int64?) {
        self.recordedAt = recordedAt
        self.isFailure = isFailure
        self.kind = kind
        self.byWhom = byWhom
        self.addresseeID = addresseeID
    }

    /// The columns that say otherwise than the text, by name, and no others.
    ///
    /// - Parameter addressee: the person whom the personal fields name; nil where they name nobody, or were erased.
    package func differing(from text: LogEventText, addressee: Int64?) -> [String] {
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
