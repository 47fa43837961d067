internal import Foundation
internal import Synchronization

/// Threads that are joined: when one is said to have ended, the clean-up that C libraries keep for the end of a thread is over too.
///
/// libpq calls libcrypto, which frees what belongs to a thread when that thread ends, and all it has when the process does. A detached thread that ends while
/// the process does meets its own half-freed state there. So nothing here is detached, and `end(within:)` comes before `exit` (decision 0020).
public enum JoinedThread {
    private struct State {
        /// Threads whose work is not over.
        var working = 0
        /// Threads whose work is over, and that nobody has joined yet.
        var over: [pthread_t] = []
    }

    private static let state = Mutex(State())

    /// The work of a thread, handed over to it.
    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs `body` on a thread of its own.
    public static func start(_ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.working += 1 }
        let work = Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        let failure = pthread_create(&thread, nil, JoinedThread.run, work.toOpaque())
        guard failure != 0 else { return }
        // No thread to be had: the work is done all the same, where it can be.
        work.release()
        state.withLock { $0.working -= 1 }
        Thread.detachNewThread { body() }
    }

    private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { pointer in
        guard let pointer else { return nil }
        do {
            let work = Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
            work.body()
        }
        // Those before it are past their work; one thread at most is ever left to be joined.
        let over = state.withLock { state in
            defer { (state.over, state.working) = ([pthread_self()], state.working - 1) }
            return state.over
        }
        for thread in over { pthread_join(thread, nil) }
        return nil
    }

    /// Waits until every thread has ended, or the time is over; then `false`, and C libraries must not clean up under those that go on.
    public static func end(within limit: Duration) async -> Bool {
        let deadline = ContinuousClock.now + limit
        while state.withLock({ $0.working > 0 }) {
            guard ContinuousClock.now < deadline else { return false }
            // Short enough for whoever still needs this thread; by no timer, which may go by a clock that is set.
            await Task.yield()
            usleep(500)
        }
        // The last one is past its work, and joins the one before: that takes no time.
        let over = state.withLock { state in
            defer { state.over = [] }
            return state.over
        }
        for thread in over { pthread_join(thread, nil) }
        return true
    }
}
