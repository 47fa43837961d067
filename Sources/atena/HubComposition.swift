import AccessControl
import Addressee
import AuditTrail
import ConnectorKit
import Departments
import Foundation
import Governance
public import HubServer
import Keys
import LogSealing
import Logging
import Oversight
public import Postgres
import Register
import ServiceLifecycle
import Sharing
import TransparencyLog

/// The one place where the hub is put together, from the environment.
///
/// - `ATENA_DATABASE` (required): libpq connection keywords without a user; each part takes the role it needs.
/// - `ATENA_KEYS` (required): directory of the hub's key ring; `modules/<schema>` below it holds each module's own.
/// - `ATENA_SEAL`: directory of the sealed batches outside the database; `seal` beside `ATENA_KEYS` unless given. Best on another disk, append-only.
/// - `ATENA_SQL`: directory with `migrations/`; `sql` unless given.
/// - `ATENA_POOL`: connections of this process at most, 20 unless given.
/// - `ATENA_ACCOUNT`: owner-only file with name and secret of the service account that programs act as.
/// - `ATENA_ANALYSIS`: file with the thresholds of the daily search of the log for misuse (`ops/analysis.yaml`); `atena work` does not start without.
/// - `ATENA_PKI`: directory of certificates, whose ends are told.
/// - `ATENA_DORMANT_DAYS`: days without sign-in after which an account is closed, 90 unless given.
/// - `ATENA_ANSWER_DAYS`: days after which a question that waits for a person's answer lapses, 30 unless given.
struct HubComposition: Sendable {
    let provisioning: Provisioning
    let health: HubHealth
    let sealer: Sealer
    let resumption: SealingResumption
    let checkpoints: CheckpointStore
    let services: [any Service]
    let pool: Pool
    let vault: Vault
    let listener: JournalListener
    let keys: LiveCipher
    let access: AccessControl
    let gate: Gate
    /// Who acts. Of a hub that was opened without a right: nobody, who may nothing.
    private(set) var acting = Principal(account: "nobody", isService: true, department: nil, terminal: "", grants: [:])

    /// Opens the hub for somebody who is signed in and holds the right: the one gate of the command line.
    ///
    /// - Parameter preference: programs that go on for days take the service account first.
    /// - Throws: `AccessRefused`, on record; `CommandFailure` naming what is missing.
    static func open(
        _ environment: [String: String], for right: Right, prefer preference: Gate.Preference = .person
    ) async throws -> HubComposition {
        let hub = try await open(environment, prefer: preference)
        try await hub.acting.require(right, at: hub.pool)
        return hub
    }

    /// Opens the hub for whoever is signed in, for commands whose calls ask for the right themselves (`by: hub.acting`).
    ///
    /// - Throws: as the other.
    static func open(_ environment: [String: String], prefer preference: Gate.Preference = .person) async throws -> HubComposition {
        var hub = try await unguarded(environment)
        hub.acting = try await hub.gate.acting(preference)
        return hub
    }

    /// Opens everything for commands that ask for the right themselves (sign-in, administration of access), and refuses to start on another schema
    /// version than this program's.
    ///
    /// - Throws: `CommandFailure` naming what is missing.
    static func unguarded(_ environment: [String: String]) async throws -> HubComposition {
        let settings = try Self.settings(environment, user: "atena_service", role: "atena_hub")
        let keys = try LiveCipher(directory: required("ATENA_KEYS", environment))
        let migrations = try Migrator(directory: sqlDirectory(environment) + "/migrations")
        let pool = OpenPools.opened(Pool(settings: settings, maximum: Int(environment["ATENA_POOL"] ?? "") ?? 20))
        try await pool.withConnection { try await migrations.check($0) }
        let listener = JournalListener(settings: settings)
        let vault = Vault(keys: keys)
        let (key, files) = (try CheckpointKey.open(directory: required("ATENA_KEYS", environment)), try batchFiles(environment))
        let monitor = HeartbeatMonitor(files: files, key: key.verifier)
        let provisioning = Provisioning(pool: pool, vault: vault, store: PolicyStore(), listener: listener, monitor: monitor)
        let sealer = Sealer(
            settings: try Self.settings(environment, user: "atena_service", role: "atena_sealer"), key: key, files: files,
            logger: Logger(label: "atena.seal"))
        let access = AccessControl(pool: pool, keys: keys)
        return HubComposition(
            provisioning: provisioning,
            health: HubHealth(
                pool: pool, migrations: migrations, policyDirectory: environment["ATENA_POLICIES"], monitor: monitor, vault: vault,
                certificates: certificates(environment), promptness: .service, logger: Logger(label: "atena.health")),
            sealer: sealer, resumption: SealingResumption(pool: pool, key: key, files: files),
            checkpoints: CheckpointStore(pool: pool, key: key.verifier),
            services: [PoolService(pool: pool), SignalService(listener: listener), KeyService(vault: vault), SealerService(sealer: sealer)],
            pool: pool, vault: vault, listener: listener, keys: keys, access: access, gate: Gate(access: access, pool: pool, environment: environment))
    }

