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
    @Test func twoPoolsThatSubmitTheSameNumbersFromTwoDepartmentsGetOneIntegratedNumberEach() async throws {
        try await TestHub.with { hub in
            let persons = 3000
            let files = try (0..<2).map { index in
                try hub.write(NonResidentRow.csv((1...persons).shuffled().map { NonResidentRow($0, number: nil) }), to: "\(index).csv")
            }
            let other = hub.anotherPool()
            async let first = Intake(pool: hub.staffed, vault: hub.vault).take(Staff.service(.operateDeliveries), files[0], layout: .nonResidents, source: .tax)
            async let second = Intake(pool: other, vault: hub.vault).take(
                Staff.service(.operateDeliveries), files[1], layout: .nonResidents, source: .childcare)
            for report in try await [first, second] { #expect(report.accepted == persons) }
            try await hub.expectOneNumberEach(persons: persons, addressees: 2 * persons)
            await other.shutdown(grace: .seconds(1))
        }
    }

    @Test func twoProcessesThatTakeTheSameFileAtOnceBothSucceedAndTakeItOnce() async throws {
        try await TestHub.with { hub in
            let persons = 2000
            let bytes = ResidentRow.csv((1...persons).map { ResidentRow($0) })
            let files = try [hub.write(bytes, to: "a.csv"), hub.write(bytes, to: "b.csv")]
            let other = hub.anotherPool()
            async let first = Intake(pool: hub.staffed, vault: hub.vault).take(
                Staff.service(.operateDeliveries), files[0], layout: .residents, source: .residentRecord)
            async let second = Intake(pool: other, vault: hub.vault).take(
                Staff.service(.operateDeliveries), files[1], layout: .residents, source: .residentRecord)
            for report in try await [first, second] { #expect(report.rowsRead == persons && report.addsUp) }
            try await hub.expectOneNumberEach(persons: persons, addressees: persons)
            #expect(try await hub.count("SELECT count(*) FROM register.version") == persons)
            await other.shutdown(grace: .seconds(1))
        }
    }
}
