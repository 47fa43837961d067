internal import Foundation
internal import Keys

/// Secrets in owner-only files, for scripts and service accounts.
package enum SecretFile {
    /// The file's first line.
    ///
    /// - Throws: `CommandFailure` where it is missing, empty or open to others.
    package static func read(_ path: String) throws -> String {
        let bytes: [UInt8]
        do { bytes = try OwnerOnlyFile.read(path) } catch { throw CommandFailure("\(path) を読めません。所有者だけが読めるファイル（0600）にしてください。") }
        let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        guard !text.isEmpty else { throw CommandFailure("\(path) が空です。") }
        return text
    }

    /// Writes a new file or replaces one.
    package static func write(_ text: String, to path: String) throws {
        try OwnerOnlyFile.replace(path, Array((text + "\n").utf8))
    }
}
