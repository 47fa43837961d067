internal import Glibc
internal import _NIOFileSystem

/// A file beside the one taken in (`FILE.rejected.csv`, `FILE.assigned.csv`), readable by its owner only.
///
/// Written under another name and renamed when whole, so that nobody reads half of it.
actor SideFile {
    nonisolated let path: String
    private let header: [UInt8]
    private var handle: WriteFileHandle?
    private var buffer: [UInt8] = []
    private var offset: Int64 = 0

    init(path: String, header: [UInt8]) {
        self.path = path
        self.header = header
    }

    func append(_ line: [UInt8]) async throws {
        if buffer.isEmpty, offset == 0 { buffer = header }
        buffer += line
        if buffer.count > 1 << 18 { try await flush() }
    }

    /// Puts the file in its place.
    ///
    /// - Returns: its path; nil if there was nothing to write, and an older file of that name is removed.
    func finish() async throws -> String? {
        try await flush()
        guard let handle else {
            _ = try await FileSystem.shared.removeItem(at: .init(path))
            return nil
        }
        try await handle.synchronize()
        try await handle.close()
        self.handle = nil
        try await FileSystem.shared.replaceItem(at: .init(path), withItemAt: .init(partial))
        return path
    }

    /// Gives up: nothing is left half done.
    func discard() async {
        // In a task of its own: where the intake is cancelled, nothing is closed or removed in its task.
        await Task { [handle, partial] in
            try? await handle?.close()
            _ = try? await FileSystem.shared.removeItem(at: .init(partial))
        }.value
        handle = nil
    }

    /// Of this process: two runs of the same file must not write into each other's.
    private var partial: String { "\(path).\(getpid()).partial" }

    private func flush() async throws {
        guard !buffer.isEmpty else { return }
        if handle == nil {
            _ = try await FileSystem.shared.removeItem(at: .init(partial))
            handle = try await FileSystem.shared.openFile(
                forWritingAt: .init(partial), options: .newFile(replaceExisting: false, permissions: [.ownerRead, .ownerWrite]))
        }
        offset += try await handle?.write(contentsOf: buffer, toAbsoluteOffset: offset) ?? 0
        buffer.removeAll(keepingCapacity: true)
    }
}

/// A value as an RFC 4180 field.
func csvField(_ text: String) -> String {
    text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
}
