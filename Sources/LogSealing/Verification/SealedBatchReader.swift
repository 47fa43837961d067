internal import AuditTrail
internal import Foundation
internal import Threads
internal import TransparencyLog

/// Reads the batches of the files outside the database in their order, a piece of a file at a time: memory is bounded by the piece.
struct SealedBatchReader {
    private let files: SealedBatchFiles
    private var names: [String]
    private var offset: UInt64 = 0

    /// Bytes read at once; a longer line is read whole.
    private static let pieceBytes = 1 << 20

    /// - Parameter names: of the files, in the order of their batches.
    init(files: SealedBatchFiles, names: [String]) { (self.files, self.names) = (files, names) }

    /// The next whole batches; nil at the end.
    ///
    /// A torn line was never told to anybody; one that was made unreadable shows as a batch that is missing.
    mutating func next() async throws -> [SealedBatch]? {
        while let name = names.first {
            let (path, start) = (files.directory + "/" + name, offset)
            let (batches, read) = try await OwnThread.run { try Self.piece(of: path, at: start) }
            offset += UInt64(read)
            if read == 0 { (names, offset) = (Array(names.dropFirst()), 0) }
            if !batches.isEmpty { return batches }
        }
        return nil
    }

    /// Whole lines from a place on, and how many bytes they take; none at the file's end.
    private static func piece(of path: String, at offset: UInt64) throws -> ([SealedBatch], Int) {
        guard let file = FileHandle(forReadingAtPath: path) else { throw SealedBatchFilesError.system("open", errno) }
        defer { try? file.close() }  // only read from
        try file.seek(toOffset: offset)
        var bytes = Data()
        while let more = try file.read(upToCount: pieceBytes), !more.isEmpty {
            bytes += more
            guard let end = bytes.lastIndex(of: 0x0A) else { continue }
            let whole = bytes[...end]
            // A torn line was never told to anybody; one that was made unreadable shows as a batch that is missing.
            return (whole.split(separator: 0x0A).compactMap { try? SealedBatch(line: $0) }, whole.count)
        }
        // What has no end of its line yet; before it was written that way a file could end so.
        return ([try? SealedBatch(line: bytes)].compactMap { $0 }, bytes.count)
    }
}
