import AccessControlStand
import Departments
import Foundation
import Postgres
import Settings
import Testing

@testable import Installation

/// Each module in a database of its own (decision 0070): its tables are those that the hub's database would have, and what was there comes over whole or not at all.
@Suite struct ModuleDatabaseTests {
    private static func settings(_ hub: TestHub, apart: Bool = true, pension: String? = nil) -> Settings {
        var all = ["ATENA_SQL": TestServer.root + "/sql", "ATENA_DATABASE": "dbname=\(hub.database)"]
        if apart { all["ATENA_MODULES"] = "dbname=\(hub.database)" }
        all["ATENA_PENSION"] = pension.map { "dbname=\($0)" }
        return Settings(all)
    }

    private static func name(_ hub: TestHub, _ kind: DepartmentKind) -> String { "\(hub.database)_\(kind.schema)" }

    /// Runs `body` with empty databases of the modules, as `ops/up` makes them.
    private static func with(_ hub: TestHub, _ body: (ModuleDatabases) async throws -> Void) async throws {
        let server = try await TestServer.open()
        let bounds = try String(contentsOfFile: TestServer.root + "/sql/database-bounds.sql", encoding: .utf8)
        let result: Result<Void, any Error>
        do {
            for kind in DepartmentKind.all {
                try await server.script(unsafeSQL: "CREATE DATABASE \(name(hub, kind)) OWNER \(kind.owner) STRATEGY wal_log")
                let own = try await TestServer.open(name(hub, kind))
                try await own.script(unsafeSQL: bounds)
                try await own.script(unsafeSQL: "GRANT CONNECT ON DATABASE \(name(hub, kind)) TO \(kind.role)")
                await own.close()
            }
            let hubName = hub.database
            try await body(
                try ModuleDatabases(files: SchemaFiles(settings(hub))) { kind in
                    var settings = ConnectionSettings(["dbname": "\(hubName)_\(kind.schema)"])
                    settings.role = kind.owner
                    return settings
                })
            result = .success(())
        } catch {
            result = .failure(error)
        }
        for kind in DepartmentKind.all { try await server.script(unsafeSQL: "DROP DATABASE IF EXISTS \(name(hub, kind)) WITH (FORCE)") }
        await server.close()
        try result.get()
    }

    /// Everything that somebody who uses the tables can notice of them; owners apart, who are others.
    private static func shape(of schemas: [String], on connection: Connection) async throws -> Set<String> {
        let rows = try await connection.query(
            """
            WITH ours AS (SELECT oid, nspname, nspacl, nspowner FROM pg_namespace WHERE nspname = ANY (\(schemas))),
            tables AS (SELECT c.* FROM pg_class c JOIN ours ON ours.oid = relnamespace WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'i'))
            SELECT format('schema %s %s %s', nspname, obj_description(oid, 'pg_namespace'), replace(nspacl::text, pg_get_userbyid(nspowner), 'owner')) FROM ours
            UNION ALL SELECT format('%s %s %s %s %s', relkind, oid::regclass, reloptions, obj_description(oid, 'pg_class'), replace(relacl::text, pg_get_userbyid(relowner), 'owner'))
                FROM tables
            UNION ALL SELECT format('index %s', pg_get_indexdef(oid)) FROM tables WHERE relkind = 'i'
            UNION ALL SELECT format('view %s', pg_get_viewdef(oid)) FROM tables WHERE relkind IN ('v', 'm')
            UNION ALL SELECT format('column %s.%s %s %s %s %s %s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attcollation::regcollation,
                    pg_get_expr(adbin, adrelid), col_description(attrelid, attnum), replace(attacl::text, pg_get_userbyid(relowner), 'owner'))
                FROM pg_attribute JOIN tables ON tables.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attnum > 0 AND NOT attisdropped
            UNION ALL SELECT format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(c.oid)) FROM pg_constraint c JOIN ours ON ours.oid = connamespace
            UNION ALL SELECT format('function %s %s %s', pg_get_functiondef(p.oid), obj_description(p.oid, 'pg_proc'), replace(proacl::text, pg_get_userbyid(proowner), 'owner'))
                FROM pg_proc p JOIN ours ON ours.oid = pronamespace
            """)
        return Set(try rows.map { try $0.decode(String.self) })
    }

