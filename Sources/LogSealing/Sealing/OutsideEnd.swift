internal import AuditTrail
internal import Postgres
internal import Register
internal import Threads
internal import TransparencyLog

/// 外の記録の端. What stands in the files outside the database, as it is now.
struct OutsideEnd: Sendable {
    /// The last whole batch.
    let last: SealedBatch?
    /// The last whole heartbeat.
    let heartbeat: Heartbeat?
    /// What two people accepted, signed.
    let accepted: [ResumptionStatement.Acceptance]

    static func read(_ files: SealedBatchFiles, _ key: VerifierKey) async throws -> OutsideEnd {
        try await OwnThread.run { OutsideEnd(last: try files.last(), heartbeat: try files.lastHeartbeat(), accepted: try files.accepted(key)) }
    }
}

extension SealerStart {
    /// Finds what is to be known of the database.
    ///
    /// - Parameters:
    ///   - inside: note of the database's last batch, found authentic.
    ///   - end: where its events go on.
    static func read(_ outside: OutsideEnd, _ inside: SignedNote?, _ end: DatabaseEnd, on connection: Connection) async throws -> SealerStart {
        var start = SealerStart(
            outside: outside.last, heartbeat: outside.heartbeat, inside: inside, place: end.place, gap: end.gap,
            horizon: try await Horizon.read(on: connection).xact)
        if let batch = start.asksNote {
            start.same = try await connection.query("SELECT note FROM audit.checkpoint WHERE batch = \(Int64(batch))").first?.decode(String.self)
        }
        if start.asksEvents > 0 {
            let rows = try await connection.query(
                """
                SELECT xact, event_id, body FROM audit.event
                WHERE (xact, event_id) > (\(end.place.xact), \(end.place.eventID)) AND xact < pg_snapshot_xmin(pg_current_snapshot())
                ORDER BY xact, event_id LIMIT \(Int64(start.asksEvents))
                """)
            let body = try rows.column("body", as: String?.self)
            start.events = rows.map { .leaf($0.bytes(body) ?? []) }
            start.end = try rows.last.map { .init(xact: try $0.decode("xact"), eventID: try $0.decode("event_id")) }
        }
        return start
    }
}
