internal import AccessControl
internal import Addressee
internal import Postgres

/// 公開された記録. What systems publish about persons, version by version, and the journal's entries of it.
enum PublishedRecords {
    /// Writes records that differ from what is held, each as a new version with its entry in the journal. Gives for each row whether the person is known, whether
    /// something was new, and of whom something was whether the publisher has a record of the person now, for ``turn(_:by:_:on:)``.
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
            -- Whether the publisher has any record of the person now.
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
        )
        SELECT g.row, g.addressee_id IS NOT NULL AS is_known, coalesce(f.is_new, false) AS is_new, t.addressee_id AS turned, t.holds
        FROM given g LEFT JOIN found f ON f.row = g.row LEFT JOIN turned t ON t.addressee_id = g.addressee_id ORDER BY g.row
        """
    }

    /// Marks a publisher as one who registered a person, with the first record, or no longer, with the last one withdrawn, in the transaction that wrote the records.
    /// What held before is read with its MAC: a row that was put in past the program keeps no true one from being entered.
    ///
    /// - Parameter turned: persons, each with whether the publisher has a record of them now.
    static func turn(_ turned: [Int64: Bool], by source: SystemName, _ seal: RowSeal, on connection: Connection) async throws {
        let persons = turned.keys.sorted()
        guard !persons.isEmpty else { return }
        let before = try TrueInterests(try await connection.query(TrueInterests.statement(of: source, persons)), seal)
        let moved = persons.filter { turned[$0] != before.publishes($0) }
        guard !moved.isEmpty else { return }
        let places = try await seal.returning(
            .interest, column: "journal_position",
            """
            INSERT INTO dataset.interest (addressee_id, journal_position, holds, cause, system, by_whom)
            SELECT t.person, nextval('journal.position'), t.holds, 'p', \(source.rawValue), \(source.rawValue)
            FROM unnest(\(moved), \(moved.compactMap { turned[$0] })) AS t (person, holds)
            """, on: connection
        ).compactMap { Int64($0) }
        try await connection.execute(
            """
            INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind)
            SELECT i.journal_position, i.addressee_id, 0, v.history_number, 'i'
            FROM dataset.interest i CROSS JOIN LATERAL register.newest(i.addressee_id) AS v
            WHERE i.addressee_id = ANY (\(moved)) AND i.system = \(source.rawValue) AND i.journal_position = ANY (\(places))
            """)
    }
}
