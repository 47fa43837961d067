internal import Addressee
internal import AuditTrail
package import Installation
package import Logging
internal import NationalPension
internal import ServiceLifecycle

/// 審査の続行. Examines applications that wait, once what they waited for has come, looks at the movements of each day, and ends interests in people whom none needs
/// any more: nobody has to think of it.
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
            var last = ""
            // What fails for a reason of its own is tried again in an hour, not each minute.
            var lookedAt: ContinuousClock.Instant?
            var sweptOn: CalendarDay?
            while !Task.isCancelled {
                last = await endInterests(after: last)
                let today = CalendarDay.todayInJapan()
                if sweptOn != today, let records {
                    await PensionInterests(records, of: hub, logger: logger).endOfUnreceived(onRecord: Self.clerk.account)
                    sweptOn = today
                }
                if lookedAt.map({ ContinuousClock.now - $0 > .seconds(3600) }) ?? true {
                    lookedAt = await lookAtMovements(on: today) ? nil : .now
                }
                // So many at a time, and where there are more, the next soon.
                let isMore = await look()
                try? await Task.sleep(for: isMore ? .seconds(1) : .seconds(60))
            }
        }
    }

    /// Ends those that could not be ended when the need for them did, by the number of the person, so many at a time.
    ///
    /// - Returns: the number behind which it goes on; empty at the end.
    private func endInterests(after last: String) async -> String {
        guard let records else { return "" }
        do {
            let (numbers, next) = try await records.interestsToEnd(after: last, most: 200)
            await PensionInterests(records, of: hub, logger: logger).end(in: numbers, by: Self.clerk, onRecord: Self.clerk.account)
            return next
        } catch is CancellationError {} catch {
            logger.error("interests wait to be looked at", metadata: ["error": .string("\(type(of: error))")])
        }
        return last
    }

    /// 毎日の異動の確認. What a clerk's `proposal make` does, once a day: a day on which nobody asks is no day without proposals. Not before somebody has asked once:
    /// what was before that calls for none.
    ///
    /// - Returns: whether nothing kept it from that.
    private func lookAtMovements(on today: CalendarDay) async -> Bool {
        guard let records else { return true }
        do {
            guard try await records.awaitsLook(on: today) else { return true }
            let log = PensionLog(pool: hub.pool)
            try await log.tell(records)
            let run = try await records.lookAtMovements(by: Self.clerk, today: today)
            try await log.tell(records)
            logger.info("movements looked at", metadata: ["persons": .stringConvertible(run.persons), "proposals": .stringConvertible(run.proposals)])
            return true
        } catch is CancellationError {
            return true
        } catch {
            let code = (error as? PensionRefused)?.code ?? "\(type(of: error))"
            logger.error("movements wait to be looked at", metadata: ["error": .string(code)])
            return false
        }
    }

    /// - Returns: whether more wait than were looked at.
    private func look() async -> Bool {
        guard let records else { return false }
        do {
            // What can't be told to the log is not done.
            let log = PensionLog(pool: hub.pool)
            try await log.tell(records)
            let done = try await records.goOn(by: Self.clerk, today: .todayInJapan())
            try await log.tell(records)
            if done.anew > 0 { logger.info("applications examined anew", metadata: ["count": .stringConvertible(done.anew)]) }
            if done.unread > 0 { logger.error("applications that can't be read", metadata: ["count": .stringConvertible(done.unread)]) }
            return done.isMore
        } catch is CancellationError {} catch {
            logger.error("applications wait to be examined", metadata: ["error": .string("\(type(of: error))")])
        }
        return false
    }
}
