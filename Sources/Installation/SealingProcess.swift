internal import Addressee
internal import AuditTrail
internal import LogSealing
internal import Logging
internal import Postgres
public import ServiceLifecycle
public import Settings

/// 封印のプロセス. What `atena seal` is of an installation: the one process with the log's signing key, and with nothing else: no key ring, no certificate, no right to
/// open an individual number.
public struct SealingProcess: Sendable {
    private let sealer: Sealer
    private let pool: Pool
    private let settings: Settings

    /// Opens it; refuses to start on another schema version than this program's, and on another body's database or log.
    ///
    /// - Throws: `SettingsRefused` naming what is missing; `BodyRefused`, `MigrationError`, `PostgresError`, `KeyError`.
    public static func open(_ settings: Settings) async throws -> SealingProcess {
        _ = try settings.required(.signing)
        let (login, own) = (DatabaseLogin.seal.rawValue, try settings.body())
        let key = try LogKey(signing: settings)
        let migrations = try Migrator(directory: Installation.sqlDirectory(settings) + "/migrations")
        let pool = OpenPools.opened(Pool(settings: try Installation.connection(settings, user: login, role: "atena_hub"), maximum: 2))
        try await pool.withConnection { connection in
            try await migrations.check(connection)
            _ = try await HubBody.of(own, on: connection)
            try await refuseOtherSealers(login, on: connection)
        }
        let requests = ResumptionRequests(directory: try settings.required(.resumption))
        return SealingProcess(sealer: try key.sealer(settings, asking: requests), pool: pool, settings: settings)
    }

    /// - Throws: `SettingsRefused` where another login may write checkpoints: what this process seals would not be its own alone.
    static func refuseOtherSealers(_ login: String, on connection: Connection) async throws {
        let rows = try await connection.query(
            """
            SELECT rolname::text FROM pg_catalog.pg_roles
            WHERE rolcanlogin AND NOT rolsuper AND rolname <> \(login) AND pg_catalog.pg_has_role(oid, 'atena_sealer', 'MEMBER') ORDER BY 1
            """)
        let others = try rows.map { try $0.decode(String.self) }
        guard others.isEmpty else {
            throw SettingsRefused(problems: [
                "封印の役割 atena_sealer が、ほかのログイン（\(others.joined(separator: "、"))）にもあります。管理者として REVOKE atena_sealer FROM \(others.joined(separator: ", ")) を実行してください"
            ])
        }
    }

    /// What it runs: the sealer.
    public var services: [any Service] { [SealerService(sealing: .here(sealer))] }

    /// Tells the log that it began.
    public func started() async throws {
        try await OperationLog(pool: pool, byWhom: "service sealer").serviceStarted("seal", configuration: settings.told)
    }
}
