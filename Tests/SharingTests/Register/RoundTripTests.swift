import AccessControlStand
import Addressee
import ConnectorKit
import Foundation
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Register
@testable import Sharing

/// What is accepted comes out as it went in, byte for byte: through the register, through the pulled lines of JSON and through CSV. So no value is checked by one
/// rule and converted by another.
@Suite(.timeLimit(.minutes(20))) struct RoundTripTests {
    private static let offered = ItemCatalogue.register.items.filter {
        ![.atenabango, .rirekibango, .rirekiEdabango, .karitorokufuragu, .tagyomusanshofukafuragu].contains($0)
    }
    private static let everything = TestPolicy(
        items: offered, scope: "any: [{ state: [resident, non-resident, moved-out, dead, removed] }, registered-by-system]", ways: "[pull]")

    /// A row with one value that lies at an edge.
    private struct Tried {
        var column: FileLayout.Column
        /// Of the person: its own, unless the number is what is tried.
        var number: String
        var values: [String: String]
    }

    @Test(arguments: SeededRandom.seeds) func residents(seed: UInt64) async throws {
        var random = SeededRandom(seed)
        var tried: [Tried] = []
        for column in FileLayout.residents.columns {
            for value in EdgeValues.of(column, &random) {
                var row = ResidentRow(tried.count + 1)
                row[.setaibango] = "S\(tried.count + 1)"
                var values = row.values
                values[column.name] = value
                if column.item == .seinengappi {
                    let isUnknown = value.hasSuffix("-00") || value.contains("-00-") || value.hasPrefix("0000")
                    if isUnknown { (values["seinengappi_fushofuragu"], values["seinengappi_fushohyoki"]) = ("1", "年月日不詳") }
                }
                if column.item == .seinengappiFushofuragu, value == "1" { values["seinengappi_fushohyoki"] = "昭和55年頃" }
                tried.append(Tried(column: column, number: values["atenabango"] ?? "", values: values))
            }
        }
        try await check(tried, .residents)
    }

    @Test(arguments: SeededRandom.seeds) func nonResidents(seed: UInt64) async throws {
        var random = SeededRandom(seed)
        var tried: [Tried] = []
        for column in FileLayout.nonResidents.columns where column.item != nil {
            for value in EdgeValues.of(column, &random) where !(column.item == .atenabango && value.isEmpty) {
                var values = NonResidentRow(tried.count + 1, number: "N\(tried.count + 1)").values
                values[column.name] = value
                if column.item == .nayosemotofuragu, value == "1" { values["nayosesakiatenabango"] = "X1" }
                tried.append(Tried(column: column, number: values["atenabango"] ?? "", values: values))
            }
        }
        try await check(tried, .nonResidents)
    }

    private func check(_ tried: [Tried], _ layout: FileLayout) async throws {
        try await TestHub.with { hub in
            try await hub.load(Self.everything)
            try await hub.advance("2026-11-20")
            let columns = layout.columns.map(\.name)
            var bytes = Array((columns.joined(separator: ",") + "\n").utf8)
            for one in tried { bytes += Array(columns.map { Self.quoted(one.values[$0] ?? "") }.joined(separator: ",").utf8) + [0x0A] }
            let report = try await hub.take(
                file: hub.write(bytes, to: "tried.csv"), layout: layout, source: layout.name == "residents" ? .residentRecord : .tax)
            try await hub.settle()

            let items = ItemCatalogue.register.items(of: layout.items).filter { ![.atenabango, .rirekibango, .kojinbango].contains($0) }
            let selected = items.map { ", v.\($0.rawValue)::text AS \($0.rawValue)" }.joined()
            var stored: [String: [Item: [UInt8]]] = [:]
            for row in try await hub.rows(
                "SELECT a.atenabango, v.history_number\(unsafeSQL: selected) FROM register.version v JOIN register.addressee a USING (addressee_id)")
            {
                var values: [Item: [UInt8]] = [.rirekibango: Array(String(try row.decode("history_number", as: Int32.self)).utf8)]
                for item in items { values[item] = try row.bytes(item.rawValue).map(Array.init) }
                stored[try row.decode("atenabango")] = values
            }
            let lines = try HeldState.of(ndjson: try await hub.full().bytes)
            let csv = try Self.table(try await hub.full(.tax, .csv).bytes)
            #expect(stored.count == report.accepted)
            // Of each column something was accepted, unless nothing of it can be set, and of the edges something was refused.
            #expect(report.accepted > tried.count / 3 && report.rejected > tried.count / 10)

            for one in tried {
                guard let held = stored[one.number], tried.count(where: { $0.number == one.number }) == 1 else { continue }
                let isSeen = one.values["karitorokufuragu"] != "1"
                #expect((lines[one.number] != nil) == isSeen && (csv[one.number] != nil) == isSeen)
                for item in items {
                    let sent = one.values[item.rawValue] ?? ""
                    let given = Array((sent.isEmpty && item == .jutogaijotai ? "4" : sent).utf8)
                    let wanted = given.isEmpty ? nil : given
                    #expect(held[item] == wanted, "\(item) of \(one.column.name) \(one.values[one.column.name] ?? "")")
                    guard isSeen, Self.offered.contains(item) else { continue }
                    #expect(lines[one.number]?.items[item].map { Array($0.utf8) } == wanted, "JSON \(item) of \(one.column.name)")
                    #expect(csv[one.number]?[item.rawValue].flatMap { $0.isEmpty ? nil : $0 } == wanted, "CSV \(item) of \(one.column.name)")
                }
                guard isSeen, let number = one.values["kojinbango"] else { continue }
                #expect(lines[one.number]?.individualNumber.map { $0.reveal { String(decoding: $0, as: UTF8.self) } } ?? "" == number)
                #expect(csv[one.number]?["kojinbango"] == Array(number.utf8))
                // A history number is a number: zeros before it are none of it.
                if let history = one.values["rirekibango"] { #expect(Int(history) == lines[one.number]?.historyNumber) }
            }
        }
    }

    /// By scalars: a mark that combines with a quote makes another character of it.
    private static func quoted(_ value: String) -> String {
        guard value.unicodeScalars.contains(where: { [",", "\"", "\r", "\n"].contains($0) }) else { return value }
        var text = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            if scalar == "\"" { text.append(scalar) }
            text.append(scalar)
        }
        return "\"" + String(text) + "\""
    }

    /// RFC 4180 by a reading of its own: rows by 宛名番号, values as bytes by column.
    private static func table(_ bytes: [UInt8]) throws -> [String: [String: [UInt8]]] {
        var rows: [[[UInt8]]] = [[[]]]
        var isQuoted = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x22, isQuoted, index + 1 < bytes.count, bytes[index + 1] == 0x22 {
                rows[rows.count - 1][rows[rows.count - 1].count - 1].append(byte)
                index += 1
            } else if byte == 0x22 {
                isQuoted.toggle()
            } else if byte == 0x2C, !isQuoted {
                rows[rows.count - 1].append([])
            } else if byte == 0x0A, !isQuoted {
                rows.append([[]])
            } else {
                rows[rows.count - 1][rows[rows.count - 1].count - 1].append(byte)
            }
            index += 1
        }
        let names = try #require(rows.first).map { String(decoding: $0, as: UTF8.self) }
        let place = try #require(names.firstIndex(of: "atenabango"))
        var table: [String: [String: [UInt8]]] = [:]
        for row in rows.dropFirst() where row.count == names.count {
            table[String(decoding: row[place], as: UTF8.self)] = Dictionary(uniqueKeysWithValues: zip(names, row))
        }
        return table
    }
}

