import Addressee
import ConnectorKit
import Governance
import HubServer
import Synchronization

@testable import Oversight
@testable import Sharing

/// Provisioning without a database. What it does depends on the dataset asked for.
struct FakeProvisioning: ProvisioningService {
    /// What was asked.
    final class Book: Sendable {
        struct Refused: Sendable, Equatable {
            var system: String
            var dataset: String
            var code: String
            var by: String
        }

        struct State {
            var refused: [Refused] = []
            var callers: [String] = []
            var chunks = 0
            var waiting = 0
            var canRecord = true
            var isLetGo = false
        }

        let state = Mutex(State())

        var refused: [Refused] { state.withLock { $0.refused } }
        var callers: [String] { state.withLock { $0.callers } }
        var chunks: Int { state.withLock { $0.chunks } }
        var waiting: Int { state.withLock { $0.waiting } }

        /// Whoever asked for `held` is answered from here on.
        func letGo() { state.withLock { $0.isLetGo = true } }
    }

    struct SecretError: Error, CustomStringConvertible {
        var description: String { "ERROR: relation person DETAIL: 123456789018" }
    }

    struct Down: TemporaryFailure {
        var label: String { "connection lost" }
        var isTemporary: Bool { true }
    }

    let book = Book()

    func changes(
        _ caller: Caller, dataset: String, after: String?, limit: Int, wait: Duration
    ) async throws -> ChangePage {
        book.state.withLock { $0.callers.append(caller.byWhom) }
        switch dataset {
        case "failing": throw SecretError()
        case "down": throw Down()
        case "unsealed": throw ProvisionRefused(refusal: .sealingBehind)
        case "closed": throw ProvisionRefused(refusal: .outsideDates)
        case "cursor": throw CursorRefused(code: "C0001", rule: "カーソルが正しくありません。")
        case "lost": throw CursorRefused(code: "C0003", rule: "全件から取り直してください。")
        case "quiet":
            if wait > .zero {
                book.state.withLock { $0.waiting += 1 }
                defer { book.state.withLock { $0.waiting -= 1 } }
                try await Task.sleep(for: wait)
            }
            return ChangePage(entries: [], cursor: after ?? "start", more: false)
        case "held":
            book.state.withLock { $0.waiting += 1 }
            defer { book.state.withLock { $0.waiting -= 1 } }
            for _ in 0..<3000 where !book.state.withLock(\.isLetGo) { try await Task.sleep(for: .milliseconds(20)) }
            return ChangePage(entries: [], cursor: "held", more: false)
        case "slow":
            book.state.withLock { $0.waiting += 1 }
            defer { book.state.withLock { $0.waiting -= 1 } }
            try await Task.sleep(for: .seconds(4))
            return ChangePage(entries: [], cursor: "slow", more: false)
        case "stuck":
            // Deaf to cancellation, as a driver with a fault would be.
            await withCheckedContinuation { continuation in
                Task.detached {
                    try? await Task.sleep(for: .seconds(20))
                    continuation.resume()
                }
            }
            return ChangePage(entries: [], cursor: "late", more: false)
        default:
            // 25 entries in all; the cursor is the number of the last.
            let first = after.flatMap { Int($0) } ?? 0
            let last = min(first + limit, 25)
            return ChangePage(
                entries: try (first..<last).map { try Self.entry(number: $0 + 1) }, cursor: String(last),
                more: last < 25)
        }
    }

    func full(_ caller: Caller, dataset: String, format: ExtractFormat) async throws -> FakeExtract {
        book.state.withLock { $0.callers.append(caller.byWhom) }
        return switch dataset {
        case "broken": FakeExtract(book: book, format: format, chunkCount: 4, breaksAt: 3)
        case "huge": FakeExtract(book: book, format: format, chunkCount: 4000, breaksAt: nil)
        default: FakeExtract(book: book, format: format, chunkCount: 4, breaksAt: nil)
        }
    }

    func person(_ caller: Caller, dataset: String, addresseeNumber: AddresseeNumber) async throws -> [Entry] {
        book.state.withLock { $0.callers.append(caller.byWhom) }
        guard addresseeNumber.value.count == 15 else { throw ProvisionRefused(refusal: .unknownPerson) }
        return [try Self.entry(addresseeNumber)]
    }

    func takeInventory(
        _ caller: Caller, dataset: String, after cursor: String, key: InventoryKey, body: some AsyncSequence<[UInt8], any Error> & Sendable
    ) async throws -> InventoryReceipt {
        var lines = InventoryLines()
        for try await bytes in body { _ = try lines.read(bytes) }
        _ = try lines.finish()
        return InventoryReceipt(inventory: 7, persons: lines.count)
    }

    func refuse(system: String, dataset: String, refusal: Refusal, by: String) async throws {
        try book.state.withLock { state in
            guard state.canRecord else { throw Down() }
            state.refused.append(.init(system: system, dataset: dataset, code: refusal.code, by: by))
        }
    }

    static func entry(number: Int) throws -> Entry {
        try entry(AddresseeNumber(String(repeating: "0", count: 15 - String(number).count) + String(number)))
    }

    static func entry(_ number: AddresseeNumber) throws -> Entry {
        Entry(
            addresseeNumber: number, historyNumber: 3, operation: .upsert, items: [:], individualNumber: nil,
            reasons: [])
    }
}

/// Lines of a made-up extract: 1,000 a chunk.
struct FakeExtract: ExtractStream {
    let book: FakeProvisioning.Book
    let format: ExtractFormat
    let chunkCount: Int
    let breaksAt: Int?
    var cursor: String { "v1.\"cursor\"" }

    struct Broken: Error {}

    struct AsyncIterator: AsyncIteratorProtocol {
        let extract: FakeExtract
        var next = 0

        mutating func next() async throws -> [UInt8]? {
            guard next < extract.chunkCount else { return nil }
            if next == extract.breaksAt { throw Broken() }
            defer { next += 1 }
            extract.book.state.withLock { $0.chunks += 1 }
            var text = ""
            if next == 0, case .csv = extract.format { text += "atenabango,shimei\n" }
            for line in 0..<1000 {
                switch extract.format {
                case .ndjson: text += #"{"atenabango":"\#(next * 1000 + line)","shimei":"\#(Self.name)"}"# + "\n"
                case .csv: text += "\(next * 1000 + line),\(Self.name)\n"
                }
            }
            return Array(text.utf8)
        }

        static let name = String(repeating: "邉󠄀𠮷", count: 16)
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(extract: self) }
}

/// Health that a test sets.
final class FakeHealth: Health {
    let isBlocked = Mutex(false)

    func live() -> Bool { true }
    func isReady() async -> Bool { isBlocked.withLock { !$0 } }
    func metrics() async -> [HealthMetric] {
        var lag = HealthMetric("atena_journal_lag", help: "How far a \\ system is.")
        lag.add(12, [("system", "tax \"a\"\\\n")])
        return [lag, HealthMetric("atena_pool_waiters", .counter, help: "Waiters.", value: 0.5)]
    }
}

/// A log with one checkpoint, of size 7.
struct FakeCheckpoints: Checkpoints {
    func note(size: Int?) async throws -> String? { size == nil || size == 7 ? "atena-hub/test\n7\n" : nil }
}
