import Addressee
import Crypto
import Foundation
import Postgres
import SyntheticCity
import Testing

@testable import NationalPension

/// 移行: what `atena generate --pension` makes of an earlier system's records. All kinds go in under the rules of notices, and nothing is wrong in them but what was planted.
@Suite(.timeLimit(.minutes(5))) struct GeneratedImportTests {
    /// A city in a directory of its own, which is removed with it.
    private final class City {
        let directory = NSTemporaryDirectory() + "pension-city-" + UUID().uuidString

        init(persons: Int, seed: UInt64, from: CalendarDay) throws {
            _ = try generate(
                CityRequest(
                    persons: persons, seed: seed, directory: directory, from: from, days: 0, movementsPerDay: nil, systems: [], pension: true,
                    plantPension: PensionFault.allCases))
        }

        deinit { try? FileManager.default.removeItem(atPath: directory) }

        func data(_ file: String) throws -> Data { try Data(contentsOf: URL(filePath: directory + "/" + file)) }

        /// Rows, each with its line; of these persons only, where they are given.
        func rows(_ file: String, of persons: Set<String>? = nil) throws -> [ImportedRow] {
            let lines = String(decoding: try data(file), as: UTF8.self).split(separator: "\n")
            let columns = try #require(lines.first).split(separator: ",").map(String.init)
            return lines.enumerated().dropFirst().compactMap { place, line in
                let number = String(line.prefix { $0 != "," })
                guard persons?.contains(number) ?? true else { return nil }
                return ImportedRow(line: place + 1, values: Dictionary(uniqueKeysWithValues: zip(columns, Self.fields(line))))
            }
        }

        func rows(_ kind: FileLayout.PensionFile, of persons: Set<String>? = nil) throws -> [ImportedRow] {
            try rows("pension-\(kind.rawValue).csv", of: persons)
        }

        private static func fields(_ line: Substring) -> [String] {
            var (fields, isQuoted) = ([""], false)
            for character in line {
                switch character {
                case "\"": isQuoted.toggle()
                case "," where !isQuoted: fields.append("")
                default: fields[fields.count - 1].append(character)
                }
            }
            return fields
        }
    }

    private struct Planted: Decodable {
        let fault: String
        let file: String
        let line: Int
        let code: String?
    }

    /// What the hub gives of them.
    private static let items: Set<String> = [
        "shimei", "seinengappi", "seinengappi_fushohyoki", "seinengappi_fushofuragu", "juminjotai", "juminshubetsu", "idojiyu", "idonengappi", "setaibango",
        "zokugara", "jusho_choaza",
    ]

    private static func give(_ rows: [ImportedRow], to database: PensionDatabase) async throws {
        let texts = try rows.map { row in
            String(decoding: try JSONEncoder().encode(row.values.filter { items.contains($0.key) && !$0.value.isEmpty }), as: UTF8.self)
        }
        let numbers = rows.map { $0["atenabango"] }
        try await database.admin {
            _ = try await $0.execute(
                """
                INSERT INTO national_pension.person (sequence, rirekibango, removed, atenabango, items)
                SELECT 1, 1, false, number, items::json FROM unnest(\(numbers), \(texts)) AS given (number, items)
                """)
        }
    }

    /// Those of whom a kind has rows that is none of the first four, those whose rows are planted, and some others.
    private static func persons(_ city: City, _ planted: [Planted]) throws -> Set<String> {
        var persons = Set(try city.rows(.qualification).prefix(40).map { $0["atenabango"] })
        for kind in FileLayout.PensionFile.allCases where ![.basic, .qualification, .exemption, .additional].contains(kind) {
            persons.formUnion(try city.rows(kind).map { $0["atenabango"] })
        }
        let basic = try city.rows(.basic)
        for kind in FileLayout.PensionFile.allCases {
            let rows = try city.rows(kind)
            for fault in planted where fault.file == "pension-\(kind.rawValue).csv" {
                let row = try #require(rows.first { $0.line == fault.line })
                persons.insert(row["atenabango"])
                if kind == .basic { persons.formUnion(basic.filter { $0["kisonenkinbango"] == row["kisonenkinbango"] }.map { $0["atenabango"] }) }
            }
        }
        return persons
    }

    private static func told(_ outcome: ImportOutcome) -> String {
        switch outcome {
        case .accepted: "accepted"
        case .unchanged: "unchanged"
        case .held: "held"
        case .rejected(let faults): faults.map(\.code).joined(separator: "+")
        }
    }

    @Test func everyKindGoesInAndWhatWasPlantedIsFound() async throws {
        let now = day("2026-11-21")
        let city = try City(persons: 6_000, seed: 7, from: now)
        let planted = try JSONDecoder().decode([Planted].self, from: try city.data("planted.json"))
        #expect(Set(planted.map(\.fault)) == Set(PensionFault.allCases.map(\.rawValue)))
        let persons = try Self.persons(city, planted)
        try await PensionDatabase.with { database in
            let records = database.records
            try await Self.give(try city.rows("residents.csv", of: persons), to: database)
            var files: [(file: ImportFile, rows: [ImportedRow], outcomes: [ImportOutcome])] = []
            for kind in FileLayout.PensionFile.allCases {
                let rows = try city.rows(kind, of: persons)
                let digest = Array(SHA256.hash(data: try city.data("pension-\(kind.rawValue).csv")))
                let file = try await records.openImport(kind, digest: digest, lines: rows.count, by: first)
                let outcomes = try await records.take(rows, of: file, by: first, today: now)
                files.append((file, rows, outcomes))
                // A number that two rows of one file have is found where the second of them is released.
                let wrong = Dictionary(
                    planted.filter { $0.file == "pension-\(kind.rawValue).csv" && $0.fault != PensionFault.numberOfAnother.rawValue }
                        .map { ($0.line, $0.code ?? "held") }, uniquingKeysWith: { $1 })
                // The four counts add up, and each is of the rows that it should be of.
                let counts = Dictionary(outcomes.map { (Self.told($0), 1) }, uniquingKeysWith: +)
                #expect(counts.values.reduce(0, +) == rows.count && counts["accepted", default: 0] > 0 && counts["unchanged"] == nil, "\(kind) \(counts)")
                #expect(rows.count - counts["accepted", default: 0] == wrong.count, "\(kind) \(counts)")
                for (row, outcome) in zip(rows, outcomes) {
                    #expect(Self.told(outcome) == wrong[row.line] ?? "accepted", "\(kind) line \(row.line): \(outcome)")
                }
            }
            for (file, rows, outcomes) in files {
                let released = try await records.release(file.id, of: try await records.enterers(of: file.id), by: second, today: now)
                // Of whom the module was not given there is no reception.
                let held = zip(rows, outcomes).filter { $1 == .held && persons.contains($0["atenabango"]) }.count
                let unknown = file.kind == .qualification ? 1 : 0
                let ofAnother = planted.count { $0.fault == PensionFault.numberOfAnother.rawValue && file.kind == .basic }
                #expect(released.left == held - unknown + ofAnother, "\(file.kind) \(released)")
            }
            for (file, rows, outcomes) in files where file.kind != .qualification && file.kind != .basic {
                let again = try await records.take(rows, of: file, by: first, today: now)
                #expect(again == outcomes.map { $0 == .accepted ? .unchanged : $0 }, "\(file.kind)")
            }
            // Nobody's record is doubtful afterwards.
            for (file, rows, _) in files where file.kind != .qualification && file.kind != .basic {
                for row in rows.prefix(20) {
                    let record = try await records.lookUp(try AddresseeNumber(row["atenabango"]), today: now).record
                    #expect(try record.history(on: now, using: records.tables).doubts.isEmpty, "\(file.kind) line \(row.line)")
                }
            }
        }
    }
}