    private static func refusal(_ settings: ConnectionSettings, _ sql: String = "SELECT 1") async -> String? {
        do {
            let connection = try await Connection.open(settings)
            do {
                try await connection.script(unsafeSQL: sql)
                await connection.close()
                return nil
            } catch {
                await connection.close()
                throw error
            }
        } catch let error as PostgresError {
            return error.sqlState ?? "\(error)"
        } catch {
            return "\(error)"
        }
    }

    private static func login(_ hub: TestHub, _ role: String, to database: String) -> ConnectionSettings {
        ConnectionSettings(["dbname": database, "user": role, "password": hub.password])
    }

    /// What is there to be moved: persons, a body, and what sequences have given out.
    private static func fill(_ hub: TestHub) async throws {
        for kind in DepartmentKind.all {
            try await hub.admin.script(
                unsafeSQL: """
                    INSERT INTO \(kind.schema).person (sequence, rirekibango, removed, atenabango, items)
                        SELECT n, 1, false, 'A' || n, json_build_object('shimei', E'試験\\t' || n || E'\\n\\\\.') FROM generate_series(1, 30) AS n;
                    INSERT INTO \(kind.schema).body (code) VALUES ('111007')
                    """)
        }
        try await hub.admin.script(
            unsafeSQL: """
                INSERT INTO pension.person (atenabango, sequence, history_number) SELECT 'A' || n, n, 1 FROM generate_series(1, 5) AS n;
                SELECT setval('pension.act_act_id_seq', 41), setval('pension.event_event_id_seq', 7, false)
                """)
    }

    @Test func aModulesDatabaseIsWhatTheHubsWouldHave() async throws {
        try await TestHub.with { hub in
            try await Self.with(hub) { _ in
                for kind in DepartmentKind.all {
                    let own = try await TestServer.open(Self.name(hub, kind))
                    try await own.script(unsafeSQL: "SET ROLE \(kind.owner)")
                    _ = try await SchemaFiles(Self.settings(hub)).module(kind).migrate(own)
                    let (here, there) = (try await Self.shape(of: kind.schemas, on: own), try await Self.shape(of: kind.schemas, on: hub.admin))
                    let differing = here.symmetricDifference(there).sorted()
                    #expect(here.count > 20 && differing == [], "\(kind): \(differing)")
                    let strangers = try await own.query(
                        "SELECT oid::regclass::text FROM pg_class WHERE relnamespace::regnamespace::text !~ '^(pg_|information_schema)' AND relowner <> \(kind.owner)::regrole"
                    )
                    #expect(try strangers.map { try $0.decode(String.self) } == [])
                    let others = try await own.query("SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema|public)'")
                    #expect(Set(try others.map { try $0.decode(String.self) }) == Set(kind.schemas + ["migration"]))
                    await own.close()
                }
                #expect(try SchemaFiles(Self.settings(hub)).hub().migrations.allSatisfy { $0.number <= 100 })
            }
        }
    }

