import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import Testing

@testable import AccessControl
@testable import Register
@testable import SourceFiles

/// A wrong file: a clear code, and nothing half done.
@Suite struct WrongFileTests {
    /// Expects the file to be refused with a code and a reason, without a row in any table or a file beside it.
    private func expectRefusal(_ code: String, encoding: FileEncoding = .utf8, _ make: (TestHub) async throws -> String) async throws {
        try await TestHub.with { hub in
            let path = try await make(hub)
            await #expect {
                try await Intake(pool: hub.staffed, vault: hub.vault).take(
                    Staff.service(.operateDeliveries), path, layout: .residents, source: .residentRecord, encoding: encoding)
            } throws: { error in
                guard let refused = error as? FileRefused else { return false }
                #expect(!refused.reason.isEmpty && !refused.description.contains("試験"))
                return refused.code == code
            }
            #expect(try await hub.rowsWritten() == 0)
            let told = try await hub.rows(
                "SELECT body::jsonb -> 'fields' ->> 'refusal', by_whom FROM audit.event WHERE kind = 'intake.file' AND is_failure")
            #expect(told.count == 1)
            #expect(try told.first?.decode((String, String).self) ?? ("", "") == (code, Staff.service(.operateDeliveries).name))
            let beside = try FileManager.default.contentsOfDirectory(atPath: hub.directory).filter { $0.contains(".rejected") || $0.contains(".partial") }
            #expect(beside.isEmpty)
        }
    }

    private static let sound = ResidentRow.csv((1...5).map { ResidentRow($0) })

    @Test func shiftJISWithoutAWord() async throws {
        try await expectRefusal("F0002") { hub in
            let text = String(decoding: Self.sound, as: UTF8.self)
            return try hub.write(try #require(text.data(using: .shiftJIS)), to: "sjis.csv")
        }
    }

    @Test(arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian]) func utf16WithoutAWord(encoding: String.Encoding) async throws {
        try await expectRefusal("F0010") { hub in
            let text = String(decoding: Self.sound, as: UTF8.self)
            return try hub.write(try #require(text.data(using: encoding)), to: "utf16.csv")
        }
    }

    @Test func utf32() async throws {
        try await expectRefusal("F0023") { hub in
            try hub.write([0xFF, 0xFE, 0, 0] + Self.sound.flatMap { [$0, 0, 0, 0] }, to: "utf32.csv")
        }
    }

    @Test(
        arguments: [
            ("cp932", [0xEF, 0xBB, 0xBF]), ("shift_jis", []), ("utf-16", []), ("utf-16le", [0xFE, 0xFF]), ("utf-16be", []),
        ] as [(String, [UInt8])]) func anotherEncodingThanWasSaid(said: String, mark: [UInt8]) async throws
    {
        try await expectRefusal("F0018", encoding: #require(FileEncoding(rawValue: said))) { try $0.write(mark + Self.sound, to: "f.csv") }
    }

    @Test func linesEndedByReturnsAlone() async throws {
        try await expectRefusal("F0011") { try $0.write(Self.sound.map { $0 == 0x0A ? 0x0D : $0 }, to: "cr.csv") }
    }

    @Test(arguments: [[0x1A], [0x1A, 0x0A], [0x1A, 0x0D, 0x0A]] as [[UInt8]]) func controlZAtTheEnd(end: [UInt8]) async throws {
        try await expectRefusal("F0012") { try $0.write(Self.sound + end, to: "z.csv") }
        try await expectRefusal("F0012") { try $0.write(Self.sound.dropLast() + [0x1A], to: "z.csv") }
    }

    @Test func gzipUnderAnotherName() async throws {
        try await expectRefusal("F0013") { hub in
            let path = try hub.write(Self.sound, to: "f.csv")
            #expect(try await Program.run("/usr/bin/gzip", [path]).status == 0)
            try FileManager.default.moveItem(atPath: path + ".gz", toPath: path)
            return path
        }
    }

    @Test func gzipThatIsNone() async throws {
        try await expectRefusal("F0014") { try $0.write(Self.sound, to: "f.csv.gz") }
    }

    @Test func gzipThatEndsEarly() async throws {
        try await expectRefusal("F0004") { hub in
            let path = try hub.write(Self.sound, to: "f.csv")
            #expect(try await Program.run("/usr/bin/gzip", [path]).status == 0)
            return try hub.write(Data(contentsOf: URL(filePath: path + ".gz")).dropLast(9), to: "cut.csv.gz")
        }
    }

    @Test func gzipThatIsBroken() async throws {
        try await expectRefusal("F0015") { hub in
            let path = try hub.write(Self.sound, to: "f.csv")
            #expect(try await Program.run("/usr/bin/gzip", [path]).status == 0)
            var bytes = Array(try Data(contentsOf: URL(filePath: path + ".gz")))
            bytes[bytes.count - 6] ^= 0xFF
            return try hub.write(bytes, to: "broken.csv.gz")
        }
    }

    @Test func gzipWithSomethingBehindIt() async throws {
        try await expectRefusal("F0015") { hub in
            let path = try hub.write(Self.sound, to: "f.csv")
            #expect(try await Program.run("/usr/bin/gzip", [path]).status == 0)
            return try hub.write(Data(contentsOf: URL(filePath: path + ".gz")) + Data("x".utf8), to: "more.csv.gz")
        }
    }

    @Test(arguments: [(UInt8(ascii: ";"), "F0016"), (0x09, "F0017")]) func anotherSeparator(separator: UInt8, code: String) async throws {
        try await expectRefusal(code) { try $0.write(Self.sound.map { $0 == UInt8(ascii: ",") ? separator : $0 }, to: "f.csv") }
    }

    @Test(arguments: [[0x50, 0x4B, 3, 4], [0xD0, 0xCF, 0x11, 0xE0], [0x25, 0x50, 0x44, 0x46]] as [[UInt8]])
    func noTextAtAll(magic: [UInt8]) async throws {
        try await expectRefusal("F0019") { try $0.write(magic + Self.sound, to: "book.csv") }
    }

    @Test func filledUpWithZeros() async throws {
        try await expectRefusal("F0022") { try $0.write(Self.sound + [UInt8](repeating: 0, count: 4000), to: "zeros.csv") }
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

    @Test func cutInsideACharacter() async throws {
        try await expectRefusal("F0004") { hub in
            let columns = ResidentRow.columns.filter { $0 != "shimei" } + ["shimei"]
            return try hub.write(ResidentRow.csv([ResidentRow(1), ResidentRow(2)], columns: columns).dropLast(2), to: "cut.csv")
        }
    }

    @Test func cutInsideQuotes() async throws {
        try await expectRefusal("F0004") { hub in
            let quoted = ResidentRow(6).with { $0[.jushoKatagaki] = "甲,乙" }
            var bytes = ResidentRow.csv([ResidentRow(1), quoted])
            let quote = try #require(bytes.firstIndex(of: 0x22))
            bytes.removeSubrange((quote + 5)...)
            return try hub.write(bytes, to: "cut.csv")
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
                try chunk.withUnsafeBytes { try reader.feed($0) { _ in } }
            }
        }
        #expect(fed <= RecordReader.longestLine + 2 * chunk.count)
    }
}
