internal import Addressee
internal import AuditTrail
public import Logging
internal import Postgres
public import ServiceLifecycle

/// Does the duties of a day when it begins in Japan, and tries again what it could not do to a policy: at once, then ever more seldom.
public struct DailyDutiesService: Service {
    private let duties: DailyDuties
    private let byWhom: String
    private let logger: Logger

    /// - Parameter byWhom: as the log is to name it.
    public init(_ duties: DailyDuties, by byWhom: String, logger: Logger) { (self.duties, self.byWhom, self.logger) = (duties, byWhom, logger) }

    /// Returns when it is told to shut down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var (accessDay, answersDay): (CalendarDay?, CalendarDay?)
            var rounds = (waited: 0, pause: 1)
            var scheduleProblem: String?
            while !Task.isCancelled {
                do {
                    let today = CalendarDay.todayInJapan()
                    if accessDay != today {
                        let done = try await duties.access(by: byWhom)
                        accessDay = today
                        logger.info("access", metadata: ["transfers": "\(done.transfers)", "closed": "\(done.closed)"])
                    }
                    if answersDay != today {
                        let lapsed = try await duties.answers(by: byWhom)
                        answersDay = today
                        logger.info("answers", metadata: ["lapsed": "\(lapsed)"])
                    }
                    // At every round: a database that takes over may stand at an older day.
                    if let crossed = try await duties.advance(to: today, by: byWhom) {
                        logger.info("calendar", metadata: ["day": "\(today)", "crossed": "\(crossed)"])
                        rounds = (0, 1)
                    }
                    rounds.waited += 1
                    if rounds.waited >= rounds.pause {
                        let left = try await duties.overduePolicies()
                        if left > 0 {
                            logger.warning("policies not moved", metadata: ["count": "\(left)"])
                            try await duties.catchUpPolicies()
                        }
                        // Each try writes an event: every eight minutes at most, once it has failed often.
                        rounds = (0, left > 0 ? min(rounds.pause * 2, 16) : 1)
                    }
                } catch let error as PostgresError {
                    logger.warning("calendar", metadata: ["error": "\(error.label)"])
                } catch {
                    logger.warning("calendar", metadata: ["error": "unexpected"])
                }
                await lookForLostProtection()
                await lookForAcknowledgements()
                scheduleProblem = await lookForSources(knowing: scheduleProblem)
                // Cancelled is the only way it ends early, and then the loop ends.
                try? await Task.sleep(for: .seconds(30))
            }
        }
    }

    /// Whether protection that was set is still there; whatever else fails, this is looked at each round.
    private func lookForLostProtection() async {
        do {
            let lost = try await duties.protectionTrail(by: byWhom)
            if lost > 0 { logger.error("protection was taken out of the tables", metadata: ["count": "\(lost)", "next": "atena status"]) }
        } catch let error as PostgresError {
            logger.warning("protection", metadata: ["error": "\(error.label)"])
        } catch {
            logger.warning("protection", metadata: ["error": "unexpected"])
        }
    }

    /// Whether protection that was set has arrived; whatever else fails, this is looked at each round.
    private func lookForAcknowledgements() async {
        do {
            let late = try await duties.protection(by: byWhom)
            if late > 0 { logger.warning("receivers have not followed protection", metadata: ["count": "\(late)", "next": "atena status"]) }
        } catch let error as PostgresError {
            logger.warning("protection", metadata: ["error": "\(error.label)"])
        } catch {
            logger.warning("protection", metadata: ["error": "unexpected"])
        }
    }

    /// Notes which files that were due have not come; whatever else fails, this is looked at each round.
    ///
    /// - Returns: what is wrong with the schedule, told to the log where it is not what was known.
    private func lookForSources(knowing told: String?) async -> String? {
        do {
            let (missed, problem) = try await duties.sources(by: byWhom)
            if missed > 0 { logger.warning("files that were due have not come", metadata: ["count": "\(missed)", "next": "atena sources"]) }
            if let problem, problem != told { logger.error("nobody knows which files are due", metadata: ["error": "\(problem)"]) }
            return problem
        } catch let error as PostgresError {
            logger.warning("sources", metadata: ["error": "\(error.label)"])
        } catch {
            logger.warning("sources", metadata: ["error": "unexpected"])
        }
        return told
    }
}
