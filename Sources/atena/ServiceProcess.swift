import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Foundation
import Installation
import Logging
import Settings
import StaffCommands

/// What the processes that serve begin with; what they can't run with is told before any connection is opened, with exit status 78.
enum ServiceProcess {
    static func explained<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let refused as SettingsRefused {
            tell(refused.description)
            throw ExitCode(78)
        }
    }

    static func opened<Hub>(_ open: () async throws -> Hub) async throws -> Hub {
        do {
            return try await open()
        } catch let refused as SettingsRefused {
            await OpenPools.shutdown()
            tell(refused.description)
            throw ExitCode(78)
        } catch {
            await OpenPools.shutdown()
            throw CommandFailure.explain(error)
        }
    }

    static func logger(_ label: String, _ settings: Settings) throws -> Logger {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: label)
        let text = settings.value(.logLevel) ?? "info"
        guard let level = Logger.Level(rawValue: text) else {
            throw ValidationError("ATENA_LOG_LEVEL: trace, debug, info, notice, warning, error のどれかです。")
        }
        logger.logLevel = level
        return logger
    }
}
