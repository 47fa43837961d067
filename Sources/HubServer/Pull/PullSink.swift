import Foundation
public import NIOCore
import NIOFileSystem
import NIOPosix
import TextFiles

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

/// The file that a pull is written to: there only once it is whole, owner-only.
public struct ExtractFile: PullSink {
    private let file: WholeFile

    /// Opens the file for the length of `body`, and gives it its name where `body` succeeds; where it throws, nothing is left.
    /// - Throws: ``PullFailure`` for the file's own errors, else what `body` throws.
    public static func with<Result: Sendable>(
        path: String, _ body: (ExtractFile) async throws -> Result
    ) async throws -> Result {
        try await named(path) { try await WholeFile.with(path: path) { try await body(ExtractFile(file: $0)) } }
    }

    /// Writes a small file the same way.
    public static func write(_ text: String, to path: String) async throws {
        try await with(path: path) { try await $0.write(ByteBuffer(string: text)) }
    }

    /// Appends them to the file. Throws `PullFailure` of kind `file` when the disk does not take them.
    public func write(_ bytes: ByteBuffer) async throws {
        try await Self.named(file.path) { try await file.append(bytes.readableBytesView) }
    }

    private static func named<Result>(_ path: String, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let failure as WholeFileFailed {
            throw PullFailure(.file, "\(path) に書き込めません（\(failure.reason)）。", details: ["ディスクの空きと、ディレクトリの権限を確かめてください。"])
        }
    }
}
