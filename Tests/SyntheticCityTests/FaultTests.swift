import Addressee
import Foundation
import SyntheticCity
import Testing

@Suite("Planted rows")
struct FaultTests {
    private struct Planted: Decodable {
        var fault: Fault
        var file: String
        var line: Int
        var outcome: String
        var code: String?
    }

    private struct Found {
        var planted: Planted
        var line: [UInt8]
        var row: [String: String]
    }

    private func plantAll() throws -> (GeneratedCity, [Fault: Found]) {
        // So many movements that whoever is not left alone is met.
        let city = try GeneratedCity(persons: 3_000, days: 2, movementsPerDay: 1_000, plant: Fault.allCases)
        let data = try Data(contentsOf: URL(filePath: city.directory + "/planted.json"))
        var found: [Fault: Found] = [:]
        for planted in try JSONDecoder().decode([Planted].self, from: data) {
            let line = try city.lines(planted.file)[planted.line - 2]
            found[planted.fault] = Found(planted: planted, line: line, row: GeneratedCity.row(line, try city.header(planted.file)))
        }
        return (city, found)
    }

    @Test("One of each kind, in its file, with what must come of it")
    func recorded() throws {
        let (city, found) = try plantAll()
        #expect(Set(found.keys) == Set(Fault.allCases))
        #expect(city.summary.planted == Fault.allCases.count)
        for (fault, row) in found {
            let file =
                switch fault.place {
                case .residents: "residents.csv"
                case .movements: "movements-\(city.from).csv"
                case .nonResidents: "nonresidents-tax.csv"
                }
            #expect(row.planted.file == file)
            #expect(row.planted.code == fault.expectedCode)
            #expect(row.planted.outcome == (fault.expectedCode == nil ? "held" : "rejected"))
        }
        let planted = Fault.allCases.count { $0.place == .residents }
        #expect(try city.lines("residents.csv").count == 3_000 + planted)
    }

    @Test("Nothing but the planted rows is new, and good rows stay good")
    func onlyThose() throws {
        let (city, found) = try plantAll()
        let clean = try GeneratedCity(persons: 3_000)
        let bad = Set(found.values.filter { $0.planted.file == "residents.csv" }.map { $0.planted.line - 2 })
        let rest = try city.lines("residents.csv").enumerated().filter { !bad.contains($0.offset) }.map(\.element)
        #expect(try rest == clean.lines("residents.csv"))
        // The persons of planted movements are in no other movement.
        let touched = try (0..<2).flatMap { try city.rows("movements-\(city.from.adding(days: $0)).csv") }
        for (fault, row) in found where fault.place == .movements {
            #expect(touched.count { $0["atenabango"] == row.row["atenabango"] } == 1, "\(fault)")
        }
    }

    @Test("Values are wrong as they say")
    func values() throws {
        let (_, found) = try plantAll()
        func code(_ fault: Fault, _ check: ([String: String]) throws(ValueError) -> Void) throws {
            let row = try #require(found[fault]?.row)
            do {
                try check(row)
                Issue.record("\(fault) is not wrong")
            } catch {
                #expect(error.code == fault.expectedCode, "\(fault)")
            }
        }
        for fault in [Fault.lettersInIndividualNumber, .shortIndividualNumber, .individualNumberCheckDigit, .nonResidentCheckDigit] {
            try code(fault) { row throws(ValueError) in _ = try IndividualNumber(row["kojinbango"] ?? "") }
        }
        try code(.residentRecordCodeCheckDigit) { row throws(ValueError) in _ = try ResidentRecordCode(row["juminhyokodo"] ?? "") }
        try code(.localGovernmentCodeCheckDigit) { row throws(ValueError) in _ = try LocalGovernmentCode(row["jusho_shikuchosonkodo"] ?? "") }
        for fault in [Fault.controlCharacter, .nameTooLong] {
            try code(fault) { row throws(ValueError) in _ = try PersonName(row["shimei"] ?? "") }
        }
        try code(.individualNumberOfZeros) { row throws(ValueError) in _ = try IndividualNumber(row["kojinbango"] ?? "") }
        try code(.residentRecordCodeOfZeros) { row throws(ValueError) in _ = try ResidentRecordCode(row["juminhyokodo"] ?? "") }
        #expect(CalendarDay(found[.dateOfYearZero]?.row["juminnengappi"] ?? "2026-01-01") == nil)
        #expect(found[.reasonForForeignersOnly]?.row["juminshubetsu"] == "1")
        #expect(found[.missingSex]?.row["seibetsu"] == "")
        #expect(found[.missingPrefecture]?.row["jusho_todofuken"] == "")
        #expect(found[.unknownBirthWithoutNotation]?.row["seinengappi_fushohyoki"] == "")
        #expect(CalendarDay(found[.impossibleDate]?.row["idonengappi"] ?? "") == nil)
        #expect(MovementReason(code: found[.unknownReason]?.row["idojiyu"] ?? "01") == nil)
        #expect(found[.columnMissing].map { GeneratedCity.fields($0.line).count } == 40)
        #expect(found[.columnTooMany].map { GeneratedCity.fields($0.line).count } == 42)
        #expect(found[.invalidUTF8].map { String(validating: $0.line, as: UTF8.self) == nil } == true)
        #expect(found[.nonResidentMergedWithoutTarget]?.row["nayosemotofuragu"] == "1")
    }

