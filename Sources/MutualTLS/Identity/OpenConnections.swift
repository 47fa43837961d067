internal import Synchronization

/// 開いている接続. Connections by the certificate that they were opened with, so that they end with it.
package final class OpenConnections: Sendable {
    private let closing = Mutex<[String: [ObjectIdentifier: @Sendable () -> Void]]>([:])

    /// - Parameter close: ends it; called at most once, from anywhere.
    package func add(_ client: ClientConnection, _ fingerprint: String, close: @escaping @Sendable () -> Void) {
        closing.withLock { $0[fingerprint, default: [:]][ObjectIdentifier(client)] = close }
    }

    package func remove(_ client: ClientConnection) {
        guard let fingerprint = client.identity?.fingerprint else { return }
        closing.withLock { closing in
            closing[fingerprint]?[ObjectIdentifier(client)] = nil
            if closing[fingerprint]?.isEmpty == true { closing[fingerprint] = nil }
        }
    }

    /// Ends all that were opened with one of these.
    package func end(_ fingerprints: Set<String>) {
        let ended = closing.withLock { closing in
            fingerprints.flatMap { fingerprint in closing.removeValue(forKey: fingerprint).map { Array($0.values) } ?? [] }
        }
        for close in ended { close() }
    }
}
