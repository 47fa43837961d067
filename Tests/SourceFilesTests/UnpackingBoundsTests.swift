import Foundation
import Testing

@testable import SourceFiles

/// What a gzip file may become, and what is said of one that becomes more.
@Suite struct UnpackingBoundsTests {
    /// Reads the file that `script` makes under `name`, and tells how many bytes came and why no more did.
    private func read(_ script: String, _ change: (inout UnpackingBounds) -> Void = { _ in }) async throws -> (bytes: Int, refused: FileRefused?) {
        let directory = FileManager.default.temporaryDirectory.appending(path: "atena-bounds-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let made = Process()
        made.executableURL = URL(filePath: "/bin/sh")
        made.arguments = ["-c", "{ \(script); } >file.csv.gz"]
        made.currentDirectoryURL = directory
        let ended = AsyncStream<Void>.makeStream()
        made.terminationHandler = { _ in ended.continuation.finish() }
        try made.run()
        for await _ in ended.stream {}
        var bounds = UnpackingBounds()
        change(&bounds)
        var bytes = 0
        do {
            try await SourceFile.withOpen(directory.appending(path: "file.csv.gz").path, bounds: bounds) { file in
                try await file.forEachChunk { bytes += $0.raw.count }
            }
        } catch let refused as FileRefused {
            return (bytes, refused)
        }
        return (bytes, nil)
    }

    @Test func aBombIsRefusedBeforeMuchOfItIsUnpacked() async throws {
        let (bytes, refused) = try await read("{ echo a,b; yes 1,2; } | head -c 500000000 | gzip")
        #expect(refused?.code == "F0026" && refused?.reason.contains("file.csv.gz") == true && refused?.reason.contains("200倍") == true)
        #expect(bytes <= 66 << 20)
    }

    @Test func aBombOfManyStreamsIsOneToo() async throws {
        let (bytes, refused) = try await read("yes 1,2 | head -c 20000000 | gzip >one; for i in 1 2 3 4 5 6 7 8; do cat one; done")
        #expect(refused?.code == "F0026" && bytes <= 66 << 20)
    }

    @Test func textPacksLessDensely() async throws {
        let (bytes, refused) = try await read("seq 1 12000000 | gzip")
        #expect(refused == nil && bytes > 64 << 20)
    }

    @Test func whatIsTooLargeInAllIsRefused() async throws {
        let (bytes, refused) = try await read("echo 1,2 | gzip") { $0.gibibytes = 0 }
        #expect(refused?.code == "F0025" && refused?.reason.contains("0 GiB") == true && bytes == 0)
    }

    @Test func streamsAreCounted() async throws {
        let script = "for i in 1 2 3; do echo 1,2 | gzip; done"
        #expect(try await read(script) { $0.members = 3 }.refused == nil)
        let refused = try await read(script) { $0.members = 2 }.refused
        #expect(refused?.code == "F0027" && refused?.reason.contains("file.csv.gz") == true && refused?.reason.contains("2個") == true)
    }
}
