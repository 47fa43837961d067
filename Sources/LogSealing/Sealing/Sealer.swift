public import Addressee
public import AuditTrail
internal import Keys
public import Logging
public import Postgres
internal import Threads
public import TransparencyLog

/// 封印. Closes the log's events into signed batches, about every second or 1,000 events; runs in a process of its own (`atena seal`) or, where that
/// is not set up, in every long-lived one; one works at a time.
///
/// A batch goes to the files outside the database first, then to the database. Events keep the order of transaction and id, and only those below the
/// safe horizon are taken, so that none can come in between later.
public struct Sealer: Sendable {
    package let settings: ConnectionSettings
    package let key: CheckpointKey
    package let files: SealedBatchFiles
    package let logger: Logger
    /// What the staff service asks to be signed; nil where it signs itself.
    let requests: ResumptionRequests?
    /// Whether no other login may seal: where one may, this one stands still.
    let isAlone: Bool
    private let monitor: HeartbeatMonitor

    /// Events of a batch at most.
    static let batchEvents = 1000

    /// - Parameters:
    ///   - settings: of the hub's database, in the role `atena_sealer`; one connection is opened while this process seals.
    ///   - key: signs the checkpoints.
    ///   - files: where the batches go first.
    ///   - requests: what the staff service asks to be signed; nil where it has the key itself.
    ///   - isAlone: whether no other login of the database may seal.
    public init(
        settings: ConnectionSettings, key: CheckpointKey, files: SealedBatchFiles, requests: ResumptionRequests? = nil, isAlone: Bool = false, logger: Logger
    ) {
        (self.settings, self.key, self.files, self.requests, self.isAlone, self.logger) = (settings, key, files, requests, isAlone, logger)
        monitor = HeartbeatMonitor(files: files, key: key.verifier)
    }

    /// Seals until cancelled; whatever goes wrong is logged and tried again.
    ///
    /// What is under way when it is cancelled comes to its end, and a last heartbeat says so; where that takes longer than `limit`, it is cut off.
    public func run(endingWithin limit: Duration = .seconds(5)) async {
        let ending = SealingEnd()
        let working = Task { await seal(until: ending) }
        await withTaskCancellationHandler {
            await working.value
        } onCancel: {
            ending.ask()
            Task {
                try? await Task.sleep(for: limit)  // nobody cancels it
                working.cancel()
            }
        }
    }

    private func seal(until ending: SealingEnd) async {
        var told = ""
        var toldHoldersAt: ContinuousClock.Instant?
        while !ending.isAsked {
            var pause = Duration.seconds(1)
            do {
                // Only while it stands still, or nobody knows yet whether it does.
                try await signResumptions()
                if let session = try await SealingSession.open(self) {
                    told = ""
                    try await seal(session, until: ending)
                } else {
                    await tellHolders(&toldHoldersAt)
                }
            } catch is CancellationError {
                return
            } catch let halt as SealingHalted {
                if told != halt.reason { logger.critical("sealing halted", metadata: ["reason": "\(halt.reason)"]) }
                told = halt.reason
                pause = .seconds(5)
            } catch let error as PostgresError {
                logger.warning("sealing", metadata: ["error": "\(error.label)"])
                await tellHolders(&toldHoldersAt)
            } catch {
                // These say what is wrong with keys and files; none holds a value of an event.
                let isOwn = error is SealedBatchFilesError || error is KeyError || error is LogError
                logger.error("sealing", metadata: ["error": isOwn ? "\(error)" : "\(type(of: error))"])
            }
            await ending.pause(for: pause)
        }
    }

    private func seal(_ session: SealingSession, until ending: SealingEnd) async throws {
        do {
            while !ending.isAsked {
                try await session.pass()
                await ending.pause(for: .seconds(1))
            }
        } catch {
            await session.close()
            throw error
        }
        await end(session)
        await session.close()
    }

    /// The last heartbeat of a sealer that ends as asked. That it is missing only makes the gap after it look like a crash.
    private func end(_ session: SealingSession) async {
        do { try await session.stop() } catch { logger.warning("sealing: no last heartbeat", metadata: ["error": "\(type(of: error))"]) }
    }

    /// Names who keeps this process from sealing, where the log is behind for it; once a minute.
    private func tellHolders(_ toldAt: inout ContinuousClock.Instant?) async {
        guard toldAt.map({ ContinuousClock.now - $0 > .seconds(60) }) ?? true else { return }
        toldAt = .now
        // Where the database can't be asked that was told already.
        guard let delay = try? await delay(), !delay.heldBy.isEmpty else { return }
        logger.warning(
            "sealing is held up",
            metadata: ["seconds": "\(delay.seconds.map { String(Int($0)) } ?? "unknown")", "by": "\(delay.heldBy.joined(separator: "; "))"])
    }

    /// Seals what is there now, for commands that provide and end. Where another process seals and is behind, waits for it, at most so long.
    ///
    /// - Throws: `PostgresError`, `KeyError`, `SealedBatchFilesError`; `SealingHalted` where database and files tell different histories.
    package func catchUp(atMost limit: Duration = .seconds(10)) async throws {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if let session = try await SealingSession.open(self) {
                do {
                    try await session.pass()
                    // A transaction that was under way may hide that all before it is sealed.
                    while !session.isCurrent, ContinuousClock.now < deadline {
                        try await Task.sleep(for: .milliseconds(100))
                        try await session.pass()
                    }
                    try await session.stop()
                } catch {
                    await session.close()
                    throw error
                }
                await session.close()
                return
            }
            if try await !delay().stopsProvisions { return }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func delay() async throws -> SealingDelay {
        let connection = try await Connection.open(settings)
        do {
            let delay = try await SealingDelay.read(on: connection, monitor)
            await connection.close()
            return delay
        } catch {
            await connection.close()
            throw error
        }
    }
}

/// The database and the files outside it tell different histories: a rollback, a fork, or a tampered checkpoint. Somebody must look.
public struct SealingHalted: Error, Sendable, CustomStringConvertible {
    /// What differs, in Japanese; no value of an event.
    public let reason: String

    init(reason: String) { self.reason = reason }

    /// As the start was decided.
    init(_ halt: SealerHalt) { reason = halt.reason }

    /// The reason.
    public var description: String { reason }
}

extension SealingHalted: Explained {
    /// X0009.
    public var code: String { "X0009" }
    /// Why it halted.
    public var rule: String { "封印が止まっています: \(reason)" }
}
