import Addressee
import ConnectorKit
import Postgres
import Testing

@testable import Register
@testable import Sharing

/// 個人番号の変更 (C5, C6): the integrated addressee number stays.
@Suite struct IndividualNumberChangeTests {
    @Test func theIntegratedNumberStays() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            try await hub.take([first])
            let report = try await hub.take([first.next("C5") { $0[.kojinbango] = Numbers.individual(77) }])
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
            let second = first.next("C5") { $0[.kojinbango] = Numbers.individual(77) }
            let third = second.next("C5") { $0[.kojinbango] = Numbers.individual(78) }
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
            try await hub.take([first.next("C5") { $0[.kojinbango] = Numbers.individual(77) }])
            let stranger = ResidentRow(2).with {
                $0[.kojinbango] = Numbers.individual(1)
                $0[.seinengappi] = "2001-05-05"
            }
            #expect(try await hub.take([stranger]).claimed == 1)
            #expect(try await hub.text("SELECT code FROM intake.held") == "H0004")
        }
    }

    @Test func onlyReceiversWithTheIndividualNumberAreTold() async throws {
        try await TestHub.with { hub in
            try await hub.load(
                TestPolicy(items: [.kojinbango, .shimei]), TestPolicy(system: .childcare, items: [.shimei]))
            try await hub.advance("2026-11-20")
            let first = ResidentRow(1)
            try await hub.take([first])
            try await hub.settle()
            var told = HeldState()
            var untold = HeldState()
            try await told.catchUp(hub)
            try await untold.catchUp(hub, .childcare)
            try await hub.take([first.next("C5") { $0[.kojinbango] = Numbers.individual(77) }])
            try await hub.settle()
            let changed = try await hub.changes(after: told.cursor)
            #expect(changed.entries.map(\.individualNumber) == [try IndividualNumber(Numbers.individual(77))])
            #expect(try await hub.changes(.childcare, after: untold.cursor).entries.isEmpty)
        }
    }

    @Test func withoutSuchAReasonAnotherNumberIsHeldForAClerk() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            try await hub.take([first])
            let report = try await hub.take([first.next("C2") { $0[.kojinbango] = Numbers.individual(77) }])
            #expect(report.held == 1)
            #expect(try await hub.text("SELECT code FROM intake.held") == "H0002")
            #expect(try await hub.count("SELECT count(*) FROM register.version") == 1)
        }
    }

    /// C6 does not say whether the number changed or never was hers.
    @Test func aCorrectionWaitsForAClerkAndThePersonIsServedWithWhatWasThere() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.kojinbango, .shimei, .jushoChoaza]))
            try await hub.advance("2026-11-20")
            let first = ResidentRow(1)
            try await hub.take([first])
            let corrected = first.next("C6") { $0[.kojinbango] = Numbers.individual(77) }
            let report = try await hub.take([corrected])
            #expect(report.held == 1 && report.accepted == 0)
            #expect(try await hub.text("SELECT code FROM intake.held") == "H0003")
            // What comes later of her is not held up by the question.
            let moved = corrected.next("C1") { $0[.jushoChoaza] = "北本町" }
            #expect(try await hub.take([moved]).accepted == 1)
            try await hub.settle()
            let entry = try await hub.person(ResidentRow.number(1))
            #expect(entry.items[.jushoChoaza] == "北本町" && entry.waiting == [])
            #expect(entry.individualNumber == (try IndividualNumber(Numbers.individual(1))))
        }
    }

    @Test func thePersonsOwnFormerNumberIsNotCalledAnotherPersons() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            let second = first.next("C5") { $0[.kojinbango] = Numbers.individual(77) }
            try await hub.take([first])
            try await hub.take([second])
            try await hub.take([second.next("C2") { $0[.kojinbango] = Numbers.individual(1) }])
            #expect(try await hub.text("SELECT code FROM intake.held") == "H0002")
        }
    }
}