    /// The department modules that run in this process, each as its own role and under its own keys.
    static func modules(_ environment: [String: String]) throws -> [DepartmentModule] {
        try DepartmentKind.all.map { kind in
            let directory = try required("ATENA_KEYS", environment) + "/modules/" + kind.schema
            let pool = OpenPools.opened(Pool(settings: try settings(environment, user: kind.role, role: nil), maximum: 4))
            return DepartmentModule(kind: kind, pool: pool, keys: try LiveCipher(directory: directory))
        }
    }

    static func settings(_ environment: [String: String], user: String, role: String?) throws -> ConnectionSettings {
        var keywords: [String: String] = [:]
        for pair in try required("ATENA_DATABASE", environment).split(separator: " ") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw CommandFailure("ATENA_DATABASE: 「host=… port=… dbname=…」の形で設定してください。") }
            keywords[parts[0]] = parts[1]
        }
        keywords["user"] = user
        var settings = ConnectionSettings(keywords)
        settings.role = role
        // Whoever writes into the hub's database goes by its clock; a module's database has one of its own.
        if role != nil { (settings.clock, settings.clockTolerance) = (HubClock.shared, HubClock.refused) }
        settings.applicationName = "atena"
        settings.lockTimeout = .seconds(30)
        settings.idleInTransactionTimeout = .seconds(60)
        return settings
    }

    static func batchFiles(_ environment: [String: String]) throws -> BatchFiles {
        if let directory = environment["ATENA_SEAL"], !directory.isEmpty { return BatchFiles(directory: directory) }
        return BatchFiles(directory: URL(filePath: try required("ATENA_KEYS", environment)).deletingLastPathComponent().appending(path: "seal").path)
    }

    /// Where certificates lie whose ends are told; nil on a machine that has none.
    static func certificates(_ environment: [String: String]) -> CertificateDirectory? {
        guard let directory = environment["ATENA_PKI"], !directory.isEmpty else { return nil }
        return CertificateDirectory(directory: directory)
    }

    /// Days without sign-in after which an account is closed.
    static func dormantDays(_ environment: [String: String]) throws -> Int {
        try days("ATENA_DORMANT_DAYS", environment, unlessGiven: AccessControl.dormantDays)
    }

    /// Days after which a question that waits for a person's answer lapses.
    static func answerDays(_ environment: [String: String]) throws -> Int {
        try days("ATENA_ANSWER_DAYS", environment, unlessGiven: ManualConfirmation.waitingDays)
    }

    private static func days(_ name: String, _ environment: [String: String], unlessGiven usual: Int) throws -> Int {
        guard let text = environment[name], !text.isEmpty else { return usual }
        guard let days = Int(text), (1...3660).contains(days) else { throw CommandFailure("\(name): 1から3660までの日数を設定してください。") }
        return days
    }

    /// How the log names whoever runs a command before there are people or keys.
    static var commandLine: String { "command line \(NSUserName())" }

    /// Tells the log that a process began to serve or to work.
    func started(_ service: String, _ environment: [String: String]) async throws {
        try await OperationLog(pool: pool, byWhom: acting.name).serviceStarted(
            service, configuration: environment.filter { $0.key.hasPrefix("ATENA_") })
    }

    static func sqlDirectory(_ environment: [String: String]) -> String { environment["ATENA_SQL"] ?? "sql" }

    static func required(_ name: String, _ environment: [String: String]) throws -> String {
        guard let value = environment[name], !value.isEmpty else {
            throw CommandFailure("環境変数 \(name) を設定してください（ops/up が書くファイル env を読み込むと設定されます）。")
        }
        return value
    }
}

private struct PoolService: Service {
    let pool: Pool
    func run() async throws {
        try await cancelWhenGracefulShutdown { try await pool.run() }
    }
}

private struct SealerService: Service {
    let sealer: Sealer
    func run() async throws {
        await cancelWhenGracefulShutdown { await sealer.run() }
    }
}

private struct KeyService: Service {
    let vault: Vault
    func run() async throws {
        await cancelWhenGracefulShutdown { await vault.followRotation() }
    }
}

private struct SignalService: Service {
    let listener: JournalListener
    func run() async throws {
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown { await listener.run() }
        } onGracefulShutdown: {
            listener.close()
        }
    }
}

/// The server answers 503 while the database is away, without knowing what a database is.
extension PostgresError: TemporaryFailure {
    /// Connection lost, pool exhausted, or a failure that a retry may get past.
    public var isTemporary: Bool { isConnectionLoss || isPoolExhausted || isRetryable || clockDifference != nil }
}
