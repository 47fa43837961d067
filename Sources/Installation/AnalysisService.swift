public import AccessControl
internal import Addressee
internal import AuditTrail
internal import Foundation
public import Governance
public import Logging
internal import Oversight
internal import Postgres
public import ServiceLifecycle
public import Settings

extension Settings {
    /// 分析の閾値. The thresholds of the daily search of the log for misuse, and the text of their file.
    ///
    /// - Throws: `SettingsRefused` where the file isn't there, `PolicyFileErrors` where it says something wrong.
    public func analysisRules() throws -> (rules: AnalysisRules, text: String) {
        let name = Setting.analysis.rawValue
        guard let path = self[.analysis] else {
            throw SettingsRefused(problems: ["環境変数 \(name) に、証跡の分析の閾値のファイル（製品の ops/analysis.yaml）を指定してください。指定がなければ、証跡は分析されません"])
        }
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
            throw SettingsRefused(problems: ["証跡の分析の閾値のファイル \(path) を読めません（環境変数 \(name)）"])
        }
        return (try AnalysisRules(file: path, text: text), text)
    }
}

/// Analyses the log when it starts and when the day changes in Japan; what it finds waits for a person (`atena audit report`).
public struct AnalysisService: Service {
    private let installation: Installation
    private let program: Principal
    private let logger: Logger

    /// - Parameter program: as whom it runs.
    public init(_ installation: Installation, as program: Principal, logger: Logger) {
        (self.installation, self.program, self.logger) = (installation, program, logger)
    }

    /// Returns when it is told to shut down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var analysed: CalendarDay?
            while !Task.isCancelled {
                let today = CalendarDay.todayInJapan()
                if analysed != today {
                    do {
                        let (rules, text) = try installation.settings.analysisRules()
                        let found = try await LogAnalysis(pool: installation.pool).analyse(by: program, rules, text: text, until: today)
                        logger.info("analysis", metadata: ["day": "\(today)", "found": "\(found)"])
                        analysed = today
                    } catch is CancellationError {
                        return
                    } catch let error as PostgresError {
                        logger.warning("analysis", metadata: ["error": "\(error.label)"])
                    } catch {
                        logger.error("analysis does not run", metadata: ["error": "\(Self.words(error))"])
                    }
                }
                // Cancelled is the only way it ends early, and then the loop ends.
                try? await Task.sleep(for: .seconds(300))
            }
        }
    }

    /// Names a file and what is wrong in it, or a code and its rule.
    private static func words(_ error: any Error) -> String {
        switch error {
        case let error as PolicyFileErrors: error.description
        case let error as any Explained: error.explanation
        default: "unexpected"
        }
    }
}
