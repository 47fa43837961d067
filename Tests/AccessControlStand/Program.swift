package import Foundation

/// Another program, run without blocking the cooperative pool.
package enum Program {
    package struct Outcome: Sendable {
        package var status: Int32
        package var output: Data
        package var error: String
    }

    /// The built `atena`, beside the tests; nil where it was not built.
    package static var atena: String? {
        let path = TestServer.root + "/.build/debug/atena"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    package static func run(_ path: String, _ arguments: [String], environment: [String: String] = [:]) async throws -> Outcome {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: Outcome.self)
        Thread.detachNewThread {
            do {
                continuation.yield(try wait(path, arguments, environment))
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        for try await outcome in stream { return outcome }
        throw CancellationError()
    }

    private static func wait(_ path: String, _ arguments: [String], _ environment: [String: String]) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        let errors = FileManager.default.temporaryDirectory.appending(path: "stderr-\(UUID())")
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: errors) }
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: data, error: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
}
