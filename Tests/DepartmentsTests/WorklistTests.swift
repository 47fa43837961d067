import Addressee
import ConnectorKit
import Departments
import Postgres
import Testing

@Suite(.serialized) struct WorklistTests {
    private func roll(_ database: TestDatabase) async throws -> [Int: [String]] {
        var roll: [Int: [String]] = [:]
        for row in try await database.query("SELECT tax_year, atenabango FROM tax.assessment_roll ORDER BY 1, 2") {
            roll[Int(try row.decode("tax_year", as: Int32.self)), default: []].append(try row.decode("atenabango"))
        }
        return roll
    }

    @Test func taxRolls() async throws {
        try await withDatabase { database in
            let module = database.module(.tax)
            try await module.deliver(
                1, on: "2025-06-01",
                [
                    person("STAYS", since: "2023-05-01"), person("LEAVES", since: "2024-01-01"),
                    person("GONE", state: "2", since: "2022-02-02", moved: ("21", "2024-01-01")),
                    person("OUTSIDE", nonResident: "4", since: nil), person("UNKNOWN", since: nil), person("WITHDRAWN", since: "2020-01-01"),
                    person("ERASED", since: "2020-01-01"),
                ])
            #expect(
                try await roll(database) == [
                    2020: ["ERASED", "WITHDRAWN"], 2021: ["ERASED", "WITHDRAWN"], 2022: ["ERASED", "WITHDRAWN"],
                    2023: ["ERASED", "GONE", "WITHDRAWN"], 2024: ["ERASED", "LEAVES", "STAYS", "WITHDRAWN"],
                    2025: ["ERASED", "LEAVES", "STAYS", "WITHDRAWN"],
                ])
            // A year later; only who moved is delivered.
            try await module.deliver(
                2, on: "2026-06-01",
                [
                    person("LEAVES", state: "3", since: "2024-01-01", moved: ("23", "2026-01-02"), version: 2),
                    removal("WITHDRAWN"), removal("ERASED", ("26", "2025-12-31")),
                ])
            #expect(try await roll(database)[2026] == ["LEAVES", "STAYS", "UNKNOWN"])
            #expect(try await roll(database)[2025] == ["ERASED", "LEAVES", "STAYS"])
            let counts = try await module.counts(on: "2026-06-01")
            #expect(counts == ["this-year": 3, "last-year": 3, "residents": 2, "this-year-left": 1, "to-confirm": 1])
            // Comes back; the earlier period stays.
            try await module.deliver(3, on: "2026-07-01", [person("ERASED", since: "2026-06-15", version: 3)])
            let periods = try await database.query("SELECT FROM tax.residence WHERE atenabango = 'ERASED'")
            #expect(periods.count == 2)
        }
    }

    @Test func taxPeriodsAreCorrectedNotDoubled() async throws {
        try await withDatabase { database in
            let module = database.module(.tax)
            func periods() async throws -> [String] {
                let rows = try await database.query(
                    "SELECT resident_from || '/' || COALESCE(resident_until::text, '') || '/' || end_known AS p FROM tax.residence ORDER BY 1")
                return try rows.map { try $0.decode("p") }
            }
            try await module.deliver(1, on: "2026-06-01", [person("1", since: "2024-01-05")])
            try await module.deliver(2, on: "2026-06-02", [person("1", since: "2023-12-25", version: 2)])
            #expect(try await periods() == ["2023-12-25//true"])
            try await module.deliver(3, on: "2026-06-03", [person("1", state: "2", since: "2023-12-25", moved: ("21", "2026-06-03"), version: 3)])
            // A correction afterwards says nothing of the end.
            try await module.deliver(4, on: "2026-07-01", [person("1", state: "2", since: "2023-12-25", moved: ("42", "2026-07-01"), version: 4)])
            #expect(try await periods() == ["2023-12-25/2026-06-03/true"])
            // The move-out is cancelled.
            try await module.deliver(5, on: "2026-07-02", [person("1", since: "2023-12-25", moved: ("09", "2026-06-03"), version: 5)])
            #expect(try await periods() == ["2023-12-25//true"])
            // And the move-in, too.
            try await module.deliver(6, on: "2026-07-03", [person("1", state: "9", since: "2023-12-25", moved: ("28", "2023-12-25"), version: 6)])
            #expect(try await periods() == [])
        }
    }

    @Test func careInsurance() async throws {
        try await withDatabase { database in
            let module = database.module(.careInsurance)
            try await module.deliver(
                1, on: "2026-11-21",
                [
                    person("FIRST", born: "1950-03-03"), person("SECOND", born: "1980-03-03"), person("SOON", born: "1961-12-01"),
                    person("UNKNOWN", born: "1950-00-00"), person("HOME", born: "1950-03-03", nonResident: "4", since: nil), person("DIES", born: "1940-01-01"),
                    person("MOVES", born: "1940-01-01"), person("REGRETS", born: "1940-01-01"),
                ])
            #expect(
                try await module.counts(on: "2026-11-21")
                    == ["first-class": 5, "second-class": 2, "first-class-within-30-days": 1, "lost": 0, "to-confirm": 1])
            // The day before the 65th birthday, without any delivery.
            #expect(try await module.counts(on: "2026-11-29")["first-class"] == 5)
            #expect(try await module.counts(on: "2026-11-30")["first-class"] == 6)
            try await module.deliver(
                2, on: "2026-11-25", [removal("DIES", ("23", "2026-11-24")), removal("MOVES", ("21", "2026-11-25")), removal("REGRETS", ("21", "2026-11-25"))])
            #expect(try await module.counts(on: "2026-11-24")["lost"] == 0)
            #expect(try await module.counts(on: "2026-11-25")["lost"] == 3)
            let lost = try await database.query(
                "SELECT lost_on::text AS day, loss_reason FROM care_insurance.insured WHERE atenabango IN ('DIES', 'MOVES') ORDER BY atenabango")
            #expect(try lost.map { try $0.decode("day", as: String.self) } == ["2026-11-25", "2026-11-25"])
            #expect(try lost.map { try $0.decode("loss_reason", as: String.self) } == ["23", "21"])
            // The move-out is cancelled; then the policy takes the person away.
            try await module.deliver(3, on: "2026-11-26", [person("REGRETS", born: "1940-01-01", version: 3)])
            #expect(try await module.counts(on: "2026-11-26")["lost"] == 2)
            try await module.deliver(4, on: "2026-11-27", [removal("REGRETS")])
            #expect(try await database.query("SELECT FROM care_insurance.insured WHERE atenabango = 'REGRETS'").isEmpty)
        }
    }

    /// What the known part of a birth date decides is decided, day by day and without a delivery; what it doesn't is the clerk's.
    @Test func birthDatesKnownInPart() async throws {
        try await withDatabase { database in
            let care = database.module(.careInsurance)
            try await care.deliver(1, on: "2025-06-01", [person("PART", born: "1961-00-00")])
            func classes(_ day: String) async throws -> [Int] {
                let counts = try await care.counts(on: day)
                return [counts["second-class"] ?? 0, counts["first-class"] ?? 0, counts["to-confirm"] ?? 0]
            }
            #expect(try await classes("2025-12-30") == [1, 0, 0])
            #expect(try await classes("2025-12-31") == [0, 0, 1])
            #expect(try await classes("2026-12-29") == [0, 0, 1])
            #expect(try await classes("2026-12-30") == [0, 1, 0])
            let pension = database.module(.nationalPension)
            try await pension.deliver(1, on: "2026-06-01", [person("PART", born: "2007-02-00"), person("ENDS", born: "1967-02-00")])
            func range(_ day: String) async throws -> [Int] {
                let counts = try await pension.counts(on: day)
                return [counts["class-1-range"] ?? 0, counts["aged-out"] ?? 0, counts["to-confirm"] ?? 0]
            }
            #expect(try await range("2027-01-30") == [1, 0, 1])
            #expect(try await range("2027-01-31") == [0, 0, 2])
            #expect(try await range("2027-02-27") == [1, 0, 1])
            // Past it whichever day it is.
            try await pension.deliver(2, on: "2027-03-01", [person("ENDS", born: "1967-02-00", version: 2)])
            #expect(try await range("2027-03-01") == [1, 0, 0])
        }
    }

    @Test func childrenAndTheirHouseholders() async throws {
        try await withDatabase { database in
            let module = database.module(.childcare)
            try await module.deliver(
                1, on: "2026-11-21",
                [
                    person("CHILD", born: "2015-05-05", household: "H1"), person("TEEN", born: "2008-06-06", household: "H1"),
                    person("FATHER", born: "1985-05-05", household: "H1", head: true), person("ALONE", born: "2012-05-05", household: "H2"),
                    person("MOTHER", born: "1986-05-05", household: "H1"),
                ])
            var counts = try await module.counts(on: "2026-11-21")
            #expect(counts["children"] == 3)
            #expect(counts["ageing-out-next-april"] == 1)
            #expect(counts["without-householder"] == 1)
            func householders() async throws -> [String: String?] {
                var found: [String: String?] = [:]
                for row in try await database.query("SELECT atenabango, householder FROM childcare.child_with_householder") {
                    found[try row.decode("atenabango")] = .some(try row.decode("householder", as: String?.self))
                }
                return found
            }
            #expect(try await householders() == ["CHILD": "FATHER", "TEEN": "FATHER", "ALONE": nil])
            // The householder changes; for a moment there are two.
            try await module.deliver(2, on: "2026-11-22", [person("MOTHER", born: "1986-05-05", household: "H1", head: true, version: 2)])
            #expect(try await householders()["CHILD"] == "MOTHER")
            try await module.deliver(3, on: "2026-11-22", [removal("FATHER", ("21", "2026-11-22"))])
            #expect(try await householders()["CHILD"] == "MOTHER")
            // Ages out by calendar: seen as such, with the day that was known all along.
            #expect(try await module.counts(on: "2027-03-31")["children"] == 3)
            #expect(try await module.counts(on: "2027-04-01")["children"] == 2)
            try await module.deliver(4, on: "2027-04-01", [removal("TEEN")])
            let teen = try await database.query("SELECT lost_on::text AS day, loss_reason FROM childcare.child WHERE atenabango = 'TEEN'")
            #expect(try teen[0].decode("day", as: String.self) == "2027-04-01")
            #expect(try teen[0].decode("loss_reason", as: String.self) == "age")
            counts = try await module.counts(on: "2027-04-01")
            #expect(counts["aged-out"] == 1)
            #expect(counts["lost"] == 0)
            // Withdrawn before the age: gone.
            try await module.deliver(5, on: "2027-04-02", [removal("ALONE")])
            #expect(try await database.query("SELECT FROM childcare.child WHERE atenabango = 'ALONE'").isEmpty)
        }
    }

    @Test func healthInsuranceAndPension() async throws {
        try await withDatabase { database in
            let health = database.module(.healthInsurance)
            try await health.deliver(
                1, on: "2026-11-21",
                [person("BABY", born: "2026-11-01", since: "2026-11-01"), person("OLD", born: "1951-12-01"), person("OLDER", born: "1951-11-21")])
            #expect(
                try await health.counts(on: "2026-11-21")
                    == ["insurable": 2, "age-75-within-30-days": 1, "aged-out": 0, "lost": 0, "to-confirm": 0])
            #expect(try await health.counts(on: "2026-11-30")["insurable"] == 2)
            #expect(try await health.counts(on: "2026-12-01")["insurable"] == 1)
            #expect(try await health.counts(on: "2026-12-01")["aged-out"] == 1)

            let pension = database.module(.nationalPension)
            try await pension.deliver(
                1, on: "2026-11-21",
                [
                    person("YOUNG", born: "2006-11-23"), person("IN", born: "1990-01-01"), person("ENDS", born: "1966-11-25"),
                    person("LEAVES", born: "1990-01-01"),
                ])
            #expect(try await pension.counts(on: "2026-11-21")["class-1-range"] == 3)
            #expect(try await pension.counts(on: "2026-11-21")["age-20-within-30-days"] == 1)
            #expect(try await pension.counts(on: "2026-11-22")["class-1-range"] == 4)
            #expect(try await pension.counts(on: "2026-11-24")["class-1-range"] == 3)
            try await pension.deliver(2, on: "2026-11-24", [removal("ENDS"), removal("LEAVES", ("22", "2026-11-23"))])
            let counts = try await pension.counts(on: "2026-11-24")
            #expect(counts["aged-out"] == 1)
            #expect(counts["lost"] == 1)
            #expect(counts["class-1-range"] == 2)
        }
    }

    /// Most changes are of names and addresses; they must not touch the worklist.
    @Test func anUnchangedWorklistRowIsNotRewritten() async throws {
        try await withDatabase { database in
            let module = database.module(.nationalPension)
            func version() async throws -> String {
                try await database.query("SELECT xmin::text AS v FROM national_pension.class1_candidate")[0].decode("v")
            }
            try await module.deliver(1, on: "2026-11-21", [person("1", born: "1990-01-01")])
            let before = try await version()
            try await module.deliver(2, on: "2026-11-22", [person("1", born: "1990-01-01", version: 2, extra: [.shimei: "改姓"])])
            #expect(try await version() == before)
            try await module.deliver(3, on: "2026-11-23", [person("1", born: "1990-01-02", version: 3)])
            #expect(try await version() != before)
        }
    }
}
