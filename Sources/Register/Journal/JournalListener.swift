internal import Logging
public import Postgres
internal import Synchronization

/// Wakes those who wait for the journal to grow: one listening connection for the whole process.
///
/// A wake-up says only that it is worth looking; whoever waits also looks by itself now and then, because what was committed may
/// still lie above the horizon.
public final class JournalListener: Sendable {
    private let settings: ConnectionSettings
    private let state = Mutex(State())

    private struct State {
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var next = 0
        var isClosed = false
    }

    /// `settings` open the one connection that listens; nothing is opened before `run`.
    public init(settings: ConnectionSettings) { self.settings = settings }

    /// Listens until cancelled; opens the connection anew when it is lost.
    public func run() async {
        while !Task.isCancelled {
            do {
                let connection = try await Connection.open(settings)
                for await _ in try await connection.listen("atena_journal") { wake() }
                await connection.close()
            } catch {
                wake()
            }
            try? await Task.sleep(for: .milliseconds(500))
        }
        state.withLock { $0.isClosed = true }
        wake()
    }

    /// Ends all waiting at once: the process is draining.
    public func close() {
        state.withLock { $0.isClosed = true }
        wake()
    }

    package var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Waits for the next wake-up, at most this long.
    package func wait(atMost limit: Duration) async {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                await withTaskCancellationHandler {
                    await withCheckedContinuation { continuation in
                        let waits = state.withLock { state in
                            guard !state.isClosed, !Task.isCancelled else { return false }
                            state.waiters[id] = continuation
                            return true
                        }
                        if !waits { continuation.resume() }
                    }
                } onCancel: {
                    state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
                }
            }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    private func wake() {
        let waiters = state.withLock { state in
            defer { state.waiters = [:] }
            return state.waiters.values.map { $0 }
        }
        for waiter in waiters { waiter.resume() }
    }
}
