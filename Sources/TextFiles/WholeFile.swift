internal import Glibc
internal import NIOPosix
internal import _NIOFileSystem

/// 完全に書き終えたときにだけ在るファイル. A file that is there only when it is whole.
///
/// It is written under another name beside its own (`UnfinishedFile`), brought to the disk by `settle`, and given its name by `publish`. Until then
/// whoever looks at its name sees what was there before; whatever happens afterwards, a power cut too, sees all of it. Readable by its owner unless
/// said otherwise, whatever the umask.
public actor WholeFile {
    /// Who may read it.
    public enum Readers: Sendable {
        case owner
        case everybody

        var mode: mode_t { self == .owner ? 0o600 : 0o644 }
        fileprivate var permissions: FilePermissions { FilePermissions(rawValue: mode) }
    }

    /// Its own name.
    public nonisolated let path: String
    private let unfinished: UnfinishedFile
    private var handle: WriteFileHandle?
    private var offset: Int64 = 0

    /// Opens it, and removes what processes that are gone left of it. Throws `WholeFileFailed`, `CancellationError`.
    public init(path: String, readers: Readers = .owner) async throws {
        self.path = path
        let unfinished = UnfinishedFile(of: path)
        self.unfinished = unfinished
        handle = try await Self.failing(path) {
            try await NIOThreadPool.singleton.runIfActive {
                try unfinished.requireReplaceable()
                unfinished.removeForsaken()
            }
            let handle = try await FileSystem.shared.openFile(
                forWritingAt: .init(unfinished.name), options: .newFile(replaceExisting: false, permissions: readers.permissions))
            do {
                try await handle.replacePermissions(readers.permissions)
            } catch {
                // Why it can't be opened is what counts; closing gives it a name.
                try? await handle.close()
                _ = try? await FileSystem.shared.removeItem(at: .init(unfinished.name))
                throw error
            }
            return handle
        }
    }

    /// Bytes written so far.
    public var count: Int64 { offset }

    /// Adds bytes to its end. Throws `WholeFileFailed`, `CancellationError`.
    public func append(_ bytes: some (Collection<UInt8> & Sendable)) async throws {
        guard !bytes.isEmpty else { return }
        guard let handle else { throw WholeFileFailed(path: path, errno: EBADF) }
        // Its place is taken before the wait: whoever appends meanwhile writes behind it.
        let place = offset
        offset += Int64(bytes.count)
        let written = try await Self.failing(path) { try await handle.write(contentsOf: bytes, toAbsoluteOffset: place) }
        guard written == bytes.count else { throw WholeFileFailed(path: path, errno: ENOSPC) }
    }

    /// Brings all of it to the disk, still under the other name; nothing may be added afterwards. Throws `WholeFileFailed`, `CancellationError`.
    public func settle() async throws {
        guard let handle else { return }
        try await Self.failing(path) {
            try await handle.synchronize()
            try await handle.close()
        }
        self.handle = nil
    }

    /// Gives it its name, durably; settles it first where that was not done. Throws `WholeFileFailed`, `CancellationError`.
    public func publish() async throws {
        try await settle()
        let unfinished = unfinished
        try await Self.failing(path) { try await NIOThreadPool.singleton.runIfActive { try unfinished.publish() } }
    }

    /// Gives up: nothing of it is left.
    public func discard() async {
        // In a task of its own: in one that is cancelled nothing would be closed or removed. What counts is that nothing is left.
        await Task { [handle, unfinished] in
            try? await handle?.close()
            _ = try? await FileSystem.shared.removeItem(at: .init(unfinished.name))
        }.value
        handle = nil
    }

    /// Removes a file that may be there. Throws `WholeFileFailed`, `CancellationError`.
    public static func remove(_ path: String) async throws {
        try await failing(path) { _ = try await FileSystem.shared.removeItem(at: .init(path)) }
    }

    /// Runs `body` on the file and publishes it where that succeeds; where it throws, nothing is left.
    public static func with<R: Sendable>(
        path: String, readers: Readers = .owner, _ body: (WholeFile) async throws -> R
    ) async throws -> R {
        let file = try await WholeFile(path: path, readers: readers)
        do {
            let result = try await body(file)
            try await file.publish()
            return result
        } catch {
            await file.discard()
            throw error
        }
    }

    static func failing<R: Sendable>(_ path: String, _ body: @Sendable () async throws -> R) async throws -> R {
        do { return try await body() } catch { throw said(error, of: path) }
    }

    /// What the file system says, as a fault of the file; any other error as it is.
    static func said(_ error: any Error, of path: String) -> any Error {
        guard let error = error as? FileSystemError else { return error }
        if let number = (error.cause as? FileSystemError.SystemCallError)?.errno.rawValue { return WholeFileFailed(path: path, errno: number) }
        return WholeFileFailed(path: path, reason: String(describing: error.code))
    }
}
