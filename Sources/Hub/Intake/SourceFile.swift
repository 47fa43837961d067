internal import AsyncAlgorithms
import Crypto
internal import NIOCore
internal import _NIOFileSystem

/// A file at the hub's door: read in chunks, never whole.
struct SourceFile: Sendable {
    let path: String

    static let chunk = 1 << 20

    /// What the first reading of a file tells, before any row is taken in.
    struct Survey: Sendable {
        var digest: [UInt8]
        var rows: Int
        var header: [UInt8]
    }

    /// Reads the file once: digest, number of rows, and whether it is a whole UTF-8 file at all.
    ///
    /// - Throws: `FileRefused` for what can't be taken in.
    func survey() async throws -> Survey {
        var reader = RecordReader()
        // Hashing takes as long as looking for the records, and nothing else runs yet.
        let chunks = AsyncChannel<[UInt8]>()
        async let digest = Self.digest(of: chunks)
        // Also where the file is refused half way: the digest would wait for more.
        defer { chunks.finish() }
        var header: [UInt8]?
        var rows = 0
        var undecodable = 0
        try await forEachChunk { bytes in
            await chunks.send(bytes)
            try bytes.withUnsafeBytes {
                try reader.feed($0) { record, _ in
                    guard header != nil else {
                        header = Array(record)
                        return
                    }
                    rows += 1
                    if rows <= 1000, String(validating: record, as: UTF8.self) == nil { undecodable += 1 }
                }
            }
        }
        guard let header, !header.isEmpty else { throw reader.endsInsideRecord ? FileRefused.cut(line: 1) : FileRefused.empty }
        if reader.endsInsideRecord { throw FileRefused.cut(line: reader.recordLine) }
        if undecodable > 0, undecodable * 10 >= min(rows, 1000) { throw FileRefused.notUTF8 }
        chunks.finish()
        return Survey(digest: await digest, rows: rows, header: header)
    }

    @concurrent private static func digest(of chunks: AsyncChannel<[UInt8]>) async -> [UInt8] {
        var hash = SHA256()
        for await bytes in chunks { hash.update(data: bytes) }
        return Array(hash.finalize())
    }

    /// Hands the file's bytes to `body`, chunk by chunk, unpacked if its name ends in `.gz`.
    ///
    /// - Throws: `FileRefused` for a file that can't be read or unpacked, or what `body` throws.
    func forEachChunk(_ body: ([UInt8]) async throws -> Void) async throws {
        let handle: ReadFileHandle
        do {
            handle = try await FileSystem.shared.openFile(forReadingAt: .init(path))
        } catch let error as FileSystemError {
            throw FileRefused.unreadable(error.code == .notFound ? "ファイルがありません" : String(describing: error.code))
        }
        do {
            var unpacking = path.hasSuffix(".gz") ? try GzipStream() : nil
            for try await chunk in handle.readChunks(chunkLength: .bytes(Int64(Self.chunk))) {
                let bytes = Array(chunk.readableBytesView)
                guard unpacking != nil else {
                    try await body(bytes)
                    continue
                }
                var rest = bytes[...]
                while !rest.isEmpty, let stream = unpacking {
                    // RFC 1952: several members, one after the other, are one file.
                    if stream.isFinished {
                        unpacking = try GzipStream()
                        continue
                    }
                    try await body(try stream.unpack(&rest, atMost: Self.chunk))
                }
            }
            if let unpacking, !unpacking.isFinished { throw FileRefused.unreadable("gzipの終わりがありません") }
            try await handle.close()
        } catch {
            // In a task of its own: in one that is cancelled nothing is closed, and a handle left open ends the process.
            await Task { try? await handle.close() }.value
            throw (error as? FileSystemError).map { FileRefused.unreadable(String(describing: $0.code)) } ?? error
        }
    }
}
