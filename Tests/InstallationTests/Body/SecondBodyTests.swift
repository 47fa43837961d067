import AccessControlStand
import Addressee
import Postgres
import Register
import RegisterStand
import SyntheticCity
import Testing

@testable import AccessControl
@testable import AuditTrail

/// A hub of a second body, fed with a city of its own: residents, movements and non-residents (CT-19).
@Suite(.timeLimit(.minutes(10))) struct SecondBodyTests {
    /// One whose towns the generator knows, and one whose towns it invents.
    @Test(arguments: ["112011", "473821"]) func aSecondBodysHubTakesItsOwnCityAndNoFileOfTheFirst(code: String) async throws {
        try await TestHub.with { hub in
            try await hub.become(HubBody(code: TestServer.code(code), unnamedUntil: nil))
            func city(of body: String) async throws -> SmallCity {
                try await SmallCity.generate(
                    CityRequest(
                        persons: 400, seed: 5, directory: hub.path(body), from: TestHub.intakeDay.adding(days: -2), days: 2, movementsPerDay: 60,
                        of: TestServer.code(body)))
            }
            let (own, first) = (try await city(of: code), try await city(of: "111007"))
            func expectNothingTakenOfTheFirst() async throws {
                let versions = try await hub.count("SELECT count(*) FROM register.version")
                for file in first.files {
                    await #expect("\(file.name)") { try await hub.take(file) } throws: { ($0 as? any Explained)?.code == "F0048" }
                }
                #expect(try await hub.count("SELECT count(*) FROM register.version") == versions)
            }
            #expect(first.files.count == 8 && own.files.map(\.name) == first.files.map(\.name))
            try await expectNothingTakenOfTheFirst()
            for file in own.files {
                let report = try await hub.take(file)
                #expect(report.rejected == 0 && report.accepted > 0, "\(file.name) \(report)")
            }
            #expect(try await hub.count("SELECT count(*) FROM register.version WHERE juminjotai = '1'") > 300)
            #expect(try await hub.count("SELECT count(*) FROM register.version WHERE juminjotai = '1' AND jusho_shikuchosonkodo <> \(code)") == 0)
            #expect(try await hub.count("SELECT count(*) FROM register.version WHERE jutogaijotai IS NOT NULL") > 10)
            try await expectNothingTakenOfTheFirst()
        }
    }
}
