import Foundation
public import NIOCore
import NIOFileSystem
import NIOPosix

/// Where a pull writes to.
public protocol PullSink: Sendable {
    /// Returns once the bytes are taken; the hub sends no more until then.
    func write(_ bytes: ByteBuffer) async throws
}

/// Standard output, written off the cooperative pool: a pipe may block.
public struct StandardOutput: PullSink {
    /// Nothing to open: the process has it.
    public init() {}

    /// Writes all of them. Throws `PullFailure` of kind `file` where they are not taken: the disk is full, or whoever read them is gone.
    public func write(_ bytes: ByteBuffer) async throws {
        guard bytes.readableBytes > 0 else { return }
        try await NIOThreadPool.singleton.runIfActive {
            do {
                try bytes.withUnsafeReadableBytes { bytes in
                    _ = try FileDescriptor.standardOutput.writeAll(bytes)
                }
            } catch let error as Errno {
                throw PullFailure(
                    .file, "標準出力に書き込めません（\(error.description)）。", details: ["途中までの出力は捨て、ディスクの空きと、受け取る側のプログラムを確かめてやり直してください。"])
            }
        }
    }
}

/// A file that exists only once it is whole: written beside its name, synchronised, then renamed. Owner-only.
public actor ExtractFile: PullSink {
    private let path: FilePath
    private let partial: FilePath
    private let handle: WriteFileHandle
    private var offset: Int64 = 0

    /// Opens `PATH.partial` for the length of `body`, and renames it to `PATH` where `body` succeeds; where it throws,
    /// nothing is left.
    /// - Throws: ``PullFailure`` for the file's own errors, else what `body` throws.
    public static func with<Result>(
        path: String, _ body: (ExtractFile) async throws -> Result
    ) async throws -> Result {
        let file = try await named(path) { try await ExtractFile(path: FilePath(path)) }
        do {
            let result = try await body(file)
            try await named(path) { try await file.complete() }
            return result
        } catch {
            await file.abandon()
            throw error
        }
    }

    /// Writes a small file the same way.
    public static func write(_ text: String, to path: String) async throws {
        try await with(path: path) { try await $0.write(ByteBuffer(string: text)) }
    }

    private init(path: FilePath) async throws {
        self.path = path
        partial = FilePath(path.string + ".partial")
        let options = OpenOptions.Write(
            existingFile: .truncate,
            newFile: OpenOptions.NewFile(permissions: [.ownerReadWrite], transactionalCreation: false),
            followSymbolicLinks: false, closeOnExec: true)
        handle = try await FileSystem.shared.openFile(forWritingAt: partial, options: options)
        // One left over from before may have been opened to others.
        try await handle.replacePermissions([.ownerReadWrite])
    }

    /// Appends them to the file beside the name. Throws `PullFailure` of kind `file` when the disk does not take them.
    public func write(_ bytes: ByteBuffer) async throws {
        guard bytes.readableBytes > 0 else { return }
        let at = offset
        offset += Int64(bytes.readableBytes)
        try await Self.named(path.string) { _ = try await handle.write(contentsOf: bytes, toAbsoluteOffset: at) }
    }

    private func complete() async throws {
        try await handle.synchronize()
        try await handle.close()
        let (from, to) = (partial.string, path.string)
        try await NIOThreadPool.singleton.runIfActive {
            guard rename(from, to) == 0 else { throw Errno(rawValue: errno) }
        }
        let directory = path.removingLastComponent()
        try await FileSystem.shared.withDirectoryHandle(atPath: directory.isEmpty ? "." : directory) {
            try await $0.synchronize()
        }
    }

    private func abandon() async {
        // Both may have happened already; what counts is that nothing is left.
        _ = try? await handle.close()
        _ = try? await FileSystem.shared.removeItem(at: partial)
    }

    private static func named<Result>(_ path: String, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let failure as PullFailure {
            throw failure
        } catch {
            throw PullFailure(.file, "\(path) に書き込めません。", details: ["ディスクの空きと、ディレクトリの権限を確かめてください（種類 \(type(of: error))）。"])
        }
    }
}
