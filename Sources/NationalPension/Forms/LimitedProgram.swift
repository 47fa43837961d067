internal import Foundation
internal import Subprocess
internal import SystemPackage

/// 制限した子プロセス. A program that is run without a shell and within limits of memory, processor time and time; it writes to no
/// file, leaves no core, and is the first that the kernel ends where memory runs out.
struct LimitedProgram: Sendable {
    /// How it ended, and what it said.
    struct Outcome: Sendable {
        /// Its exit status; `nil` where a signal ended it.
        let status: Int32?
        let output: [UInt8]
        let errors: [UInt8]
    }

    /// Why there is no outcome.
    enum Failure: Error {
        /// It, or what limits it, is not there.
        case notStarted
        /// It took too long, said too much, or did not take its input.
        case broken
    }

    /// `choom` and `prlimit` of util-linux, which Debian always has.
    private static let (chooser, limiter) = ("/usr/bin/choom", "/usr/bin/prlimit")

    let path: String
    let arguments: [String]
    /// All of its environment.
    let environment: [String: String]
    /// Bytes of address space.
    let memory: Int
    /// Seconds of processor time; of time, twice as many.
    let seconds: Int

    /// Gives it its input and waits for it.
    ///
    /// - Parameter most: bytes of output that are taken.
    /// - Throws: `Failure`; `CancellationError`, and then it is ended.
    func run(_ input: [UInt8], most: Int) async throws -> Outcome {
        guard [Self.chooser, Self.limiter, path].allSatisfy({ FileManager.default.isExecutableFile(atPath: $0) }) else { throw Failure.notStarted }
        Self.ignoresBrokenPipes
        let limits = ["-n", "1000", "--", Self.limiter, "--as=\(memory)", "--cpu=\(seconds)", "--fsize=0", "--core=0", "--nofile=256", "--", path]
        let environment = Dictionary(uniqueKeysWithValues: self.environment.map { (Subprocess.Environment.Key(stringLiteral: $0.key), $0.value) })
        let (limited, time) = (limits + arguments, Duration.seconds(2 * seconds))
        return try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask {
                do {
                    let ended = try await Subprocess.run(
                        .path(FilePath(Self.chooser)), arguments: Arguments(limited), environment: .custom(environment), input: .array(input),
                        output: .bytes(limit: most), error: .bytes(limit: 4 << 20))
                    var status: Int32?
                    if case .exited(let code) = ended.terminationStatus { status = code }
                    return Outcome(status: status, output: ended.standardOutput, errors: ended.standardError)
                } catch is SubprocessError {
                    try Task.checkCancellation()
                    throw Failure.broken
                }
            }
            group.addTask {
                try await Task.sleep(for: time)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let outcome = first else { throw Failure.broken }
            return outcome
        }
    }

    /// A program that takes nothing any more is told by the write that fails, and not by a signal that ends this process.
    private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()
}
