import AccessControlStand
import Addressee
import Postgres
import RegisterStand
import Testing

@testable import Register

/// CT-11: what a row may not do to the record that is held, by code.
@Suite(.timeLimit(.minutes(10))) struct LogicCheckTests {
    /// The code that `row` is rejected with after `before` was taken in; nil if it is not.
    private func code(after before: [ResidentRow], _ row: ResidentRow) async throws -> String? {
        try await TestHub.with { hub in
            if !before.isEmpty { #expect(try await hub.take(before).accepted == before.count) }
            let report = try await hub.take([row])
            guard report.rejected == 1 else { return nil }
            #expect(try await hub.count("SELECT count(*) FROM register.version") == before.count)
            return try await hub.text("SELECT code FROM intake.rejected")
        }
    }

    @Test func moveInOfAResidentIsE0201() async throws {
        #expect(try await code(after: [ResidentRow(1)], ResidentRow(1).next("01")) == "E0201")
    }

    @Test func deathOfTheDeadIsE0201() async throws {
        let dead = ResidentRow(1).next("23")
        #expect(try await code(after: [ResidentRow(1), dead], dead.next("23")) == "E0201")
    }

    @Test func moveOfSomebodyUnknownIsE0201() async throws {
        #expect(try await code(after: [], ResidentRow(1, reason: "41")) == "E0201")
    }

    @Test func moveThatChangesTheNameIsE0202() async throws {
        #expect(try await code(after: [ResidentRow(1)], ResidentRow(1).next("41") { $0[.shimei] = "試験　別名" }) == "E0202")
    }

    @Test func moveThatChangesTheAddressIsAccepted() async throws {
        #expect(try await code(after: [ResidentRow(1)], ResidentRow(1).next("41") { $0[.jushoChoaza] = "別所" }) == nil)
    }

    @Test func olderHistoryNumberIsE0203() async throws {
        let third = ResidentRow(1).next("42").next("42")
        #expect(try await code(after: [ResidentRow(1), third], ResidentRow(1).next("43")) == "E0203")
    }

    @Test func sameHistoryNumberWithOtherContentIsE0204() async throws {
        #expect(try await code(after: [ResidentRow(1)], ResidentRow(1).with { $0[.shimei] = "試験　別名" }) == "E0204")
    }

    @Test func reasonThatIsNotInTheListIsRejected() async throws {
        let rejected = try await code(after: [], ResidentRow(1).with { $0[.idojiyu] = "Z9" })
        #expect(rejected == "E0205" || rejected == "E0002")
    }

    @Test func birthInTheFutureIsE0206() async throws {
        #expect(try await code(after: [], ResidentRow(1).with { $0[.seinengappi] = "2026-11-21" }) == "E0206")
        #expect(try await code(after: [], ResidentRow(1).with { $0[.seinengappi] = "2026-11-20" }) == nil)
    }

    /// The open end 9999-12-31 is for the end of a period; nobody moved in then.
    @Test(arguments: [Item.idonengappi, .todokedenengappi, .juminnengappi, .jushoteinengappi]) func aDayMoreThanAYearAheadIsE0211(item: Item) async throws {
        #expect(try await code(after: [], ResidentRow(1).with { $0[item] = "9999-12-31" }) == "E0211")
        #expect(try await code(after: [], ResidentRow(1).with { $0[item] = "2027-11-22" }) == "E0211")
        #expect(try await code(after: [], ResidentRow(1).with { $0[item] = "2027-11-21" }) == nil)
    }

    @Test(arguments: [Item.idonengappi, .todokedenengappi, .juminnengappi, .jushoteinengappi, .shiensochiKaishi, .shiensochiShuryo])
    func noDateIsOfYear0(item: Item) async throws {
        for date in ["0000-01-01", "0000-12-31", "0000-02-29"] {
            #expect(try await code(after: [], ResidentRow(1).with { $0[item] = date }) == "E0002")
        }
    }

    @Test func residentAsNonResidentIsE0207() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            #expect(try await hub.take([NonResidentRow(1, number: ResidentRow.number(1))], from: .tax).rejected == 1)
            #expect(try await hub.text("SELECT code FROM intake.rejected") == "E0207")
        }
    }

    @Test func stateThatDoesNotFollowFromTheReasonIsE0208() async throws {
        #expect(try await code(after: [ResidentRow(1)], ResidentRow(1).next("23") { $0[.juminjotai] = "2" }) == "E0208")
    }

    @Test func aRecordWithAHistoryOfItsOwnIsTakenOverAsItIs() async throws {
        #expect(try await code(after: [], ResidentRow(1, history: 7, reason: "42")) == nil)
    }

    @Test func whoeverIsDecidedUponIsReadAfterWaitingForAnotherWriter() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            try await hub.take([first])
            let other = try await Connection.open(hub.settings())
            try await other.script(unsafeSQL: "BEGIN; SELECT FROM register.addressee FOR NO KEY UPDATE")
            try await WrittenVersion.next(of: 1, name: first[.shimei], state: .dead, on: other)
            // Taken in while the person's death is not yet committed: it has to wait, and then to see it.
            async let report = hub.take([first.next("41").with { $0[.rirekibango] = "3" }])
            while try await hub.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") == 0 {
                try await Task.sleep(for: .milliseconds(20))
            }
            try await other.script(unsafeSQL: "COMMIT")
            #expect(try await report.rejectedByCode == ["E0201": 1])
            await other.close()
        }
    }
}
