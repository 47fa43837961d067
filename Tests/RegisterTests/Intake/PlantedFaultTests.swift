import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import SyntheticCity
import Testing

@testable import Register

/// Every kind of bad row that a city can be given ends with the code it was planted for.
@Suite struct PlantedFaultTests {
    private struct Planted: Decodable {
        var fault: String
        var file: String
        var line: Int
        var outcome: String
        var code: String?
    }

    @Test func everyPlantedFaultEndsAsItsCode() async throws {
        try await TestHub.with { hub in
            let city = try await SmallCity.generate(persons: 1500, days: 1, plant: Fault.allCases, into: hub.path("city"))
            var reports: [String: IntakeReport] = [:]
            for file in city.files { reports[file.name] = try await hub.take(file) }
            let planted = try JSONDecoder().decode([Planted].self, from: Data(contentsOf: URL(filePath: hub.path("city/planted.json"))))
            #expect(planted.count == Fault.allCases.count)
            for row in planted {
                let found = try await codes(hub, city, row.file, row.line)
                let table = row.outcome == "held" ? found.held : found.rejected
                #expect(row.code.map { table.contains($0) } ?? !table.isEmpty, "\(row.fault): \(found)")
                if row.outcome == "rejected" {
                    #expect(try rejectedLines(of: hub.path("city/" + row.file)).contains("\(row.line),\(row.code ?? "")"), "\(row.fault)")
                }
            }
            // And nothing else was refused, but corrections of numbers (C6), which a clerk decides.
            let refused = reports.values.reduce(0) { $0 + $1.rejected + $1.held + $1.claimed }
            let corrections = try await hub.count("SELECT count(*) FROM intake.held WHERE code = 'H0003'")
            #expect(refused == planted.count + corrections)
            for (name, report) in reports { #expect(report.addsUp && report.rowsRead == city.rows[name]) }
        }
    }

    private func codes(
        _ hub: TestHub, _ city: SmallCity, _ file: String, _ line: Int
    ) async throws -> (rejected: [String], held: [String]) {
        let digest = try city.digest(of: file)
        let rejected = try await hub.rows(
            "SELECT code FROM intake.rejected JOIN intake.file USING (file_id) WHERE digest = \(digest) AND line = \(Int64(line))")
        let held = try await hub.rows(
            "SELECT code FROM intake.held JOIN intake.file USING (file_id) WHERE digest = \(digest) AND line = \(Int64(line))")
        return (try rejected.map { try $0.decode(String.self) }, try held.map { try $0.decode(String.self) })
    }

    /// Line and code of each row of `FILE.rejected.csv`, whose four last columns are the hub's; rows may hold bytes that are no text.
    private func rejectedLines(of file: String) throws -> Set<String> {
        let text = String(decoding: try Data(contentsOf: URL(filePath: file + ".rejected.csv")), as: UTF8.self)
        var found: Set<String> = []
        for match in text.matches(of: /,(\d+),(E\d{4}),[a-z_]*,/) { found.insert("\(match.1),\(match.2)") }
        return found
    }
}
