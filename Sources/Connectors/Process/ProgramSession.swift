internal import ConnectorKit
internal import Foundation
internal import Subprocess
internal import SystemPackage

/// One run of a connector program: questions go out in their order, and each answer names the question that it belongs to.
actor ProgramSession {
    /// Longest line that is read: an answer to the largest batch stays far below.
    private static let longestLine = 8 << 20

    private let environment: [Subprocess.Environment.Key: String]
    private let path: String
    private let arguments: [String]
    private var run: Task<Void, Never>?
    private var feed: AsyncStream<[UInt8]>.Continuation?
    private var waiting: [Int: CheckedContinuation<ProgramReply, any Error>] = [:]
    private var last = 0
    private var ended: ConnectorError?

    init(environment: [String: String], path: String, arguments: [String]) {
        self.environment = Dictionary(uniqueKeysWithValues: environment.map { (Subprocess.Environment.Key(stringLiteral: $0.key), $0.value) })
        (self.path, self.arguments) = (path, arguments)
    }

    /// Asks, and waits for the answer.
    ///
    /// - Throws: `ConnectorError.unreachable` where the program could not be started, `interrupted` where it ended, said what is no answer, or did not answer in
    ///   time: whether it did what it was asked is not known then.
    func ask(_ question: ProgramQuestion, within timeout: Duration) async throws -> ProgramReply {
        if let ended { throw ended }
        start()
        last += 1
        let number = last
        let line = question.line(number)
        let limit = Task {
            try await Task.sleep(for: timeout)
            fail(number, .interrupted("no answer within \(timeout)"))
        }
        defer { limit.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if let ended { return continuation.resume(throwing: ended) }
                waiting[number] = continuation
                feed?.yield(line)
            }
        } onCancel: {
            Task { await cancelled(number) }
        }
    }

    /// Ends the program: it is let end by itself when its input ends, and is ended where it doesn't.
    func end() async {
        finish(.interrupted("ended"))
        feed?.finish()
        guard let run else { return }
        let limit = Task {
            try await Task.sleep(for: .seconds(5))
            run.cancel()
        }
        await run.value
        limit.cancel()
    }

    /// Ends the program at once.
    func kill() { run?.cancel() }

    /// A program that takes nothing any more is told by the write that fails, and not by a signal that ends this process.
    private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    private func start() {
        guard run == nil else { return }
        Self.ignoresBrokenPipes
        let (lines, feed) = AsyncStream<[UInt8]>.makeStream()
        self.feed = feed
        let (environment, path, arguments) = (environment, path, arguments)
        run = Task {
            var outcome = ConnectorError.interrupted("the program ended")
            do {
                var options = PlatformOptions()
                options.createSession = true
                _ = try await Subprocess.run(
                    .path(FilePath(path)), arguments: Arguments(arguments), environment: .custom(environment), platformOptions: options, input: .inputWriter,
                    output: .sequence,
                    error: .discarded
                ) { execution in
                    // Whatever it has started ends with it.
                    defer { Glibc.kill(-execution.processIdentifier.value, SIGKILL) }
                    await withTaskGroup(of: Void.self) { group in
                        group.addTask {
                            do {
                                for await line in lines { _ = try await execution.standardInputWriter.write(line) }
                                try await execution.standardInputWriter.finish()
                            } catch {
                                // It has closed its input: that it ended is told by its output.
                                await self.finish(.interrupted("the program takes nothing any more"))
                            }
                        }
                        group.addTask {
                            do { try await self.read(execution.standardOutput) } catch { await self.finish(.interrupted("no line of JSON")) }
                            await self.noMoreQuestions()
                        }
                        await group.waitForAll()
                    }
                }
            } catch let error as SubprocessError {
                if error.code == .spawnFailed || error.code == .executableNotFound { outcome = .unreachable("the program could not be started") }
            } catch {
                // Ended by whoever asked it to end.
            }
            self.finish(outcome)
        }
    }

    private nonisolated func read(_ output: SubprocessOutputSequence) async throws {
        var line: [UInt8] = []
        for try await buffer in output {
            let bytes = buffer.withUnsafeBytes { Array($0) }
            for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
                if part.offset > 0 {
                    try await answered(line)
                    line = []
                }
                line += part.element
                guard line.count <= Self.longestLine else { throw ConnectorError.interrupted("a line is too long") }
            }
        }
        await finish(.interrupted("the program ended"))
    }

    private func answered(_ line: [UInt8]) throws {
        guard !line.isEmpty else { return }
        let reply = try JSONDecoder().decode(ProgramReply.self, from: Data(line))
        // One that nobody waits for any more came too late.
        waiting.removeValue(forKey: reply.call)?.resume(returning: reply)
    }

    private func noMoreQuestions() { feed?.finish() }

    private func fail(_ number: Int, _ error: ConnectorError) { waiting.removeValue(forKey: number)?.resume(throwing: error) }

    private func cancelled(_ number: Int) { waiting.removeValue(forKey: number)?.resume(throwing: CancellationError()) }

    /// Nobody is answered any more.
    private func finish(_ error: ConnectorError) {
        if ended == nil { ended = error }
        let left = waiting.values
        waiting = [:]
        for continuation in left { continuation.resume(throwing: ended ?? error) }
    }
}
