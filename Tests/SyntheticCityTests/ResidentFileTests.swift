import Addressee
import Foundation
import SyntheticCity
import Testing

@Suite("residents.csv")
struct ResidentFileTests {
    @Test("The same numbers give the same bytes; another seed gives others")
    func deterministic() throws {
        let one = try GeneratedCity(persons: 800, days: 2, plant: Fault.allCases)
        let two = try GeneratedCity(persons: 800, days: 2, plant: Fault.allCases)
        let other = try GeneratedCity(persons: 800, seed: 8, days: 2)
        #expect(one.summary.files.count == 8)
        for file in one.summary.files.map(\.name) + ["planted.json"] {
            #expect(try one.bytes(file) == two.bytes(file), "\(file)")
        }
        #expect(try one.bytes("residents.csv") != other.bytes("residents.csv"))
    }

    @Test("The usual city is the same whether its body is named or not; another body's lies in that one's towns, or in invented ones, under its code")
    func bodies() throws {
        let usual = try GeneratedCity(persons: 300, days: 1)
        let named = try GeneratedCity(persons: 300, days: 1, of: LocalGovernmentCode("111007"))
        for file in usual.summary.files.map(\.name) { #expect(try usual.bytes(file) == named.bytes(file), "\(file)") }
        for (code, prefecture, place) in [("112011", "埼玉県", "川越市"), ("473821", "沖縄県", "架空市")] {
            let city = try GeneratedCity(persons: 300, days: 1, pension: true, of: LocalGovernmentCode(code))
            for row in try city.rows("residents.csv") {
                #expect([row["jusho_shikuchosonkodo"], row["jusho_todofuken"], row["jusho_shikugunchosonmei"]] == [code, prefecture, place])
            }
            let others = city.summary.files.map(\.name).filter { $0.hasSuffix(".csv") && !$0.hasPrefix("residents") && !$0.hasPrefix("movements") }
            #expect(others.contains("nonresidents-tax.csv") && others.contains("pension-basic.csv"))
            for file in others { #expect(try city.rows(file).allSatisfy { $0["shikuchosonkodo"] == code }, "\(file)") }
            #expect(try city.rows("nonresidents-tax.csv").allSatisfy { $0["jusho_shikuchosonkodo"] != code }, "they live elsewhere")
        }
    }

    @Test("Columns are the resident layout's, in the national order")
    func columns() throws {
        let city = try GeneratedCity(persons: 1)
        let last = try #require(ItemCatalogue.register.items.firstIndex(of: .karitorokufuragu))
        #expect(try city.header("residents.csv") == ItemCatalogue.register.items[...last].map(\.rawValue))
    }

    @Test("Every row keeps every rule of the layout")
    func rules() throws {
        let city = try GeneratedCity(persons: 6_000)
        let rows = try city.rows("residents.csv")
        #expect(rows.count == 6_000)
        var numbers: Set<String> = []
        for row in rows {
            try checkResident(row, before: city.from)
            #expect(numbers.insert(try #require(row["atenabango"])).inserted)
            for item in ["kojinbango", "juminhyokodo"] {
                if let number = row[item], !number.isEmpty { #expect(numbers.insert(item + number).inserted) }
            }
            // A first version can only be an entry; whoever loads the file may rely on it.
            let reason = try #require(MovementReason(code: row["idojiyu"] ?? ""))
            if row["rirekibango"] == "1" { #expect(reason.allowedBefore.contains(.none)) }
            if let state = reason.stateAfter { #expect(state.told.code == row["juminjotai"]) }
        }
    }

    @Test("Each household of residents has one householder, and partners are partners")
    func households() throws {
        var register = Register()
        let city = try GeneratedCity(persons: 6_000)
        for row in try city.rows("residents.csv") { register.take(row) }
        #expect(register.householders.values.allSatisfy { $0 == 1 })
        let size = Double(city.summary.residents) / Double(register.householders.count)
        #expect((1.9...2.4).contains(size), "\(size) persons to a household")
        for row in register.people.values {
            if row["zokugara"] == "妻" || row["zokugara"] == "母" { #expect(row["seibetsu"] == "2") }
            if row["zokugara"] == "夫" || row["zokugara"] == "父" { #expect(row["seibetsu"] == "1") }
        }
    }

    @Test("The people are like a city's, with everything that is rare")
    func realism() throws {
        let rows = try GeneratedCity(persons: 20_000).rows("residents.csv")
        let residents = rows.filter { $0["juminjotai"] == "1" }
        func share(_ condition: ([String: String]) -> Bool) -> Double { Double(residents.count(where: condition)) / Double(residents.count) }
        func year(_ row: [String: String]) -> Int { Int(row["seinengappi"]?.prefix(4) ?? "") ?? 0 }
        #expect((0.11...0.16).contains(share { year($0) > 2011 }))
        #expect((0.19...0.27).contains(share { year($0) <= 1961 }))
        #expect((0.02...0.04).contains(share { $0["juminshubetsu"] == "2" }))
        #expect((0.48...0.53).contains(share { $0["seibetsu"] == "2" }))
        #expect(Set(residents.map { $0["jusho_shikuchosonkodo"] ?? "" }).count == 10)
        #expect(Set(rows.map { $0["juminjotai"] ?? "" }) == ["1", "2", "3", "9"])
        func some(_ what: String, _ condition: ([String: String]) -> Bool) {
            let found = rows.contains(where: condition)
            #expect(found, "no \(what)")
        }
        some("variation selector") { $0["shimei"]?.unicodeScalars.contains { (0xE0100...0xE01EF).contains($0.value) } == true }
        some("character outside the basic plane") { $0["shimei"]?.contains("\u{20BB7}") == true }
        some("unknown birth date") { $0["seinengappi_fushofuragu"] == "1" }
        some("day that no calendar has") {
            $0["seinengappi"]?.hasSuffix("-02-29") == true && CalendarDay($0["seinengappi"] ?? "") == nil
        }
        some("protected person") { $0["yokushifuragu"] == "1" && $0["shiensochi_shuryo"]?.isEmpty == false }
        some("provisional protection") { $0["kari_shiensochi"] == "1" }
        some("provisional record") { $0["karitorokufuragu"] == "1" }
        some("former surname") { $0["kyuuji"]?.isEmpty == false }
        some("common name") { $0["tsusho"]?.isEmpty == false }
        some("kanji name") { $0["shimei_gaikokujinkanji"]?.isEmpty == false }
        some("resident without number") { $0["kojinbango"]?.isEmpty == true && $0["juminjotai"] == "1" }
        some("resident without record code") { $0["juminhyokodo"]?.isEmpty == true }
        some("quoted field") { $0["jusho_katagaki"]?.contains("\"") == true }
    }

    @Test("A request that cannot be met is refused before anything is written")
    func refusals() throws {
        let day = try #require(CalendarDay("2026-11-21"))
        let directory = NSTemporaryDirectory() + "synthetic-city-none-" + UUID().uuidString
        var wrong = [
            CityRequest(persons: 0, directory: directory, from: day), CityRequest(persons: 10_000_001, directory: directory, from: day),
            CityRequest(persons: 10, directory: directory, from: day, days: -1),
            CityRequest(persons: 10, directory: directory, from: day, movementsPerDay: -1),
            CityRequest(persons: 10, directory: directory, from: day, systems: [.tax, .tax]),
            CityRequest(persons: 10, directory: directory, from: day, plant: [.moveInOfResident]),
        ]
        wrong.append(CityRequest(persons: 10, directory: directory, from: day, systems: [], plant: [.nonResidentCheckDigit]))
        for request in wrong { #expect(throws: GenerationError.self) { try generate(request) } }
        #expect(!FileManager.default.fileExists(atPath: directory))
    }

    @Test("Progress ends at the whole")
    func progress() throws {
        let directory = NSTemporaryDirectory() + "synthetic-city-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var told: [Int] = []
        var whole = 0
        _ = try generate(CityRequest(persons: 500, directory: directory, from: try #require(CalendarDay("2026-11-21")), days: 1)) {
            told.append($0)
            whole = $1
        }
        #expect(told == told.sorted() && told.count > 50 && told.last == whole)
    }
}

/// The rules of the resident layout, by the values of `Addressee`.
func checkResident(_ row: [String: String], before day: CalendarDay) throws {
    for item in ItemCatalogue.register.items {
        guard let value = row[item.rawValue], !value.isEmpty else { continue }
        switch item.kind {
        case .fullWidth:
            let count = value.unicodeScalars.count { !(0xFE00...0xFE0F).contains($0.value) && !(0xE0100...0xE01EF).contains($0.value) }
            #expect(count <= item.length, "\(item)")
        case .halfWidth: #expect(value.utf8.count <= item.length && value.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "\(item)")
        case .integer: #expect(Int(value) != nil)
        case .date:
            guard item != .seinengappi else { continue }
            let date = try #require(CalendarDay(value), "\(item)")
            if item != .shiensochiShuryo { #expect(date < day, "\(item)") }
        }
    }
    let required: [Item] = [
        .atenabango, .rirekibango, .setaibango, .zokugara, .shimei, .seibetsu, .seinengappi, .jushoShikuchosonkodo, .jushoTodofuken,
        .jushoShikugunchosonmei, .juminshubetsu, .juminjotai, .idojiyu, .idonengappi,
    ]
    for item in required { #expect(row[item.rawValue]?.isEmpty == false, "\(item)") }
    _ = try PersonName(row["shimei"] ?? "")
    _ = try LocalGovernmentCode(row["jusho_shikuchosonkodo"] ?? "")
    if let number = row["kojinbango"], !number.isEmpty { _ = try IndividualNumber(number) }
    if let code = row["juminhyokodo"], !code.isEmpty { _ = try ResidentRecordCode(code) }
    for item in ["atenabango", "setaibango"] {
        let digits = Array((row[item] ?? "").utf8)
        #expect(digits.count == 15 && CheckDigit.modulus11Weights2To7(digits.dropLast()) == digits.last, "\(item)")
    }
    let birth = try BirthDate(written: row["seinengappi"] ?? "", unknownNotation: row["seinengappi_fushohyoki"])
    #expect(birth.possible.map { $0.lowerBound < day } ?? true)
    #expect(birth.isUnknown == (row["seinengappi_fushofuragu"] == "1"))
    let isForeign = row["juminshubetsu"] == "2"
    #expect(isForeign == (row["kokuseki"]?.isEmpty == false))
    #expect(isForeign == (row["shimei_gaikokujinromaji"]?.isEmpty == false || row["shimei_gaikokujinkanji"]?.isEmpty == false))
    let dates = ["juminnengappi", "jushoteinengappi", "idonengappi"].map { row[$0] ?? "" }
    #expect(dates == dates.sorted())
}
