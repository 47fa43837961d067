import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Foundation
import Installation
import Logging
import MutualTLS
import ServiceLifecycle
import Settings
import StaffCommands
import StaffService
import UnixSignals

/// Runs the staff service until SIGTERM or SIGINT.
struct StaffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff", abstract: "職員サービスを動かします（職員の端末の命令が接続する先。相互TLS）。",
        discussion: "環境変数:\n"
            + [Setting.body, .database, .keys, .seal, .pki, .staffListen, .spool, .policies, .endpoints, .sources, .analysis, .drainSeconds, .logLevel].map {
                setting in
                "  \(setting.rawValue): \(setting.meaning)\(setting.usual.map { "（省略時 \($0)）" } ?? "")"
            }.joined(separator: "\n") + "\n証明書と鍵は ATENA_PKI の staff.pem、staff.key、ca.pem です。SIGHUPを送ると、処理中の要求を切らずに読み直します。")

    func run() async throws {
        MemoryProtection.raiseFileLimit()
        let settings = Settings()
        let logger = try ServiceProcess.logger("atena.staff", settings)
        let (listener, certificates, holdings) = try ServiceProcess.explained {
            var listener = try ListenerSettings(settings, listen: .staffListen, certificate: "staff")
            listener.leastTLS = .tls13
            return (listener, try ServerCertificates(listener), try HoldingPlace(in: try settings.spoolDirectory()))
        }
        let hub = try await ServiceProcess.opened { try await Installation.open(settings, as: .staff) }
        // It is there before anybody is: what it may do, its askers may.
        let itself = Principal(account: "staff-service", isService: true, department: nil, terminal: "", grants: [:])
        try await hub.started("staff", by: itself)
        let list = try ServiceProcess.explained { try hub.certificateList() }
        let pension = try ServiceProcess.explained { try PensionModule(settings, of: hub, program: Version.text) }
        let service = buildStaffServer(hub, pension: pension, settings: listener, certificates: certificates, list: list, holdings: holdings, logger: logger) {
            port in
            logger.notice(
                "staff service", metadata: ["host": .string(listener.host), "port": .stringConvertible(port), "version": .string(Version.text)])
        }
        let watches: [any Service] = [
            PensionExaminer(pension, of: hub, logger: logger), PensionSealCheck(pension, of: hub, logger: logger),
            PensionPublisher(pension, of: hub, logger: logger), CertificateListService(list),
            HangUpService(logger: logger, files: [("certificates", { try await certificates.reload() })]),
        ]
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: (hub.staffServices + watches + [service]).map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }
}
