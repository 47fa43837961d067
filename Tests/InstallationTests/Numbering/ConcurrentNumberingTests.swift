import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import Testing

@testable import AccessControl
@testable import Register

/// NL-2 under concurrency: the unique index decides, whoever comes first.
@Suite(.timeLimit(.minutes(10))) struct ConcurrentNumberingTests {
    /// Every individual number has one integrated number, and both sources are linked to it.
    private func expectOneNumberEach(_ hub: TestHub, persons: Int, addressees: Int) async throws {
        #expect(try await hub.count("SELECT count(*) FROM register.integrated_number") == persons)
        #expect(try await hub.count("SELECT count(*) FROM vault.individual_number") == persons)
        #expect(try await hub.count("SELECT count(*) FROM register.addressee") == addressees)
        #expect(
            try await hub.count(
                "SELECT count(*) FROM (SELECT FROM register.version GROUP BY running_number HAVING count(*) <> \(Int64(addressees / persons))) AS n")
                == 0)
        #expect(try await hub.count("SELECT count(*) FROM intake.rejected") + hub.count("SELECT count(*) FROM intake.held") == 0)
    }

    @Test func twoProcessesThatSubmitTheSameTenThousandNumbersGetOneIntegratedNumberEach() async throws {
        try await TestHub.with { hub in
            let atena = try #require(Program.atena, "build the product atena first")
            let persons = 10_000
            let residents = try hub.write(ResidentRow.csv((1...persons).map { ResidentRow($0) }), to: "residents.csv")
            let shuffled = (1...persons).shuffled().map { NonResidentRow($0, number: nil) }
            let nonResidents = try hub.write(NonResidentRow.csv(shuffled), to: "nonresidents.csv")
            let environment = hub.commandEnvironment.merging(["ATENA_ACCOUNT": try await hub.accountFile()]) { $1 }
            async let first = Program.run(atena, ["intake", "residents", residents, "--json"], environment: environment)
            async let second = Program.run(
                atena, ["intake", "nonresidents", nonResidents, "--source", "tax", "--json"], environment: environment)
            for outcome in try await [first, second] {
                #expect(outcome.status == 0, "\(outcome.error.suffix(400))")
                let report = try JSONDecoder().decode(IntakeReport.self, from: outcome.output)
                #expect(report.accepted == persons && report.addsUp)
            }
            try await expectOneNumberEach(hub, persons: persons, addressees: 2 * persons)
        }
    }
}
