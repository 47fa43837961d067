import AccessControl
import AccessControlStand
import Foundation
import Postgres
import Testing

@testable import Installation

/// Which process writes what (decision 0090): what the statements of the sources write, against what the role of each process may. A right that lacks shows only
/// where it is used, and one that is too wide nowhere: both fail here.
@Suite struct ProcessRightsTests {
    /// Which processes run the statements of a file, or one of them. `seal` is what begins an incarnation; `operation` what an operator's commands alone run; statements
    /// of the owner, the sealer and the vault run in roles of their own.
    private static let runs = """
        AccessControl/Applications: staff
        AccessControl/Certificates/AccessControl+Certificates: staff
        AccessControl/Certificates/CertificateList: serve staff
        AccessControl/DailyStep: work
        AccessControl/Departments: staff
        AccessControl/Enrolment: staff work
        AccessControl/FirstAdministrator: operation
        AccessControl/LockOut: staff
        AccessControl/PasswordChange: staff
        AccessControl/PersonnelTransfer/TransferDay: staff work
        AccessControl/PersonnelTransfer/TransferIntake: staff
        AccessControl/RightsLedger: staff work
        AccessControl/RowSeals/RowSeal: operation
        AccessControl/ServiceAccounts: staff
        AccessControl/Sessions: staff work
        AccessControl/SetUp: staff
        AccessControl/SignIn: staff
        AccessControl/Staff: staff work
        AuditTrail/Body/HubBody+Postgres: owner
        AuditTrail/Events/AuditEvent: serve work staff seal
        LogSealing/Sealing/SealerLease: sealer
        LogSealing/Sealing/SealingSession: sealer
        Oversight/Analysis/AnalysisQueries: work staff
        Oversight/Analysis/LogAnalysis: work staff
        Oversight/Analysis/LogAnalysis INSERT analysis.closing: staff
        Oversight/Retention/OpeningErasure: staff
        Postgres/Migration/Migrator: owner
        Register/Decisions/HeldDecisions: staff
        Register/Decisions/HeldReencryption: operation
        Register/Decisions/HeldRuling: staff
        Register/Decisions/TieDecisions: staff
        Register/Intake/BlockLedger: staff
        Register/Intake/Due/SourcesDue: work
        Register/Intake/Intake: staff
        Register/Journal/CodeRewriting: operation
        Register/Journal/HubCalendar: work staff
        Register/Journal/HubCalendar INSERT journal.calendar: work
        Register/Journal/HubCalendar UPDATE journal.calendar: work
        Register/Journal/Incarnation: seal
        Register/Journal/ToldAgain: staff
        Register/Protection/ProtectedPerson: serve work staff
        Register/Protection/ProtectionMeasures: staff
        Register/Protection/ProtectionMeasures+Ending: staff
        Register/Protection/ProtectionTrail: serve work staff
        Register/Publication/Catalogues: staff
        Register/Publication/Interests: staff
        Register/Publication/PublishedRecords: staff
        Register/Publication/PublishedRows: staff
        Register/Registration/BlockRegistration+Numbering: staff
        Register/Registration/ConflictQueue: staff
        Register/Registration/RegisterLookup: staff
        Register/Registration/RegisterWriter: staff
        Register/Registration/ReservedIDs: staff
        Register/Registration/SearchKeyRows: staff
        Register/Registration/SearchKeying: staff
        Register/Registration/SearchKeying TRUNCATE register.search_key: owner
        Register/Registration/StatedProtection: staff
        Register/Vault/Binding: operation
        Register/Vault/Rotation: vault
        Register/Vault/SettingApart: staff
        Register/Vault/SettingApart UPDATE vault.individual_number: vault
        Register/Vault/Vault: vault
        Sharing/Delivery/DeadLetters: staff work
        Sharing/Delivery/DeliveryWorker+Answers: work
        Sharing/Delivery/DeliveryWorker+Endpoint: work
        Sharing/Delivery/DeliveryWorker+Offer: work
        Sharing/Delivery/DeliveryWorker+Settlement: work
        Sharing/Delivery/Endpoints/AwaitedAnswers: work staff seal
        Sharing/Delivery/Endpoints/AwaitedAnswers UPDATE delivery.awaited: work
        Sharing/Delivery/Endpoints/DeliveryRun: work
        Sharing/Delivery/Endpoints/Endpoints: staff
        Sharing/Delivery/Inventory/InventoryIntake: serve
        Sharing/Delivery/Inventory/ReportedReconciliation: staff
        Sharing/Delivery/Lease: work
        Sharing/Delivery/NextIncarnation: seal
        Sharing/Delivery/OfferedBatch: work
        Sharing/Delivery/Protection/ProtectionAcknowledgements: staff
        Sharing/Delivery/Protection/ProtectionNotices: work staff
        Sharing/Delivery/Protection/ProtectionNotices INSERT delivery.followed: serve
        Sharing/Delivery/Protection/ProtectionNotices UPDATE delivery.followed: serve
        Sharing/Delivery/Subscription: work staff
        Sharing/Policies/ChangeAcknowledgements: serve work
        Sharing/Policies/PolicyActivation: work staff
        Sharing/Policies/PolicyCalendar: work staff
        Sharing/Policies/PolicyLedger: work staff
        Sharing/Policies/PolicyStore+Keeping: staff
        Sharing/Policies/PolicyStore+Keeping INSERT governance.policy: work staff
        Sharing/Provision/Answers/LapsedAnswers: work
        Sharing/Provision/Answers/ManualConfirmation: staff
        Sharing/Provision/Answers/Withheld: serve work staff
        Sharing/Provision/Answers/WithheldItems: work staff
        Sharing/Provision/Media/EncryptedFile: staff
        Sharing/Provision/Media/MediaCustody: staff
        Sharing/Provision/Media/MediaHandOver: staff
        Sharing/Provision/Media/MediaRequests: staff
        Sharing/Provision/Media/MediumRequest: staff
        Sharing/Provision/Media/NamedMedium: staff
        Sharing/Provision/ProvisionRecord: serve work staff seal
        Sharing/Provision/Staff/PlaceReleases: staff
        """

