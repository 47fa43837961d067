import AccessControlStand
import Addressee
import Postgres
import SyntheticCity
import Testing

@testable import AccessControl
@testable import Register

/// What `atena generate --days N` makes lies before today, whatever day it is: nothing of it is refused on that day.
@Suite(.timeLimit(.minutes(10))) struct GeneratedDaysTests {
    /// The days of the command itself.
    @Test func theCommandsDaysLieBeforeToday() async throws {
        let program = try #require(Program.atena, "build atena first")
        try await TestHub.with { hub in
            let made = try await Program.run(program, ["generate", "--persons", "50", "--days", "3", "--movements-per-day", "10", "--out", hub.path("city")])
            #expect(made.status == 0, "\(made.error)")
            let today = CalendarDay.today()
            for back in 1...3 { #expect(String(decoding: made.output, as: UTF8.self).contains("movements-\(today.adding(days: -back)).csv")) }
        }
    }
}
