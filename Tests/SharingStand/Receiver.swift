package import Addressee
package import ConnectorKit
import Keys
package import Synchronization

/// A receiver in memory that keeps the contract, and can be told to misbehave.
package final class Receiver: Connector {
    package struct State {
        package var held: [AddresseeNumber: (entry: Entry, sequence: Int64)] = [:]
        package var batches: [Batch] = []
        /// Before a batch is taken; what it throws is thrown.
        package var before: @Sendable (Batch, Int) async throws -> Void = { _, _ in }
        /// After it was taken, before anybody hears of it; what it throws is thrown.
        package var after: @Sendable (Batch) async throws -> Void = { _ in }
        /// Instead of `applied`, for an entry.
        package var verdict: @Sendable (Entry) -> EntryResult = { _ in .applied }
        /// What it says of itself.
        package var description = ConnectorDescription(
            name: "memory", version: "1", receiver: .tax, datasets: ["addressee": 2...2, "tax-income": 1...1], capabilities: [.inventory])
        /// What it has to say of entries that it accepted.
        package var answers: [LateAnswer] = []
        package var withdrawn: [Withdrawal] = []
        package var opened = 0
        package var closed = 0
        /// What it accepted and has not answered, by receipt.
        package var accepted: [String: [(entry: Entry, sequence: Int64)]] = [:]
        /// Why it was told that nothing is delivered.
        package var refusals: [ConnectorError] = []

        mutating func take(_ entry: Entry, _ sequence: Int64) {
            if entry.operation == .awaitingConfirmation { return }
            if let held = held[entry.addresseeNumber], held.sequence >= sequence { return }
            held[entry.addresseeNumber] = (entry, sequence)
        }
    }

    /// Says later what became of what it accepted under a receipt, and does it.
    package func answer(_ receipt: String, _ result: EntryResult) {
        state.withLock { state in
            for (entry, sequence) in state.accepted[receipt] ?? [] where result == .applied { state.take(entry, sequence) }
            state.answers.append(LateAnswer(receipt: receipt, result: result))
        }
    }

    /// Items to be kept of nobody any more, and how many batches it had been given by then.
    package struct Withdrawal: Sendable {
        package var items: ItemSet
        package var afterBatches: Int
    }

    package let state = Mutex(State())

    package init() {}

    /// What is held, by addressee number.
    package var held: [String: Entry] {
        state.withLock { state in
            Dictionary(uniqueKeysWithValues: state.held.filter { $1.entry.operation == .upsert }.map { ($0.value, $1.entry) })
        }
    }

    package var batches: [Batch] { state.withLock(\.batches) }
    package var withdrawn: [Withdrawal] { state.withLock(\.withdrawn) }

    /// Whose system it says it is.
    package func set(name: SystemName) { state.withLock { $0.description.receiver = name } }
    package func set(verdict: @escaping @Sendable (Entry) -> EntryResult) { state.withLock { $0.verdict = verdict } }
    package func set(after: @escaping @Sendable (Batch) async throws -> Void) { state.withLock { $0.after = after } }
    package func set(before: @escaping @Sendable (Batch, Int) async throws -> Void) { state.withLock { $0.before = before } }

    package func describe() async throws -> ConnectorDescription {
        state.withLock(\.description)
    }

    package func check() async throws {}
    package func refused(_ reason: ConnectorError) async { state.withLock { $0.refusals.append(reason) } }
    package func answers() async throws -> [LateAnswer] { state.withLock(\.answers) }
    package func answersKept(_ answers: [LateAnswer]) async throws { state.withLock { $0.answers.removeAll { answers.contains($0) } } }
    package func open(for body: LocalGovernmentCode, lastPosition: String?) async throws { state.withLock { $0.opened += 1 } }
    package func close() async { state.withLock { $0.closed += 1 } }

    package func deliver(_ batch: Batch) async throws -> [EntryResult] {
        let (before, attempt) = state.withLock { ($0.before, $0.batches.count) }
        try await before(batch, attempt)
        let results = state.withLock { state in
            state.batches.append(batch)
            return batch.entries.map { entry in
                let result = state.verdict(entry)
                if case .accepted(let receipt) = result { state.accepted[receipt, default: []].append((entry, batch.sequence)) }
                guard result == .applied else { return result }
                state.take(entry, batch.sequence)
                return .applied
            }
        }
        try await state.withLock(\.after)(batch)
        return results
    }

    package func withdraw(_ items: ItemSet) async throws { state.withLock { $0.withdrawn.append(.init(items: items, afterBatches: $0.batches.count)) } }

    package func inventory(key: DigestKey) async throws -> AsyncThrowingStream<[HeldEntry], any Error> {
        let hash = KeyedHash(key: key.reveal { $0 })
        let entries = held.values.sorted { $0.addresseeNumber < $1.addresseeNumber }.map { entry in
            HeldEntry(
                addresseeNumber: entry.addresseeNumber, historyNumber: entry.historyNumber, digest: entry.digest { hash.hash($0) })
        }
        return AsyncThrowingStream { continuation in
            continuation.yield(entries)
            continuation.finish()
        }
    }
}
