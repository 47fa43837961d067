import Addressee
import ConnectorKit
import Synchronization

/// A receiver in memory that keeps the contract, or breaks one rule of it.
final class MemoryReceiver: Sendable {
    enum Fault: CaseIterable {
        case none, checkAlwaysPasses, noTombstones, historyNumberDecides, forgetsKeys, oneBadStopsAll, takesAnySchema, unordered
        case firstInBatchWins, dropsIndividualNumber, rejectsWithValue, removesAwaiting, holdsAwaiting, keepsWithheld, lastOfAllCounts, takesAnyBody,
            opensToAnyBody, forgetsRecordKeys
    }

    struct State {
        var held: [String: (entry: Entry, sequence: Int64)] = [:]
        var body: LocalGovernmentCode?
        var keys: [String: (Batch, [EntryResult])] = [:]
    }

    let fault: Fault
    let dataset: String
    let state = Mutex(State())

    init(_ fault: Fault = .none, dataset: String = "addressee") { (self.fault, self.dataset) = (fault, dataset) }

    /// Which record an entry is of.
    func name(_ entry: Entry) -> String { fault == .forgetsRecordKeys ? entry.addresseeNumber.value : "\(entry.addresseeNumber)/\(entry.recordKey ?? "")" }
}

/// A weak keyed hash is enough to tell the kit's entries apart.
func testHash(_ bytes: [UInt8], _ key: DigestKey) -> [UInt8] {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in key.reveal({ $0 }) + bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return withUnsafeBytes(of: hash) { Array($0) }
}

struct MemoryConnector: Connector {
    let receiver: MemoryReceiver
    var configured = true

    func describe() async throws -> ConnectorDescription {
        ConnectorDescription(name: "memory", version: "1", receiver: .tax, datasets: [receiver.dataset: 2...3], capabilities: [.inventory])
    }

    func check() async throws {
        if !configured, receiver.fault != .checkAlwaysPasses { throw ConnectorError.badConfiguration("no receiver") }
    }

    func open(for body: LocalGovernmentCode, lastPosition: String?) async throws {
        try receiver.state.withLock { state in
            if receiver.fault != .opensToAnyBody, let own = state.body, own != body { throw ConnectorError.anotherBody(body) }
            if state.body == nil { state.body = body }
        }
    }
    func close() async {}

    func deliver(_ batch: Batch) async throws -> [EntryResult] {
        guard batch.dataset == receiver.dataset else { throw ConnectorError.unknownDataset(batch.dataset) }
        guard receiver.fault == .takesAnySchema || (2...3).contains(batch.schemaVersion) else {
            throw ConnectorError.unknownSchemaVersion(batch.schemaVersion, dataset: batch.dataset)
        }
        return try receiver.state.withLock { state in
            if receiver.fault != .takesAnyBody, let own = state.body, own != batch.body { throw ConnectorError.anotherBody(batch.body) }
            if let (earlier, results) = state.keys[batch.idempotencyKey], receiver.fault != .forgetsKeys {
                guard earlier.sequence == batch.sequence, earlier.entries == batch.entries else {
                    throw ConnectorError.keyReused(batch.idempotencyKey)
                }
                return results
            }
            let bad = batch.entries.map { $0.items.values.contains { $0 == "2001-13-45" || $0.contains("\u{0}") } }
            if receiver.fault == .oneBadStopsAll, bad.contains(true) {
                return batch.entries.map { _ in .rejected(reason: "seinengappi") }
            }
            var last: [String: Int] = [:]
            for (index, entry) in batch.entries.enumerated() {
                if entry.operation == .awaitingConfirmation, receiver.fault != .lastOfAllCounts, !knowsNoMarks { continue }
                if receiver.fault == .firstInBatchWins, last[receiver.name(entry)] != nil { continue }
                last[receiver.name(entry)] = index
            }
            for (index, var entry) in batch.entries.enumerated() where !bad[index] && last[receiver.name(entry)] == index {
                if entry.operation == .awaitingConfirmation, !knowsNoMarks { continue }
                if let held = state.held[receiver.name(entry)] {
                    if receiver.fault == .historyNumberDecides {
                        guard entry.historyNumber > held.entry.historyNumber else { continue }
                    } else {
                        guard batch.sequence > held.sequence else { continue }
                    }
                }
                if entry.operation == .awaitingConfirmation { entry.operation = receiver.fault == .removesAwaiting ? .remove : .upsert }
                if receiver.fault == .keepsWithheld, let held = state.held[receiver.name(entry)]?.entry {
                    for item in entry.withheld { entry.items[item] = held.items[item] }
                }
                if receiver.fault == .dropsIndividualNumber { entry.individualNumber = nil }
                state.held[receiver.name(entry)] = (entry, batch.sequence)
                if entry.operation == .remove, receiver.fault == .noTombstones { state.held[receiver.name(entry)] = nil }
            }
            let reason = receiver.fault == .rejectsWithValue ? "seinengappi 2001-13-45" : "seinengappi: E0002"
            let results = bad.map { $0 ? EntryResult.rejected(reason: reason) : .applied }
            state.keys[batch.idempotencyKey] = (batch, results)
            return results
        }
    }

    /// Takes a mark for a state.
    private var knowsNoMarks: Bool { receiver.fault == .removesAwaiting || receiver.fault == .holdsAwaiting }

    func inventory(key: DigestKey) async throws -> AsyncThrowingStream<[HeldEntry], any Error> {
        var held = receiver.state.withLock { state in
            state.held.values.filter { $0.entry.operation == .upsert }.map(\.entry).sorted {
                ($0.addresseeNumber, $0.recordKey ?? "") < ($1.addresseeNumber, $1.recordKey ?? "")
            }
        }
        if receiver.fault == .unordered { held.reverse() }
        let entries = held.map { entry in
            HeldEntry(
                addresseeNumber: entry.addresseeNumber, recordKey: entry.recordKey, historyNumber: entry.historyNumber,
                digest: entry.digest { testHash($0, key) })
        }
        return AsyncThrowingStream { continuation in
            continuation.yield(entries)
            continuation.finish()
        }
    }
}
