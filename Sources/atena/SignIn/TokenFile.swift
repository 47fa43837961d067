import AccessControl
import Crypto
import Foundation
import Settings
import TextForms

/// Where this terminal keeps its token: an owner-only file, one per terminal and hub.
struct TokenFile {
    private let directory: String
    private let path: String

    /// - Parameter database: tells hubs apart.
    init(_ settings: Settings, database: String, terminal: String) {
        if let runtime = settings.environment["XDG_RUNTIME_DIR"], !runtime.isEmpty {
            directory = runtime + "/atena"
        } else {
            directory = NSHomeDirectory() + "/.atena"
        }
        let digest = SHA256.hash(data: Data("\(terminal)\n\(database)".utf8)).prefix(12).hex
        path = "\(directory)/token-\(digest)"
    }

    /// The token; nil where this terminal has none.
    func read() throws -> SessionToken? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return SessionToken(try SecretFile.read(path))
    }

    func write(_ token: SessionToken) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try SecretFile.write(token.reveal(), to: path)
    }

    /// Forgets the token; none there is no error.
    func remove() throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        try FileManager.default.removeItem(atPath: path)
    }
}
