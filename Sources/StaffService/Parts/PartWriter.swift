internal import AsyncAlgorithms
internal import NIOCore
internal import StaffAPI
internal import Synchronization
internal import _NIOFileSystem

/// 応答の書き手. Takes what an answer in parts consists of, while the work goes on; waits where the client has no room.
package final class PartWriter: Sendable {
    private static let piece = 256 << 10

    private let parts: AsyncChannel<ByteBuffer>
    private let latest = Mutex<(done: Int, total: Int)>((0, 0))

    init(_ parts: AsyncChannel<ByteBuffer>) { self.parts = parts }

    /// Notes how far the work is; told a few times a second.
    package func progress(_ done: Int, _ total: Int) { latest.withLock { $0 = (done, total) } }

    /// Tells where the work stands, for as long as it lasts: a client that has gone is noticed by this.
    func tell(every interval: Duration) async {
        while !Task.isCancelled {
            // Cancelled: the loop ends.
            try? await Task.sleep(for: interval)
            let (done, total) = latest.withLock { $0 }
            await parts.send(AnswerPart.progress(done: done, total: total).encoded)
        }
    }

    /// Sends a file under a name.
    ///
    /// - Throws: `FileSystemError`.
    package func file(at path: String, as name: String) async throws {
        await parts.send(AnswerPart.file(name).encoded)
        try await FileSystem.shared.withFileHandle(forReadingAt: .init(path)) { handle in
            for try await chunk in handle.readChunks(chunkLength: .bytes(Int64(Self.piece))) {
                try Task.checkCancellation()
                await parts.send(AnswerPart.bytes(chunk).encoded)
            }
        }
        await parts.send(AnswerPart.fileEnd.encoded)
    }

    /// Sends a small file whose bytes are there.
    package func file(_ bytes: some Sequence<UInt8>, as name: String) async {
        await parts.send(AnswerPart.file(name).encoded)
        await parts.send(AnswerPart.bytes(ByteBuffer(bytes: bytes)).encoded)
        await parts.send(AnswerPart.fileEnd.encoded)
    }
}
