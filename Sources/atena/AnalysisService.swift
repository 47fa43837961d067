import AccessControl
import Addressee
import AuditTrail
import Foundation
import Governance
import Logging
import Oversight
import Postgres
import ServiceLifecycle

/// Analyses the log when it starts and when the day changes in Japan; what it finds waits for a person (`atena audit report`).
struct AnalysisService: Service {
    let pool: Pool
    let environment: [String: String]
    /// As whom it runs.
    let program: Principal
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var analysed: CalendarDay?
            while !Task.isCancelled {
                let today = CalendarDay.hubToday()
                if analysed != today {
                    do {
                        let (rules, text) = try AnalysisFile.read(environment)
                        let found = try await LogAnalysis(pool: pool).analyse(rules, text: text, until: today, by: program)
                        logger.info("analysis", metadata: ["day": "\(today)", "found": "\(found)"])
                        analysed = today
                    } catch let error as PostgresError {
                        logger.warning("analysis", metadata: ["error": "\(error.label)"])
                    } catch {
                        // Its text names a file and what is wrong in it.
                        logger.error("analysis does not run", metadata: ["error": "\(CommandFailure.explain(error))"])
                    }
                }
                // Cancelled is the only way it ends early, and then the loop ends.
                try? await Task.sleep(for: .seconds(300))
            }
        }
    }
}