    @Test func whatTheHubsDatabaseHeldOfModulesIsMovedWhole() async throws {
        try await TestHub.with { hub in
            try await hub.admin.script(unsafeSQL: "REVOKE CONNECT ON DATABASE \(hub.database) FROM PUBLIC")
            for role in ["atena_service", "atena_work"] + DepartmentKind.all.map(\.role) {
                try await hub.admin.script(unsafeSQL: "GRANT CONNECT ON DATABASE \(hub.database) TO \(role)")
            }
            try await Self.fill(hub)
            try await Self.with(hub) { modules in
                // Nothing starts beside tables that are elsewhere than it was told.
                let apart = try SchemaFiles(Self.settings(hub))
                let together = try SchemaFiles(Self.settings(hub, apart: false))
                #expect(await #expect(throws: ModulesRefused.self) { try await apart.check(hub.admin) }?.code == "X0038")
                try await together.check(hub.admin)

                let owner = try await Connection.open(Self.ownerSettings(hub))
                let (_, moved) = try await modules.migrate(hub: owner, by: "test")
                #expect(moved == 5 * 31 + 5)
                try await apart.check(hub.admin)
                #expect(await #expect(throws: ModulesRefused.self) { try await together.check(hub.admin) }?.code == "X0038")
                #expect(try await hub.count("SELECT count(*) FROM pg_namespace WHERE nspname IN ('tax', 'national_pension', 'pension')") == 0)
                #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'operation.modules-moved' AND body LIKE '%\"rows\":\"160\"%'") == 1)
                for kind in DepartmentKind.all {
                    let own = try await TestServer.open(Self.name(hub, kind))
                    let held = try await own.query(
                        Query(
                            unsafeSQL: "SELECT count(*) FROM \(kind.schema).person WHERE items ->> 'shimei' = E'試験\\t' || substr(atenabango, 2) || E'\\n\\\\.'")
                    )
                    #expect(try held.first?.decode(Int64.self) == 30)
                    await own.close()
                    // Whose is whose: the module comes to its own, and nobody else does.
                    #expect(await Self.refusal(Self.login(hub, kind.role, to: Self.name(hub, kind)), "SELECT * FROM \(kind.schema).person") == nil)
                    let strangers =
                        [(kind.role, hub.database)] + DepartmentKind.all.filter { $0 != kind }.map { (kind.role, Self.name(hub, $0)) }
                        + DatabaseLogin.allCases.map { ($0.rawValue, Self.name(hub, kind)) }
                    for (login, database) in strangers {
                        #expect(await Self.refusal(Self.login(hub, login, to: database)) != nil, "\(login) \(database)")
                        #expect(try await hub.rows("SELECT has_database_privilege(\(login), \(database), 'CONNECT')").first?.decode(Bool.self) == false)
                    }
                    for sql in ["SELECT pg_advisory_lock(1)", "SELECT lo_from_bytea(0, 'x')", "CREATE TEMPORARY TABLE t ()", "CREATE SCHEMA mine"] {
                        #expect(await Self.refusal(Self.login(hub, kind.role, to: Self.name(hub, kind)), sql) == "42501", "\(sql)")
                    }
                }
                let pension = try await TestServer.open(Self.name(hub, .nationalPension))
                let next = try #require(try await pension.query("SELECT nextval('pension.act_act_id_seq'), nextval('pension.event_event_id_seq')").first)
                let (act, event) = try next.decode((Int64, Int64).self)
                #expect(act == 42 && event == 7)
                await pension.close()

                // What was copied is the module's: no later move may write over it.
                let marked = try await hub.rows(
                    "SELECT datname::text FROM pg_database WHERE starts_with(datname, \(hub.database)) AND shobj_description(oid, 'pg_database') IS NOT NULL")
                #expect(try marked.map { try $0.decode(String.self) } == [])
                // Again nothing is due; and whoever was not told of the move makes no tables of modules anew.
                let again = try await modules.migrate(hub: owner, by: "test")
                #expect(again.applied == [] && again.moved == nil)
                let untold = try ModuleDatabases(Self.settings(hub, apart: false), files: together)
                await #expect(throws: ModulesRefused.self) { try await untold.migrate(hub: owner, by: "test") }
                await owner.close()
            }
        }
    }

