internal import Synchronization

/// Whether the individual numbers of a file's new persons have all been new to the vault so far.
///
/// In a city's first load they are, and asking for each would only repeat what the unique index says anyway. From the first that was
/// held already on, the file's blocks ask before they write.
final class NumbersAllNew: Sendable {
    private let met = Atomic<Bool>(false)

    /// False once one was held already.
    var allNew: Bool { !met.load(ordering: .relaxed) }

    func metOneTaken() { met.store(true, ordering: .relaxed) }
}
