internal import Addressee
internal import AuditTrail
package import Installation
package import Logging
internal import NationalPension
internal import ServiceLifecycle

/// 審査の続行. Examines applications that wait, once what they waited for has come: nobody has to think of it.
package struct PensionExaminer: Service {
    /// Who does it: nobody of the staff.
    static let clerk = Clerk(account: "staff service", setUpBy: nil, section: "", terminal: "")

    private let records: PensionRecords?
    private let hub: Installation
    private let logger: Logger

    /// - Parameter module: without records there is nothing to examine.
    package init(_ module: PensionModule, of hub: Installation, logger: Logger) { (records, self.hub, self.logger) = (module.records, hub, logger) }

    /// Returns when it is told to shut down.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await look()
                try? await Task.sleep(for: .seconds(60))
            }
        }
    }

    private func look() async {
        guard let records else { return }
        do {
            // What can't be told to the log is not done.
            let log = PensionLog(pool: hub.pool)
            try await log.tell(records)
            let anew = try await records.goOn(by: Self.clerk, today: .todayInJapan())
            try await log.tell(records)
            if anew > 0 { logger.info("applications examined anew", metadata: ["count": .stringConvertible(anew)]) }
        } catch is CancellationError {} catch {
            logger.error("applications wait to be examined", metadata: ["error": .string("\(type(of: error))")])
        }
    }
}
