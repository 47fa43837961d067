internal import AuditTrail
internal import Postgres
internal import TransparencyLog

/// Reads events in the order of sealing, some pages ahead of what is taken.
struct EventReader {
    /// An event, and what its row says beside the sealed text.
    struct Stored: Sendable {
        var event: LogEvent
        var xact: UInt64
        var kind: String
        /// Whether text and personal fields are of the form that the program writes.
        var isOfProgram: Bool
        /// The columns that differ from the text; none where nothing does, or the text is of another form.
        var differing: [String]
        var place: Checkpoint.Cut { .init(xact: xact, eventID: event.id) }
    }

    private let connection: Connection
    private var xact: UInt64
    private var eventID: Int64
    private var index: Int
    private var buffer: [Stored] = []
    private var isAtEnd = false

    /// Events read at once at most: of the largest that the table takes, some tens of megabytes.
    private static let page: Int64 = 1000

    /// Begins after a sealed batch, nil for the first event.
    ///
    /// - Parameters:
    ///   - note: found authentic. Where its batch ends stands in it; only for those from before it was told, the columns beside it are asked.
    ///   - gaps: where a batch's events are gone, these say where the next one's begin.
    ///   - index: leaf of the first event read.
    init(connection: Connection, after note: SignedNote?, gaps: LogGaps, index: Int) async throws {
        var place = note.flatMap { gaps.place(after: $0.checkpoint.batch) } ?? note?.checkpoint.until
        if place == nil, let batch = note?.checkpoint.batch {
            let rows = try await connection.query("SELECT last_xact, last_event_id FROM audit.checkpoint WHERE batch = \(Int64(batch))")
            guard let (xact, eventID) = try rows.first?.decode((UInt64, Int64).self) else {
                throw LogFault(.checkpoint, index: index, batch: batch, "データベースにこのバッチのチェックポイントがありません")
            }
            place = .init(xact: xact, eventID: eventID)
        }
        self.init(connection: connection, after: place ?? .init(xact: 0, eventID: 0), index: index)
    }

    /// Begins after a place.
    init(connection: Connection, after place: Checkpoint.Cut, index: Int) {
        (self.connection, self.index, xact, eventID) = (connection, index, place.xact, place.eventID)
    }

    /// The next events, fewer where there are no more.
    mutating func take(_ count: Int) async throws -> [Stored] {
        try await fill { $0.count >= count }
        return cut(min(count, buffer.count))
    }

    /// The events up to a place, that included; more than `most` are left for later.
    mutating func take(through place: Checkpoint.Cut, atMost most: Int) async throws -> [Stored] {
        try await fill { buffer in
            buffer.count >= most || buffer.last.map { $0.xact > place.xact || $0.xact == place.xact && $0.event.id > place.eventID } ?? false
        }
        let count = buffer.firstIndex { $0.xact > place.xact || $0.xact == place.xact && $0.event.id > place.eventID } ?? buffer.count
        return cut(min(count, most))
    }

    /// The events of a batch, by where it ends; where that is not told, or not signed, those up to the last one that it names.
    mutating func take(of batch: SealedBatch, until: Checkpoint.Cut?) async throws -> [Stored] {
        if let until { return try await take(through: until, atMost: batch.leaves.count + 10_000) }
        try await fill { $0.count >= batch.leaves.count + 200 }
        let (ids, leaves) = (Set(batch.eventIDs), Set(batch.leaves))
        let window = buffer.prefix(batch.leaves.count + 200)
        let known = window.lastIndex { ids.contains($0.event.id) || leaves.contains($0.event.leaf) }.map { $0 + 1 }
        return cut(min(buffer.count, known ?? (ids.isEmpty ? batch.leaves.count : 0)))
    }

    private mutating func cut(_ count: Int) -> [Stored] {
        let taken = Array(buffer.prefix(count))
        buffer.removeFirst(taken.count)
        return taken
    }

    private mutating func fill(until isEnough: ([Stored]) -> Bool) async throws {
        while !isEnough(buffer), !isAtEnd {
            let rows = try await connection.query(
                """
                SELECT event_id, xact, body, salt, personal, recorded_at, is_failure, kind, by_whom, addressee_id FROM audit.event
                WHERE (xact, event_id) > (\(xact), \(eventID)) ORDER BY xact, event_id LIMIT \(Self.page)
                """)
            isAtEnd = rows.count < Int(Self.page)
            let columns = try StoredColumns(rows)
            for row in rows {
                let stored = try columns.stored(row, index)
                buffer.append(stored)
                (xact, eventID) = (stored.xact, stored.event.id)
                index += 1
            }
        }
    }
}

/// Where the columns of events stand in a page of them; looked up once.
private struct StoredColumns {
    private let id: Column<Int64>
    private let xact: Column<UInt64>
    private let body: Column<String>
    private let salt: Column<[UInt8]?>
    private let personal: Column<String?>
    private let recordedAt: Column<PostgresInstant>
    private let isFailure: Column<Bool>
    private let kind: Column<String>
    private let byWhom: Column<String>
    private let addresseeID: Column<Int64?>

    init(_ rows: Rows) throws {
        id = try rows.column("event_id")
        xact = try rows.column("xact")
        body = try rows.column("body")
        salt = try rows.column("salt")
        personal = try rows.column("personal")
        recordedAt = try rows.column("recorded_at")
        isFailure = try rows.column("is_failure")
        kind = try rows.column("kind")
        byWhom = try rows.column("by_whom")
        addresseeID = try rows.column("addressee_id")
    }

    func stored(_ row: Row, _ index: Int) throws -> EventReader.Stored {
        let body = try row.decode(body)
        let personal = try row.decode(personal)
        let event = LogEvent(index: index, id: try row.decode(id), body: body, salt: row.bytes(salt).map { Array($0) }, personal: personal)
        let columns = EventColumns(
            recordedAt: try row.decode(recordedAt), isFailure: try row.decode(isFailure), kind: try row.decode(kind), byWhom: try row.decode(byWhom),
            addresseeID: try row.decode(addresseeID))
        let text = LogEventText(body)
        let fields = personal.flatMap { LogEventText.fields(of: $0) }
        // Where the opening names nobody, or was erased, nobody may be named beside it.
        let differing = text.map { columns.differing(from: $0, addressee: fields?["addressee_id"].flatMap { Int64($0) }) } ?? []
        return EventReader.Stored(
            event: event, xact: try row.decode(xact), kind: columns.kind, isOfProgram: text != nil && (personal == nil) == (fields == nil),
            differing: differing)
    }
}
