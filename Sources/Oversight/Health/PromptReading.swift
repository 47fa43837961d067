internal import Synchronization

/// Something that takes time to read and may never answer: whoever asks gets an answer within a bound, and however many ask, it is read once at a time.
package final class PromptReading<Value: Sendable>: Sendable {
    private struct State {
        var last: (value: Value, at: ContinuousClock.Instant)?
        /// The reading that is under way, by number, and since when.
        var reading: (number: Int, since: ContinuousClock.Instant, task: Task<Void, Never>)?
        var count = 0
        var waiting: [Int: CheckedContinuation<Value?, Never>] = [:]
    }

    private let youth: Duration
    private let age: Duration
    private let deadline: Duration
    private let read: @Sendable () async -> Value
    private let state = Mutex(State())

    /// A reading that hasn't ended after so long is given up, so that a new one gets its chance.
    private static var patience: Duration { .seconds(10) }

    /// - Parameters:
    ///   - youth: what was read no longer ago is told as it is.
    ///   - age: what was read no longer ago is told where the next reading doesn't end in time.
    ///   - deadline: how long anybody waits.
    package init(youth: Duration, age: Duration, deadline: Duration, read: @escaping @Sendable () async -> Value) {
        (self.youth, self.age, self.deadline, self.read) = (youth, age, deadline, read)
    }

    /// What was read, or nil where nothing is known in time.
    package func value() async -> Value? {
        if let young = known(youth) { return young }
        let number = await withCheckedContinuation { (continuation: CheckedContinuation<Value?, Never>) in
            let ticket = state.withLock { state in
                state.count += 1
                // A reading that begins here is counted, too.
                let ticket = state.count
                state.waiting[ticket] = continuation
                begin(&state)
                return ticket
            }
            Task {
                try? await Task.sleep(for: deadline)  // nobody cancels it
                let late = state.withLock { $0.waiting.removeValue(forKey: ticket) }
                late?.resume(returning: known(age))
            }
        }
        return number
    }

    private func known(_ limit: Duration) -> Value? {
        state.withLock { state in
            guard let last = state.last, ContinuousClock.now - last.at < limit else { return nil }
            return last.value
        }
    }

    /// Begins a reading where none is under way, or the one that is has taken too long.
    private func begin(_ state: inout State) {
        if let reading = state.reading {
            guard ContinuousClock.now - reading.since > Self.patience else { return }
            reading.task.cancel()
        }
        state.count += 1
        let number = state.count
        state.reading = (number, .now, Task { self.ended(number, with: await read()) })
    }

    private func ended(_ number: Int, with value: Value) {
        let waiting: [CheckedContinuation<Value?, Never>] = state.withLock { state in
            // One that was given up tells nothing.
            guard state.reading?.number == number else { return [] }
            state.reading = nil
            state.last = (value, .now)
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.resume(returning: value) }
    }
}