/// Values at the edges of what a column takes, and beyond.
enum EdgeValues {
    static func of(_ column: FileLayout.Column, _ random: inout SeededRandom) -> [String] {
        var values = [""]
        switch column.kind {
        case .date: values += dates(&random) + (column.item == .seinengappi ? births : [])
        case .time: values += ["00:00:00", "23:59:59", "24:00:00", "09:00", "09:60:00"]
        case .integer: values += ["1", "00001", "99999", "0", "00000", "100000", "-1", "1.0", "９", String(Int.random(in: 2...99_998, using: &random))]
        case .amount: values += ["0", "-1", "00", "-0", "12", "1.0", "-", "９"]
        case .fullWidth: values += texts(column.length, &random)
        case .halfWidth: values += codes(column, &random)
        }
        return values
    }

    private static func dates(_ random: inout SeededRandom) -> [String] {
        let drawn = (0..<12).map { _ in
            CalendarDay(daysSince2000: Int32.random(in: -730_119...9_820, using: &random)).description
        }
        return [
            "0000-01-01", "0000-12-31", "0000-02-29", "0001-01-01", "0001-12-31", "0004-02-29", "0100-02-29", "0999-12-31", "1000-01-01", "1582-10-04",
            "1582-10-10",
            "1867-12-31", "1868-01-01", "1900-02-28", "1900-02-29", "1999-12-31", "2000-01-01", "2000-02-29", "2026-02-29", "2026-11-20", "2026-11-21",
            "2027-11-22", "9999-12-30", "9999-12-31", "10000-01-01", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32", "2026/01/01", "20260101",
            "infinity", "-infinity",
            "2026-01-1 ", " 2026-1-01", "２０２６-01-01", "+026-01-01", "-026-01-01", "2026-W1-01", "today", "epoch",
        ] + drawn
    }

