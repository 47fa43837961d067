internal import AccessControl
internal import Addressee
internal import Postgres

/// 公開された記録. What systems publish about persons, version by version, and the journal's entries of it.
enum PublishedRecords {
    /// Writes records that differ from what is held, each as a new version with its entry in the journal, and marks the publisher as one who knows the
    /// person, or no longer does. Gives for each row whether the person is known, and whether something was new.
    ///
    /// - Parameters:
    ///   - rows: numbers that the answer names them by.
    ///   - items: JSON of the items; nil where the record is withdrawn.
    static func write(
        _ rows: [Int32], _ numbers: [String], _ keys: [String], _ items: [String?], of catalogue: ItemCatalogue, by source: SystemName
    ) -> Query {
        """
        WITH item AS MATERIALIZED (
            -- All that were ever taken: a text from before a newer item drops that item from the record.
            SELECT name, 1::bigint << bit AS bit FROM dataset.item WHERE dataset = \(catalogue.dataset.rawValue) AND name <> \(Item.kojinbango.rawValue)
        ), given AS (
            SELECT g.row, g.number, g.key, g.items::jsonb AS items, a.addressee_id
            FROM unnest(\(rows), \(numbers), \(keys), \(items)) AS g (row, number, key, items)
            LEFT JOIN register.addressee a ON a.atenabango = g.number
        ), found AS (
            SELECT g.*, coalesce(c.history_number, 0) AS history, c.items AS before, c.items IS DISTINCT FROM g.items AS is_new
            FROM given g LEFT JOIN LATERAL dataset.newest(g.addressee_id, \(catalogue.dataset.rawValue), g.key) AS c ON true
            WHERE g.addressee_id IS NOT NULL
        ), placed AS (
            SELECT f.*, nextval('journal.position') AS place, (
                SELECT coalesce(bit_or(i.bit), 0) FROM item i WHERE f.before ->> i.name IS DISTINCT FROM f.items ->> i.name
            ) AS changed
            FROM (SELECT * FROM found WHERE is_new ORDER BY row) AS f
        ), kept AS (
            INSERT INTO dataset.record (addressee_id, journal_position, history_number, schema_version, dataset, record_key, system, items)
            SELECT addressee_id, place, history + 1, \(Int32(catalogue.schemaVersion)), \(catalogue.dataset.rawValue), key, \(source.rawValue), items
            FROM placed
        ), told AS (
            INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind, dataset, record_key)
            SELECT place, addressee_id, changed, history + 1, 'd', \(catalogue.dataset.rawValue), key FROM placed
        ), turned AS (
            -- Who publishes a person's first record, or withdraws the last one, begins or ceases to count as one who registered the person.
            SELECT p.addressee_id, bool_or(p.items IS NOT NULL) OR EXISTS (
                    SELECT FROM (
                        SELECT DISTINCT ON (r.dataset, r.record_key) r.dataset, r.record_key, r.items FROM dataset.record r
                        WHERE r.addressee_id = p.addressee_id AND r.system = \(source.rawValue) ORDER BY r.dataset, r.record_key, r.history_number DESC
                    ) AS other
                    WHERE other.items IS NOT NULL AND NOT EXISTS (
                        SELECT FROM placed q
                        WHERE q.addressee_id = p.addressee_id AND other.dataset = \(catalogue.dataset.rawValue) AND other.record_key = q.key)
                ) AS holds
            FROM placed p GROUP BY p.addressee_id
        ), moved AS (
            SELECT t.addressee_id, t.holds, nextval('journal.position') AS place, (
                SELECT v.history_number FROM register.newest(t.addressee_id) AS v
            ) AS history
            FROM turned t WHERE t.holds IS DISTINCT FROM coalesce((
                SELECT i.holds FROM dataset.interest i
                WHERE i.addressee_id = t.addressee_id AND i.system = \(source.rawValue) AND i.cause = 'p'
                ORDER BY i.journal_position DESC LIMIT 1), false)
        ), registered AS (
            INSERT INTO dataset.interest (addressee_id, journal_position, holds, cause, system, by_whom)
            SELECT addressee_id, place, holds, 'p', \(source.rawValue), \(source.rawValue) FROM moved
        ), announced AS (
            INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind) SELECT place, addressee_id, 0, history, 'i' FROM moved
        )
        SELECT g.row, g.addressee_id IS NOT NULL AS is_known, coalesce(f.is_new, false) AS is_new, m.addressee_id AS moved, m.place AS moved_to
        FROM given g LEFT JOIN found f ON f.row = g.row LEFT JOIN moved m ON m.addressee_id = g.addressee_id ORDER BY g.row
        """
    }

    /// Seals what ``write(_:_:_:_:of:by:)`` entered of who knows whom, in the same transaction.
    ///
    /// - Parameter moved: persons, each with the place of what was entered of them.
    static func seal(_ moved: [Int64: Int64], by source: SystemName, _ seal: RowSeal, on connection: Connection) async throws {
        guard !moved.isEmpty else { return }
        let persons = moved.keys.sorted()
        let written = try await connection.query(
            """
            SELECT t.ctid::text, t.addressee_id::text, \(unsafeSQL: SealedTable.interest.form("t"))
            FROM unnest(\(persons), \(persons.compactMap { moved[$0] })) AS m (person, place)
            JOIN dataset.interest t ON t.addressee_id = m.person AND t.system = \(source.rawValue) AND t.journal_position = m.place
            WHERE t.xact = pg_current_xact_id() AND t.mac IS NULL
            """)
        try await seal.seal(.interest, written, on: connection)
    }
}
