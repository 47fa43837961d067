internal import Crypto
internal import Foundation
package import Settings
internal import TextForms

/// Where this terminal keeps its token: an owner-only file, one per window and hub.
package struct TokenFile {
    private let directory: String
    private let path: String

    /// - Parameter window: whose.
    package init(_ settings: Settings, window: String = Terminal.window) {
        let hub = settings.value(.staffURL) ?? ""
        if let runtime = settings.environment["XDG_RUNTIME_DIR"], !runtime.isEmpty {
            directory = runtime + "/atena"
        } else {
            directory = NSHomeDirectory() + "/.atena"
        }
        let digest = SHA256.hash(data: Data("\(window)\n\(hub)".utf8)).prefix(12).hex
        path = "\(directory)/token-\(digest)"
    }

    /// The token; nil where this terminal has none.
    package func read() throws -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try SecretFile.read(path)
    }

    package func write(_ token: String) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try SecretFile.write(token, to: path)
    }

    /// Forgets the token; none there is no error.
    package func remove() throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        try FileManager.default.removeItem(atPath: path)
    }
}