    private static func matches(_ pattern: String, in text: String) throws -> [(range: NSRange, groups: [String])] {
        try NSRegularExpression(pattern: pattern).matches(in: text, range: NSRange(text.startIndex..., in: text)).map { match in
            (match.range, (1..<max(match.numberOfRanges, 1)).map { Range(match.range(at: $0), in: text).map { String(text[$0]) } ?? "" })
        }
    }

    /// Sealed tables, by the names that `RowSeal.set` is given.
    private static func sealedTables() throws -> [String: String] {
        let text = try String(contentsOfFile: TestServer.root + "/Sources/AccessControl/RowSeals/SealedTable.swift", encoding: .utf8)
        let named = try matches(#"static let (\w+) = SealedTable\(\s*"([a-z_.]+)""#, in: text)
        return Dictionary(uniqueKeysWithValues: named.map { ($0.groups[0], $0.groups[1]) })
    }

    /// What the statements of a source write: `INSERT access.person`, `EXECUTE register.decide_tie`.
    private static func written(by source: String, _ sealed: [String: String], locks: Bool) throws -> Set<String> {
        let code = source.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
        let text = code as NSString
        var written: Set<String> = []
        for found in try matches(#"(INSERT INTO|UPDATE|DELETE FROM|TRUNCATE|COPY) +([a-z_]+\.[a-z_]+)"#, in: code) {
            let (verb, table) = (found.groups[0], found.groups[1])
            switch verb {
            case "INSERT INTO", "COPY":
                written.insert("INSERT \(table)")
                // Of the same statement, what a row does that is there; and its seal, which is put on it once it is there.
                let rest = text.substring(from: NSMaxRange(found.range)).components(separatedBy: "\"\"\"")[0].components(separatedBy: "INSERT INTO")[0]
                if rest.contains("DO UPDATE") || sealed.values.contains(table) { written.insert("UPDATE \(table)") }
            case "DELETE FROM": written.insert("DELETE \(table)")
            default: written.insert("\(verb) \(table)")
            }
        }
        for found in try matches(#"RowSeal\.set\(\.(\w+)\)"#, in: code) { written.insert("UPDATE \(try #require(sealed[found.groups[0]]))") }
        // A statement that decides row by row does all that it may come to.
        for found in try matches(#"MERGE INTO +([a-z_]+\.[a-z_]+)"#, in: code) {
            let rest = text.substring(from: NSMaxRange(found.range)).components(separatedBy: "\"\"\"")[0].components(separatedBy: "MERGE INTO")[0]
            for verb in ["INSERT", "UPDATE", "DELETE"] where rest.contains("THEN \(verb)") { written.insert("\(verb) \(found.groups[0])") }
        }
        for found in try matches(#"LOCK TABLE +(?:ONLY +)?([a-z_]+\.[a-z_]+)"#, in: code) { written.insert("LOCK \(found.groups[0])") }
        for pattern in [#"nextval\('(?!pension\.)([a-z_]+\.[a-z_]+)'"#, #"\.take\([^"\n]*from: "([a-z_]+\.[a-z_]+)""#] {
            for found in try matches(pattern, in: code) { written.insert("USAGE \(found.groups[0])") }
        }
        // Whoever locks a row has to be allowed to change it, whichever lock it is.
        for found in try matches(#"FOR (?:NO KEY UPDATE|UPDATE|KEY SHARE|SHARE)\b(?: OF ([a-z]+))?"#, in: code) where locks {
            let alias = found.groups[0]
            let pattern = alias.isEmpty ? #"FROM ([a-z_]+\.[a-z_]+)"# : #"(?:FROM|JOIN) ([a-z_]+\.[a-z_]+) (?:AS )?\#(alias)\b"#
            let table = try matches(pattern, in: text.substring(to: found.range.location)).last?.groups[0]
            written.insert("UPDATE \(try #require(table))")
        }
        for found in try matches(#"\b((?:register|audit)\.[a-z_]+)\("#, in: code) where writing.contains(found.groups[0]) {
            // One runs in the role of whoever calls it, and is no right of anybody; the others run in the owner's.
            written.formUnion(
                found.groups[0] == "register.set_protection"
                    ? ["INSERT register.protection", "INSERT journal.entry", "UPDATE register.addressee", "USAGE journal.position"]
                    : ["EXECUTE \(found.groups[0])"])
        }
        return written
    }

    /// Functions that write.
    private static let writing: Set = [
        "audit.erase_openings", "register.decide_tie", "register.protect_again", "register.set_apart", "register.set_protection",
        "register.tell_missing_households",
    ]

    /// What each process writes, by its name.
    private static func wanted() throws -> [String: Set<String>] {
        var runs: [String: [String]] = [:]
        for line in Self.runs.split(separator: "\n") {
            let parts = line.components(separatedBy: ": ")
            runs[parts[0]] = parts[1].components(separatedBy: " ")
        }
        let (sources, sealed) = (TestServer.root + "/Sources", try sealedTables())
        var (wanted, used): ([String: Set<String>], Set<String>) = ([:], [])
        for path in try #require(FileManager.default.enumerator(atPath: sources)).compactMap({ $0 as? String }).sorted() where path.hasSuffix(".swift") {
            // Tables of modules are in databases of their own.
            guard !["Departments/", "NationalPension/", "ReceiverLedger/"].contains(where: path.hasPrefix) else { continue }
            let name = String(path.dropLast(".swift".count))
            let text = try String(contentsOfFile: sources + "/" + path, encoding: .utf8)
            for write in try written(by: text, sealed, locks: !name.hasSuffix("/RowSeal")) {
                let key = runs["\(name) \(write)"] == nil ? name : "\(name) \(write)"
                used.insert(key)
                guard let processes = runs[key] else {
                    Issue.record("\(path) has a statement for \(write), and the table of this test does not say which process runs it")
                    continue
                }
                for process in processes { wanted[process, default: []].insert(write) }
            }
        }
        #expect(Set(runs.keys).subtracting(used).isEmpty, "these write nothing, and stand in the table of this test")
        return wanted
    }

    /// The sequences that rows of a table take a number of by themselves, by the right to insert such rows. One of an identity asks for no right.
    private func numbered(_ hub: TestHub) async throws -> [String: Set<String>] {
        let rows = try await hub.rows(
            """
            SELECT DISTINCT 'INSERT ' || tn.nspname || '.' || t.relname AS inserts, 'USAGE ' || sn.nspname || '.' || s.relname AS uses
            FROM pg_depend d
            JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
            JOIN pg_class t ON t.oid = f.adrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
            JOIN pg_class s ON d.refclassid = 'pg_class'::regclass AND s.oid = d.refobjid AND s.relkind = 'S' JOIN pg_namespace sn ON sn.oid = s.relnamespace
            """)
        return try rows.reduce(into: [:]) { numbered, row in
            let (inserts, uses) = try row.decode((String, String).self)
            numbered[inserts, default: []].insert(uses)
        }
    }

    /// What a role may write, or set off.
    private func rights(of role: String, _ hub: TestHub) async throws -> Set<String> {
        let rows = try await hub.rows(
            """
            SELECT v.verb || ' ' || n.nspname || '.' || c.relname AS may
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN (VALUES ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE')) AS v (verb)
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^(pg_|information_schema)'
                AND CASE WHEN v.verb IN ('INSERT', 'UPDATE') THEN has_any_column_privilege(\(role), c.oid, v.verb) ELSE has_table_privilege(\(role), c.oid, v.verb) END
            UNION ALL
            SELECT v.word || ' ' || n.nspname || '.' || c.relname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN (VALUES ('USAGE', 'USAGE'), ('SETVAL', 'UPDATE')) AS v (word, verb)
            WHERE c.relkind = 'S' AND n.nspname !~ '^(pg_|information_schema)' AND has_sequence_privilege(\(role), c.oid, v.verb)
            UNION ALL
            SELECT 'EXECUTE ' || n.nspname || '.' || p.proname
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname IN ('access', 'analysis', 'answer', 'audit', 'dataset', 'delivery', 'governance', 'intake', 'journal', 'provision', 'register', 'vault')
                AND p.prorettype <> 'pg_catalog.trigger'::regtype AND p.prosecdef AND has_function_privilege(\(role), p.oid, 'EXECUTE')
            """)
        return Set(try rows.map { try $0.decode(String.self) })
    }

    private static func name(_ login: DatabaseLogin) -> String { "\(login)" }

    @Test func eachProcessMayWriteWhatItsSourcesWriteAndNothingElse() async throws {
        let wanted = try Self.wanted()
        try await TestHub.with { hub in
            let takenByItself = try await numbered(hub)
            for login in DatabaseLogin.allCases where login != .operation {
                let all = try #require(wanted[Self.name(login)])
                // A table is locked by whoever may write all of it in some way: no right of its own.
                for table in all.filter({ $0.hasPrefix("LOCK ") }).map({ String($0.dropFirst("LOCK ".count)) }) {
                    let rows = try await hub.rows("SELECT has_table_privilege(\(login.role), \(table)::regclass, 'UPDATE, DELETE, TRUNCATE')")
                    #expect(try rows.first?.decode(Bool.self) == true, "\(login.role) can't lock \(table), and its process does")
                }
                let own = all.filter { !$0.hasPrefix("LOCK ") }.reduce(into: Set<String>()) { $0.formUnion(takenByItself[$1, default: []].union([$1])) }
                let may = try await rights(of: login.role, hub)
                #expect(own.subtracting(may).sorted() == [], "\(login.role) lacks it, and its process writes it")
                #expect(may.subtracting(own).sorted() == [], "\(login.role) may, and its process does not")
            }
            // What an operator's commands do, and tests in their place, any process may have to do.
            let ofAll = DatabaseLogin.allCases.reduce(into: Set<String>()) { $0.formUnion(wanted[Self.name($1)] ?? []) }.filter { !$0.hasPrefix("LOCK ") }
            #expect(ofAll.subtracting(try await rights(of: DatabaseLogin.operation.role, hub)).sorted() == [])
            #expect(try await rights(of: "atena_reads", hub) == [])
            #expect(try await rights(of: "atena_opens", hub) == [])
            #expect(try await rights(of: "atena_answers", hub) == [])
            #expect(try await rights(of: "atena_vault", hub) == ["INSERT vault.individual_number", "UPDATE vault.individual_number"])
        }
    }

    /// What receivers reach, above all.
    @Test func whatIsWrittenInPartIsWrittenInThosePartsOnly() async throws {
        try await TestHub.with { hub in
            func columns(_ role: String, _ table: String) async throws -> [String] {
                try await hub.rows(
                    """
                    SELECT attname::text FROM pg_attribute WHERE attrelid = \(table)::regclass AND attnum > 0 AND NOT attisdropped
                        AND has_column_privilege(\(role), attrelid, attnum, 'UPDATE') ORDER BY 1
                    """
                ).map { try $0.decode(String.self) }
            }
            #expect(try await columns("atena_receivers", "answer.request") == ["mac"])
            #expect(try await columns("atena_receivers", "access.system_certificate") == ["mac"])
            #expect(try await columns("atena_receivers", "governance.receipt") == ["acknowledged_at"])
            #expect(try await columns("atena_receivers", "register.addressee") == ["recorded_at"])
            #expect(try await columns("atena_delivers", "delivery.endpoint") == ["began_at", "described", "due_at", "last_run_at"])
            #expect(try await columns("atena_begins", "delivery.endpoint") == ["due_at"])
            #expect(try await columns("atena_begins", "delivery.batch") == ["may_have_arrived"])
            // Nor does any write a column that is nobody's.
            let beyond = try await hub.rows(
                """
                SELECT r.role || ' ' || v.verb || ' ' || a.attrelid::regclass || '.' || a.attname
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') JOIN pg_namespace n ON n.oid = c.relnamespace
                CROSS JOIN unnest(\(DatabaseLogin.allCases.map(\.role))) AS r (role) CROSS JOIN (VALUES ('INSERT'), ('UPDATE'), ('SELECT')) AS v (verb)
                WHERE n.nspname !~ '^(pg_|information_schema)' AND a.attnum > 0 AND NOT a.attisdropped
                    AND has_column_privilege(r.role, a.attrelid, a.attnum, v.verb) AND NOT has_column_privilege('atena_hub', a.attrelid, a.attnum, v.verb)
                """
            ).map { try $0.decode(String.self) }
            #expect(beyond == [])
        }
    }

    @Test func whatTheHubReadsEachProcessReads() async throws {
        try await TestHub.with { hub in
            let unread = try await hub.rows(
                """
                SELECT a.attrelid::regclass || '.' || a.attname
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm')
                WHERE c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' AND a.attnum > 0 AND NOT a.attisdropped
                    AND has_column_privilege('atena_hub', a.attrelid, a.attnum, 'SELECT') AND NOT has_column_privilege('atena_reads', a.attrelid, a.attnum, 'SELECT')
                UNION ALL
                SELECT p.oid::regprocedure::text FROM pg_proc p
                WHERE p.pronamespace::regnamespace::text !~ '^(pg_|information_schema)' AND p.provolatile <> 'v' AND NOT p.prosecdef
                    AND has_function_privilege('atena_hub', p.oid, 'EXECUTE') AND NOT has_function_privilege('atena_reads', p.oid, 'EXECUTE')
                """
            ).map { try $0.decode(String.self) }
            #expect(unread == [], "a migration granted it to atena_hub, and not to atena_reads")
            for login in DatabaseLogin.allCases {
                #expect(try await hub.count("SELECT count(*) FROM pg_roles WHERE rolname = \(login.role) AND pg_has_role(oid, 'atena_reads', 'USAGE')") == 1)
            }
        }
    }

    @Test func eachLoginTakesItsRolesAndNoOther() async throws {
        try await TestHub.with { hub in
            let roles: [DatabaseLogin: Set<String>] = [
                .serve: ["atena_receivers", "atena_opens", "atena_answers"], .work: ["atena_delivers", "atena_opens"],
                .staff: ["atena_clerks", "atena_opens", "atena_vault"],
                .seal: [], .operation: ["atena_hub", "atena_opens", "atena_answers", "atena_vault"],
            ]
            for login in DatabaseLogin.allCases {
                let rows = try await hub.rows(
                    """
                    SELECT rolname::text FROM pg_roles
                    WHERE rolname LIKE 'atena\\_%' AND rolname NOT IN (\(login.rawValue), 'atena_reads') AND pg_has_role(\(login.rawValue), oid, 'MEMBER')
                    """)
                // Where processes share one account, each seals, but for that of staff.
                let sealing: Set = login == .staff ? [] : ["atena_sealer", "atena_begins"]
                #expect(Set(try rows.map { try $0.decode(String.self) }) == roles[login, default: []].union(sealing), "\(login)")
            }
        }
    }

    /// Whichever role writes it.
    @Test(arguments: DatabaseLogin.allCases) func anEventThatSaysOtherwiseThanItsBodyIsRefused(login: DatabaseLogin) async throws {
        try await TestHub.with { hub in
            let connection = try await Connection.open(hub.settings(user: login.rawValue, role: login.role))
            let error = try await #require(throws: PostgresError.self) {
                try await connection.execute("INSERT INTO audit.event (recorded_at, is_failure, kind, by_whom, body) VALUES (now(), false, 'x', 'x', '{}')")
            }
            await connection.close()
            #expect(error.constraint == "event_says_what_its_body_says")
        }
    }

    /// Each column by itself; and what can be held against nothing is as untrue as what says something else.
    @Test func anEventIsHeldToItsBodyColumnByColumn() async throws {
        let truth = [
            "recorded_at": "t", "addressee_id": "7", "is_failure": "false", "kind": "'k'", "by_whom": "'x'", "salt": "s", "personal": "p",
            "body": #"""
            format('{"at":"%s","by":"x","event":"k","outcome":"success","personal":"%s"}', to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                encode(sha256(s || convert_to(p, 'UTF8')), 'hex'))
            """#,
        ]
        func said(_ by: String, without member: String = "nothing") -> String {
            truth["body", default: ""].replacing(member, with: "").replacing(#""by":"x""#, with: by)
        }
        let untrue = [
            ("recorded_at", "t + interval '1 microsecond'"), ("addressee_id", "8"), ("is_failure", "true"), ("kind", "'other'"), ("by_whom", "'other'"),
            ("salt", "NULL"), ("salt", "set_byte(s, 0, 0)"), ("salt", "substr(s, 2)"), ("personal", "NULL"), ("personal", "p || ' '"),
            ("body", "'{}'"), ("body", "repeat(' ', 70000)"),
        ]
        // Of a member that stands twice the last one counts; and only a text is what a column says.
        let otherwise = [
            ("by_whom", "'x'", said(#""by":"x","by":"y""#)), ("by_whom", "'7'", said(#""by":7"#)), ("by_whom", "'7'", said(#""by":"7","by":7"#)),
            ("kind", "'42'", said(#""by":"x","event":42"#, without: #""event":"k","#)),
            ("kind", "'true'", said(#""by":"x","event":true"#, without: #""event":"k","#)),
        ]
        try await TestHub.with { hub in
            func insert(_ column: String, _ value: String, body: String? = nil) async throws {
                let columns = truth.keys.sorted()
                let values = columns.map { $0 == column ? value : $0 == "body" ? body ?? truth["body"] ?? "NULL" : truth[$0] ?? "NULL" }
                try await hub.pool.withConnection {
                    _ = try await $0.query(
                        """
                        INSERT INTO audit.event (\(unsafeSQL: columns.joined(separator: ", "))) SELECT \(unsafeSQL: values.joined(separator: ", "))
                        FROM (SELECT clock_timestamp() AS t, decode(repeat('5a', 32), 'hex') AS s, '{"addressee_id":"7"}'::text AS p) AS given
                        """)
                }
            }
            try await insert("kind", "'k'")
            for (column, value, body) in otherwise {
                let error = try await #require(throws: PostgresError.self, "\(body)") { try await insert(column, value, body: body) }
                #expect(error.constraint == "event_says_what_its_body_says", "\(body)")
            }
            for (column, value) in untrue {
                let error = try await #require(throws: PostgresError.self, "\(column) = \(value)") { try await insert(column, value) }
                var constraint = "event_says_what_its_body_says"
                if value == "NULL" { constraint = "event_personal_is_salted" }
                if value.hasPrefix("repeat") { constraint = "event_is_bounded" }
                #expect(error.constraint == constraint, "\(column) = \(value)")
            }
        }
    }
}
