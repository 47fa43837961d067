import AccessControlStand
import Departments
import Postgres
import Settings
import Testing

@testable import Installation

/// Who may reach what: by asking the server, and by trying.
@Suite struct RoleTests {
    /// The SQLSTATE that a statement ends with for a role; nil if it succeeds.
    private func refusal(_ hub: TestHub, user: String, role: String?, _ sql: String) async throws -> String? {
        let connection = try await Connection.open(hub.settings(user: user, role: role))
        do {
            try await connection.script(unsafeSQL: sql)
            await connection.close()
            return nil
        } catch let error as PostgresError {
            await connection.close()
            return error.sqlState
        }
    }

    /// 42501, insufficient privilege.
    private func expectDenied(_ hub: TestHub, user: String, role: String?, _ sql: String) async throws {
        let state = try await refusal(hub, user: user, role: role, sql)
        #expect(state == "42501", "\(role ?? user): \(sql)")
    }

    @Test func theHubCannotLookIntoTheVault() async throws {
        try await TestHub.with { hub in
            for sql in ["SELECT * FROM vault.individual_number", "SELECT count(*) FROM vault.individual_number", "COPY vault.individual_number TO STDOUT"] {
                try await expectDenied(hub, user: "atena_service", role: "atena_hub", sql)
            }
        }
    }

    @Test func whatSealsAloneDoesNotStartWhereOthersMaySeal() async throws {
        try await TestHub.with { hub in
            // Here the processes that go on for days may, as on a hub whose processes share one account.
            var told = ""
            do {
                try await hub.pool.withConnection { try await SealingProcess.refuseOtherSealers(on: $0) }
            } catch let refused as SettingsRefused {
                told = refused.problems.joined()
            }
            #expect(told.contains("atena_seal, atena_serve, atena_work"), "all but who asks, and who may not: \(told)")
        }
    }

    @Test func theVaultCannotReadWhoSomebodyIs() async throws {
        try await TestHub.with { hub in
            for sql in [
                "SELECT shimei FROM register.version", "SELECT * FROM register.version", "SELECT seinengappi FROM register.version",
                "SELECT * FROM provision.record", "SELECT * FROM journal.entry", "SELECT * FROM intake.held",
                "DELETE FROM vault.individual_number", "UPDATE vault.individual_number SET keyed_hash = ''",
                "UPDATE vault.individual_number SET running_number = 1",
            ] {
                try await expectDenied(hub, user: "atena_service", role: "atena_vault", sql)
            }
            let allowed = try await refusal(hub, user: "atena_service", role: "atena_vault", "SELECT * FROM vault.individual_number")
            #expect(allowed == nil)
        }
    }

    @Test(arguments: DatabaseLogin.allCases) func aProcessHasNoRightByItself(login: DatabaseLogin) async throws {
        try await TestHub.with { hub in
            for sql in ["SELECT * FROM register.addressee", "SELECT * FROM vault.individual_number", "SELECT * FROM tax.person"] {
                try await expectDenied(hub, user: login.rawValue, role: nil, sql)
            }
            try await expectDenied(hub, user: login.rawValue, role: nil, "SET ROLE atena_owner")
            for other in DatabaseLogin.allCases where other != login {
                try await expectDenied(hub, user: login.rawValue, role: nil, "SET ROLE \(other.rawValue)")
            }
        }
    }

    @Test(arguments: [DatabaseLogin.serve, .work]) func whatReceiversAreServedByOpensNumbersAndWritesNone(login: DatabaseLogin) async throws {
        try await TestHub.with { hub in
            for role in ["atena_vault", "atena_hub"] { try await expectDenied(hub, user: login.rawValue, role: nil, "SET ROLE \(role)") }
            #expect(try await refusal(hub, user: login.rawValue, role: "atena_opens", "SELECT * FROM vault.individual_number") == nil)
            for sql in [
                "INSERT INTO vault.individual_number DEFAULT VALUES", "UPDATE vault.individual_number SET sealed = ''", "DELETE FROM vault.individual_number",
                "SELECT shimei FROM register.version", "SELECT addressee_id FROM register.version", "SELECT atenabango FROM register.addressee",
            ] {
                try await expectDenied(hub, user: login.rawValue, role: "atena_opens", sql)
            }
            try await expectDenied(hub, user: login.rawValue, role: login.role, "SELECT * FROM vault.individual_number")
        }
    }

