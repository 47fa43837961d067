internal import _NIOFileSystem

/// A file of a hand-over: written under another name, owner-only, and given its own name only once its record is durable.
actor MediumFile {
    nonisolated let path: String
    private var handle: WriteFileHandle?
    private var offset: Int64 = 0

    /// - Throws: `FileSystemError` where it can't be made.
    init(path: String) async throws {
        self.path = path
        _ = try await FileSystem.shared.removeItem(at: .init(path + Self.suffix))
        handle = try await FileSystem.shared.openFile(
            forWritingAt: .init(path + Self.suffix), options: .newFile(replaceExisting: false, permissions: [.ownerRead, .ownerWrite]))
    }

    /// What an unfinished file's name ends with.
    static let suffix = ".partial"

    /// Bytes written so far.
    var count: Int64 { offset }

    func append(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty, let handle else { return }
        // Its place is taken before the wait: whoever appends meanwhile writes behind it.
        let place = offset
        offset += Int64(bytes.count)
        _ = try await handle.write(contentsOf: bytes, toAbsoluteOffset: place)
    }

    /// All of it is on the disk, still under the other name.
    func settle() async throws {
        try await handle?.synchronize()
        try await handle?.close()
        handle = nil
    }

    /// Gives it its name.
    func publish() async throws { try await FileSystem.shared.replaceItem(at: .init(path), withItemAt: .init(path + Self.suffix)) }

    /// Nothing of it is left.
    func discard() async {
        // In a task of its own: where the hand-over is cancelled, nothing is closed or removed in its task. What counts is that nothing is left.
        await Task { [handle, path] in
            try? await handle?.close()
            _ = try? await FileSystem.shared.removeItem(at: .init(path + Self.suffix))
        }.value
        handle = nil
    }
}
