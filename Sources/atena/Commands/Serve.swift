import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Foundation
import HubServer
import Installation
import Logging
import MutualTLS
import Postgres
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
        let logger = try ServiceProcess.logger("atena.serve", settings)
        // Settings first: a wrong one must show before any connection is opened.
        let server = try ServiceProcess.explained {
            // What receivers reach acts as a program, and writes nothing of anybody's session.
            _ = try settings.required(.account)
            return try HubServerSettings(settings)
        }
        let hub = try await ServiceProcess.opened { try await OpenedHub.open(settings, for: .operateDeliveries, as: .serve, prefer: .service) }
        try await hub.installation.started("serve", by: hub.acting)
        let certificates = try ServiceProcess.explained { try ServerCertificates(server.listener) }
        let list = try ServiceProcess.explained { try hub.installation.certificateList() }
        let service = try ServiceProcess.explained {
            try buildServer(
                provisioning: hub.provisioning, health: hub.health, checkpoints: hub.checkpoints, list: list, body: hub.body, settings: server,
                certificates: certificates,
                today: { .todayInJapan() }, now: { Date(timeIntervalSince1970: Double(PostgresInstant.now().unixSeconds)) }, logger: logger
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
}
