internal import NIOPosix
internal import _NIOFileSystem

/// 仮置きのファイル. A file that nobody asks for once the work it is for is over, or after a power cut: its bytes are gathered, and not waited for until the
/// disk has them. Readable by its owner alone.
public enum PassingFile {
    private static let gathered: Int64 = 1 << 20

    /// Writes what comes, piece by piece, into a new file.
    ///
    /// - Parameter most: bytes; more throws what `tooLarge` gives.
    /// - Throws: `WholeFileFailed`, `CancellationError`, or what the pieces throw. What was written is left, to go with the directory it is in.
    public static func write<Pieces: AsyncSequence>(
        _ pieces: Pieces, to path: String, most: Int64, tooLarge: @Sendable () -> any Error
    ) async throws where Pieces.Element: Collection<UInt8> & Sendable {
        let options = OpenOptions.Write.newFile(replaceExisting: false, permissions: .init(rawValue: WholeFile.Readers.owner.mode))
        let handle = try await WholeFile.failing(path) { try await FileSystem.shared.openFile(forWritingAt: .init(path), options: options) }
        do {
            var writer = handle.bufferedWriter(capacity: .bytes(gathered))
            var count: Int64 = 0
            for try await piece in pieces {
                count += Int64(piece.count)
                guard count <= most else { throw tooLarge() }
                _ = try await writer.write(contentsOf: piece)
            }
            try await writer.flush()
            try await handle.close()
        } catch {
            // In a task of its own: in one that is cancelled nothing is closed.
            await Task { try? await handle.close() }.value
            throw WholeFile.said(error, of: path)
        }
    }
}