    /// Whoever is second waits for the first, and finds nothing due.
    @Test func twoAtOnceMoveOnce() async throws {
        try await TestHub.with { hub in
            try await Self.fill(hub)
            try await Self.with(hub) { modules in
                let (one, other) = (try await Connection.open(Self.ownerSettings(hub)), try await Connection.open(Self.ownerSettings(hub)))
                async let first = modules.migrate(hub: one, by: "test")
                async let second = modules.migrate(hub: other, by: "test")
                let moved = try await [first.moved, second.moved]
                #expect(moved.compactMap(\.self) == [5 * 31 + 5])
                await one.close()
                await other.close()
            }
        }
    }

    /// A hub whose first migration ended before it came to the modules' files has given nothing away.
    @Test func aFirstMigrationThatEndedEarlyGoesOn() async throws {
        try await TestHub.with { hub in
            try await hub.admin.script(
                unsafeSQL: "DELETE FROM migration.ledger WHERE number > 100; ALTER TABLE governance.body DISABLE TRIGGER ALL; DELETE FROM governance.body; "
                    + DepartmentKind.all.flatMap(\.schemas).map { "DROP SCHEMA \($0) CASCADE" }.joined(separator: "; "))
            #expect(try await !SchemaFiles.areElsewhere(on: hub.admin))
        }
    }

    @Test func aMoveThatEndsHalfwayLosesNothingAndIsDoneAgain() async throws {
        try await TestHub.with { hub in
            try await Self.fill(hub)
            try await Self.with(hub) { modules in
                let owner = try await Connection.open(Self.ownerSettings(hub))
                // All is copied, and the hub's database can't give it up.
                try await hub.admin.script(
                    unsafeSQL: """
                        CREATE FUNCTION public.halt() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''halted''; END';
                        CREATE TRIGGER halting BEFORE INSERT ON audit.event FOR EACH ROW WHEN (NEW.kind = 'operation.modules-moved') EXECUTE FUNCTION public.halt()
                        """)
                await #expect(throws: PostgresError.self) { try await modules.migrate(hub: owner, by: "test") }
                for kind in DepartmentKind.all {
                    #expect(try await hub.count(Query(unsafeSQL: "SELECT count(*) FROM \(kind.schema).person")) == 30)
                    #expect(await Self.refusal(Self.login(hub, kind.role, to: hub.database), "SELECT * FROM \(kind.schema).person") == nil)
                }
                try await hub.admin.script(unsafeSQL: "DROP TRIGGER halting ON audit.event; DELETE FROM tax.person WHERE atenabango = 'A1'")

                // Rows that no move left there are somebody's.
                let tax = try await TestServer.open(Self.name(hub, .tax))
                try await tax.script(unsafeSQL: "COMMENT ON DATABASE \(Self.name(hub, .tax)) IS 'another'")
                #expect(await #expect(throws: ModulesRefused.self) { try await modules.migrate(hub: owner, by: "test") }?.code == "X0039")
                #expect(try await hub.count("SELECT count(*) FROM tax.person") == 29)
                try await tax.script(unsafeSQL: "TRUNCATE tax.person, tax.body")
                #expect(try await modules.migrate(hub: owner, by: "test").moved == 5 * 31 + 5 - 1)
                #expect(try await tax.query("SELECT count(*) FROM tax.person").first?.decode(Int64.self) == 29)
                await tax.close()
                await owner.close()
            }
        }
    }

    @Test func theDepartmentsRecordsAreLookedForBesideItsModule() async throws {
        try await TestHub.with { hub in
            let files = try SchemaFiles(Self.settings(hub))
            _ = try ModuleDatabases(Self.settings(hub, pension: Self.name(hub, .nationalPension)), files: files)
            #expect(throws: SettingsRefused.self) { try ModuleDatabases(Self.settings(hub, pension: hub.database), files: files) }
        }
    }

    private static func ownerSettings(_ hub: TestHub) -> ConnectionSettings {
        var settings = ConnectionSettings(["dbname": hub.database])
        settings.role = "atena_owner"
        return settings
    }
}
