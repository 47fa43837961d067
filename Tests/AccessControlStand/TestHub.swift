import Addressee
import ConnectorKit
import Departments
import Foundation
import Governance
import Logging
import Postgres
import Testing

@testable import AccessControl
@testable import AuditTrail
@testable import Keys
@testable import Register
@testable import Sharing
@testable import TransparencyLog

/// A whole hub of a test's own: a database cloned from the template, keys, and the stages as the service puts them together.
struct TestHub: Sendable {
    static let intakeDay = day("2026-11-20")

    let database: String
    /// For files of the test; removed with the hub.
    let directory: String
    let password: String
    let pool: Pool
    let vault: Vault
    var store = PolicyStore()
    let listener: JournalListener
    let monitor: HeartbeatMonitor
    /// As superuser: what tests look at must not depend on the hub's rights.
    let admin: Connection

    var provisioning: Provisioning { provisioning(on: "2026-11-20") }
    var lifecycle: PolicyLifecycle { PolicyLifecycle(pool: pool, store: store, today: { Self.intakeDay }) }
    var heldDecisions: HeldDecisions { HeldDecisions(pool: pool, vault: vault, today: { Self.intakeDay }) }
    var calendar: CalendarAdvance { CalendarAdvance(pool: pool) }

    /// Provisioning on a day in Japan.
    func provisioning(on day: String) -> Provisioning {
        Provisioning(pool: pool, vault: vault, store: store, listener: listener, monitor: monitor, today: { HubTests.day(day) })
    }

    func settings(user: String = "atena_service", role: String? = "atena_hub") -> ConnectionSettings {
        var settings = ConnectionSettings(["dbname": database, "user": user, "password": password])
        settings.role = role
        settings.lockTimeout = .seconds(60)
        return settings
    }

    func anotherPool(maximum: Int = 4) -> Pool { Pool(settings: settings(), maximum: maximum) }

    func module(_ kind: DepartmentKind) -> DepartmentModule {
        DepartmentModule(
            kind: kind, pool: Pool(settings: settings(user: kind.role, role: nil), maximum: 2), keys: vault.keys)
    }

