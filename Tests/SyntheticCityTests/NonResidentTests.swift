import Addressee
import SyntheticCity
import Testing

@Suite("nonresidents-SYSTEM.csv")
struct NonResidentTests {
    @Test("Columns are the national numbering API's, and rows keep its rules")
    func rules() throws {
        let city = try GeneratedCity(persons: 4_000, days: 3)
        var residents: [String: [String: String]] = [:]
        for file in ["residents.csv"] + (0..<3).map({ "movements-\(city.from.adding(days: $0)).csv" }) {
            for row in try city.rows(file) { residents[row["kojinbango"] ?? ""] = row }
        }
        residents[""] = nil
        var linked = 0
        var unnumbered = 0
        var systemsKnowing: [String: Int] = [:]
        for system in CityRequest.standardSystems {
            let rows = try city.rows("nonresidents-\(system).csv")
            #expect(rows.first?.count == 41)
            #expect(rows.allSatisfy { $0["jutogaijotai"] == "4" })
            var numbers: Set<String> = []
            for row in rows {
                for item in ["shorikubun", "shimei", "nayosemotofuragu", "tagyomusanshofukafuragu", "sosashaid", "sosanengappi", "sosajikoku"] {
                    #expect(row[item]?.isEmpty == false, "\(item)")
                }
                let number = row["atenabango"] ?? ""
                #expect((row["shorikubun"] == "1") == !number.isEmpty)
                if number.isEmpty { unnumbered += 1 } else { #expect(numbers.insert(number).inserted) }
                let isForeign = row["shimei_gaikokujinromaji"]?.isEmpty == false || row["shimei_gaikokujinkanji"]?.isEmpty == false
                #expect(isForeign != (row["uji_nihonjin"]?.isEmpty == false))
                _ = try BirthDate(written: row["seinengappi"] ?? "", unknownNotation: row["seinengappi_fushohyoki"])
                if let code = row["jusho_shikuchosonkodo"], !code.isEmpty { _ = try LocalGovernmentCode(code) }
                #expect((row["jusho_shikugunchosonmei"] ?? "").count <= 12)
                guard let individual = row["kojinbango"], !individual.isEmpty else { continue }
                _ = try IndividualNumber(individual)
                #expect(numbers.insert("k" + individual).inserted)
                systemsKnowing[individual, default: 0] += 1
                if let resident = residents[individual] {
                    linked += 1
                    // The same person, so that the link is right.
                    #expect(resident["seinengappi"] == row["seinengappi"] && resident["seibetsu"] == row["seibetsu"])
                }
            }
        }
        #expect(linked > 20)
        #expect(unnumbered > 3)
        #expect(systemsKnowing.values.contains { $0 == CityRequest.standardSystems.count })
    }

    @Test("A system of any name gets numbers of its own")
    func otherSystem() throws {
        let library = try #require(SystemName(rawValue: "city-library"))
        let city = try GeneratedCity(persons: 2_000, systems: [.tax, library])
        let tax = Set(try city.rows("nonresidents-tax.csv").compactMap { $0["atenabango"] })
        let other = Set(try city.rows("nonresidents-city-library.csv").compactMap { $0["atenabango"] })
        #expect(other.count >= 10)
        #expect(tax.intersection(other).subtracting([""]).isEmpty)
    }
}
