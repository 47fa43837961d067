internal import Addressee
internal import Glibc
internal import _NIOFileSystem

/// A file beside the one taken in (`FILE.rejected.csv`, `FILE.assigned.csv`, `FILE.characters.csv`), readable by its owner only.
///
/// Opened under another name before the first row is taken, and renamed when whole, so that nobody reads half of it.
actor SideFile {
    nonisolated let path: String
    private let handle: WriteFileHandle
    private var buffer: [UInt8]
    private var isEmpty = true
    private var isOpen = true
    private var offset: Int64 = 0

    /// - Throws: `FileSystemError` where it can't be made.
    init(path: String, header: [UInt8]) async throws {
        self.path = path
        buffer = header
        let partial = Self.partial(path)
        await Self.removeForsaken(path)
        _ = try await FileSystem.shared.removeItem(at: .init(partial))
        handle = try await FileSystem.shared.openFile(
            forWritingAt: .init(partial), options: .newFile(replaceExisting: false, permissions: [.ownerRead, .ownerWrite]))
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
        do {
            guard !isEmpty else {
                await discard()
                if try await FileSystem.shared.info(forFileAt: .init(path), infoAboutSymbolicLink: true) != nil {
                    _ = try await FileSystem.shared.removeItem(at: .init(path))
                }
                return nil
            }
            try await flush()
            try await handle.synchronize()
            try await handle.close()
            isOpen = false
            try await FileSystem.shared.replaceItem(at: .init(path), withItemAt: .init(Self.partial(path)))
            try await OwnThread.run { [path] in try Self.syncDirectory(of: path) }
            return path
        } catch let error as FileSystemError {
            throw SideFileFailed(path: path, error)
        }
    }

    /// Gives up: nothing is left half done.
    func discard() async {
        guard isOpen else { return }
        isOpen = false
        // In a task of its own: where the intake is cancelled, nothing is closed or removed in its task.
        await Task { [handle, path] in
            try? await handle.close()
            _ = try? await FileSystem.shared.removeItem(at: .init(Self.partial(path)))
        }.value
    }

    /// Of this process: two runs of the same file must not write into each other's.
    private static func partial(_ path: String) -> String { "\(path).\(getpid()).partial" }

    /// Removes what runs that were killed left behind.
    private static func removeForsaken(_ path: String) async {
        // What can't be removed does no harm.
        try? await OwnThread.run {
            let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
            let directory = slash == path.startIndex ? "." : String(path[..<slash])
            let name = String(path[slash...]) + "."
            guard let entries = opendir(directory) else { return }
            defer { closedir(entries) }
            while let entry = readdir(entries) {
                let other = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard other.hasPrefix(name), other.hasSuffix(".partial"), let process = pid_t(other.dropFirst(name.count).dropLast(8)) else { continue }
                if kill(process, 0) != 0, errno == ESRCH { unlink(directory + "/" + other) }
            }
        }
    }

    private static func syncDirectory(of path: String) throws {
        let slash = path.lastIndex(of: "/")
        let directory = open(slash.map { String(path[...$0]) } ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw SideFileFailed(path: path, reason: String(cString: strerror(errno))) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw SideFileFailed(path: path, reason: String(cString: strerror(errno))) }
    }

    private func flush() async throws {
        // Taken out, and given its place, before the wait: meanwhile other lanes append, and may flush what they appended.
        let (bytes, place) = (buffer, offset)
        guard !bytes.isEmpty else { return }
        buffer = []
        offset += Int64(bytes.count)
        do {
            guard try await handle.write(contentsOf: bytes, toAbsoluteOffset: place) == bytes.count else {
                throw SideFileFailed(path: path, reason: "書き込みが途中で終わりました")
            }
        } catch let error as FileSystemError {
            throw SideFileFailed(path: path, error)
        }
    }
}

/// A file of the report could not be written: the disk is full, or was taken away.
struct SideFileFailed: Explained, Sendable {
    let code = "F0024"
    let path: String
    let reason: String

    var rule: String { "結果ファイル \(path) を書けません（\(reason)）。" }

    init(path: String, reason: String) { (self.path, self.reason) = (path, reason) }

    init(path: String, _ error: FileSystemError) {
        let cause = (error.cause as? FileSystemError.SystemCallError)?.errno
        self.init(path: path, reason: cause.map { String(cString: strerror($0.rawValue)) } ?? String(describing: error.code))
    }
}

/// A value as an RFC 4180 field.
func csvField(_ text: String) -> String {
    text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
}
