import Foundation
import Testing

@testable import AuditTrail
@testable import TransparencyLog

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

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    /// 0700 and 0600; where whoever installs lets a group read the directory, 0640, and never the lock: whoever can open it can hold it.
    @Test(arguments: [(0o755, 0o700, 0o600), (0o700, 0o700, 0o600), (0o750, 0o750, 0o640), (0o777, 0o700, 0o600)])
    func theFilesAreTheSealersAndTheLockNobodyElses(before: Int, directoryMode: Int, fileMode: Int) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "atena-files-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }  // the system's directory for such things
        let (files, key) = (SealedBatchFiles(directory: directory), CheckpointKey(name: "test"))
        try files.prepare(key.verifier)
        #expect(try mode(directory) == 0o700)
        // As an earlier program left them.
        try files.append([0x0A], to: directory + "/batches-000000000001.jsonl")
        _ = try files.lock()
        for name in ["log.pub", "lock", "batches-000000000001.jsonl"] {
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(directory)/\(name)")
        }
        try FileManager.default.setAttributes([.posixPermissions: before], ofItemAtPath: directory)
        try files.prepare(key.verifier)
        try files.closeToOthers()
        try files.append([0x0A], to: directory + "/batches-000000000002.jsonl")
        #expect(try mode(directory) & 0o777 == directoryMode)
        for name in ["log.pub", "batches-000000000001.jsonl", "batches-000000000002.jsonl"] { #expect(try mode("\(directory)/\(name)") == fileMode, "\(name)") }
        #expect(try mode(directory + "/lock") == 0o600)
        let lock = try files.lock()
        #expect(files.lockHolder()?.contains("pid \(getpid()) (") == true)
        withExtendedLifetime(lock) {}
    }
}
