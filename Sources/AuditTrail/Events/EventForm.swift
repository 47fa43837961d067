package import Postgres
package import TransparencyLog

/// Whether an event's row is as the program writes it: asked when it is sealed, so that the checkpoint can say that it never was.
///
/// Whoever has the service's login may write rows past the program. That they differ from what the program writes shows for ever; only what is signed at that
/// moment tells such a row from one that was altered later.
package struct EventForm {
    /// What is read of an event beside its text: whatever its personal fields hold, few bytes.
    package static let columns = """
        recorded_at, is_failure, kind, by_whom, addressee_id, left(personal, 64) AS opening,
        CASE WHEN personal IS NOT NULL THEN encode(sha256(salt || convert_to(personal, 'UTF8')), 'hex') END AS commitment, length(salt) AS salt_length
        """

    private let recordedAt: Column<PostgresInstant>
    private let isFailure: Column<Bool>
    private let kind: Column<String>
    private let byWhom: Column<String>
    private let addresseeID: Column<Int64?>
    private let opening: Column<String?>
    private let commitment: Column<String?>
    private let saltLength: Column<Int32?>

    /// Looks `columns` up, once for all rows.
    package init(_ rows: Rows) throws {
        recordedAt = try rows.column("recorded_at")
        isFailure = try rows.column("is_failure")
        kind = try rows.column("kind")
        byWhom = try rows.column("by_whom")
        addresseeID = try rows.column("addressee_id")
        opening = try rows.column("opening")
        commitment = try rows.column("commitment")
        saltLength = try rows.column("salt_length")
    }

    /// - Parameters:
    ///   - row: with `columns`.
    ///   - now: an event of more than five minutes after it is still to come.
    package func isOfProgram(_ body: String, _ row: Row, now: LogTime) throws -> Bool {
        guard let text = LogEventText(body), text.at.seconds(since: now) <= Heartbeat.limit else { return false }
        let columns = EventColumns(
            recordedAt: try row.decode(recordedAt), isFailure: try row.decode(isFailure), kind: try row.decode(kind), byWhom: try row.decode(byWhom),
            addresseeID: try row.decode(addresseeID))
        let personal = try row.decode(opening)
        guard columns.differing(from: text, addressee: personal.flatMap(Self.addressee)).isEmpty else { return false }
        guard personal != nil else { return text.commitment == nil && columns.addresseeID == nil }
        return try row.decode(commitment) == text.commitment && row.decode(saltLength) == 32
    }

    /// Names stand in their order, so that the person's comes first.
    private static func addressee(_ personal: String) -> Int64? {
        let opening = #"{"addressee_id":""#
        guard personal.hasPrefix(opening) else { return nil }
        return Int64(personal.dropFirst(opening.count).prefix { $0 != "\"" })
    }
}