    func worker(_ connector: any Connector, system: SystemName = .tax, name: String = "test") -> DeliveryWorker {
        DeliveryWorker(
            system: system, dataset: "addressee", connector: connector, provisioning: provisioning, name: name,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    // MARK: looking

    func rows(_ query: Query) async throws -> Rows { try await admin.query(query) }

    func count(_ query: Query) async throws -> Int {
        Int(try #require(try await admin.query(query).first).decode(0, as: Int64.self))
    }

    func text(_ query: Query) async throws -> String? { try await admin.query(query).first?.decode(0, as: String?.self) }

    /// Rows in every table that intake, register and journal write.
    func rowsWritten() async throws -> Int {
        try await count(
            """
            SELECT (SELECT count(*) FROM register.addressee) + (SELECT count(*) FROM register.version)
                + (SELECT count(*) FROM register.integrated_number) + (SELECT count(*) FROM vault.individual_number)
                + (SELECT count(*) FROM journal.entry) + (SELECT count(*) FROM intake.file) + (SELECT count(*) FROM intake.block)
                + (SELECT count(*) FROM intake.rejected) + (SELECT count(*) FROM intake.held) + (SELECT count(*) FROM intake.assigned)
            """)
    }

    /// Waits until nothing committed lies above the horizon: transactions of other tests on the same server hold it back, too.
    func settle() async throws {
        for _ in 0..<1200 {
            let waiting = try await count(
                """
                SELECT (SELECT count(*) FROM journal.entry WHERE xact >= pg_snapshot_xmin(pg_current_snapshot()))
                    + (SELECT count(*) FROM journal.calendar WHERE xact >= pg_snapshot_xmin(pg_current_snapshot()))
                """)
            if waiting == 0 { return }
            try await Task.sleep(for: .milliseconds(25))
        }
        Issue.record("the horizon does not rise")
    }

    // MARK: doing

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        try Data(bytes).write(to: URL(filePath: path(name)))
        return path(name)
    }

    @discardableResult
    func take(file: String, layout: FileLayout = .residents, source: SystemName = .residentRecord) async throws -> IntakeReport {
        let report = try await Intake(pool: pool, vault: vault, today: { Self.intakeDay }).take(
            Staff.service(.operateDeliveries), file, layout: layout, source: source)
        #expect(report.addsUp, "\(report)")
        return report
    }

    @discardableResult
    func take(_ rows: [ResidentRow]) async throws -> IntakeReport {
        try await take(file: write(ResidentRow.csv(rows), to: "residents-\(UUID()).csv"))
    }

    @discardableResult
    func take(_ rows: [NonResidentRow], from source: SystemName) async throws -> IntakeReport {
        try await take(file: write(NonResidentRow.csv(rows), to: "nonresidents-\(UUID()).csv"), layout: .nonResidents, source: source)
    }

    @discardableResult
    func load(_ policies: TestPolicy...) async throws -> [Policy] {
        try await load(PolicyLibrary(documents: TestPolicy.documents(policies)))
    }

    /// Two people put exactly these policies in force: one proposes, the other approves, and revokes what is no longer among them.
    @discardableResult
    func load(_ library: PolicyLibrary) async throws -> [Policy] {
        for outcome in try await lifecycle.propose(by: .proposer, library, reason: "試験") {
            switch outcome {
            case .proposed(let policy), .unchanged(let policy, .proposed):
                _ = try await lifecycle.approve(by: .approver, policy.contentHash, bases: library.bases, reason: "試験")
            case .unchanged: break
            }
        }
        let kept = Set(library.policies.map { "\($0.system)/\($0.dataset)" })
        let receivers = try await rows(
            "SELECT f.system || '/' || f.dataset FROM governance.in_force f JOIN governance.policy p ON p.content_hash = f.content_hash WHERE p.closes IS NULL")
        for row in receivers {
            let receiver = try row.decode(0, as: String.self)
            if !kept.contains(receiver) { _ = try await lifecycle.revoke(by: .approver, receiver, reason: "試験") }
        }
        return library.policies
    }

    /// The content hash of the newest version that waits for approval, as `pending` shows it; nothing where none does.
    func proposed(_ system: SystemName = .tax) async throws -> String {
        try await lifecycle.versions(in: .proposed).last { $0.system == system }?.contentHash ?? ""
    }

    @discardableResult
    func advance(_ to: String) async throws -> Int? { try await calendar.advance(to: day(to)) }

    func caller(_ system: SystemName = .tax) -> Caller { Caller(system: system, byWhom: "test \(system)") }

    func changes(
        _ system: SystemName = .tax, after cursor: String? = nil, limit: Int = 1000
    ) async throws -> ChangePage {
        try await provisioning.changes(caller(system), dataset: "addressee", after: cursor, limit: limit, wait: .zero)
    }

    func person(_ number: String, _ system: SystemName = .tax) async throws -> Entry {
        try await provisioning.person(caller(system), dataset: "addressee", addresseeNumber: AddresseeNumber(number))
    }

    /// A whole extract, and the cursor to go on from.
    func full(_ system: SystemName = .tax, _ format: ExtractFormat = .ndjson) async throws -> (bytes: [UInt8], cursor: String) {
        let extract = try await provisioning.full(caller(system), dataset: "addressee", format: format)
        var bytes: [UInt8] = []
        for try await piece in extract { bytes += piece }
        return (bytes, extract.cursor)
    }

    /// Runs `body` with a hub whose database is dropped afterwards.
    static func with<R>(_ body: (TestHub) async throws -> R) async throws -> R {
        await ConcurrencyLimiter.hubs.enter()
        do {
            let result = try await run(body)
            await ConcurrencyLimiter.hubs.leave()
            return result
        } catch {
            await ConcurrencyLimiter.hubs.leave()
            throw error
        }
    }

    /// The same with a hub that was at an older version first, with what `old` put into it as superuser, and then migrated to the newest.
    static func upgraded<R>(from number: Int, old: @escaping (Connection) async throws -> Void, _ body: (TestHub) async throws -> R) async throws -> R {
        await ConcurrencyLimiter.hubs.enter()
        do {
            let result = try await run(
                prepare: { name in
                    let migrations = try Migrator(directory: TestServer.root + "/sql/migrations").migrations
                    // Those of the modules have numbers of their own.
                    try await TestServer.migrate(name, Migrator(migrations.filter { $0.number <= number || $0.number > 100 }), as: nil)
                    let admin = try await TestServer.open(name)
                    try await old(admin)
                    await admin.close()
                    try await TestServer.migrate(name, Migrator(migrations), as: nil)
                }, body)
            await ConcurrencyLimiter.hubs.leave()
            return result
        } catch {
            await ConcurrencyLimiter.hubs.leave()
            throw error
        }
    }

    private static func run<R>(prepare: ((String) async throws -> Void)? = nil, _ body: (TestHub) async throws -> R) async throws -> R {
        let prepared = try await TestServer.shared.prepared()
        let name = "atena_test_\(UUID().uuidString.prefix(8).lowercased())"
        let server = try await TestServer.open()
        let template = prepare == nil ? prepared.template : "template1"
        try await server.script(unsafeSQL: "CREATE DATABASE \(name) OWNER atena_owner TEMPLATE \(template) STRATEGY wal_log")
        let directory = FileManager.default.temporaryDirectory.appending(path: name).path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let result: Result<R, any Error>
        do {
            try await prepare?(name)
            let hub = try await make(name, directory, prepared)
            // The template is as old as the run, and a hub begins sealed.
            if prepare == nil { try await hub.admin.execute("UPDATE audit.seal_state SET caught_up_at = now()") }
            do { result = .success(try await body(hub)) } catch { result = .failure(error) }
            await hub.admin.close()
            await hub.pool.shutdown(grace: .seconds(1))
        } catch {
            result = .failure(error)
        }
        try? FileManager.default.removeItem(atPath: directory)
        try await server.script(unsafeSQL: "DROP DATABASE \(name) WITH (FORCE)")
        await server.close()
        return try result.get()
    }

    private static func make(_ name: String, _ directory: String, _ prepared: TestServer.Prepared) async throws -> TestHub {
        var settings = ConnectionSettings(["dbname": name, "user": "atena_service", "password": prepared.password])
        settings.role = "atena_hub"
        settings.lockTimeout = .seconds(60)
        let keys = directory + "/keys"
        _ = try KeyRing.create(directory: keys)
        let files = SealedBatchFiles(directory: directory + "/seal")
        let key = try TestSigning.made.get().begin(keys: keys, files)
        return TestHub(
            database: name, directory: directory, password: prepared.password, pool: Pool(settings: settings, maximum: 6),
            vault: Vault(keys: try LiveCipher(directory: keys)), listener: JournalListener(settings: settings),
            monitor: HeartbeatMonitor(files: files, key: key.verifier), admin: try await TestServer.open(name))
    }
}

/// A day as a test writes it; a wrong one shows as a day long ago.
func day(_ text: String) -> CalendarDay { CalendarDay(text) ?? CalendarDay(daysSince2000: -700_000) }
