import Foundation
import Testing

/// `atena serve` or `atena staff` as a process of its own, its log in a file.
final class RunningServer {
    private let process = Process()
    private let log: String

    init(_ atena: String, _ environment: [String: String], command: String = "serve", log: String) throws {
        self.log = log
        _ = FileManager.default.createFile(atPath: log, contents: nil, attributes: [.posixPermissions: 0o600])
        process.executableURL = URL(filePath: atena)
        process.arguments = [command]
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardError = FileHandle(forWritingAtPath: log)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
    }

    /// On which it listens, once it does.
    func port() async throws -> Int {
        for _ in 0..<600 {
            let text = try String(contentsOfFile: log, encoding: .utf8)
            if let port = text.firstMatch(of: #/port=(\d+)[^\n]*(?:serving|staff service)/#)?.1 { return try #require(Int(port)) }
            try #require(process.isRunning, "\(text)")
            try await Task.sleep(for: .milliseconds(50))
        }
        throw NotListening()
    }

    func stop() { process.terminate() }

    struct NotListening: Error {}
}
