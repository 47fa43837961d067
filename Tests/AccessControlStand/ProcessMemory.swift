import Synchronization

/// What the stages of one process keep of a hub in memory: one of each kind, made when it is first asked for.
///
/// A stand knows nothing of the stages above it, so what they keep has no property of its own in ``TestHub``.
package final class ProcessMemory: Sendable {
    private let kept = Mutex<[ObjectIdentifier: any Sendable]>([:])

    package init() {}

    package func one<Kind: Sendable>(_ make: @Sendable () -> Kind) -> Kind {
        kept.withLock { kept in
            if let one = kept[ObjectIdentifier(Kind.self)] as? Kind { return one }
            let made = make()
            kept[ObjectIdentifier(Kind.self)] = made
            return made
        }
    }
}
