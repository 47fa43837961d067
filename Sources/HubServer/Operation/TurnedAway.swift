import Addressee
import MutualTLS
import Synchronization

/// 要求の超過. Counts the requests of each system that were beyond what it may ask at once or in a minute. What of that is on record, the provisioning says:
/// it counts refusals of one kind together.
final class TurnedAway: Sendable {
    private struct Gate: Hashable {
        let system: SystemName
        let name: String
    }

    private let counts = Mutex<[Gate: Int]>([:])

    /// Counts one.
    ///
    /// - Parameter limit: its name.
    func count(_ system: SystemName, at limit: String) { counts.withLock { $0[Gate(system: system, name: limit), default: 0] += 1 } }

    /// Adds the counts to `text`.
    func write(to text: inout PrometheusText) {
        let counts = counts.withLock { $0 }.sorted { ($0.key.system.rawValue, $0.key.name) < ($1.key.system.rawValue, $1.key.name) }
        text.family(
            "atena_http_requests_turned_away_total", type: "counter", help: "Requests beyond what a system may have under way at once or ask in a minute.")
        for (gate, count) in counts {
            text.sample("atena_http_requests_turned_away_total", [("system", gate.system.rawValue), ("limit", gate.name)], Double(count))
        }
    }
}
