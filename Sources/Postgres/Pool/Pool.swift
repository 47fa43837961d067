public import Logging

/// A bounded set of connections that many tasks share.
///
/// Connections are opened when they are needed. Waiters are bounded and time out. A connection that comes back in a transaction, in a COPY, listening or
/// broken is discarded. `run()` keeps the minimum and closes idle ones; the pool works without it, only without that housekeeping.
public final class Pool: Sendable {
    private struct State {
        var machine: PoolStateMachine
        var connections: [Int: Connection] = [:]
        var waiters: [Int: Waiter] = [:]
        var lastFailure: PostgresError?
        var isReadingClock = false
    }

    private struct Waiter {
        var continuation: CheckedContinuation<Lease, any Error>
        var timer: Task<Void, Never>
    }

    private struct Lease: Sendable {
        var id: Int
        var connection: Connection
    }

    private let settings: ConnectionSettings
    private let waitTimeout: Duration
    private let logger: Logger
    private let start = ContinuousClock.now
    private let state: Monitor<State>

    /// - Parameters:
    ///   - minimum: connections that `run()` keeps open.
    ///   - maximum: connections at most.
    ///   - waitersMaximum: how many may wait; the next one gets an error at once.
    ///   - waitTimeout: how long one waits at most.
    ///   - idleTimeout: after which time `run()` closes an idle connection above the minimum.
    public init(
        settings: ConnectionSettings, minimum: Int = 0, maximum: Int = 8, waitersMaximum: Int = 256,
        waitTimeout: Duration = .seconds(10), idleTimeout: Duration = .seconds(60),
        logger: Logger = Logger(label: "postgres")
    ) {
        precondition(maximum > 0 && minimum >= 0 && minimum <= maximum, "a pool needs 0 <= minimum <= maximum")
        self.settings = settings
        self.waitTimeout = waitTimeout
        self.logger = logger
        let limits = PoolStateMachine.Limits(
            minimum: minimum, maximum: maximum, waitersMaximum: waitersMaximum, idleTimeout: idleTimeout)
        state = Monitor(State(machine: PoolStateMachine(limits)))
    }

    /// Housekeeping until the task is cancelled, then `shutdown()`.
    public func run() async throws {
        do {
            while true {
                perform(state.withLock { $0.machine.tick(now: now) })
                readClock()
                try await Task.sleep(for: .seconds(1))
            }
        } catch {
            await shutdown()
        }
    }

    /// Reads the server's clock anew where that is due, beside the housekeeping: a server that does not answer must not hold it.
    private func readClock() {
        guard settings.clock?.isDue == true,
            state.withLock({ begins in
                defer { begins.isReadingClock = true }
                return !begins.isReadingClock
            })
        else { return }
        Task {
            do { try await withConnection { try await $0.readClock() } } catch {
                logger.debug("the server's clock could not be read", metadata: ["error": "\((error as? PostgresError)?.label ?? "cancelled")"])
            }
            state.withLock { $0.isReadingClock = false }
        }
    }

    /// Refuses new users, fails those that wait, and closes connections as they come back; waits for that at most `grace`.
    public func shutdown(grace: Duration = .seconds(10)) async {
        perform(state.withLock { $0.machine.shutDown() })
        let deadline = ContinuousClock.now + grace
        // A task of its own, since the caller's may be cancelled already.
        await Task {
            while !state.withLock({ $0.machine.isDrained }), ContinuousClock.now < deadline {
                try? await Task.sleep(for: .milliseconds(10))
            }
        }.value
    }

    /// How many connections there are, and how many of them are in use.
    public var load: (open: Int, leased: Int, waiting: Int) {
        state.withLock { ($0.machine.total, $0.machine.leasedCount, $0.machine.waiterCount) }
    }

