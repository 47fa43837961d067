import Foundation
import Testing

@testable import Postgres

/// A throw-away server that a test may restart: `pg_virtualenv`, driven line by line. Everything that blocks is on a thread of its own.
final class OwnCluster: Sendable {
    let settings: ConnectionSettings
    private let process: Process
    private let input: FileHandle
    private let output: FileHandle

    struct Failure: Error {}

    static func start() async throws -> OwnCluster {
        try await onThread { try OwnCluster() }
    }

    private init() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/pg_virtualenv")
        process.arguments = [
            // In a directory of its own, since tests run inside of pg_virtualenv as a rule.
            "-t", "sh", "-c",
            """
            echo "READY $PGHOST $PGPORT $PGUSER $PGPASSWORD"
            while read action; do
                pg_ctlcluster "$PGVERSION" regress $action >&2 || true
                echo DONE
            done
            """,
        ]
        // The outer throw-away cluster's environment would confuse the inner one.
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PG") }
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
        self.input = input.fileHandleForWriting
        self.output = output.fileHandleForReading
        var words: [Substring] = []
        while words.first != "READY" { words = try Self.line(self.output).split(separator: " ") }
        guard words.count >= 4 else { throw Failure() }
        var keywords = ["host": String(words[1]), "port": String(words[2]), "user": String(words[3])]
        if words.count > 4 { keywords["password"] = String(words[4]) }
        keywords["dbname"] = "postgres"
        var settings = ConnectionSettings(keywords)
        settings.searchPath = "public"
        self.settings = settings
    }

    /// `start`, `stop -m fast`, `restart -m immediate`… of pg_ctlcluster.
    func control(_ action: String) async throws {
        try await Self.onThread { [input, output] in
            try input.write(contentsOf: Data("\(action)\n".utf8))
            while try Self.line(output) != "DONE" {}
        }
    }

    func end() async throws {
        try await Self.onThread { [input, process] in
            try input.close()
            process.waitUntilExit()
        }
    }

    private static func onThread<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
        }
    }

    private static func line(_ handle: FileHandle) throws -> String {
        var bytes: [UInt8] = []
        while true {
            guard let byte = try handle.read(upToCount: 1)?.first else { throw Failure() }
            if byte == 0x0A { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
    }
}
