internal import AuditTrail
package import Postgres

/// コードの書換え. The codes of a register that was there before were rewritten to the national ones by a migration, the one exception to "nothing in place"
/// (decision 0035): the log is told of it once, however often this is done and wherever it was interrupted.
package enum CodeRewriting {
    /// Tells the log, unless it was told or nothing was rewritten.
    ///
    /// - Parameter byWhom: who operates, as the log is to name it.
    /// - Returns: how many persons' codes changed; nil where there was nothing to tell.
    /// - Throws: `PostgresError`.
    package static func tell(_ pool: Pool, by byWhom: String) async throws -> Int64? {
        try await pool.transaction { connection in
            let rows = try await connection.query(
                "SELECT versions, persons, kept FROM register.code_rewriting WHERE event_id IS NULL FOR NO KEY UPDATE")
            guard let row = rows.first else { return nil }
            let (versions, persons, kept) = try row.decode((Int64, Int64, Int64).self)
            let event = AuditEvent(
                .codesRewritten, by: byWhom, fields: ["kept": String(kept), "persons": String(persons), "versions": String(versions)])
            let written: Int64 = try await connection.query(event.statement()).written().decode("event_id")
            try await connection.execute("UPDATE register.code_rewriting SET event_id = \(written)")
            return persons
        }
    }
}
