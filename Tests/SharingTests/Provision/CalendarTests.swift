import AccessControlStand
import Addressee
import ConnectorKit
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Register
@testable import SourceFiles

/// Ages change with the hub's day: who enters and who leaves is told, once, whatever the size of a page.
@Suite(.timeLimit(.minutes(10))) struct CalendarTests {
    /// Persons born on these days, told to a receiver with this scope while the hub goes through these days.
    private func run(
        scope: String, births: [String], days: [String], limit: Int = 1000
    ) async throws -> [[String]] {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(scope: scope))
            try await hub.advance(days[0])
            try await hub.take(births.enumerated().map { index, birth in ResidentRow(index + 1).with { $0[.seinengappi] = birth } })
            try await hub.settle()
            var state = HeldState()
            var held: [[String]] = []
            for day in days {
                try await hub.advance(day)
                try await hub.settle()
                try await state.catchUp(hub, limit: limit)
                held.append(births.indices.filter { state.held[ResidentRow.number($0 + 1)] != nil }.map { births[$0] })
            }
            return held
        }
    }

    @Test func anAgeIsReachedOnTheDayBeforeTheBirthday() async throws {
        let held = try await run(
            scope: "age: { from: reached 65 }", births: ["1961-11-21", "1961-11-22", "1961-11-23"], days: ["2026-11-20", "2026-11-21", "2026-11-22"])
        #expect(held == [["1961-11-21"], ["1961-11-21", "1961-11-22"], ["1961-11-21", "1961-11-22", "1961-11-23"]])
    }

    @Test func whoAgesOutIsRemovedOnTheBirthday() async throws {
        let held = try await run(
            scope: "age: { until: birthday 75 }", births: ["1951-11-20", "1951-11-21"], days: ["2026-11-19", "2026-11-20", "2026-11-21"])
        #expect(held == [["1951-11-20", "1951-11-21"], ["1951-11-21"], []])
    }

    @Test func whoWasBornOnTheTwentyNinthOfFebruaryAgesInCommonYearsToo() async throws {
        // 2026 has no 29 February: the birthday is 1 March, and the age is reached on 28 February.
        #expect(
            try await run(scope: "age: { from: birthday 18 }", births: ["2008-02-29"], days: ["2026-02-27", "2026-02-28", "2026-03-01"])
                == [[], [], ["2008-02-29"]])
        #expect(
            try await run(scope: "age: { from: reached 18 }", births: ["2008-02-29"], days: ["2026-02-27", "2026-02-28", "2026-03-01"])
                == [[], ["2008-02-29"], ["2008-02-29"]])
        // And the birth that is no day: counted as the day after the month's end.
        #expect(
            try await run(scope: "age: { from: reached 71 }", births: ["1955-02-29"], days: ["2026-02-27", "2026-02-28", "2026-03-01"])
                == [[], ["1955-02-29"], ["1955-02-29"]])
    }

    /// No birthday is invented: who may have reached the age is outside until no day is left on which they haven't; and told on that night.
    @Test func whoseBirthDateIsKnownInPartEntersAndLeavesWhenItIsCertain() async throws {
        func told(_ scope: String, _ days: [String]) async throws -> [[String]] {
            try await TestHub.with { hub in
                try await hub.load(TestPolicy(scope: scope))
                try await hub.advance(days[0])
                try await hub.take([
                    ResidentRow(1).with { row in
                        (row[.seinengappi], row[.seinengappiFushofuragu], row[.seinengappiFushohyoki]) = ("1961-11-00", "1", "昭和36年11月頃")
                    }
                ])
                try await hub.settle()
                var state = HeldState()
                var held: [[String]] = []
                for day in days {
                    try await hub.advance(day)
                    try await hub.settle()
                    try await state.catchUp(hub)
                    held.append(state.held.keys.sorted())
                    #expect(state.differences(from: try HeldState.of(ndjson: try await hub.full().bytes)) == [])
                }
                return held
            }
        }
        let person = [ResidentRow.number(1)]
        let days = ["2026-10-30", "2026-10-31", "2026-11-28", "2026-11-29", "2026-11-30"]
        #expect(try await told("age: { from: reached 65 }", days) == [[], [], [], person, person])
        #expect(try await told("age: { until: reached 65 }", days) == [person, [], [], [], []])
        #expect(try await told("not: { age: { from: reached 65 } }", days) == [person, [], [], [], []])
    }

    @Test func aSchoolYearEndsForEverybodyAtOnce() async throws {
        let births = ["2008-04-01", "2008-04-02", "2009-03-31", "2009-04-01", "2009-04-02"]
        let held = try await run(scope: "age: { until: school-year-end 18 }", births: births, days: ["2027-03-30", "2027-03-31", "2027-04-01"])
        #expect(held == [Array(births.dropFirst()), Array(births.dropFirst()), ["2009-04-02"]])
    }

    @Test(arguments: [1, 2, 3]) func aMoveThatSpansSeveralPagesReachesEverybody(limit: Int) async throws {
        let births = (0..<7).map { _ in "1961-11-22" }
        let held = try await run(scope: "age: { from: reached 65 }", births: births, days: ["2026-11-20", "2026-11-21"], limit: limit)
        #expect(held.map(\.count) == [0, 7])
        let gone = try await run(scope: "age: { until: reached 65 }", births: births, days: ["2026-11-20", "2026-11-21"], limit: limit)
        #expect(gone.map(\.count) == [7, 0])
    }

    @Test func aLeapOverManyYearsIsAMoveLikeAnother() async throws {
        let births = ["1966-12-01", "1996-06-01", "2008-06-01"]
        let held = try await run(scope: "age: { from: reached 20, until: reached 60 }", births: births, days: ["2026-11-20", "2030-01-01", "2060-01-01"])
        #expect(held == [["1966-12-01", "1996-06-01"], ["1996-06-01", "2008-06-01"], ["2008-06-01"]])
    }

    @Test func goingBackOrStandingStillChangesNothing() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(scope: "age: { from: reached 65 }"))
            #expect(try await hub.advance("2026-11-20") == 0)
            #expect(try await hub.advance("2026-11-20") == nil)
            #expect(try await hub.advance("2026-11-19") == nil)
            #expect(try await hub.count("SELECT count(*) FROM journal.calendar") == 1)
        }
    }

    @Test func aPolicyThatIsNewWhileAMoveIsOutOfSightMissesNobodyWhoCrossedItsAgesThen() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(system: .childcare))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1).with { $0[.seinengappi] = "1961-11-22" }])
            try await hub.settle()
            // Something old is still running, so that nobody can see the move that comes.
            let old = try await Connection.open(hub.settings())
            try await old.script(unsafeSQL: "BEGIN; SELECT pg_current_xact_id()")
            try await hub.advance("2026-11-21")
            try await hub.load(TestPolicy(system: .childcare), TestPolicy(scope: "age: { from: reached 65 }"))
            var state = HeldState()
            try await state.catchUp(hub)
            #expect(state.held.isEmpty, "65 tomorrow, as far as can be seen")
            try await old.script(unsafeSQL: "COMMIT")
            await old.close()
            try await hub.settle()
            try await state.catchUp(hub)
            #expect(state.held.count == 1)
        }
    }

    @Test func aWriterWhoStartedBeforeTheMoveAndCommitsDuringItIsNotOverlooked() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(scope: "age: { from: reached 65 }"))
            try await hub.advance("2026-11-20")
            var state = HeldState()
            try await hub.settle()
            try await state.catchUp(hub)
            let csv = ResidentRow.csv([ResidentRow(1).with { $0[.seinengappi] = "1961-11-22" }]).split(separator: 0x0A).map(Array.init)
            let fields = SubmissionFields(layout: .residents, header: try FileHeader(csv[0], layout: .residents))
            var block = RowBlock(lane: 0, number: 0, columnCount: fields.header.columnCount, capacity: 1)
            csv[1].withUnsafeBytes { block.append($0, line: 2) }
            var scratch: [UInt8] = []
            let submission = try block.withRow(0) {
                try fields.submission($0, at: 0, cipher: hub.vault.numberCipher(), today: TestHub.intakeDay, scratch: &scratch).get()
            }
            let writer = try await Connection.open(hub.settings())
            try await writer.script(unsafeSQL: "BEGIN")
            try await writer.script(unsafeSQL: "\(HubCalendar.holdingStill)")
            _ = try await BlockRegistration(vault: hub.vault, fields: fields, source: .residentRecord)
                .register([submission], of: block, on: writer)
            // The move comes while the writer's transaction is open, and waits for it; the person's age must be seen.
            let move = Task { try await hub.advance("2026-11-21") }
            #expect(try await eventually { try await hub.someoneWaits() })
            try await writer.script(unsafeSQL: "COMMIT")
            _ = try await move.value
            try await hub.settle()
            try await state.catchUp(hub, limit: 1)
            #expect(state.held.count == 1)
            await writer.close()
        }
    }
}
