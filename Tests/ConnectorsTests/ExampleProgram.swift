import Addressee
import ConnectorKit
import Foundation

@testable import Connectors

/// The example program of the guide, in a directory of its own.
struct ExampleProgram {
    let directory: String
    let receiver = ConnectorKind.Receiver(system: .tax, dataset: .addressee)

    /// With an environment that names what is nothing to a program.
    var kind: ConnectorKind {
        .process(in: directory, environment: ProcessInfo.processInfo.environment.merging(["ATENA_DATABASE": "secret", "ATENA_KEYS": "secret"]) { $1 })
    }

    static func with<R>(_ body: (ExampleProgram) async throws -> R) async throws -> R {
        let directory = FileManager.default.temporaryDirectory.appending(path: "connector-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let source = URL(filePath: #filePath).appending(path: "../../../ops/examples/connector.py").standardized.path
        try FileManager.default.copyItem(atPath: source, toPath: "\(directory)/connector.py")
        return try await body(ExampleProgram(directory: directory))
    }

    func connector(_ more: String = "", system: SystemName = .tax, timeout: Int = 30) throws -> any Connector {
        try kind.connector(
            to: receiver,
            ["program": "connector.py", "arguments": "\(system) \(directory)/state.db \(more)", "timeout-seconds": String(timeout)])
    }

    /// A program of a few lines of shell that says something else.
    func script(_ name: String, _ lines: String) throws -> any Connector {
        try Data("#!/bin/sh\n\(lines)\n".utf8).write(to: URL(filePath: "\(directory)/\(name)"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(directory)/\(name)")
        return try kind.connector(to: receiver, ["program": name, "timeout-seconds": "1"])
    }
}
