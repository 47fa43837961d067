public import AccessControl
public import Addressee
public import AuditTrail
public import Departments
internal import Foundation
public import Keys
public import LogSealing
internal import Logging
public import Oversight
public import Postgres
public import Register
internal import ServiceLifecycle
public import Settings
public import Sharing
internal import TransparencyLog

/// 設置. The hub as one installation runs it: its stages, put together from the settings, here and nowhere else.
public struct Installation: Sendable {
    /// What it was told.
    public let settings: Settings
    /// As whom its process logs in.
    public let login: DatabaseLogin
    /// 団体. Whose hub it is, as settings and database agree.
    public let body: HubBody
    /// The one door out.
    public let provisioning: Provisioning
    /// Whether it can serve, and what stands in the way.
    public let health: HubHealth
    /// Who seals the log.
    public let sealing: Sealing
    /// How sealing goes on where it halted.
    public let resumption: SealingResumption
    /// What is signed.
    public let checkpoints: CheckpointStore
    /// Connections in the role of its process.
    public let pool: Pool
    /// Individual numbers.
    public let vault: Vault
    /// 接続. What receivers are reached by.
    public let endpoints: Endpoints
    /// Wakes those who wait for the journal.
    public let listener: JournalListener
    /// The hub's keys.
    public let keys: LiveCipher
    /// People, rights and sign-in.
    public let access: AccessControl
    /// 提供ポリシーの起案・承認.
    public var policies: PolicyLifecycle { PolicyLifecycle(pool: pool, store: provisioning.store) }

    /// Puts everything together, and refuses to start on another schema version than this program's, and on another body's database or log.
    ///
    /// - Throws: `SettingsRefused` naming what is missing; `BodyRefused`, `MigrationError`, `PostgresError`, `KeyError`.
    public static func open(_ settings: Settings, as login: DatabaseLogin = .operation) async throws -> Installation {
        let own = try settings.body()
        let connection = try Self.connection(settings, as: login)
        let directory = try settings.required(.keys)
        let keys = try LiveCipher(directory: directory)
        let schema = try SchemaFiles(settings)
        let pool = OpenPools.opened(Pool(settings: connection, maximum: try settings.connections()))
        let body = try await pool.withConnection { connection in
            try await schema.check(connection)
            try await VaultBinding.require(on: connection)
            return try await HubBody.of(own, on: connection)
        }
        try await RowSeal.require(pool)
        let listener = JournalListener(settings: connection)
        let vault = Vault(keys: keys)
        let (log, files) = (try LogKey(settings), try batchFiles(settings))
        let monitor = HeartbeatMonitor(files: files, key: log.verifier)
        if login == .staff, settings[.resumption] != nil {
            let requests = ResumptionRequests(directory: try settings.required(.resumption))
            requests.clear()
        }
        let provisioning = Provisioning(
            pool: pool, vault: vault, body: body, store: PolicyStore(seal: RowSeal(keys: keys)), listener: listener, monitor: monitor)
        return Installation(
            settings: settings, login: login, body: body, provisioning: provisioning,
            health: HubHealth(
                pool: pool, migrations: try schema.hub(), policyDirectory: settings[.policies], monitor: monitor, provisioning: provisioning,
                certificates: certificates(settings), sources: { settings.sourceSchedule() }, promptness: .service, logger: Logger(label: "atena.health")),
            sealing: try log.sealing(settings, as: login, pool: pool, files: files, monitor: monitor),
            resumption: SealingResumption(pool: pool, signer: try log.signer(settings), files: files),
            checkpoints: CheckpointStore(pool: pool, key: log.verifier),
            pool: pool, vault: vault, endpoints: Endpoints(pool: pool, store: provisioning.store, keys: keys, registry: .installed(settings)),
            listener: listener,
            keys: keys, access: AccessControl(pool: pool, keys: keys))
    }

    /// The department modules, each as its own role and under its own keys; one for each dataset that a department is given.
    public static func modules(_ settings: Settings) throws -> [DepartmentModule] {
        let departments = DepartmentParts(settings: settings)
        return try DepartmentKind.all.flatMap { kind in try kind.datasets.map { try departments.module(kind, $0) } }
    }

    /// How a process connects to the hub's database, in the role that it takes there.
    ///
    /// - Throws: `SettingsRefused`.
    public static func connection(_ settings: Settings, as login: DatabaseLogin) throws -> ConnectionSettings {
        try connection(settings, user: login.rawValue, role: login.role)
    }

    /// How a part of the hub connects to the database.
    ///
    /// - Parameters:
    ///   - user: as whom it logs in.
    ///   - role: which it takes; nil: that of its login, in a database of its own clock.
    ///   - database: the setting that says how the database is reached.
    ///   - suffix: what follows the name of the database that the setting has, with an underscore.
    public static func connection(
        _ settings: Settings, user: String, role: String?, in database: Setting = .database, suffix: String? = nil
    ) throws -> ConnectionSettings {
        var keywords: [String: String] = [:]
        for pair in try settings.required(database).split(separator: " ") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw SettingsRefused(problems: ["\(database.rawValue): 「host=… port=… dbname=…」の形で設定してください"])
            }
            keywords[parts[0]] = parts[1]
        }
        if let suffix {
            guard let name = keywords["dbname"] else {
                throw SettingsRefused(problems: ["\(database.rawValue): dbname を、データベースの名前の初め（dbname=atena なら atena_\(suffix)）として設定してください"])
            }
            keywords["dbname"] = "\(name)_\(suffix)"
        }
        keywords["user"] = user
        // Each login has a passfile of its own, which nobody else can read.
        if let passfile = keywords["passfile"], FileManager.default.fileExists(atPath: "\(passfile).\(user)") {
            keywords["passfile"] = "\(passfile).\(user)"
        }
        var connection = ConnectionSettings(keywords)
        connection.role = role
        // Whoever writes into the hub's database goes by its clock; a module's database has one of its own.
        if role != nil && database == .database { (connection.clock, connection.clockTolerance) = (HubClock.shared, HubClock.refused) }
        connection.applicationName = "atena"
        connection.lockTimeout = .seconds(30)
        connection.idleInTransactionTimeout = .seconds(60)
        return connection
    }

    /// Where sealed batches lie outside the database.
    public static func batchFiles(_ settings: Settings) throws -> SealedBatchFiles {
        if let directory = settings[.seal] { return SealedBatchFiles(directory: directory) }
        return SealedBatchFiles(directory: URL(filePath: try settings.required(.keys)).deletingLastPathComponent().appending(path: "seal").path)
    }

    /// Where certificates lie whose ends are told; nil on a machine that has none.
    public static func certificates(_ settings: Settings) -> CertificateDirectory? { settings[.pki].map { CertificateDirectory(directory: $0) } }

    /// Where `migrations/` lies.
    public static func sqlDirectory(_ settings: Settings) -> String { settings.value(.sql) ?? "sql" }

    /// How the log names whoever runs a command before there are people or keys.
    public static var commandLine: String { "command line \(NSUserName())" }

    /// Which certificates of systems open something; follows the database once it runs (``CertificateListService``).
    ///
    /// - Throws: `SettingsRefused`.
    public func certificateList() throws -> CertificateList {
        CertificateList(
            settings: try Self.connection(settings, as: login), pool: pool, keys: keys,
            logger: Logger(label: "atena.certificates"))
    }

    /// Tells the log that a process began to serve or to work.
    public func started(_ service: String, by whom: Principal) async throws {
        try await OperationLog(pool: pool, byWhom: whom.name).serviceStarted(service, configuration: settings.told)
    }
}
