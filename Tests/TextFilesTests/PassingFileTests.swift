import Foundation
import Testing

@testable import TextFiles

@Suite struct PassingFileTests {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("passing-\(UUID().uuidString)").path

    private struct TooLarge: Error {}

    private func write(_ pieces: [[UInt8]], most: Int64 = .max, as name: String = "file") async throws -> String {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let stream = AsyncStream { continuation in
            for piece in pieces { continuation.yield(piece) }
            continuation.finish()
        }
        try await PassingFile.write(stream, to: "\(directory)/\(name)", most: most) { TooLarge() }
        return "\(directory)/\(name)"
    }

    @Test func holdsWhatCameWhateverThePieces() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let whole = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for (size, name) in [(7919, "odd"), (1 << 20, "even"), (3_000_000, "one")] {
            let pieces = stride(from: 0, to: whole.count, by: size).map { Array(whole[$0..<min($0 + size, whole.count)]) }
            let path = try await write(pieces, as: name)
            #expect(FileManager.default.contents(atPath: path).map(Array.init) == whole, "pieces of \(size)")
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        }
        #expect(FileManager.default.contents(atPath: try await write([], as: "empty"))?.isEmpty == true)
    }

    @Test func takesNoMoreThanItMayAndNoNameTwice() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        await #expect(throws: TooLarge.self) { try await write([[1, 2], [3]], most: 2) }
        let there = await #expect(throws: WholeFileFailed.self) { try await write([[1]]) }
        #expect(there?.errno == EEXIST)
        _ = try await write([[1, 2]], most: 2, as: "another")
    }
}
