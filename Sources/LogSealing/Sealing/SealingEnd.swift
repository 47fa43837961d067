internal import Synchronization

/// That a sealer is asked to end: between two passes, not within a statement, so that it can still say that it ended.
final class SealingEnd: Sendable {
    private struct State {
        var isAsked = false
        var pause: Task<Void, Never>?
    }

    private let state = Mutex(State())

    var isAsked: Bool { state.withLock { $0.isAsked } }

    /// Ends a pause, too.
    func ask() {
        let pause = state.withLock { state in
            state.isAsked = true
            return state.pause
        }
        pause?.cancel()
    }

    /// So long, or until it is asked to end.
    func pause(for duration: Duration) async {
        let pause = state.withLock { state -> Task<Void, Never>? in
            if state.isAsked { return nil }
            let pause = Task<Void, Never> {
                try? await Task.sleep(for: duration)  // ends early when cancelled, and so does the pause
            }
            state.pause = pause
            return pause
        }
        await pause?.value
    }
}
