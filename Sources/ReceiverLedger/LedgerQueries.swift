import Addressee
import Postgres

/// The SQL of the tables that every receiver has: `person` or one like it, and `applied_batch`.
struct LedgerQueries {
    private let schema: String
    private let table: LedgerTable

    /// - Parameter schema: a name of the program's own, never from outside.
    init(_ schema: String, _ table: LedgerTable) { (self.schema, self.table) = (schema, table) }

    private var place: String { "\(schema).\(table.name)" }

    /// Who the connection is, and whether the receiver's table is there for it.
    func connectedAs() -> Query {
        """
        SELECT current_user::text AS role,
          (SELECT has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'SELECT')
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = \(schema) AND c.relname = \(table.name)) AS may_write
        """
    }

    /// Keeps whose hub feeds the receiver, where nobody's does yet.
    func keep(_ body: LocalGovernmentCode) -> Query {
        "INSERT INTO \(unsafeSQL: schema).body (code) VALUES (\(body.value)) ON CONFLICT ON CONSTRAINT body_pkey DO NOTHING"
    }

    /// Whose hub feeds the receiver.
    func feedingBody() -> Query { "SELECT code FROM \(unsafeSQL: schema).body" }

    /// Every join of this transaction is of a batch with a table that has an index for it. A plan that was made and kept while the table was empty would
    /// read the whole table later.
    func preferIndexes() -> Query {
        """
        SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
          set_config('enable_mergejoin', 'off', true)
        """
    }

    /// Notes the batch's key; touches no row where it is noted already. Waits while another transaction is about to note it.
    func note(key: String, sequence: Int64, entryCount: Int, day: CalendarDay) -> Query {
        """
        INSERT INTO \(unsafeSQL: schema).applied_batch (sequence, entry_count, calendar_day, idempotency_key)
        VALUES (\(sequence), \(Int32(clamping: entryCount)), \(day.postgres), \(key))
        ON CONFLICT ON CONSTRAINT applied_batch_pkey DO NOTHING
        """
    }

    /// What is noted under a key.
    func noted(key: String) -> Query {
        "SELECT sequence, entry_count FROM \(unsafeSQL: schema).applied_batch WHERE idempotency_key = \(key)"
    }

    func forgetBatches(olderThanDays days: Int) -> Query {
        """
        DELETE FROM \(unsafeSQL: schema).applied_batch
        WHERE applied_at < now() - make_interval(days => \(Int32(clamping: days)))
        """
    }

    /// Writes each person that is newer than what is held, and gives those: `atenabango`, and whether the person is new.
    func write(_ columns: LedgerColumns, sequence: Int64) -> Query {
        """
        INSERT INTO \(unsafeSQL: place) AS held
          (sequence, rirekibango, kojinbango_key_id, removed, kojinbango_sealed, items, waiting, \(unsafeSQL: table.key))
        SELECT \(sequence), rirekibango, kojinbango_key_id, items IS NULL, kojinbango_sealed, items, waiting, \(unsafeSQL: table.key)
        FROM unnest(\(columns.numbers), \(columns.historyNumbers), \(columns.keyIDs), \(columns.encrypted), \(columns.items), \(columns.waiting),
            \(columns.recordKeys)) AS given (atenabango, rirekibango, kojinbango_key_id, kojinbango_sealed, items, waiting, record_key)
        ON CONFLICT ON CONSTRAINT \(unsafeSQL: table.name)_pkey DO UPDATE SET
          sequence = excluded.sequence,
          rirekibango = excluded.rirekibango,
          waiting = excluded.waiting,
          kojinbango_key_id = CASE WHEN excluded.waiting & \(Self.individualNumber) = 0 THEN excluded.kojinbango_key_id ELSE held.kojinbango_key_id END,
          removed = excluded.removed,
          kojinbango_sealed = CASE WHEN excluded.waiting & \(Self.individualNumber) = 0 THEN excluded.kojinbango_sealed ELSE held.kojinbango_sealed END,
          items = CASE WHEN excluded.waiting & ~\(Self.individualNumber) = 0 THEN excluded.items ELSE \(unsafeSQL: keepingWaiting) END
        WHERE held.sequence < excluded.sequence
        RETURNING held.atenabango, \(unsafeSQL: table.isKeyed ? "held.record_key" : "''::text") AS record_key, held.xmax = 0 AS is_new
        """
    }

    private static let individualNumber = ItemSet(.kojinbango).rawValue

    /// The items given, and of those that wait for a decision at the hub the ones held.
    private var keepingWaiting: String {
        guard !table.waitable.isEmpty else { return "excluded.items" }
        let names = table.waitable.map { "(\(ItemSet($0).rawValue), '\($0.rawValue)')" }.joined(separator: ", ")
        return """
            (SELECT json_object_agg(key, value ORDER BY key COLLATE "C") FROM (
              SELECT key, value FROM json_each_text(excluded.items)
              UNION ALL
              SELECT h.key, h.value FROM json_each_text(held.items) h JOIN (VALUES \(names)) AS item (bit, name) ON item.name = h.key
              WHERE item.bit & excluded.waiting <> 0
            ) AS kept)
            """
    }

    /// The records held that come after one, in order of addressee number and record key.
    func held(after place: (number: String, key: String), limit: Int) -> Query {
        let columns = "atenabango, rirekibango, items, kojinbango_sealed, kojinbango_key_id"
        guard table.isKeyed else {
            return """
                SELECT \(unsafeSQL: columns), '' AS record_key FROM \(unsafeSQL: self.place)
                WHERE atenabango > \(place.number) AND NOT removed ORDER BY atenabango LIMIT \(limit)
                """
        }
        return """
            SELECT \(unsafeSQL: columns), record_key FROM \(unsafeSQL: self.place)
            WHERE (atenabango, record_key) > (\(place.number), \(place.key)) AND NOT removed ORDER BY atenabango, record_key LIMIT \(limit)
            """
    }

    /// Individual numbers that an older key encrypted; other workers' rows are left to them.
    func encryptedBefore(keyID: Int32, limit: Int) -> Query {
        """
        SELECT atenabango, \(unsafeSQL: table.isKeyed ? "record_key" : "''::text") AS record_key, kojinbango_sealed, kojinbango_key_id
        FROM \(unsafeSQL: place) WHERE kojinbango_key_id < \(keyID) LIMIT \(limit) FOR UPDATE SKIP LOCKED
        """
    }

    /// Puts newly encrypted individual numbers in place.
    func reencrypt(numbers: [String], recordKeys: [String], encrypted: [[UInt8]], keyID: Int32) -> Query {
        """
        UPDATE \(unsafeSQL: place) AS held SET kojinbango_sealed = given.sealed, kojinbango_key_id = \(keyID)
        FROM unnest(\(numbers), \(recordKeys), \(encrypted)) AS given (atenabango, record_key, sealed)
        WHERE held.atenabango = given.atenabango\(unsafeSQL: table.isKeyed ? " AND held.record_key = given.record_key" : "")
        """
    }
}
