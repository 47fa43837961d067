internal import Synchronization

/// 同時の数. Lets a bounded number of what costs much through at once, in all and of one certificate.
final class Places: Sendable {
    private let most: Int
    private let mostOfOne: Int
    private let inside = Mutex<[String: Int]>([:])

    init(_ most: Int, ofOne mostOfOne: Int) { (self.most, self.mostOfOne) = (most, mostOfOne) }

    /// A place; given back when the last reference to it goes.
    final class Place: Sendable {
        private let fingerprint: String
        private let places: Places

        fileprivate init(_ fingerprint: String, _ places: Places) { (self.fingerprint, self.places) = (fingerprint, places) }

        deinit { places.leave(fingerprint) }
    }

    /// nil where there is no place.
    func enter(_ fingerprint: String) -> Place? {
        let isFree = inside.withLock { inside in
            guard inside[fingerprint, default: 0] < mostOfOne, inside.values.reduce(0, +) < most else { return false }
            inside[fingerprint, default: 0] += 1
            return true
        }
        return isFree ? Place(fingerprint, self) : nil
    }

    private func leave(_ fingerprint: String) {
        inside.withLock { inside in
            let left = inside[fingerprint, default: 1] - 1
            inside[fingerprint] = left == 0 ? nil : left
        }
    }
}
