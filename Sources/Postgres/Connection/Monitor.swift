import Foundation

/// A value behind a lock, with a condition that threads (never tasks) can wait for.
///
/// `@unchecked Sendable`: `state` is touched only between `lock()` and `unlock()` of `condition`.
final class Monitor<State>: @unchecked Sendable {
    private let condition = NSCondition()
    private var state: State

    init(_ state: sending State) {
        self.state = state
    }

    func withLock<R>(_ body: (inout State) throws -> R) rethrows -> R {
        condition.lock()
        defer { condition.unlock() }
        return try body(&state)
    }

    /// Runs `body` under the lock and wakes every waiting thread.
    func change<R>(_ body: (inout State) throws -> R) rethrows -> R {
        condition.lock()
        defer {
            condition.broadcast()
            condition.unlock()
        }
        return try body(&state)
    }

    /// Blocks the thread until `take` gives a value; `take` runs under the lock.
    func wait<R>(until take: (inout State) -> R?) -> R {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let value = take(&state) { return value }
            condition.wait()
        }
    }

    /// Blocks the thread until `holds`, at the longest for `timeout`.
    func wait(atMost timeout: TimeInterval, until holds: (State) -> Bool) {
        let deadline = Date(timeIntervalSinceNow: timeout)
        condition.lock()
        defer { condition.unlock() }
        while !holds(state), condition.wait(until: deadline) {}
    }
}
