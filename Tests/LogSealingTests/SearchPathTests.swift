import AccessControlStand
import AuditTrail
import LogSealingStand
import Postgres
import Testing

@testable import LogSealing

/// Whoever owns the database can set where names are looked up, and put functions of their own there: the hub's sessions don't follow.
@Suite struct SearchPathTests {
    /// A snapshot in which every transaction is still to come: nothing would ever be below the horizon, and every moment would be passed.
    private func shadow(_ hub: TestHub) async throws {
        try await hub.admin.script(
            unsafeSQL: """
                CREATE SCHEMA shadow;
                GRANT USAGE ON SCHEMA shadow TO PUBLIC;
                CREATE FUNCTION shadow.pg_current_snapshot() RETURNS pg_snapshot LANGUAGE sql AS $$ SELECT '3:3:'::pg_snapshot $$;
                """)
    }

    @Test func functionsThatTheOwnerPutsBeforePostgreSQLsHideNothingFromTheSealer() async throws {
        try await TestHub.with { hub in
            try await shadow(hub)
            try await hub.admin.script(unsafeSQL: "ALTER DATABASE \(hub.database) SET search_path = shadow, pg_catalog")
            try await hub.events(2)
            try await hub.seal()
            #expect(try await hub.unsealed() == 0)
            let pool = hub.anotherPool()
            for sql in ["SHOW search_path", "SELECT current_setting('search_path')"] as [Query] {
                #expect(try await pool.query(sql)[0].decode(String.self) == ConnectionSettings.pinnedSearchPath)
            }
            #expect(try await pool.query("SELECT pg_snapshot_xmin(pg_current_snapshot()) > '3'")[0].decode(Bool.self))
            await pool.shutdown(grace: .seconds(1))
        }
    }

    @Test func aSealersSessionWhosePathWasTurnedRoundInsideItHalts() async throws {
        try await TestHub.with { hub in
            try await shadow(hub)
            try await hub.admin.script(
                unsafeSQL: """
                    CREATE FUNCTION shadow.turn() RETURNS boolean LANGUAGE plpgsql AS
                        $$ BEGIN PERFORM set_config('search_path', 'shadow,pg_catalog', false); RETURN true; END $$;
                    ALTER TABLE audit.checkpoint ADD CONSTRAINT turn CHECK (shadow.turn())
                    """)
            let session = try #require(try await SealingSession.open(hub.sealer()))
            let halt = await #expect(throws: SealingHalted.self) {
                for _ in 0..<600 {
                    try await hub.events(1)
                    try await session.pass()
                    try await Task.sleep(for: .milliseconds(25))
                }
            }
            #expect(halt?.reason.contains("search_path") == true)
            await session.close()
        }
    }

    @Test func whoeverLocksATableOfTheirOwnHoldsUpNobodyWhoAsksHowTheLogIsWritten() async throws {
        try await TestHub.with { hub in
            try await hub.admin.script(unsafeSQL: "CREATE TABLE public.of_a_module (at timestamptz DEFAULT now(), xact xid8 DEFAULT pg_current_xact_id())")
            try await hub.admin.transaction { module in
                try await module.execute("LOCK TABLE public.of_a_module IN ACCESS EXCLUSIVE MODE")
                let obstructed = try await hub.pool.transaction { connection in
                    try await connection.execute("SET LOCAL lock_timeout = 2000")
                    return try await LogWay.obstructed(on: connection)
                }
                #expect(obstructed == [])
            }
        }
    }

    @Test(arguments: ["audit.checkpoint", "audit.tile", "audit.seal_state"]) func aTriggerThatWouldRunInTheSealersSessionHaltsIt(table: String) async throws {
        try await TestHub.with { hub in
            try await shadow(hub)
            try await hub.admin.script(
                unsafeSQL: """
                    CREATE FUNCTION shadow.turn() RETURNS trigger LANGUAGE plpgsql AS
                        $$ BEGIN PERFORM set_config('search_path', 'shadow,pg_catalog', false); RETURN NEW; END $$;
                    CREATE TRIGGER turn BEFORE INSERT OR UPDATE ON \(table) FOR EACH ROW EXECUTE FUNCTION shadow.turn()
                    """)
            let halt = await #expect(throws: SealingHalted.self) { try await hub.sealer().catchUp() }
            #expect(halt?.reason.contains(table) == true)
        }
    }
}
