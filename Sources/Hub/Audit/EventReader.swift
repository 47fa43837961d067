internal import Postgres
internal import Seal

/// Reads events in the order of sealing, some pages ahead of what is taken.
struct EventReader {
    /// An event, and what its row says beside the sealed text.
    struct Stored: Sendable {
        var event: LogEvent
        var xact: UInt64
        /// What of the columns differs from the text; nil where nothing does.
        var disagreement: String?
    }

    private let connection: Connection
    private var xact: UInt64
    private var eventID: Int64
    private var index: Int
    private var buffer: [Stored] = []
    private var isAtEnd = false

    /// Begins after a sealed batch, nil for the first event.
    ///
    /// - Parameters:
    ///   - note: found authentic. Where its batch ends stands in it; only for those from before it was told, the columns beside it are asked.
    ///   - gaps: where a batch's events are gone, these say where the next one's begin.
    ///   - index: leaf of the first event read.
    init(connection: Connection, after note: SignedNote?, gaps: LogGaps, index: Int) async throws {
        (self.connection, self.index, xact, eventID) = (connection, index, 0, 0)
        if let place = note.flatMap({ gaps.place(after: $0.checkpoint.batch) }) {
            (xact, eventID) = (place.xact, place.eventID)
            return
        }
        guard let batch = note?.checkpoint.batch else { return }
        if let until = note?.checkpoint.until {
            (xact, eventID) = (until.xact, until.eventID)
            return
        }
        let rows = try await connection.query("SELECT last_xact, last_event_id FROM audit.checkpoint WHERE batch = \(Int64(batch))")
        guard let row = rows.first else {
            throw LogFault(.checkpoint, index: index, batch: batch, "データベースにこのバッチのチェックポイントがありません")
        }
        (xact, eventID) = (try row.decode(0, as: UInt64.self), try row.decode(1, as: Int64.self))
    }

    /// The next events, fewer where there are no more.
    mutating func take(_ count: Int) async throws -> [Stored] {
        try await fill(count)
        let taken = Array(buffer.prefix(count))
        buffer.removeFirst(taken.count)
        return taken
    }

    /// Ids of the events after those taken; some hundred where there are as many.
    mutating func following() async throws -> [Int64] {
        try await fill(200)
        return buffer.prefix(200).map(\.event.id)
    }

    private mutating func fill(_ count: Int) async throws {
        while buffer.count < count, !isAtEnd {
            let rows = try await connection.query(
                """
                SELECT event_id, xact, body, salt, personal, recorded_at, is_failure, kind, by_whom, addressee_id FROM audit.event
                WHERE (xact, event_id) > (\(xact), \(eventID)) ORDER BY xact, event_id LIMIT 2000
                """)
            isAtEnd = rows.count < 2000
            for row in rows {
                let stored = try Self.stored(row, index)
                buffer.append(stored)
                (xact, eventID) = (stored.xact, stored.event.id)
                index += 1
            }
        }
    }

    private static func stored(_ row: Row, _ index: Int) throws -> Stored {
        let body = try row.decode(2, as: String.self)
        let personal = try row.decode(4, as: String?.self)
        let event = LogEvent(
            index: index, id: try row.decode(0, as: Int64.self), body: body, salt: row.bytes(3).map { Array($0) }, personal: personal)
        var differs: [String] = []
        let opening = AuditEvent.opening(
            at: try row.decode(5, as: PostgresInstant.self), by: try row.decode(8, as: String.self), kind: try row.decode(7, as: String.self))
        if !body.hasPrefix(opening) { differs.append("recorded_at, by_whom, kind") }
        // A quote inside a field is written with a backslash, so this can't stand in one.
        if body.contains(#","outcome":"failure""#) != (try row.decode(6, as: Bool.self)) { differs.append("is_failure") }
        // Where the opening names nobody, or was erased, nobody may be named beside it.
        let addressee = personal.flatMap { AuditEvent.personalField("addressee_id", in: $0) }.flatMap { Int64($0) }
        if addressee != (try row.decode(9, as: Int64?.self)) { differs.append("addressee_id") }
        return Stored(
            event: event, xact: try row.decode(1, as: UInt64.self), disagreement: differs.isEmpty ? nil : differs.joined(separator: ", "))
    }
}
