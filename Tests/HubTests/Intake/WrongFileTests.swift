import Addressee
import Foundation
import Postgres
import Testing

@testable import Hub

/// A wrong file: a clear code, and nothing half done.
@Suite struct WrongFileTests {
    /// Expects the file to be refused with a code and a reason, without a row in any table or a file beside it.
    private func expectRefusal(_ code: String, _ make: (TestHub) async throws -> String) async throws {
        try await TestHub.with { hub in
            let path = try await make(hub)
            await #expect {
                try await Intake(pool: hub.pool, vault: hub.vault).take(path, layout: .residents, source: .residentRecord)
            } throws: { error in
                guard let refused = error as? FileRefused else { return false }
                #expect(!refused.reason.isEmpty && !refused.description.contains("試験"))
                return refused.code == code
            }
            #expect(try await hub.rowsWritten() == 0)
            let beside = try FileManager.default.contentsOfDirectory(atPath: hub.directory).filter { $0.contains(".rejected") || $0.contains(".partial") }
            #expect(beside.isEmpty)
        }
    }

    private static let sound = ResidentRow.csv((1...5).map { ResidentRow($0) })

    @Test func shiftJIS() async throws {
        try await expectRefusal("F0002") { hub in
            let text = String(decoding: Self.sound, as: UTF8.self)
            return try hub.write(try #require(text.data(using: .shiftJIS)), to: "sjis.csv")
        }
    }

    @Test func byteOrderMark() async throws {
        try await expectRefusal("F0002") { try $0.write([0xEF, 0xBB, 0xBF] + Self.sound, to: "bom.csv") }
    }

    @Test func utf16() async throws {
        try await TestHub.with { hub in
            let text = String(decoding: Self.sound, as: UTF8.self)
            let path = try hub.write(try #require(text.data(using: .utf16)), to: "utf16.csv")
            await #expect(throws: FileRefused.self) { try await hub.take(file: path) }
            #expect(try await hub.rowsWritten() == 0)
        }
    }

    @Test func missingColumn() async throws {
        try await expectRefusal("F0003") {
            try $0.write(ResidentRow.csv([ResidentRow(1)], columns: ResidentRow.columns.filter { $0 != "seibetsu" }), to: "f.csv")
        }
    }

    @Test func strangeColumn() async throws {
        try await expectRefusal("F0003") { try $0.write(ResidentRow.csv([ResidentRow(1)], columns: ResidentRow.columns + ["bikou"]), to: "f.csv") }
    }

    @Test func doubledColumn() async throws {
        try await expectRefusal("F0003") { try $0.write(ResidentRow.csv([ResidentRow(1)], columns: ResidentRow.columns + ["shimei"]), to: "f.csv") }
    }

    @Test func cutInTheMiddleOfARow() async throws {
        try await expectRefusal("F0004") { try $0.write(Self.sound.dropLast(40), to: "cut.csv") }
    }

    @Test func cutJustBeforeTheLastLineEnding() async throws {
        try await expectRefusal("F0004") { try $0.write(Self.sound.dropLast(1), to: "cut.csv") }
    }

    @Test func cutInsideQuotes() async throws {
        try await expectRefusal("F0004") { hub in
            let quoted = ResidentRow(6).with { $0[.jushoKatagaki] = "甲,乙" }
            var bytes = ResidentRow.csv([ResidentRow(1), quoted])
            let quote = try #require(bytes.firstIndex(of: 0x22))
            bytes.removeSubrange((quote + 5)...)
            return try hub.write(bytes + [0x0A], to: "cut.csv")
        }
    }

    @Test func cutInTheHeader() async throws {
        try await expectRefusal("F0004") { try $0.write(Self.sound.prefix(30), to: "cut.csv") }
    }

    @Test func empty() async throws {
        try await expectRefusal("F0006") { try $0.write([], to: "empty.csv") }
    }

    @Test func aDirectory() async throws {
        try await expectRefusal("F0001") { hub in
            try FileManager.default.createDirectory(atPath: hub.path("d.csv"), withIntermediateDirectories: true)
            return hub.path("d.csv")
        }
    }

    @Test func aFileThatIsNotThere() async throws {
        try await expectRefusal("F0001") { $0.path("none.csv") }
    }

    @Test func gzipThatIsNone() async throws {
        try await expectRefusal("F0001") { try $0.write(Self.sound, to: "f.csv.gz") }
    }

    @Test func headerOnlyIsAFileOfNoRows() async throws {
        try await TestHub.with { hub in
            let report = try await hub.take(file: hub.write(ResidentRow.csv([]), to: "h.csv"))
            #expect(report.rowsRead == 0 && report.rejectedFile == nil)
        }
    }

    @Test func oneLineOfAGigabyteIsRefusedEarlyAndInLittleMemory() async throws {
        try await expectRefusal("F0005") { hub in
            let path = try hub.write(Self.sound, to: "long.csv")
            // A hole in the file: a gigabyte to read, and nothing on the disk.
            try FileHandle(forWritingTo: URL(filePath: path)).truncate(atOffset: 1 << 30)
            return path
        }
    }

    @Test func aLittleGzipOfAVeryLongLineIsRefusedToo() async throws {
        try await expectRefusal("F0005") { hub in
            let path = try hub.write(Self.sound, to: "bomb.csv")
            try FileHandle(forWritingTo: URL(filePath: path)).truncate(atOffset: 1 << 26)
            #expect(try await Program.run("/usr/bin/gzip", ["-1", path]).status == 0)
            return path + ".gz"
        }
    }

    @Test func theReaderHoldsNoMoreThanOneRecordOfALongLine() throws {
        var reader = RecordReader()
        let chunk = [UInt8](repeating: 0x61, count: 1 << 16)
        var fed = 0
        #expect(throws: FileRefused.self) {
            while fed < 1 << 30 {
                fed += chunk.count
                try chunk.withUnsafeBytes { try reader.feed($0) { _, _ in } }
            }
        }
        #expect(fed <= RecordReader.longestRecord + 2 * chunk.count)
    }
}
