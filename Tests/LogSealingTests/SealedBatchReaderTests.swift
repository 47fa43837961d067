import Foundation
import Testing

@testable import AuditTrail
@testable import LogSealing
@testable import TransparencyLog

/// Files of any size are read a piece at a time, every batch once and in order.
@Suite struct SealedBatchReaderTests {
    @Test func piecesHoldEveryBatchOnceWhereverTheyAreCut() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "atena-batches-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var files = SealedBatchFiles(directory: directory)
        files.fileBytes = 2_500_000
        try files.makeDirectory()
        #expect(try files.last() == nil)
        let key = CheckpointKey(body: "111007")
        var written: [SealedBatch] = []
        for number in 1...80 {
            let leaves = (0..<1000).map { TreeHash.leaf("\(number) \($0)".utf8) }
            let checkpoint = Checkpoint(
                origin: key.verifier.name, size: number * 1000, root: .empty, time: "2026-11-21T00:00:00.000000Z", batch: number,
                previous: written.last?.note.digest)
            written.append(SealedBatch(note: try SignedNote(checkpoint, key: key), leaves: leaves, eventIDs: (0..<1000).map { Int64($0) }))
            try files.append(written[number - 1])
        }
        #expect(try files.names().count == 2)
        #expect(try files.last() == written.last)
        // What a crash left.
        let path = try directory + "/" + #require(try files.names().last)
        try files.append(Array(#"{"ids":[1],"leaves":"AAA"#.utf8), to: path)
        #expect(try files.last() == written.last)
        var reader = SealedBatchReader(files: files, names: try files.names())
        var read: [SealedBatch] = []
        var pieces = 0
        while let piece = try await reader.next() {
            read += piece
            pieces += 1
        }
        #expect(read == written)
        #expect(pieces >= 4, "\(pieces)")
    }
}
