internal import Addressee
internal import TextFiles

/// A file beside the one taken in (`FILE.rejected.csv`, `FILE.assigned.csv`, `FILE.characters.csv`), readable by its owner only.
///
/// Opened before the first row is taken, and there only when whole, so that nobody reads half of it.
actor SideFile {
    nonisolated let path: String
    private let file: WholeFile
    private var buffer: [UInt8]
    private var isEmpty = true
    /// The piece that was taken out last: the next one goes behind it.
    private var last: Task<Void, any Error>?

    /// - Throws: `SideFileFailed` where it can't be made.
    init(path: String, header: [UInt8]) async throws {
        self.path = path
        buffer = header
        file = try await Self.failing { try await WholeFile(path: path) }
    }

    /// - Throws: `SideFileFailed`.
    func append(_ line: [UInt8]) async throws {
        isEmpty = false
        buffer += line
        if buffer.count > 1 << 18 { try await flush() }
    }

    /// Puts the file in its place, durably.
    ///
    /// - Returns: its path; nil if there was nothing to write, and an older file of that name is removed.
    /// - Throws: `SideFileFailed`.
    func finish() async throws -> String? {
        guard !isEmpty else {
            await discard()
            try await Self.failing { [path] in try await WholeFile.remove(path) }
            return nil
        }
        try await flush()
        try await Self.failing { [file] in try await file.publish() }
        return path
    }

    /// Gives up: nothing is left half done.
    func discard() async { await file.discard() }

    private func flush() async throws {
        // Taken out before the wait: meanwhile other lanes append, and may flush what they appended, behind this.
        let (bytes, before) = (buffer, last)
        buffer = []
        let piece = Task { [file] in
            try await before?.value
            try await file.append(bytes)
        }
        last = piece
        try await Self.failing { try await piece.value }
    }

    private static func failing<R: Sendable>(_ body: @Sendable () async throws -> R) async throws -> R {
        do { return try await body() } catch let error as WholeFileFailed { throw SideFileFailed(path: error.path, reason: error.reason) }
    }
}

/// A file of the report could not be written: the disk is full, or was taken away.
struct SideFileFailed: Explained, Sendable {
    let code = "F0024"
    let path: String
    let reason: String

    var rule: String { "結果ファイル \(path) を書けません（\(reason)）。" }

    init(path: String, reason: String) { (self.path, self.reason) = (path, reason) }
}

/// A value as an RFC 4180 field.
package func csvField(_ text: String) -> String {
    text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
}
