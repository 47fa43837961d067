import Addressee
import SyntheticCity
import Testing

@Suite("movements-DATE.csv")
struct MovementTests {
    /// What a move within the city may change (CT-11).
    private static let addressColumns: Set<String> = [
        "rirekibango", "idojiyu", "idonengappi", "todokedenengappi", "jushoteinengappi", "jusho_shikuchosonkodo", "jusho_choazakodo",
        "jusho_todofuken", "jusho_shikugunchosonmei", "jusho_choaza", "jusho_banchigohyoki", "jusho_katagaki", "jusho_yubinbango",
    ]

    @Test("Each row follows from the person's state before it")
    func consistent() throws {
        let city = try GeneratedCity(persons: 4_000, days: 25, movementsPerDay: 150)
        var register = Register()
        for row in try city.rows("residents.csv") { register.take(row) }
        var reasons: Set<String> = []
        var twiceInADay = 0
        for offset in 0..<25 {
            let day = city.from.adding(days: offset)
            let rows = try city.rows("movements-\(day).csv")
            #expect(rows.count == 150)
            var today: Set<String> = []
            for row in rows {
                try checkResident(row, before: day.adding(days: 1))
                let number = try #require(row["atenabango"])
                if !today.insert(number).inserted { twiceInADay += 1 }
                let reason = try #require(MovementReason(code: row["idojiyu"] ?? ""))
                reasons.insert(reason.code)
                #expect(reason.allowedBefore.contains(register.state(row)), "\(reason) of \(register.state(row))")
                let before = register.people[number]
                #expect(Int(row["rirekibango"] ?? "") == (Int(before?["rirekibango"] ?? "") ?? 0) + 1)
                #expect(row["juminjotai"] == (reason.stateAfter?.told.code ?? before?["juminjotai"]))
                if let before { checkChange(reason, from: before, to: row) }
                // Only for Japanese, only for foreigners: after an entry, before a removal.
                if let kind = reason.onlyFor { #expect(row["juminshubetsu"] == kind.rawValue) }
                register.take(row)
            }
            #expect(register.householders.values.allSatisfy { $0 == 1 }, "\(day)")
        }
        #expect(twiceInADay > 0)
        #expect(reasons.isSuperset(of: ["01", "02", "03", "09", "21", "22", "23", "28", "41", "42", "43", "44", "45", "50", "53", "54"]))
    }

    private func checkChange(_ reason: MovementReason, from before: [String: String], to after: [String: String]) {
        let changed = Set(after.keys.filter { after[$0] != before[$0] })
        if reason.code == "41" { #expect(changed.isSubset(of: Self.addressColumns), "\(changed)") }
        #expect(changed.contains("kojinbango") == ["45", "46", "47"].contains(reason.code), "\(reason)")
        #expect(changed.contains("juminhyokodo") == ["48", "49"].contains(reason.code), "\(reason)")
        #expect((before["idonengappi"] ?? "") <= (after["idonengappi"] ?? ""))
        // A provisional record is first made real.
        if before["karitorokufuragu"] == "1" { #expect(reason.code == "43" && after["karitorokufuragu"] == "0") }
    }

    @Test("No individual number is ever two persons'")
    func numbers() throws {
        let city = try GeneratedCity(persons: 1_500, days: 10, movementsPerDay: 100)
        var owners: [String: String] = [:]
        let files = ["residents.csv"] + (0..<10).map { "movements-\(city.from.adding(days: $0)).csv" }
        for file in files {
            for row in try city.rows(file) {
                guard let number = row["kojinbango"], !number.isEmpty else { continue }
                let person = row["atenabango"] ?? ""
                #expect(owners[number] == nil || owners[number] == person)
                owners[number] = person
            }
        }
    }

    @Test("Exactly as many rows as asked for, however small the city", arguments: [1, 2, 9])
    func smallCities(persons: Int) throws {
        let city = try GeneratedCity(persons: persons, days: 3, movementsPerDay: 40)
        var register = Register()
        for row in try city.rows("residents.csv") { register.take(row) }
        #expect(register.people.count == persons)
        for offset in 0..<3 {
            let rows = try city.rows("movements-\(city.from.adding(days: offset)).csv")
            #expect(rows.count == 40)
            for row in rows {
                let reason = try #require(MovementReason(code: row["idojiyu"] ?? ""))
                #expect(reason.allowedBefore.contains(register.state(row)))
                register.take(row)
            }
        }
    }

    @Test("The stream gives the rows of the files, and goes on")
    func stream() throws {
        let city = try GeneratedCity(persons: 2_000, days: 2, movementsPerDay: 30, systems: [])
        let files = try (0..<2).flatMap { try city.lines("movements-\(city.from.adding(days: $0)).csv") }
        var stream = try MovementStream(persons: 2_000, seed: 7, from: city.from, movementsPerDay: 30)
        #expect(Array(stream.prefix(60)) == files)
        for _ in 0..<200 { #expect(stream.next() != nil) }
        #expect(stream.day >= city.from.adding(days: 6))
        #expect(try String(decoding: MovementStream.header, as: UTF8.self).split(separator: ",").map(String.init) == city.header("residents.csv"))
    }
}
