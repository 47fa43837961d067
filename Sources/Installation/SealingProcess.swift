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
        let own = try settings.body()
        let key = try LogKey(signing: settings)
        let files = try SchemaFiles(settings)
        let pool = OpenPools.opened(Pool(settings: try Installation.connection(settings, as: .seal), maximum: 2))
        try await pool.withConnection { connection in
            try await files.check(connection)
            _ = try await HubBody.of(own, on: connection)
            try await refuseOtherSealers(on: connection)
        }
        let requests = ResumptionRequests(directory: try settings.required(.resumption))
        return SealingProcess(sealer: try key.sealer(settings, asking: requests), pool: pool, settings: settings)
    }

    /// - Throws: `SettingsRefused` where another login may write checkpoints. Later the sealer looks by itself, and stands still.
    static func refuseOtherSealers(on connection: Connection) async throws {
        if let fault = try OtherSealers.fault(await connection.query(OtherSealers.question)) { throw SettingsRefused(problems: [fault]) }
    }

    /// What it runs: the sealer.
    public var services: [any Service] { [SealerService(sealing: .here(sealer))] }

    /// Tells the log that it began.
    public func started() async throws {
        try await OperationLog(pool: pool, byWhom: "service sealer").serviceStarted("seal", configuration: settings.told)
    }
}