    /// What answers about single persons reads them and their numbers at once; nobody else does, and it writes nothing.
    @Test func whatAnswersReadsNumbersBesidePersonsAndWritesNothing() async throws {
        try await TestHub.with { hub in
            let serve = DatabaseLogin.serve.rawValue
            let both = "SELECT shimei, sealed FROM register.version CROSS JOIN vault.individual_number"
            #expect(try await refusal(hub, user: serve, role: "atena_answers", both) == nil)
            for sql in [
                "UPDATE vault.individual_number SET sealed = ''", "INSERT INTO provision.record DEFAULT VALUES", "INSERT INTO audit.event DEFAULT VALUES",
            ] {
                try await expectDenied(hub, user: serve, role: "atena_answers", sql)
            }
            for login in [DatabaseLogin.work, .staff, .seal] { try await expectDenied(hub, user: login.rawValue, role: nil, "SET ROLE atena_answers") }
        }
    }

    @Test func whatSealsOpensNoNumber() async throws {
        try await TestHub.with { hub in
            for role in ["atena_vault", "atena_opens"] { try await expectDenied(hub, user: DatabaseLogin.seal.rawValue, role: nil, "SET ROLE \(role)") }
            #expect(try await refusal(hub, user: DatabaseLogin.seal.rawValue, role: nil, "SET ROLE atena_sealer") == nil)
        }
    }

    /// Ids, moment and transaction of an act are the database's; an end, or a proof, is never brought with a row.
    @Test func whoDecidesWritesOnlyWhatTheyDecide() async throws {
        try await TestHub.with { hub in
            for (table, columns) in [
                ("governance.act", ["xact", "acted_at", "mac"]), ("governance.policy", ["loaded_at"]), ("governance.in_force", ["since"]),
                ("governance.change", ["xact", "changed_at"]), ("governance.receipt", ["acknowledged_at"]),
                ("access.ledger", ["mac"]), ("journal.calendar", ["xact", "recorded_at", "mac"]),
                ("access.token", ["ended_at", "mac"]), ("access.person", ["closed_at", "mac"]), ("access.credential", ["password_hash", "totp_sealed", "mac"]),
                ("access.service_account", ["closed_at", "mac"]), ("access.application", ["mac"]),
                ("access.certificate_block", ["blocked_at"]), ("access.department_right", ["ended_by", "mac"]),
            ] {
                for column in columns {
                    try await expectDenied(hub, user: "atena_service", role: "atena_hub", "INSERT INTO \(table) (\(column)) VALUES (NULL)")
                }
            }
        }
    }

    @Test func theStaffServiceCannotSeal() async throws {
        try await TestHub.with { hub in
            try await expectDenied(hub, user: DatabaseLogin.staff.rawValue, role: nil, "SET ROLE atena_sealer")
            #expect(try await refusal(hub, user: DatabaseLogin.work.rawValue, role: nil, "SET ROLE atena_sealer") == nil)
        }
    }

    @Test func whatIsWrittenOnceTheHubCannotChange() async throws {
        try await TestHub.with { hub in
            for sql in [
                "UPDATE register.version SET shimei = ''", "DELETE FROM register.version", "UPDATE register.addressee SET atenabango = ''",
                "DELETE FROM register.addressee", "UPDATE register.integrated_number SET established_by = 1", "DELETE FROM register.integrated_number",
                "UPDATE journal.entry SET changed = 0", "DELETE FROM journal.entry", "UPDATE journal.calendar SET day = now()",
                "DELETE FROM journal.calendar", "UPDATE provision.record SET refusal = NULL", "DELETE FROM provision.record", "TRUNCATE provision.record",
                "UPDATE governance.policy SET body = ''", "DELETE FROM governance.policy", "UPDATE governance.document SET body = ''",
                "DELETE FROM delivery.dead_letter", "UPDATE delivery.dead_letter SET reason = ''", "UPDATE intake.held SET code = ''",
                "DELETE FROM intake.rejected", "UPDATE intake.block SET rejected = 0", "SELECT setval('register.running_number', 1)",
                "UPDATE answer.flag_act SET reason = ''", "DELETE FROM answer.flag_act", "DELETE FROM answer.request",
                "UPDATE answer.request SET addressee_id = 1", "UPDATE analysis.finding SET count = 0", "DELETE FROM analysis.finding",
                "UPDATE analysis.closing SET reason = ''", "DELETE FROM analysis.closing", "UPDATE analysis.run SET found = 0",
                "UPDATE migration.ledger SET name = ''", "CREATE TABLE register.t ()", "CREATE TABLE public.t ()",
            ] {
                try await expectDenied(hub, user: "atena_service", role: "atena_hub", sql)
            }
        }
    }

