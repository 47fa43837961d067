internal import AuditTrail
internal import Postgres
internal import TransparencyLog

/// Where a database's events go on after its newest batch, and the gap that is still to be told of there.
///
/// Behind a batch whose events it lost that is not where the batch itself ended. Who has the right to say so is in the files outside; the columns of the
/// batch's row choose among what two people accepted there, and nothing else.
struct DatabaseEnd: Sendable, Hashable {
    /// The next batch begins after it.
    let place: Checkpoint.Cut
    /// To be told in the next batch; nil where nothing is missing.
    let gap: Checkpoint.Gap?

    /// - Parameters:
    ///   - note: of the database's newest batch, found authentic; nil where it has none.
    ///   - accepted: what two people accepted, signed.
    static func read(after note: SignedNote?, accepted: [ResumptionStatement.Acceptance], on connection: Connection) async throws -> DatabaseEnd {
        guard let note else { return DatabaseEnd(place: .init(xact: 0, eventID: 0), gap: nil) }
        let batch = note.checkpoint.batch
        let rows = try await connection.query("SELECT last_xact, last_event_id, leaves FROM audit.checkpoint WHERE batch = \(Int64(batch))")
        guard let row = rows.first else { return DatabaseEnd(place: .init(xact: 0, eventID: 0), gap: nil) }
        // Whoever may write the columns does not choose what is left out: the place stands in what is signed, but for notes from before it was told.
        let own = try note.checkpoint.until ?? .init(xact: row.decode("last_xact"), eventID: row.decode("last_event_id"))
        // Acted on was the one whose place the row took over, also where the events turn out to be there; a database that was restored further after all
        // has a row of its own.
        let place = try Checkpoint.Cut(xact: row.decode("last_xact"), eventID: row.decode("last_event_id"))
        guard let loss = accepted.last(where: { $0.isOfEvents(upTo: note, goingOnAt: place) }) else { return DatabaseEnd(place: own, gap: nil) }
        // A restored database gives numbers out again: the place may happen to be the batch's own end.
        let leaves = [TreeHash](joinedBytes: Array(try row.bytes("leaves") ?? [])) ?? []
        if place == own, try await has(leaves, of: note, upTo: own, on: connection) { return DatabaseEnd(place: own, gap: nil) }
        return DatabaseEnd(
            place: place, gap: .init(first: loss.proposal.word.database + 1, place: place, accepted: loss.confirmation.digest))
    }

    /// Whether the events of a batch are there.
    private static func has(_ leaves: [TreeHash], of note: SignedNote, upTo end: Checkpoint.Cut, on connection: Connection) async throws -> Bool {
        var start = note.checkpoint.gap?.place
        if start == nil {
            let rows = try await connection.query("SELECT note FROM audit.checkpoint WHERE batch = \(Int64(note.checkpoint.batch - 1))")
            start = try rows.first.map { try SignedNote($0.decode(String.self)).checkpoint.until } ?? nil
        }
        let rows = try await connection.query(
            """
            SELECT body FROM audit.event
            WHERE (xact, event_id) > (\(start?.xact ?? 0), \(start?.eventID ?? 0)) AND (xact, event_id) <= (\(end.xact), \(end.eventID))
            ORDER BY xact, event_id LIMIT \(Int64(leaves.count + 1))
            """)
        let body = try rows.column("body", as: String?.self)
        return rows.map { .leaf($0.bytes(body) ?? []) } == leaves
    }
}
