import AccessControlStand
import Foundation
import Postgres
import RegisterStand
import Testing

/// The measurement of a pension department's year (ops/bench), some weeks of it: it runs, and ledger, transmittals and results add up.
@Suite(.timeLimit(.minutes(5))) struct PensionYearTests {
    private struct Year: Decodable {
        struct Counts: Decodable {
            let filed: [String: Int]
            let checked: [String: Int]
            let transmittals: Int
            let resultLines: Int
            let transfers: Int
        }
        struct Reckoning: Decodable {
            let processed: Int
            let waiting: Int
            let withAClerk: Int
            let transmitted: Int
            let reports: [String: Int]
            let faults: [String]
        }
        let counts: Counts
        let reckoning: Reckoning
    }

    @Test func someWeeksOfAYearAddUpAndADifferenceIsTold() async throws {
        try await TestHub.with { hub in
            try await hub.take((1...1_030).map { ResidentRow($0) })
            try await give(hub, 1...1_000, born: "1980-01-02")
            try await give(hub, 1_001...1_030, born: "\(Calendar.current.component(.year, from: .now) - 21)-01-02")
            let environment = hub.commandEnvironment.merging([
                "ATENA_ACCOUNT": try await hub.accountFile(), "ATENA_PENSION": "dbname=\(hub.database) password=\(hub.password)",
                "ATENA_SEAL": hub.path("seal"), "ATENA_POLICIES": TestServer.root + "/Policies",
            ]) { $1 }
            func bench(_ arguments: String...) async throws -> Program.Outcome {
                try await Program.run(try #require(Program.atena), ["bench"] + arguments, environment: environment)
            }
            let city = try await bench("pension-city", "--insured", "1000")
            try #require(city.status == 0, "\(city.error)")
            try await hub.admin.script(unsafeSQL: try String(contentsOfFile: TestServer.root + "/ops/parts/pension-city.sql", encoding: .utf8))
            let run = try await bench("pension-year", "--weeks", "6", "--weekly", "60", "--media", hub.path("media"))
            #expect(run.status == 0, "\(run.error)")
            let year = try JSONDecoder().decode(Year.self, from: run.output)
            #expect(year.reckoning.faults == [])
            #expect(year.counts.filed.values.reduce(0, +) == 360 && year.counts.transmittals == 6 && year.counts.transfers >= 1)
            #expect(year.counts.filed.keys.contains("student-applied") && year.counts.filed.keys.contains("reached-20"), "\(year.counts.filed)")
            // Whatever kept one from being accepted, it is told by its code.
            #expect(Set(year.counts.checked.keys) == ["accepted", "returned", "cancelled"], "\(year.counts.checked)")
            #expect(year.reckoning.reports.keys.contains("returned") && year.reckoning.reports.keys.contains("processed"), "\(year.reckoning.reports)")
            #expect(min(year.reckoning.processed, year.reckoning.waiting, year.reckoning.withAClerk) > 0)
            #expect(try await hub.count("SELECT count(*) FROM pension.report_item") == year.reckoning.transmitted)
            #expect(try await hub.count("SELECT count(*) FROM pension.result_row") == year.counts.resultLines)
            #expect(
                try await hub.count("SELECT count(*) FROM pension.reception WHERE kind NOT IN ('carried-over', 'basic-data')")
                    == year.reckoning.processed + year.reckoning.waiting + year.reckoning.withAClerk)
        }
    }

    /// As the hub's delivery gives them, all at once.
    private func give(_ hub: TestHub, _ numbers: ClosedRange<Int>, born: String) async throws {
        let items = [
            "shimei": "年金　花子", "shimei_furigana": "ネンキン　ハナコ", "seinengappi": born, "juminjotai": "1", "juminshubetsu": "1", "idojiyu": "41",
            "idonengappi": "2020-04-01", "jusho_choaza": "常盤六丁目", "setaibango": "1", "zokugara": "世帯主",
        ]
        let text = String(decoding: try JSONEncoder().encode(items), as: UTF8.self)
        try await hub.admin.execute(
            """
            INSERT INTO national_pension.person (sequence, rirekibango, removed, atenabango, items)
            SELECT 1, 1, false, n, \(text)::text::json FROM unnest(\(numbers.map(ResidentRow.number))) AS given (n)
            """)
    }
}
