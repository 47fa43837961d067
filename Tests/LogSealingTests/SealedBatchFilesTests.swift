import Foundation
import Testing

@testable import AuditTrail

/// The last line of a file is found from the file's end, whatever stands after it.
@Suite struct SealedBatchFilesTests {
    private func lastNumber(_ text: String, part: UInt64) throws -> Int? {
        let directory = FileManager.default.temporaryDirectory.appending(path: "atena-lines-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }  // the system's directory for such things
        try Data(text.utf8).write(to: directory.appending(path: "lines"))
        return try SealedBatchFiles(directory: directory.path).lastLine(of: "lines", in: part) { line in
            line.first == UInt8(ascii: "<") && line.last == UInt8(ascii: ">") ? Int(String(decoding: line.dropFirst().dropLast(), as: UTF8.self)) : nil
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 7, 16, 100, 4096] as [UInt64]) func theLastReadableLineCounts(part: UInt64) throws {
        let long = String(repeating: "x", count: 300)
        #expect(try lastNumber("", part: part) == nil)
        #expect(try lastNumber("<1>", part: part) == 1)
        #expect(try lastNumber("<1>\n<22>\n", part: part) == 22)
        #expect(try lastNumber("<1>\n<22>\n<33", part: part) == 22, "torn")
        #expect(try lastNumber("<1>\n<22>\n\(long)\n\n\(long)", part: part) == 22, "unreadable lines longer than what is read at once")
        #expect(try lastNumber("<1>\n\(long)\n<0000000000000000000000000000000007>\n\(long)", part: part) == 7)
        #expect(try lastNumber("<1>\n\(long)\n", part: part) == 1)
        #expect(try lastNumber("\(long)\n\(long)", part: part) == nil)
    }
}