    @Test("Movements are wrong against the register as they say")
    func movements() throws {
        let (city, found) = try plantAll()
        let clean = try GeneratedCity(persons: 3_000)
        var register = Register()
        for row in try clean.rows("residents.csv") { register.take(row) }
        for fault in [Fault.moveInOfResident, .moveOutOfMovedOut, .deathOfDead, .moveOfUnknown] {
            let row = try #require(found[fault]?.row)
            let reason = try #require(MovementReason(code: row["idojiyu"] ?? ""))
            #expect(!reason.allowedBefore.contains(register.state(row)), "\(fault)")
        }
        func pair(_ fault: Fault) throws -> (before: [String: String], after: [String: String]) {
            let after = try #require(found[fault]?.row)
            return (try #require(register.people[after["atenabango"] ?? ""]), after)
        }
        func history(_ row: [String: String]) -> Int { Int(row["rirekibango"] ?? "") ?? 0 }
        let moved = try pair(.moveChangesName)
        #expect(moved.before["shimei"] != moved.after["shimei"] && moved.after["idojiyu"] == "41")
        let removed = try pair(.removalForForeignersOnly)
        #expect(removed.before["juminshubetsu"] == "1" && removed.after["idojiyu"] == "24" && removed.after["juminjotai"] == "9")
        let old = try pair(.oldHistoryNumber)
        #expect(history(old.after) < history(old.before))
        let same = try pair(.sameHistoryOtherContent)
        #expect(history(same.after) == history(same.before) && same.after != same.before)
        let changed = try pair(.numberChangedWithoutReason)
        #expect(changed.before["kojinbango"] != changed.after["kojinbango"] && changed.after["idojiyu"] == "42")
        for fault in [Fault.numberOfAnother, .nonResidentNumberOfAnother] {
            let row = try #require(found[fault]?.row)
            let owner = try #require(register.people.values.first { $0["kojinbango"] == row["kojinbango"] })
            for item in ["shimei", "seinengappi", "seibetsu"] { #expect(owner[item] != row[item], "\(fault) \(item)") }
        }
        #expect(city.summary.files.count == 8)
    }

    @Test("A kind asked for twice is planted twice; none leave no list behind")
    func counts() throws {
        let city = try GeneratedCity(persons: 500, days: 1, plant: [.missingSex, .missingSex, .moveInOfResident, .moveInOfResident])
        #expect(city.summary.planted == 4)
        #expect(try city.rows("residents.csv").count { $0["seibetsu"] == "" } == 2)
        let clean = try GeneratedCity(persons: 500, days: 1)
        #expect(!FileManager.default.fileExists(atPath: clean.directory + "/planted.json"))
    }

    @Test("Names are stable kebab case, and every kind says what it is")
    func names() {
        for fault in Fault.allCases {
            #expect(fault.rawValue.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
            #expect(!fault.japanese.isEmpty && !fault.english.isEmpty)
        }
    }
}
