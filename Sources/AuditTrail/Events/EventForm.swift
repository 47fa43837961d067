package import Postgres
package import TransparencyLog

/// Whether an event's row is as the program writes it: asked when it is sealed, so that the checkpoint can say that it never was.
///
/// Whoever has the service's login may write rows past the program. That they differ from what the program writes shows for ever; only what is signed at that
/// moment tells such a row from one that was altered later.
package enum EventForm {
    /// What is read of an event beside its text: whatever its personal fields hold, few bytes.
    package static let columns = """
        recorded_at, is_failure, kind, by_whom, addressee_id, left(personal, 64),
        CASE WHEN personal IS NOT NULL THEN encode(sha256(salt || convert_to(personal, 'UTF8')), 'hex') END, length(salt)
        """

    /// - Parameters:
    ///   - row: with `columns` from `first` on.
    ///   - now: an event of more than five minutes after it is still to come.
    package static func isOfProgram(_ body: String, _ row: Row, from first: Int, now: LogTime) throws -> Bool {
        guard let text = LogEventText(body), text.at.seconds(since: now) <= Heartbeat.limit else { return false }
        let columns = EventColumns(
            recordedAt: try row.decode(first, as: PostgresInstant.self), isFailure: try row.decode(first + 1, as: Bool.self),
            kind: try row.decode(first + 2, as: String.self), byWhom: try row.decode(first + 3, as: String.self),
            addresseeID: try row.decode(first + 4, as: Int64?.self))
        let personal = try row.decode(first + 5, as: String?.self)
        guard columns.differing(from: text, addressee: personal.flatMap(addressee)).isEmpty else { return false }
        guard personal != nil else { return text.commitment == nil && columns.addresseeID == nil }
        return try row.decode(first + 6, as: String?.self) == text.commitment && row.decode(first + 7, as: Int32?.self) == 32
    }

    /// Names stand in their order, so that the person's comes first.
    private static func addressee(_ personal: String) -> Int64? {
        let opening = #"{"addressee_id":""#
        guard personal.hasPrefix(opening) else { return nil }
        return Int64(personal.dropFirst(opening.count).prefix { $0 != "\"" })
    }
}
