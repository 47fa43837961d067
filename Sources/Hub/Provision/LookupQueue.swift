internal import Addressee
internal import ConnectorKit
internal import Synchronization

/// Look-ups of single persons on their way: those that come while others are being answered are answered together, as databases commit in groups.
/// One that comes alone waits for nobody.
final class LookupQueue: Sendable {
    struct Lookup: Sendable {
        let system: SystemName
        let dataset: String
        let addresseeNumber: AddresseeNumber
        let byWhom: String
    }

    typealias Answer = @Sendable ([Lookup]) async throws -> [Result<Entry, any Error>]

    private static let together = 64
    private static let batches = 2

    private struct Waiting: Sendable {
        let lookup: Lookup
        let continuation: CheckedContinuation<Entry, any Error>
    }

    private let state = Mutex((waiting: [Waiting](), running: 0))

    /// Waits for the answer; `answer` gets a number of look-ups of one system and dataset, and must answer each in order.
    func submit(_ lookup: Lookup, _ answer: @escaping Answer) async throws -> Entry {
        try await withCheckedThrowingContinuation { continuation in
            let starts = state.withLock { state in
                state.waiting.append(Waiting(lookup: lookup, continuation: continuation))
                guard state.running < Self.batches else { return false }
                state.running += 1
                return true
            }
            if starts { Task { await work(answer) } }
        }
    }

    private func work(_ answer: Answer) async {
        while true {
            let batch = state.withLock { state -> [Waiting] in
                guard let first = state.waiting.first else {
                    state.running -= 1
                    return []
                }
                var batch: [Waiting] = []
                var others: [Waiting] = []
                for waiting in state.waiting {
                    let isAlike = waiting.lookup.system == first.lookup.system && waiting.lookup.dataset == first.lookup.dataset
                    if isAlike, batch.count < Self.together { batch.append(waiting) } else { others.append(waiting) }
                }
                state.waiting = others
                return batch
            }
            guard !batch.isEmpty else { return }
            do {
                for (waiting, result) in zip(batch, try await answer(batch.map(\.lookup))) { waiting.continuation.resume(with: result) }
            } catch {
                for waiting in batch { waiting.continuation.resume(throwing: error) }
            }
        }
    }
}
