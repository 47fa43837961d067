import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import Testing

@testable import AccessControl
@testable import Register
@testable import SourceFiles

/// Files in other encodings than UTF-8, as Python writes them.
@Suite struct EncodingTests {
    private func convert(_ hub: TestHub, _ bytes: [UInt8], to encoding: String, _ name: String) async throws -> String {
        let (from, to) = (try hub.write(bytes, to: name + ".utf8"), hub.path(name))
        let script = "import sys; open(sys.argv[2], 'wb').write(open(sys.argv[1], encoding='utf-8', newline='').read().encode(sys.argv[3]))"
        let outcome = try await Program.run("/usr/bin/python3", ["-c", script, from, to, encoding])
        try #require(outcome.status == 0, "\(outcome.error)")
        return to
    }

    private func take(_ hub: TestHub, _ path: String, _ encoding: FileEncoding) async throws -> IntakeReport {
        try await Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay }).take(
            Staff.service(.operateDeliveries), path, layout: .residents, source: .residentRecord, encoding: encoding)
    }

    private static let rows = (1...5000).map { n in
        ResidentRow(n).with { $0[.jushoKatagaki] = n % 3 == 0 ? "ｺｰﾎﾟ表,\"予\"ソ能" : n % 3 == 1 ? "申込構図" : "" }
    }

    @Test(arguments: [
        (FileEncoding.cp932, "cp932"), (.shiftJIS, "shift_jis"), (.utf16, "utf-16"), (.utf16LittleEndian, "utf-16-le"), (.utf16BigEndian, "utf-16-be"),
        (.utf16, "utf-16-be"), (.utf8, "utf-8-sig"),
    ]) func aFileInAnotherEncodingIsTheSameFile(encoding: FileEncoding, python: String) async throws {
        try await TestHub.with { hub in
            let path = try await convert(hub, ResidentRow.csv(Self.rows), to: python, "in.csv")
            let report = try await take(hub, path, encoding)
            #expect((report.accepted, report.rejected, report.convertedCharacters) == (5000, 0, 0), "\(report)")
            // The same in UTF-8 says nothing new.
            #expect(try await hub.take(Self.rows).unchanged == 5000)
        }
    }

    @Test func charactersWithTwoMeaningsAreToldWithTheirPlace() async throws {
        try await TestHub.with { hub in
            let row = ResidentRow(1).with {
                $0[.jushoBanchigohyoki] = "１－２"
                $0[.jushoKatagaki] = "甲～髙"
            }
            let path = try await convert(hub, ResidentRow.csv([ResidentRow(2), row]), to: "cp932", "in.csv")
            let report = try await take(hub, path, .cp932)
            #expect((report.accepted, report.convertedCharacters) == (2, 3), "\(report)")
            let told = try String(decoding: Data(contentsOf: URL(filePath: #require(report.charactersFile))), as: UTF8.self)
            let lines = told.split(separator: "\n").map { $0.split(separator: ",").prefix(4).joined(separator: ",") }
            #expect(lines == ["gyobango,koumoku,ichi,eraakodo", "3,jusho_banchigohyoki,2,E0314", "3,jusho_katagaki,2,E0314", "3,jusho_katagaki,3,E0315"])
            #expect(told.contains("0x817C") && told.contains("U+FF0D") && told.contains("U+FF5E") && !told.contains("甲"))
            #expect(try await hub.text("SELECT jusho_katagaki FROM register.version WHERE jusho_katagaki IS NOT NULL") == "甲～髙")
        }
    }

    @Test func theStandardsTableMakesTheStandardsCharacters() async throws {
        try await TestHub.with { hub in
            let row = ResidentRow(1).with {
                $0[.jushoBanchigohyoki] = "１\u{2212}２"
                $0[.jushoKatagaki] = "甲\u{301C}乙"
            }
            let path = try await convert(hub, ResidentRow.csv([row]), to: "shift_jis", "in.csv")
            #expect(try await take(hub, path, .shiftJIS).convertedCharacters == 2)
            #expect(try await hub.text("SELECT jusho_katagaki FROM register.version") == "甲\u{301C}乙")
        }
    }

    /// NEC's ① in Shift_JIS, a code of nobody, a user's own character, half a character before a comma and before a line's end.
    @Test(
        arguments: [
            ([0x87, 0x40], FileEncoding.shiftJIS), ([0x85, 0x40], .cp932), ([0xF0, 0x40], .cp932), ([0x80], .cp932), ([0xFD], .cp932),
        ] as [([UInt8], FileEncoding)])
    func whatIsNoCharacterCostsItsRowAndSaysWhere(code: [UInt8], encoding: FileEncoding) async throws {
        try await TestHub.with { hub in
            let path = try await convert(
                hub, ResidentRow.csv([ResidentRow(1), ResidentRow(2).with { $0[.jushoKatagaki] = "甲!乙!" }, ResidentRow(3)]), to: "cp932", "in.csv")
            let bytes = Array(try Data(contentsOf: URL(filePath: path))).flatMap { $0 == UInt8(ascii: "!") ? code : [$0] }
            let report = try await take(hub, hub.write(bytes, to: "wrong.csv"), encoding)
            #expect((report.accepted, report.rejected, report.rejectedByCode["E0313"]) == (2, 1, 2), "\(report)")
            let told = try String(decoding: Data(contentsOf: URL(filePath: #require(report.charactersFile))), as: UTF8.self)
            #expect(told.contains("3,jusho_katagaki,2,E0313,") && told.contains("3,jusho_katagaki,4,E0313,"))
            // The rejected row is UTF-8; not mended it is rejected again, mended it goes in.
            let rejected = try String(decoding: Data(contentsOf: URL(filePath: #require(report.rejectedFile))), as: UTF8.self)
            #expect(rejected.contains("甲\u{FFFD}乙\u{FFFD}"))
            #expect(try await hub.take(file: hub.write(rejected.utf8, to: "again.csv")).rejected == 1)
            #expect(try await hub.take(file: hub.write(rejected.replacing("\u{FFFD}", with: "丙").utf8, to: "mended.csv")).accepted == 1)
        }
    }

    @Test func halfACharacterSwallowsNoCommaAndNoLineEnd() async throws {
        try await TestHub.with { hub in
            let columns = ResidentRow.columns.filter { $0 != "tsusho" } + ["tsusho"]
            let rows = [ResidentRow(1).with { $0[.jushoKatagaki] = "甲!" }, ResidentRow(2).with { $0[.tsusho] = "甲!" }, ResidentRow(3)]
            let path = try await convert(hub, ResidentRow.csv(rows, columns: columns), to: "cp932", "in.csv")
            let bytes = try Data(contentsOf: URL(filePath: path)).map { $0 == UInt8(ascii: "!") ? 0x81 : $0 }
            let report = try await take(hub, hub.write(bytes, to: "half.csv"), .cp932)
            #expect((report.rowsRead, report.accepted, report.rejectedByCode) == (3, 1, ["E0313": 2]), "\(report)")
        }
    }

    @Test func halfASurrogateCostsItsRow() async throws {
        try await TestHub.with { hub in
            let path = try await convert(hub, ResidentRow.csv([ResidentRow(1).with { $0[.jushoKatagaki] = "甲@乙" }, ResidentRow(2)]), to: "utf-16-le", "in.csv")
            var bytes = Array(try Data(contentsOf: URL(filePath: path)))
            let at = try #require(bytes.firstIndex(of: UInt8(ascii: "@")))
            bytes[at + 1] = 0xD8
            let report = try await take(hub, hub.write(bytes, to: "wrong.csv"), .utf16LittleEndian)
            #expect((report.accepted, report.rejectedByCode) == (1, ["E0313": 1]), "\(report)")
        }
    }

    /// Every code of both tables, against Python's.
    @Test(arguments: [(FileEncoding.cp932, "cp932"), (.shiftJIS, "shift_jis")]) func everyCodeIsWhatPythonMakesOfIt(encoding: FileEncoding, python: String)
        async throws
    {
        let table = try ShiftJISTable(encoding)
        let script = """
            import sys
            for lead in range(0x81, 0xFD):
                if 0xA0 <= lead <= 0xDF: continue
                for trail in range(0x40, 0xFD):
                    if trail == 0x7F: continue
                    try: c = bytes([lead, trail]).decode(sys.argv[1])
                    except UnicodeDecodeError: c = ''
                    print(lead << 8 | trail, ord(c) if len(c) == 1 and not 0xE000 <= ord(c) <= 0xF8FF else 0xFFFD)
            """
        let outcome = try await Program.run("/usr/bin/python3", ["-c", script, python])
        var different: [String] = []
        for line in String(decoding: outcome.output, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ").compactMap { Int($0) }
            let ours = table[parts[0], 2].scalar
            if ours != UInt32(parts[1]) { different.append("\(String(parts[0], radix: 16)): \(String(ours, radix: 16)) \(String(parts[1], radix: 16))") }
        }
        #expect(different.isEmpty)
    }
}