    private static let births = [
        "1955-02-29", "1955-02-30", "1955-02-31", "1955-04-31", "1956-02-29", "1955-00-00", "1955-04-00", "1955-00-15", "0000-00-00", "0000-04-01",
        "0000-02-29",
        "0000-00-15", "9999-00-00", "1955-13-00", "1955-00-32",
    ]

    private static func texts(_ length: Int, _ random: inout SeededRandom) -> [String] {
        let pieces = [
            "a", "Ａ", "あ", "髙", "𠮷", "葛\u{E0100}", "か\u{3099}", "が", "ﾊﾟ", "パ", "\u{E000}", "\u{F0000}", "😀", "👩\u{200D}👩", "é", "e\u{301}", " ", "\u{3000}",
            "\u{A0}", ",", "\"", "'",
            "\\", "<", "&", "{", "ー", "－", "‐", "~", "〜", "\u{200B}", "\u{FE00}",
        ]
        let drawn = (0..<10).map { _ in
            (0..<Int.random(in: 1...min(length, 12), using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
        return [
            " ", "\u{3000}", "　先", "後　", " 先", "後 ", "a,b", "a\"b", "\"", "\"\"", "\"a\"", "'", "\\", "\\.", "\\N", "\\x00", "NULL", "null", "=1+1", "@a", "0",
            "00", "a\tb", "a\nb", "a\rb",
            "a\u{0}b", "\u{FEFF}a", "a\u{2028}b", "\u{202E}a", "\u{FFFD}", String(UnicodeScalar(UInt32(0xFFFE)).map(Character.init) ?? "\u{FFFD}"), "<b>",
            "&amp;", "{\"a\":1}", "$1", "%s",
            String(repeating: "長", count: length), String(repeating: "長", count: length + 1), String(repeating: "𠮷", count: length),
            String(repeating: "葛\u{E0100}", count: length), String(repeating: "か\u{3099}", count: (length + 1) / 2), String(repeating: "a", count: length),
        ] + pieces + drawn
    }

    private static func codes(_ column: FileLayout.Column, _ random: inout SeededRandom) -> [String] {
        let characters: [Character] =
            switch column.characters {
            case .digits: Array("0123456789")
            case .alphanumerics, .any: Array("0123456789abcxyzABCXYZ")
            }
        func drawn(_ count: Int) -> String { String((0..<count).map { _ in characters.randomElement(using: &random) ?? "0" }) }
        var values = column.codes + ["0", "1", "9", "A", "a", "01", "１", "-1", " ", "1 ", " 1", "\"1\"", "1,", "\\N"]
        values += [
            String(repeating: "0", count: column.length), String(repeating: "9", count: column.length), String(repeating: "1", count: column.length + 1),
        ]
        values += (0..<4).map { _ in drawn(column.length) } + (0..<2).map { _ in drawn(max(1, column.length - 1)) }
        for _ in 0..<4 {
            let body = drawn(column.length - 1)
            switch column.checkDigit {
            case .individualNumber, .residentRecordCode: values.append(body + String(decoding: [CheckDigit.modulus11Weights2To7(body.utf8)], as: UTF8.self))
            case .localGovernmentCode: values.append(body + String(decoding: [CheckDigit.localGovernmentCode(body.utf8)], as: UTF8.self))
            case nil: break
            }
        }
        return values
    }
}
