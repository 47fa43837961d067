import Foundation
import Testing

@testable import Register

/// Lanes write their rejected rows into one file at the same time: none is lost, and none is torn.
@Suite struct SideFileTests {
    @Test func whatSeveralLanesAppendIsThereWhole() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "side-file-\(UUID())").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let file = try await SideFile(path: directory + "/r.csv.rejected.csv", header: Array("header\n".utf8))
        // Of sizes that end in the middle of what is flushed, and some larger than that.
        let lanes = (0..<4).map { lane in
            (0..<400).map { n in "\(lane)-\(n)-" + String(repeating: "x", count: n % 50 == 0 ? 300_000 : n * 37 % 5000) }
        }
        try await withThrowingTaskGroup { group in
            for lines in lanes { group.addTask { for line in lines { try await file.append(Array((line + "\n").utf8)) } } }
            try await group.waitForAll()
        }
        let path = try #require(try await file.finish())
        let written = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(written.first == "header" && written.count == 1601)
        // In each lane's order.
        let isWhole = lanes.indices.map { lane in written.filter { $0.hasPrefix("\(lane)-") } == lanes[lane] }
        #expect(isWhole == [true, true, true, true])
    }
}
