import AccessControlStand
import Addressee
import Postgres
import RegisterStand
import SyntheticCity
import Testing

@testable import AccessControl
@testable import Register

/// What `atena generate --days N` makes lies before today, whatever day it is: nothing of it is refused on that day.
@Suite(.timeLimit(.minutes(10))) struct GeneratedDaysTests {
    @Test(arguments: ["2026-11-27", "2027-01-01", "2028-02-29", "2028-03-01", "2027-04-01"]) func noRowIsRefused(today: String) async throws {
        try await TestHub.with { hub in
            let today = day(today)
            let days = 4
            let request = CityRequest(
                persons: 400, seed: UInt64(today.daysSince2000), directory: hub.path("city"), from: CityRequest.firstDay(of: days, before: today), days: days,
                movementsPerDay: 120, systems: [])
            let city = try await SmallCity.generate(request)
            #expect(city.files.count == days + 1)
            var births = 0
            for file in city.files {
                let report = try await Intake(pool: hub.staffed, vault: hub.vault, today: { today }).take(
                    Staff.service(.operateDeliveries), file.path, layout: file.layout, source: file.source)
                #expect(report.rejected == 0, "\(file.name) \(report.rejectedByCode)")
                births += report.accepted
            }
            #expect(births > 800)
            #expect(try await hub.count("SELECT count(*) FROM register.version WHERE idojiyu = '03' AND idonengappi >= \(today.adding(days: -20))") > 0)
            #expect(try await hub.count("SELECT count(*) FROM register.version WHERE greatest(idonengappi, todokedenengappi, birth_sort_day) >= \(today)") == 0)
        }
    }
}
