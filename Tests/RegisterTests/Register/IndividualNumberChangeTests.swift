import AccessControlStand
import Addressee
import Postgres
import RegisterStand
import Testing

@testable import Register

/// 個人番号の変更 (C5, C6): the integrated addressee number stays.
@Suite struct IndividualNumberChangeTests {
    @Test func theIntegratedNumberStays() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            try await hub.take([first])
            let report = try await hub.take([first.next("45") { $0[.kojinbango] = Numbers.individual(77) }])
            #expect(report.accepted == 1)
            #expect(try await hub.count("SELECT count(*) FROM register.integrated_number") == 1)
            #expect(try await hub.count("SELECT count(DISTINCT running_number) FROM register.version") == 1)
            #expect(try await hub.count("SELECT count(*) FROM vault.individual_number") == 2, "the old number is kept")
            #expect(try await hub.count("SELECT max(number_ordinal)::bigint FROM register.version") == 2)
        }
    }

    @Test func aNumberMayChangeInTheBlockThatAssignedIt() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            let second = first.next("45") { $0[.kojinbango] = Numbers.individual(77) }
            let third = second.next("45") { $0[.kojinbango] = Numbers.individual(78) }
            let report = try await hub.take([first, second, third])
            #expect(report.accepted == 3)
            #expect(try await hub.count("SELECT count(DISTINCT running_number) FROM register.version") == 1)
            #expect(try await hub.count("SELECT max(number_ordinal)::bigint FROM register.version") == 3)
        }
    }

    @Test func theOldNumberIsNeverGivenToAnother() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            try await hub.take([first])
            try await hub.take([first.next("45") { $0[.kojinbango] = Numbers.individual(77) }])
            let stranger = ResidentRow(2).with {
                $0[.kojinbango] = Numbers.individual(1)
                $0[.seinengappi] = "2001-05-05"
            }
            #expect(try await hub.take([stranger]).claimed == 1)
            #expect(try await hub.text("SELECT code FROM intake.held") == "H0004")
        }
    }

    @Test func withoutSuchAReasonAnotherNumberIsHeldForAClerk() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            try await hub.take([first])
            let report = try await hub.take([first.next("42") { $0[.kojinbango] = Numbers.individual(77) }])
            #expect(report.held == 1)
            #expect(try await hub.text("SELECT code FROM intake.held") == "H0002")
            #expect(try await hub.count("SELECT count(*) FROM register.version") == 1)
        }
    }

    @Test func thePersonsOwnFormerNumberIsNotCalledAnotherPersons() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            let second = first.next("45") { $0[.kojinbango] = Numbers.individual(77) }
            try await hub.take([first])
            try await hub.take([second])
            try await hub.take([second.next("42") { $0[.kojinbango] = Numbers.individual(1) }])
            #expect(try await hub.text("SELECT code FROM intake.held") == "H0002")
        }
    }
}
