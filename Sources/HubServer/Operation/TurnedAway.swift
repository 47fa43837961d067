import Addressee
import Synchronization

/// 同時要求の超過. Counts the requests that found no place at a limiter, and says when that is to be put on record: once a minute for a system, so that
/// somebody who asks without pause fills no log.
final class TurnedAway: Sendable {
    private struct Gate: Hashable {
        let system: SystemName
        let name: String
    }

    private struct State {
        var counts: [Gate: Int] = [:]
        var recorded: [SystemName: ContinuousClock.Instant] = [:]
    }

    private let pause: Duration
    private let state = Mutex(State())

    init(recordingEvery pause: Duration = .seconds(60)) { self.pause = pause }

    /// Counts one, and runs `record` where none of the system's was recorded for so long.
    ///
    /// - Throws: what `record` throws; the next one is then recorded in its place.
    func count(_ system: SystemName, at limiter: ConcurrencyLimiter, recording record: () async throws -> Void) async throws {
        let now = ContinuousClock.now
        let isDue = state.withLock { state in
            state.counts[Gate(system: system, name: limiter.name), default: 0] += 1
            if let last = state.recorded[system], now - last < pause { return false }
            state.recorded[system] = now
            return true
        }
        guard isDue else { return }
        do {
            try await record()
        } catch {
            state.withLock { $0.recorded[system] = nil }
            throw error
        }
    }

    /// Adds the counts to `text`.
    func write(to text: inout PrometheusText) {
        let counts = state.withLock { $0.counts }.sorted { ($0.key.system.rawValue, $0.key.name) < ($1.key.system.rawValue, $1.key.name) }
        text.family("atena_http_requests_turned_away_total", type: "counter", help: "Requests beyond what a system may have under way at once.")
        for (gate, count) in counts {
            text.sample("atena_http_requests_turned_away_total", [("system", gate.system.rawValue), ("limit", gate.name)], Double(count))
        }
    }
}
