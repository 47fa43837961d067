internal import Synchronization

/// Runs what blocks, such as waiting for a disk, on a thread of its own: the cooperative pool must not wait.
package enum OwnThread {
    /// For work that comes at most a few times a second; a thread is made for each.
    package static func run<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            JoinedThread.start { continuation.resume(with: Result { try body() }) }
        }
    }

    /// Runs the work, and returns when it is done or the time is over; then it goes on alone.
    package static func run(atMost limit: Duration, _ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            let waiter = Waiter(continuation)
            JoinedThread.start {
                body()
                waiter.end()
            }
            Task {
                try? await Task.sleep(for: limit)  // nobody cancels it
                waiter.end()
            }
        }
    }

    /// Goes on once, whoever comes first.
    private final class Waiter: Sendable {
        private let continuation: Mutex<CheckedContinuation<Void, Never>?>

        init(_ continuation: CheckedContinuation<Void, Never>) { self.continuation = Mutex(continuation) }

        func end() {
            continuation.withLock { continuation in
                continuation?.resume()
                continuation = nil
            }
        }
    }
}
