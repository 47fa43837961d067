import Addressee
import Foundation
import Governance
import Hub
import Postgres
import Synchronization

/// What a person at the command line reads when a command can't do its work.
struct CommandFailure: Error, CustomStringConvertible, LocalizedError {
    let description: String
    var errorDescription: String? { description }

    init(_ description: String) { self.description = description }

    /// The same for errors that explain themselves, none of which carries personal data.
    static func explain(_ error: any Error) -> any Error {
        switch error {
        case let error as PolicyFileErrors: CommandFailure(error.description)
        case let error as any Explained: CommandFailure(error.explanation)
        default: error
        }
    }
}

/// Runs a command's work with its errors put into words, and closes its connections before the process ends.
func explained<R>(_ body: () async throws -> R) async throws -> R {
    do {
        let result = try await body()
        await OpenPools.shutdown()
        return result
    } catch {
        await OpenPools.shutdown()
        throw CommandFailure.explain(error)
    }
}

/// The pools of this process. A connection that is still being opened while the process exits would use libraries that are being unloaded.
enum OpenPools {
    private static let pools = Mutex<[Pool]>([])

    static func opened(_ pool: Pool) -> Pool {
        pools.withLock { $0.append(pool) }
        return pool
    }

    static func shutdown() async {
        for pool in pools.withLock({ $0 }) { await pool.shutdown() }
    }
}

/// Prints a value as JSON with sorted keys.
func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    FileHandle.standardOutput.write(try encoder.encode(value) + Data("\n".utf8))
}

/// A progress line on a terminal; silent where the output is a file or a pipe.
struct ProgressLine: Sendable {
    let label: String
    private let isTerminal = isatty(2) == 1
    private let started = ContinuousClock.now

    init(_ label: String) { self.label = label }

    func show(_ done: Int, _ total: Int) {
        guard isTerminal, total > 0 else { return }
        let share = Double(done) / Double(total)
        let filled = Int(share * 30)
        let seconds = Double((ContinuousClock.now - started).components.seconds)
        let left = done > 0 && seconds > 1 ? " 残り約\(Int(seconds / share - seconds))秒" : ""
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        FileHandle.standardError.write(Data("\r\(label) \(bar) \(done)/\(total)\(left)   ".utf8))
        if done == total { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}