    /// Runs `body`, where the caller runs, with a connection that nobody else uses meanwhile. Don't let it escape.
    ///
    /// Throws `PostgresError` (`isPoolExhausted`, `isConnectionLoss`), `CancellationError`, or what `body` throws.
    @discardableResult
    public func withConnection<R>(_ body: (Connection) async throws -> R) async throws -> R {
        let lease = try await lease()
        defer { giveBack(lease) }
        return try await body(lease.connection)
    }

    /// Runs `body` in a transaction (`Connection.transaction`). After a serialization failure or a deadlock it is run again, up to `retries` times.
    @discardableResult
    public func transaction<R>(
        isolation: Isolation = .readCommitted, readOnly: Bool = false, deferrable: Bool = false, opening: [StaticString] = [], retries: Int = 0,
        _ body: (Connection) async throws -> R
    ) async throws -> R {
        var attempt = 0
        while true {
            do {
                return try await withConnection { connection in
                    try await connection.transaction(
                        isolation: isolation, readOnly: readOnly, deferrable: deferrable, opening: opening, body)
                }
            } catch let error as PostgresError where error.isRetryable && attempt < retries {
                attempt += 1
                logger.debug("transaction repeated", metadata: ["error": "\(error.label)", "attempt": "\(attempt)"])
                // Jitter, so that two that met do not meet again.
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...(5 << min(attempt, 6)))))
            }
        }
    }

    /// `Connection.query` on any connection.
    public func query(_ query: Query) async throws -> Rows {
        try await withConnection { try await $0.query(query) }
    }

    /// `Connection.execute` on any connection.
    @discardableResult
    public func execute(_ query: Query) async throws -> Int {
        try await withConnection { try await $0.execute(query) }
    }

    private var now: Duration { ContinuousClock.now - start }

    private func lease() async throws -> Lease {
        while true {
            try Task.checkCancellation()
            let lease = if let idle = idleLease() { idle } else { try await waitForLease() }
            // The server may have gone away while the connection was idle.
            if lease.connection.state.isQuiet { return lease }
            giveBack(lease, isUsable: false)
        }
    }

    private func idleLease() -> Lease? {
        state.withLock { state in
            guard let id = state.machine.takeIdle(), let connection = state.connections[id] else { return nil }
            return Lease(id: id, connection: connection)
        }
    }

    private func waitForLease() async throws -> Lease {
        // The number is known only inside the lock; the handler may run before.
        let ticket = Ticket()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(continuation, ticket)
            }
        } onCancel: {
            withdraw(ticket)
        }
    }

    private final class Ticket: Sendable {
        let waiter = Monitor<Int?>(nil)
    }

    private enum Entry {
        case done(Result<Lease, any Error>)
        case waits([PoolStateMachine.Action])
    }

    private func enqueue(_ continuation: CheckedContinuation<Lease, any Error>, _ ticket: Ticket) {
        let entry: Entry = state.withLock { state in
            // Cancelled before this lock was taken: then `withdraw` found nothing.
            if Task.isCancelled { return .done(.failure(CancellationError())) }
            switch state.machine.request() {
            case .refuse(.full): return .done(.failure(PostgresError.poolFull))
            case .refuse(.shutDown): return .done(.failure(PostgresError.poolShutDown))
            case .lease(let id):
                guard let connection = state.connections[id] else {
                    return .done(.failure(PostgresError.connectionClosed))
                }
                return .done(.success(Lease(id: id, connection: connection)))
            case .wait(let waiter, let actions):
                ticket.waiter.withLock { $0 = waiter }
                let timer = Task { [weak self, waitTimeout] in
                    guard (try? await Task.sleep(for: waitTimeout)) != nil else { return }
                    self?.expire(waiter)
                }
                state.waiters[waiter] = Waiter(continuation: continuation, timer: timer)
                return .waits(actions)
            }
        }
        switch entry {
        case .done(let result): continuation.resume(with: result)
        case .waits(let actions): perform(actions)
        }
    }

    private func expire(_ waiter: Int) {
        perform(state.withLock { $0.machine.expire(waiter) })
    }

    private func withdraw(_ ticket: Ticket) {
        let waiter = state.withLock { state -> Waiter? in
            guard let id = ticket.waiter.withLock({ $0 }), state.machine.withdraw(id) else { return nil }
            return state.waiters.removeValue(forKey: id)
        }
        waiter?.timer.cancel()
        waiter?.continuation.resume(throwing: CancellationError())
    }

    private func giveBack(_ lease: Lease) {
        giveBack(lease, isUsable: lease.connection.state.isIdle)
    }

    private func giveBack(_ lease: Lease, isUsable: Bool) {
        if !isUsable { logger.debug("connection discarded") }
        perform(state.withLock { $0.machine.returned(lease.id, isUsable: isUsable, now: now) })
    }

    private func perform(_ actions: [PoolStateMachine.Action]) {
        for action in actions {
            switch action {
            case .resume(let waiter, let id): resume(waiter, id)
            case .fail(let waiter, let failure): fail(waiter, failure)
            case .open(let id, let delay): open(id, after: delay)
            case .close(let id): close(id)
            }
        }
    }

    private func resume(_ waiter: Int, _ id: Int) {
        let (found, connection) = state.withLock { ($0.waiters.removeValue(forKey: waiter), $0.connections[id]) }
        found?.timer.cancel()
        if let found, let connection { found.continuation.resume(returning: Lease(id: id, connection: connection)) }
    }

    private func fail(_ waiter: Int, _ failure: PoolStateMachine.Failure) {
        let (found, cause) = state.withLock { ($0.waiters.removeValue(forKey: waiter), $0.lastFailure) }
        found?.timer.cancel()
        let error: PostgresError =
            switch failure {
            case .shutDown: .poolShutDown
            case .timeout: cause.map { .poolTimeout(connecting: $0) } ?? .poolTimeout
            case .cannotConnect: cause ?? .poolTimeout
            }
        found?.continuation.resume(throwing: error)
    }

    private func open(_ id: Int, after delay: Duration) {
        Task {
            if delay > .zero { try? await Task.sleep(for: delay) }
            do throws(RefusedOpening) {
                let connection = try await opened()
                let actions = state.withLock { state in
                    state.lastFailure = nil
                    state.connections[id] = connection
                    return state.machine.opened(id, now: now)
                }
                perform(actions)
            } catch {
                logger.warning("cannot connect", metadata: ["error": "\(error.error.label)"])
                let actions = state.withLock { state in
                    state.lastFailure = error.error
                    return state.machine.openFailed(id, isPermanent: error.isPermanent, isFinal: error.error.clockDifference != nil)
                }
                perform(actions)
            }
        }
    }

    /// Opens a connection. A server that is up after a refusal may have refused because it was starting or stopping, and is asked again: only what it
    /// refuses time after time, and is up each time, has a reason of its own.
    ///
    /// - Throws: the last refusal, and whether waiting will hardly cure it.
    private func opened() async throws(RefusedOpening) -> Connection {
        var pauses: [Duration] = [.milliseconds(50), .milliseconds(200)]
        while true {
            do {
                return try await Connection.open(settings)
            } catch {
                let error = error as? PostgresError ?? .connectionLost
                // The server is up where its clock could be read.
                if error.clockDifference != nil { throw RefusedOpening(error: error, isPermanent: true) }
                guard await ConnectionOpener().isServerUp(settings) else { throw RefusedOpening(error: error, isPermanent: false) }
                guard !pauses.isEmpty else { throw RefusedOpening(error: error, isPermanent: true) }
                try? await Task.sleep(for: pauses.removeFirst())  // nobody cancels it
            }
        }
    }

    private struct RefusedOpening: Error {
        var error: PostgresError
        var isPermanent: Bool
    }

    private func close(_ id: Int) {
        guard let connection = state.withLock({ $0.connections.removeValue(forKey: id) }) else { return }
        Task { await connection.close() }
    }
}
