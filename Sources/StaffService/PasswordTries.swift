internal import Synchronization

/// サインインの同時の数. Lets a bounded number of tries at a password through at once, in all and of one certificate.
final class PasswordTries: Sendable {
    private static let (most, mostOfOne) = (32, 4)

    /// A place; given back when the last reference to it goes.
    final class Place: Sendable {
        private let fingerprint: String
        private let tries: PasswordTries

        fileprivate init(_ fingerprint: String, _ tries: PasswordTries) { (self.fingerprint, self.tries) = (fingerprint, tries) }

        deinit { tries.leave(fingerprint) }
    }

    private let inside = Mutex<[String: Int]>([:])

    /// nil where there is no place.
    func enter(_ fingerprint: String) -> Place? {
        let isFree = inside.withLock { inside in
            guard inside[fingerprint, default: 0] < Self.mostOfOne, inside.values.reduce(0, +) < Self.most else { return false }
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
