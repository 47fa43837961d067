package import Postgres

/// 再通知. Entries by which receivers are told of persons again though nothing of them changed.
package enum ToldAgain {
    /// One such entry.
    package struct Entry: Sendable {
        /// Its place in the transaction that is open.
        package let position: Int64
        /// Whom it tells of.
        package let addresseeID: Int64
    }

    /// Appends an entry for each of these persons whom the register knows, and wakes whoever waits for the journal.
    ///
    /// - Parameter connection: in a transaction that began with ``HubCalendar/holdingStill``.
    package static func append(_ persons: [Int64], on connection: Connection) async throws -> [Entry] {
        let rows = try await connection.query(
            """
            INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind)
            SELECT nextval('journal.position'), v.addressee_id, 0, v.history_number, 'r'
            FROM (SELECT DISTINCT id FROM unnest(\(persons)) AS asked (id)) AS asked CROSS JOIN LATERAL register.newest(asked.id) AS v
            RETURNING position, addressee_id
            """)
        try await connection.execute("SELECT pg_notify('atena_journal', '')")
        return try rows.map { Entry(position: try $0.decode("position", as: Int64.self), addresseeID: try $0.decode("addressee_id", as: Int64.self)) }
    }
}
