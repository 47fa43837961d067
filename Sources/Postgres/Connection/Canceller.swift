import CLibPQ
import Foundation
internal import Threads

/// Asks the server to stop the statement of one connection.
///
/// `PQcancel` opens a connection of its own and blocks, so it runs on a thread made for it. An operation ends only after a request under way has been
/// sent, so a late request can't hit the next statement.
///
/// `@unchecked Sendable`: `handle` is never changed and `PQcancel` only reads it (libpq documents it as thread-safe); the rest is in `monitor`.
final class Canceller: @unchecked Sendable {
    private struct State {
        var current: UInt64 = 0
        var last: UInt64 = 0
        var requested = false
        var sending = false
    }

    private let monitor = Monitor(State())
    private let handle: OpaquePointer

    init?(_ connection: OpaquePointer) {
        guard let handle = PQgetCancel(connection) else { return nil }
        self.handle = handle
    }

    deinit {
        PQfreeCancel(handle)
    }

    /// Marks the start of an operation and gives its number (never 0).
    func begin() -> UInt64 {
        monitor.withLock { state in
            state.last += 1
            state.current = state.last
            state.requested = false
            return state.current
        }
    }

    /// Marks the end; blocks the connection's thread while a request is being sent. Gives whether a request was made.
    @discardableResult
    func end(_ operation: UInt64) -> Bool {
        let requested = monitor.change { state in
            guard state.current == operation else { return false }
            state.current = 0
            return state.requested
        }
        guard requested else { return false }
        monitor.wait { $0.sending ? nil : () }
        return true
    }

    /// Whether somebody asked to stop this operation.
    func isRequested(_ operation: UInt64) -> Bool {
        monitor.withLock { $0.current == operation && $0.requested }
    }

    /// Never blocks. Does nothing when the operation is over.
    func cancel(_ operation: UInt64) {
        let first = monitor.withLock { state in
            guard state.current == operation, !state.requested else { return false }
            state.requested = true
            return true
        }
        guard first else { return }
        JoinedThread.start { self.send(operation) }
    }

    /// A request that reaches the server before the statement is ignored there, so it is repeated until the operation is over.
    private func send(_ operation: UInt64) {
        var pause = 0.02
        while true {
            let go = monitor.withLock { state in
                state.sending = state.current == operation
                return state.sending
            }
            guard go else { return }
            var reason = [CChar](repeating: 0, count: 256)
            _ = PQcancel(handle, &reason, Int32(reason.count))
            monitor.change { $0.sending = false }
            monitor.wait(atMost: pause) { $0.current != operation }
            pause = min(pause * 2, 1)
        }
    }
}
