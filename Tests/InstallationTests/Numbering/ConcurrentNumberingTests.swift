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
    @Test func twoProcessesThatSubmitTheSameTenThousandNumbersGetOneIntegratedNumberEach() async throws {
        try await TestHub.withOperations { hub, environment in
            let atena = try #require(Program.atena, "build the product atena first")
            let persons = 10_000
            let residents = try hub.write(ResidentRow.csv((1...persons).map { ResidentRow($0) }), to: "residents.csv")
            let shuffled = (1...persons).shuffled().map { NonResidentRow($0, number: nil) }
            let nonResidents = try hub.write(NonResidentRow.csv(shuffled), to: "nonresidents.csv")
            async let first = Program.run(atena, ["intake", "residents", residents, "--json"], environment: environment)
            async let second = Program.run(
                atena, ["intake", "nonresidents", nonResidents, "--source", "tax", "--json"], environment: environment)
            for outcome in try await [first, second] {
                #expect(outcome.status == 0, "\(outcome.error.suffix(400))")
                let report = try JSONDecoder().decode(IntakeReport.self, from: outcome.output)
                #expect(report.accepted == persons && report.rowsRead == persons)
            }
            try await hub.expectOneNumberEach(persons: persons, addressees: 2 * persons)
        }
    }
}
