internal import Addressee
package import Postgres

/// Up to where the journal can be read, and in which incarnation (世代): read together, in one statement.
package struct JournalEnd: Sendable {
    /// The safe horizon.
    package let horizon: Position
    /// What a cursor that is made now belongs to.
    package var origin: JournalOrigin
    /// Whether the hub's day was moved above the horizon: nobody reads that day yet.
    package let movesAhead: Bool

    package init(horizon: Position, origin: JournalOrigin, movesAhead: Bool) {
        self.horizon = horizon
        self.origin = origin
        self.movesAhead = movesAhead
    }

    /// The same incarnation, read up to an earlier place and no further: days above it are told of when they are read.
    package func held(at place: Position) -> JournalEnd { JournalEnd(horizon: min(horizon, place), origin: origin, movesAhead: false) }

    /// As this statement's snapshot sees it; it rises from statement to statement.
    package static func read(on connection: Connection) async throws -> JournalEnd {
        let rows = try await connection.query(
            """
            SELECT pg_snapshot_xmin(s) AS horizon, pg_snapshot_xmax(s) AS seen,
                (SELECT incarnation FROM journal.incarnation ORDER BY number DESC LIMIT 1) AS incarnation,
                EXISTS (SELECT FROM journal.calendar WHERE xact >= pg_snapshot_xmin(s)) AS moves_ahead
            FROM pg_current_snapshot() AS s
            """)
        guard let (horizon, seen, incarnation, movesAhead) = try rows.first?.decode((UInt64, UInt64, PostgresUUID, Bool).self) else {
            throw JournalWithoutIncarnation()
        }
        return JournalEnd(
            horizon: .below(horizon), origin: JournalOrigin(incarnation: incarnation.description, seen: seen), movesAhead: movesAhead)
    }
}

/// The database has no row that tells its incarnation: it was not migrated by this program.
struct JournalWithoutIncarnation: Explained {
    var code: String { "X0032" }
    var rule: String { "データベースに世代の記録がありません。" }
}

/// Where in the journal's lives something was made.
package struct JournalOrigin: Sendable, Hashable, Codable {
    /// Name of the incarnation.
    package var incarnation: String
    /// Nothing of this transaction or a later one was seen when it was made.
    package var seen: UInt64
}