    @Test func theLogIsWrittenByTheStagesAndSealedByTheSealerAlone() async throws {
        try await TestHub.with { hub in
            for sql in [
                "UPDATE audit.event SET body = ''", "DELETE FROM audit.event", "TRUNCATE audit.event",
                "INSERT INTO audit.event (xact, recorded_at, is_failure, kind, by_whom, body) VALUES ('3', now(), false, 'x', 'x', '{}')",
                "INSERT INTO audit.checkpoint (batch) VALUES (1)", "INSERT INTO audit.tile (tile) VALUES (1)", "DELETE FROM audit.checkpoint",
                "UPDATE audit.seal_state SET caught_up_at = now()", "DELETE FROM audit.seal_state",
            ] {
                try await expectDenied(hub, user: "atena_service", role: "atena_hub", sql)
            }
            for sql in [
                "INSERT INTO audit.event (recorded_at, is_failure, kind, by_whom, body) VALUES (now(), false, 'x', 'x', '{}')",
                "UPDATE audit.event SET body = ''", "DELETE FROM audit.event", "UPDATE audit.checkpoint SET note = ''", "DELETE FROM audit.checkpoint",
                "UPDATE audit.tile SET root = ''", "DELETE FROM audit.seal_state", "SELECT * FROM provision.record", "SELECT * FROM register.version",
            ] {
                try await expectDenied(hub, user: "atena_service", role: "atena_sealer", sql)
            }
        }
    }

    @Test func theHubReachesNoModulesTables() async throws {
        try await TestHub.with { hub in
            for kind in DepartmentKind.all {
                for role in ["atena_hub", "atena_vault"] {
                    try await expectDenied(hub, user: "atena_service", role: role, "SELECT * FROM \(kind.schema).person")
                    try await expectDenied(hub, user: "atena_service", role: role, "SET ROLE \(kind.role)")
                }
            }
            for login in DatabaseLogin.allCases {
                for table in ["person", "reception", "event", "basic_version", "welfare_version", "act", "ledger"] {
                    try await expectDenied(hub, user: login.rawValue, role: login.role, "SELECT * FROM pension.\(table)")
                }
                try await expectDenied(hub, user: login.rawValue, role: nil, "SET ROLE atena_national_pension")
            }
        }
    }

    @Test(arguments: DepartmentKind.all) func aModuleSeesItsOwnSchemaOnly(kind: DepartmentKind) async throws {
        try await TestHub.with { hub in
            let rows = try await hub.rows(
                """
                SELECT c.oid::regclass::text, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname !~ '^(pg_|information_schema)'
                    AND has_schema_privilege(\(kind.role), n.oid, 'USAGE')
                    AND (CASE c.relkind WHEN 'S' THEN has_sequence_privilege(\(kind.role), c.oid, 'USAGE, SELECT, UPDATE')
                        ELSE has_any_column_privilege(\(kind.role), c.oid, 'SELECT, INSERT, UPDATE') OR has_table_privilege(\(kind.role), c.oid, 'DELETE') END)
                """)
            #expect(!rows.isEmpty)
            // The pension department keeps records of its own beside what it was given.
            let own: Set = kind == .nationalPension ? [kind.schema, "pension"] : [kind.schema]
            #expect(Set(try rows.map { try $0.decode("nspname", as: String.self) }) == own)
            try await expectDenied(hub, user: kind.role, role: nil, "SELECT * FROM register.version")
            for other in DepartmentKind.all where other != kind {
                try await expectDenied(hub, user: kind.role, role: nil, "SELECT * FROM \(other.schema).person")
            }
            if kind != .nationalPension { try await expectDenied(hub, user: kind.role, role: nil, "SELECT * FROM pension.person") }
            for schema in ["audit", "vault", "register", "provision", "governance", "access"] {
                let table =
                    ["audit": "event", "vault": "individual_number", "register": "version", "provision": "record", "governance": "policy"][schema] ?? "person"
                try await expectDenied(hub, user: kind.role, role: nil, "SELECT * FROM \(schema).\(table)")
            }
            try await expectDenied(hub, user: kind.role, role: nil, "CREATE TABLE \(kind.schema).t ()")
            try await expectDenied(hub, user: kind.role, role: nil, "SET ROLE atena_hub")
        }
    }

    @Test func theServiceLoginIsNoSuperuser() async throws {
        try await TestHub.with { hub in
            let powerful = try await hub.count(
                "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'atena%' AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)")
            #expect(powerful == 0)
        }
    }
}
