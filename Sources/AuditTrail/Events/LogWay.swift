package import Postgres

/// The log took an event and wrote nothing: a trigger or a rule swallowed it. What it describes must not happen.
struct LogNotWritten: Error, Sendable, CustomStringConvertible {
    /// In Japanese; no value of an event.
    let description = "証跡に書けませんでした（audit.event か provision.record のトリガーかルールを確かめてください）"
}

extension Rows {
    /// The one row that a statement of the log returns for what it wrote.
    ///
    /// - Throws: `LogNotWritten` where it wrote none, or more than one.
    @discardableResult package func written() throws -> Row {
        try written(1)
        guard let row = first else { throw LogNotWritten() }
        return row
    }

    /// As many rows as a statement of the log was to write.
    ///
    /// - Throws: `LogNotWritten` where it wrote others.
    package func written(_ expected: Int) throws {
        guard count == expected else { throw LogNotWritten() }
    }
}

/// Whether anything stands between an event and its row.
package enum LogWay {
    /// The tables of the log that are no plain tables any more, have triggers, rules or row policies of somebody's, or take an event's transaction from
    /// elsewhere; those that the sealer writes are among them, for what is on these runs in its own session.
    package static func obstructed(on connection: Connection) async throws -> [String] { try obstructed(try await connection.query(question)) }

    /// The answer to `question`.
    package static func obstructed(_ rows: Rows) throws -> [String] { try rows.map { try $0.decode(String.self) } }

    /// For whoever asks something else in the same round trip.
    ///
    /// `pg_get_expr` takes a lock on the table whose default it writes out, so it is asked of the one table only, in whatever order the planner looks: a
    /// module that locks its own would hold up the sealer and whoever asks for the hub's health.
    package static var question: Query {
        """
        SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE (n.nspname, c.relname) IN (('audit', 'event'), ('audit', 'checkpoint'), ('audit', 'tile'), ('audit', 'seal_state'), ('provision', 'record'))
            AND (c.relkind <> 'r' OR c.relrowsecurity
                OR (n.nspname, c.relname) = ('audit', 'event') AND NOT EXISTS (
                    SELECT FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
                    WHERE d.adrelid = c.oid AND a.attname = 'xact' AND a.atttypid = 'xid8'::regtype
                        AND CASE WHEN d.adrelid = to_regclass('audit.event') THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END = 'pg_current_xact_id()')
                OR EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
                OR EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid))
        ORDER BY 1
        """
    }
}
