/// What a pool decides: who gets which connection, when one is opened or closed, who waits too long. Pure: it knows numbers and a clock that is handed in.
struct PoolStateMachine: Sendable {
    typealias ConnectionID = Int
    typealias WaiterID = Int

    struct Limits: Sendable {
        var minimum = 0
        var maximum = 8
        var waitersMaximum = 256
        /// An idle connection above `minimum` is closed after this time.
        var idleTimeout: Duration = .seconds(60)
        /// A connection that is returned after this age is closed.
        var ageMaximum: Duration = .seconds(3600)
    }

    enum Request: Equatable {
        case lease(ConnectionID)
        /// The actions are to be performed by the caller.
        case wait(WaiterID, [Action])
        case refuse(Refusal)
    }

    enum Refusal: Equatable {
        case full, shutDown
    }

    enum Failure: Equatable {
        case timeout, shutDown, cannotConnect
    }

    enum Action: Equatable {
        case resume(WaiterID, ConnectionID)
        case fail(WaiterID, Failure)
        case open(ConnectionID, after: Duration)
        case close(ConnectionID)
    }

    private struct Idle {
        var id: ConnectionID
        var since: Duration
    }

    private let limits: Limits
    /// The last one returned is the first one used again.
    private var idle: [Idle] = []
    private var leased: Set<ConnectionID> = []
    private var opening: Set<ConnectionID> = []
    private var waiters: [WaiterID] = []
    private var born: [ConnectionID: Duration] = [:]
    private var lastID = 0
    private var lastWaiter = 0
    private var failures = 0
    private(set) var isShutDown = false

    init(_ limits: Limits) {
        self.limits = limits
    }

    var total: Int { idle.count + leased.count + opening.count }
    var idleCount: Int { idle.count }
    var leasedCount: Int { leased.count }
    var waiterCount: Int { waiters.count }
    /// After shutdown: nothing is left.
    var isDrained: Bool { isShutDown && total == 0 }

    /// An idle connection, if there is one and nobody waits.
    mutating func takeIdle() -> ConnectionID? {
        guard !isShutDown, waiters.isEmpty, let id = idle.popLast()?.id else { return nil }
        leased.insert(id)
        return id
    }

    /// Somebody wants a connection and will wait for it.
    mutating func request() -> Request {
        guard !isShutDown else { return .refuse(.shutDown) }
        if let id = takeIdle() { return .lease(id) }
        guard waiters.count < limits.waitersMaximum else { return .refuse(.full) }
        lastWaiter += 1
        waiters.append(lastWaiter)
        return .wait(lastWaiter, openForWaiters(after: .zero))
    }

    /// An opening succeeded.
    mutating func opened(_ id: ConnectionID, now: Duration) -> [Action] {
        guard opening.remove(id) != nil else { return [.close(id)] }
        failures = 0
        if isShutDown { return [.close(id)] }
        born[id] = now
        return give(id, now: now)
    }

    /// An opening failed; `isPermanent` when waiting will hardly cure it, `isFinal` when it certainly does not.
    mutating func openFailed(_ id: ConnectionID, isPermanent: Bool, isFinal: Bool = false) -> [Action] {
        guard opening.remove(id) != nil, !isShutDown else { return [] }
        failures += 1
        // Once may be the moment of a restart.
        if isFinal || isPermanent && failures > 1, leased.isEmpty {
            let failed = waiters
            waiters = []
            failures = 0
            return failed.map { .fail($0, .cannotConnect) }
        }
        return openForWaiters(after: backoff)
    }

    /// 50 ms, 100 ms, … 2 s.
    private var backoff: Duration {
        .milliseconds(min(2000, 50 << min(failures - 1, 6)))
    }

    /// A user is done; `isUsable` false: it must not be used again.
    mutating func returned(_ id: ConnectionID, isUsable: Bool, now: Duration) -> [Action] {
        guard leased.remove(id) != nil else { return [] }
        let isOld = now - (born[id] ?? now) > limits.ageMaximum
        guard isUsable, !isOld, !isShutDown else {
            born[id] = nil
            return [.close(id)] + (isShutDown ? [] : openForWaiters(after: .zero))
        }
        return give(id, now: now)
    }

    /// A waiter's time is over.
    mutating func expire(_ waiter: WaiterID) -> [Action] {
        withdraw(waiter) ? [.fail(waiter, .timeout)] : []
    }

    /// A waiter's task was cancelled. Gives whether it still waited.
    mutating func withdraw(_ waiter: WaiterID) -> Bool {
        guard let index = waiters.firstIndex(of: waiter) else { return false }
        waiters.remove(at: index)
        return true
    }

    /// Housekeeping, every second or so.
    mutating func tick(now: Duration) -> [Action] {
        guard !isShutDown else { return [] }
        var actions: [Action] = []
        while total > limits.minimum, let oldest = idle.first, now - oldest.since > limits.idleTimeout {
            idle.removeFirst()
            born[oldest.id] = nil
            actions.append(.close(oldest.id))
        }
        // One at a time while the server is away.
        while total < limits.minimum, failures == 0 || opening.isEmpty {
            actions.append(open(after: .zero))
        }
        return actions
    }

    /// No more leases; what is idle closes, what is leased closes on return.
    mutating func shutDown() -> [Action] {
        guard !isShutDown else { return [] }
        isShutDown = true
        let actions: [Action] = idle.map { .close($0.id) } + waiters.map { .fail($0, .shutDown) }
        idle = []
        waiters = []
        return actions
    }

    private mutating func give(_ id: ConnectionID, now: Duration) -> [Action] {
        guard !waiters.isEmpty else {
            idle.append(Idle(id: id, since: now))
            return []
        }
        leased.insert(id)
        return [.resume(waiters.removeFirst(), id)]
    }

    private mutating func open(after delay: Duration) -> Action {
        lastID += 1
        opening.insert(lastID)
        return .open(lastID, after: delay)
    }

    private mutating func openForWaiters(after delay: Duration) -> [Action] {
        var actions: [Action] = []
        // While the server is away one attempt at a time is enough.
        let wanted = failures == 0 ? waiters.count : min(waiters.count, 1)
        while opening.count < wanted, total < limits.maximum {
            actions.append(open(after: delay))
        }
        return actions
    }
}
