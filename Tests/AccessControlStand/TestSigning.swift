import Addressee
package import AuditTrail
import Foundation
package import TransparencyLog

/// One signing key for the hubs of a run, and the files of a sealer that has begun: provisions wait for its first heartbeat.
///
/// Written without waiting for the disk, which no test of another thing needs.
package struct TestSigning: Sendable {
    package static let made = Result { try TestSigning() }

    private let key: CheckpointKey
    private let file: Data

    private init() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "atena-test-key-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        key = try CheckpointKey.open(directory: directory.path, body: TestServer.body.code.value)
        file = try Data(contentsOf: directory.appending(path: CheckpointKey.fileName))
    }

    package func begin(keys: String, _ files: SealedBatchFiles) throws -> CheckpointKey {
        _ = FileManager.default.createFile(atPath: keys + "/" + CheckpointKey.fileName, contents: file, attributes: [.posixPermissions: 0o600])
        try files.makeDirectory()
        try Data((key.verifier.text + "\n").utf8).write(to: URL(filePath: files.directory + "/" + SealedBatchFiles.keyFileName))
        let now = LogTime.now()
        let heartbeat = try Heartbeat(
            .init(origin: key.verifier.name, size: 0, batch: 0, note: nil, time: now, through: now, horizon: 0, previous: nil), key: key)
        try Data(heartbeat.line()).write(to: URL(filePath: files.directory + "/heartbeats-\(now.description.prefix(10)).jsonl"))
        return key
    }
}
