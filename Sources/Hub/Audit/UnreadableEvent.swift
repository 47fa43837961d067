internal import Postgres

/// An event of a provision whose texts are no JSON that the database reads: it would end every statement that looks into them with an error.
struct UnreadableEvent {
    let connection: Connection

    /// The first one by id; nil where all can be read. In a transaction, which goes on whatever is found.
    func first() async throws -> Int64? {
        let rows = try await connection.query(
            "SELECT min(event_id), max(event_id) FROM audit.event WHERE kind = 'provision.answered'")
        guard let row = rows.first, let least = try row.decode(0, as: Int64?.self), let most = try row.decode(1, as: Int64?.self) else { return nil }
        guard try await !isReadable(least...most) else { return nil }
        var range = least...most
        while range.lowerBound < range.upperBound {
            let middle = range.lowerBound + (range.upperBound - range.lowerBound) / 2
            range = try await isReadable(range.lowerBound...middle) ? middle + 1...range.upperBound : range.lowerBound...middle
        }
        return range.lowerBound
    }

    private func isReadable(_ range: ClosedRange<Int64>) async throws -> Bool {
        try await connection.script(unsafeSQL: "SAVEPOINT reading")
        do {
            _ = try await connection.query(
                """
                SELECT count(body::jsonb -> 'fields'), count(personal::jsonb) FROM audit.event
                WHERE kind = 'provision.answered' AND event_id BETWEEN \(range.lowerBound) AND \(range.upperBound)
                """)
            try await connection.script(unsafeSQL: "RELEASE SAVEPOINT reading")
            return true
        } catch let error as PostgresError where error.sqlState?.hasPrefix("22") == true || error.sqlState?.hasPrefix("54") == true {
            // Data that is no JSON, or nested beyond all bounds.
            try await connection.script(unsafeSQL: "ROLLBACK TO SAVEPOINT reading; RELEASE SAVEPOINT reading")
            return false
        }
    }
}
