import Foundation
import Logging
import ServiceLifecycle
import StaffCommands
import UnixSignals

/// 再読み込みの合図 (SIGHUP). It never ends a command: a terminal that closes cuts off neither an intake nor a server; programs that go on for days read
/// their files again.
enum HangUp {
    /// From the first moment of the process; whoever reads files again takes the signal up by `HangUpService`.
    static func ignore() { signal(SIGHUP, SIG_IGN) }
}

/// Reads files again whenever the signal comes.
struct HangUpService: Service {
    let logger: Logger
    /// What is read again, by name, each on its own: one that can't be read keeps none of the others back.
    let files: [(name: String, read: @Sendable () async throws -> Void)]

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            for file in files {
                do {
                    try await file.read()
                    logger.notice("read again", metadata: ["files": "\(file.name)"])
                } catch {
                    // Its text names settings and files only.
                    logger.error(
                        "can't be read again; what was read before stays", metadata: ["files": "\(file.name)", "error": "\(CommandFailure.explain(error))"])
                }
            }
        }
    }
}
