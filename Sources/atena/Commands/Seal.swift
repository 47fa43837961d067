import ArgumentParser
import Installation
import Logging
import ServiceLifecycle
import Settings
import UnixSignals

/// Seals the log until SIGTERM or SIGINT, as the one process that can.
struct SealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal", abstract: "証跡を封印します（署名の鍵を読めるのはこのプロセスだけ）。",
        discussion: "ATENA_SIGNING を設定したハブで動かします。ほかのプロセスとは別のLinuxの利用者で動かしてください。止まると、5分後に提供も止まります。\n環境変数:\n"
            + [Setting.body, .database, .seal, .signing, .resumption, .sql, .logLevel].map { setting in
                "  \(setting.rawValue): \(setting.meaning)\(setting.usual.map { "（省略時 \($0)）" } ?? "")"
            }.joined(separator: "\n"))

    func run() async throws {
        let settings = Settings()
        let logger = try ServiceProcess.logger("atena.seal", settings)
        let process = try await ServiceProcess.opened { try await SealingProcess.open(settings) }
        try await process.started()
        logger.notice("sealing", metadata: ["version": .string(Version.text)])
        // There is nothing to read again, and a terminal that closes ends nothing.
        let services = process.services + [HangUpService(logger: logger, files: [])]
        let group = ServiceGroup(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await group.run()
    }
}
