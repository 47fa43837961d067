import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Foundation
import HubServer
import Installation
import Logging
import ServiceLifecycle
import Settings
import UnixSignals

/// Runs the hub's HTTPS server until SIGTERM or SIGINT.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "HTTPSサーバーを動かします (相互TLS)。",
        discussion: "環境変数:\n"
            + [Setting.body, .database, .keys, .seal, .account, .pki, .listen, .drainSeconds, .peerConnections, .personReads, .logLevel].map { setting in
                "  \(setting.rawValue): \(setting.meaning)\(setting.usual.map { "（省略時 \($0)）" } ?? "")"
            }.joined(separator: "\n") + "\nSIGHUPを送ると、処理中の要求を切らずに、証明書と鍵を読み直します。読めないものは前のものを使い続けます。")

    func run() async throws {
        MemoryProtection.raiseFileLimit()
        let settings = Settings()
        let logger = try Self.logger(settings)
        // Settings first: a wrong one must show before any connection is opened.
        let server = try Self.explained { try HubServerSettings(settings) }
        let hub = try await Self.opened(settings)
        try await hub.installation.started("serve", by: hub.acting)
        let certificates = try Self.explained { try ServerCertificates(server) }
        let list = try Self.explained { try hub.installation.certificateList() }
        let service = try Self.explained {
            try buildServer(
                provisioning: hub.provisioning, health: hub.health, checkpoints: hub.checkpoints, list: list, body: hub.body, settings: server,
                certificates: certificates,
                today: { .todayInJapan() }, logger: logger
            ) { port in
                logger.notice(
                    "serving", metadata: ["host": .string(server.host), "port": .stringConvertible(port), "version": .string(Version.text)])
            }
        }
        var watches: [any Service] = [
            CertificateListService(list), HangUpService(logger: logger, files: [("certificates", { try await certificates.reload() })]),
        ]
        if let store = Installation.certificates(settings) { watches.append(CertificateService(certificates: store, logger: logger)) }
        // The server comes last, so it stops first: what it stands on outlives its requests.
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: (hub.services + watches + [service]).map {
                    .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
                },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }

    private static func explained<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let refused as SettingsRefused {
            tell(refused.description)
            throw ExitCode(78)
        }
    }

    private static func opened(_ settings: Settings) async throws -> OpenedHub {
        do {
            return try await OpenedHub.open(settings, for: .operateDeliveries, prefer: .service)
        } catch let refused as SettingsRefused {
            await OpenPools.shutdown()
            tell(refused.description)
            throw ExitCode(78)
        } catch {
            await OpenPools.shutdown()
            throw CommandFailure.explain(error)
        }
    }

    private static func logger(_ settings: Settings) throws -> Logger {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "atena.serve")
        let text = settings.value(.logLevel) ?? "info"
        guard let level = Logger.Level(rawValue: text) else {
            throw ValidationError("ATENA_LOG_LEVEL: trace, debug, info, notice, warning, error のどれかです。")
        }
        logger.logLevel = level
        return logger
    }
}
