package import Addressee
internal import Synchronization

/// 公開を待つ者. Of whom something was accepted since they were published; whoever is forgotten here with the program is found by the next look at all.
package final class PersonsToPublish: Sendable {
    private let waiting = Mutex<Set<AddresseeNumber>>([])
    private let last = Mutex<(held: Int, problem: String?, refused: String?)>((0, nil, nil))

    /// Of how many something was held when all were looked at last, and why the last look was not done; `nil` where it was. And what the hub's intake refused of the
    /// module's records then or since: `nil` where nothing.
    package var outcome: (held: Int, problem: String?, refused: String?) { last.withLock { $0 } }

    /// A look at all went so.
    package func went(held: Int, problem: String?, refused: String? = nil) { last.withLock { $0 = (held, problem, refused) } }

    /// The hub's intake refused a value, until all are looked at anew.
    package func refused(_ faults: String) { last.withLock { $0.refused = faults } }

    /// These wait, again where they did.
    package func add(_ numbers: some Sequence<AddresseeNumber>) { waiting.withLock { $0.formUnion(numbers) } }

    /// All that wait, who wait no longer.
    package func take() -> [AddresseeNumber] {
        let all = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        return all.sorted { $0.value < $1.value }
    }
}
