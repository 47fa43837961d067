import Addressee
import Foundation
import SyntheticCity

/// A city generated into a directory of its own, which is removed with it.
final class GeneratedCity {
    let directory: String
    let summary: CitySummary
    let from: CalendarDay

    init(
        persons: Int, seed: UInt64 = 7, days: Int = 0, movementsPerDay: Int? = nil, systems: [SystemName] = CityRequest.standardSystems,
        plant: [Fault] = [], pension: Bool = false, pensionPersons: Int? = nil,
        plantPension: [PensionFault] = [], of body: LocalGovernmentCode? = nil
    ) throws {
        directory = NSTemporaryDirectory() + "synthetic-city-" + UUID().uuidString
        guard let from = CalendarDay("2026-11-21") else { throw CocoaError(.formatting) }
        self.from = from
        summary = try generate(
            CityRequest(
                persons: persons, seed: seed, directory: directory, from: from, days: days, movementsPerDay: movementsPerDay,
                systems: systems, plant: plant, pension: pension, pensionPersons: pensionPersons, plantPension: plantPension, of: body))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func bytes(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: directory + "/" + file))) }

    /// Lines, the header as well.
    func text(_ file: String) throws -> [String] { try bytes(file).split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) } }

    /// Lines without the header; a row may not hold a line end.
    func lines(_ file: String) throws -> [[UInt8]] { try bytes(file).split(separator: UInt8(ascii: "\n")).dropFirst().map(Array.init) }

    func header(_ file: String) throws -> [String] {
        String(decoding: try bytes(file).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self).split(separator: ",").map(String.init)
    }

    func rows(_ file: String) throws -> [[String: String]] {
        let columns = try header(file)
        return try lines(file).map { Self.row($0, columns) }
    }

    static func row(_ line: [UInt8], _ columns: [String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: zip(columns, fields(line)))
    }

    /// RFC 4180, one row.
    static func fields(_ line: [UInt8]) -> [String] {
        var fields: [[UInt8]] = [[]]
        var quoted = false
        var index = 0
        while index < line.count {
            let byte = line[index]
            if byte == UInt8(ascii: "\"") {
                if quoted, index + 1 < line.count, line[index + 1] == byte {
                    fields[fields.count - 1].append(byte)
                    index += 1
                } else {
                    quoted.toggle()
                }
            } else if byte == UInt8(ascii: ","), !quoted {
                fields.append([])
            } else {
                fields[fields.count - 1].append(byte)
            }
            index += 1
        }
        return fields.map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Residents as a register would hold them.
struct Register {
    private(set) var people: [String: [String: String]] = [:]

    mutating func take(_ row: [String: String]) { people[row["atenabango"] ?? ""] = row }

    func state(_ row: [String: String]) -> RegisterState {
        switch people[row["atenabango"] ?? ""]?["juminjotai"] {
        case nil: .none
        case "1": .resident
        case "2": .movedOut
        case "3": .dead
        case "9": .removed
        default: .nonResident
        }
    }

    /// Numbers of householders by household that has residents.
    var householders: [String: Int] {
        var count: [String: Int] = [:]
        for row in people.values where row["juminjotai"] == "1" {
            count[row["setaibango"] ?? "", default: 0] += row["zokugara"] == "世帯主" ? 1 : 0
        }
        return count
    }
}
