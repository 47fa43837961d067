import Addressee
import Synchronization

/// Lets a bounded number of one system's requests through at once.
final class ConcurrencyLimiter: Sendable {
    /// A place; given back when the last reference to it goes.
    final class Place: Sendable {
        private let system: SystemName
        private let limiter: ConcurrencyLimiter

        fileprivate init(_ system: SystemName, _ limiter: ConcurrencyLimiter) {
            self.system = system
            self.limiter = limiter
        }

        deinit { limiter.leave(system) }
    }

    /// What it lets through, as metrics name it.
    let name: String
    private let perSystem: Int
    private let inside = Mutex<[SystemName: Int]>([:])

    init(_ name: String, perSystem: Int) { (self.name, self.perSystem) = (name, perSystem) }

    /// Nil where the system has as many under way as it may.
    func enter(_ system: SystemName) -> Place? {
        let isFree = inside.withLock { inside in
            guard inside[system, default: 0] < perSystem else { return false }
            inside[system, default: 0] += 1
            return true
        }
        return isFree ? Place(system, self) : nil
    }

    private func leave(_ system: SystemName) { inside.withLock { $0[system, default: 1] -= 1 } }
}
