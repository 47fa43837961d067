package import Installation
package import Logging
internal import NationalPension
internal import ServiceLifecycle

/// 証印の点検. Goes through the rows of the pension department that carry a MAC, again and again, and tells of those that the staff service did not write:
/// in the log, in `atena status`, and on the lists of those who work with them.
package struct PensionSealCheck: Service {
    private let records: PensionRecords?
    private let hub: Installation
    private let logger: Logger

    /// - Parameter module: without records there is nothing to go through.
    package init(_ module: PensionModule, of hub: Installation, logger: Logger) { (records, self.hub, self.logger) = (module.records, hub, logger) }

    /// Returns when it is told to shut down.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var hasRound = false
            while !Task.isCancelled {
                let isRound = await look()
                if isRound == true { hasRound = true }
                // At first as fast as it goes, by a bounded part at a time; later it costs next to nothing.
                try? await Task.sleep(for: hasRound || isRound == nil ? .seconds(60) : .seconds(1))
            }
        }
    }

    /// - Returns: whether all rows have been gone through; `nil` where they could not be read now.
    private func look() async -> Bool? {
        guard let records else { return true }
        do {
            let progress = try await records.checkSeals()
            for rows in progress.more {
                logger.error("rows by nobody", metadata: ["table": .string(rows.table), "count": .stringConvertible(rows.count)])
                try await PensionLog(pool: hub.pool).found(untrue: rows.count, of: "\(rows.table) in all")
            }
            return progress.isRound
        } catch is CancellationError {} catch { logger.error("seals wait to be checked", metadata: ["error": .string("\(type(of: error))")]) }
        return nil
    }
}
