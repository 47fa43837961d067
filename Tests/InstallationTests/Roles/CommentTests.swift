import AccessControlStand
import Postgres
import Testing

/// Every schema, table, column and sequence says what it is for.
@Suite struct CommentTests {
    @Test func noTableAndNoColumnLacksAComment() async throws {
        try await TestHub.with { hub in
            let rows = try await hub.rows(
                """
                SELECT c.oid::regclass::text || coalesce('.' || a.attname, '') FROM pg_class c
                JOIN pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN LATERAL (
                    SELECT attname, attnum FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND c.relkind <> 'S'
                    UNION ALL SELECT NULL, 0
                ) AS a ON true
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname !~ '^(pg_|information_schema)'
                    AND NOT (c.relkind = 'S' AND EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i'))
                    AND coalesce(col_description(c.oid, a.attnum), CASE WHEN a.attnum = 0 THEN obj_description(c.oid, 'pg_class') END, '') = ''
                UNION ALL
                SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)' AND coalesce(obj_description(oid, 'pg_namespace'), '') = ''
                """)
            let names = try rows.map { try $0.decode(String.self) }
            #expect(names == [])
        }
    }

    @Test func everyTableSaysSourceRetentionAndClass() async throws {
        try await TestHub.with { hub in
            let rows = try await hub.rows(
                """
                SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema)'
                    AND NOT (obj_description(c.oid, 'pg_class') ~ 'Source:' AND obj_description(c.oid, 'pg_class') ~ 'Retention:'
                        AND obj_description(c.oid, 'pg_class') ~ 'Class:')
                """)
            let names = try rows.map { try $0.decode(String.self) }
            #expect(names == [])
        }
    }

    @Test func everyConstraintHasANameOfItsOwn() async throws {
        try await TestHub.with { hub in
            // Names that PostgreSQL would have made up end in _check, or in a number.
            let rows = try await hub.rows(
                """
                SELECT conrelid::regclass::text || '.' || conname FROM pg_constraint JOIN pg_namespace n ON n.oid = connamespace
                WHERE n.nspname !~ '^(pg_|information_schema)' AND (conname ~ '_check\\d*$' OR conname ~ '_(key|fkey)\\d+$')
                """)
            let names = try rows.map { try $0.decode(String.self) }
            #expect(names == [])
        }
    }
}
