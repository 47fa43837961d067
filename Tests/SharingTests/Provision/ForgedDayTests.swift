import AccessControlStand
import Addressee
import AuditTrail
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Register
@testable import Sharing

/// A day that somebody with a password of the database puts in is no day of the hub (decision 0094): nobody is older by it.
@Suite(.timeLimit(.minutes(10))) struct ForgedDayTests {
    /// A hub that gives whoever is 65 or more: one is 76, the other 50.
    private func withHub(_ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.shimei], scope: "age: { from: reached 65 }"))
            try await hub.advance("2026-11-20")
            try await hub.take([
                ResidentRow(1).with { $0[.seinengappi] = "1950-01-05" }, ResidentRow(2).with { $0[.seinengappi] = "1976-01-05" },
            ])
            try await hub.settle()
            try await body(hub)
        }
    }

    /// As the login of what delivers could.
    private func forge(_ hub: TestHub, _ day: String) async throws {
        _ = try await hub.worked.execute(
            "INSERT INTO journal.calendar (position, day) VALUES (nextval('journal.position'), \(AccessControlStand.day(day)))")
        try await hub.settle()
    }

    /// Whom tax is given, asked for one by one, in an extract, and by the journal from its start.
    private func expectGiven(_ hub: TestHub, _ expected: [Int], sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let numbers = Set(expected.map { ResidentRow.number($0) })
        for number in [ResidentRow.number(1), ResidentRow.number(2)] {
            let isGiven: Bool
            do { isGiven = try await hub.person(number).operation == .upsert } catch is ProvisionRefused { isGiven = false }
            #expect(isGiven == numbers.contains(number), "one by one", sourceLocation: sourceLocation)
        }
        let extract = String(decoding: try await hub.full().bytes, as: UTF8.self)
        for number in [ResidentRow.number(1), ResidentRow.number(2)] {
            #expect(extract.contains("\"\(number)\"") == numbers.contains(number), "by an extract", sourceLocation: sourceLocation)
        }
        let page = try await hub.changes()
        let given = Set(page.entries.filter { $0.operation == .upsert }.map(\.addresseeNumber.value))
        #expect(given == numbers, "by the journal", sourceLocation: sourceLocation)
    }

    @Test func nobodyIsOlderByADayThatWasPutInBySQL() async throws {
        try await withHub { hub in
            try await expectGiven(hub, [1])
            for day in ["2046-01-01", "2051-01-01", "2046-01-02"] { try await forge(hub, day) }
            try await expectGiven(hub, [1])
            #expect(try await hub.pool.withConnection { try await HubCalendar.newest(hub.store.seal, on: $0) } == day("2026-11-20"))
            let rows = try await hub.pool.withConnection { try await UntrueRows.all(hub.keys, on: $0) }
            #expect(rows.map { "\($0.table) \($0.count)" } == ["journal.calendar 3"])
        }
    }

    @Test func theHubMovesOnBehindDaysThatWerePutInBySQL() async throws {
        try await withHub { hub in
            for day in ["2026-11-21", "2046-01-01"] { try await forge(hub, day) }
            #expect(try await hub.advance("2026-11-21") == 0)
            #expect(try await hub.advance("2026-11-21") == nil)
            try await hub.settle()
            try await expectGiven(hub, [1])
            // By a day of the hub's own both are 65.
            #expect(try await hub.advance("2042-01-01") == 1)
            try await hub.settle()
            try await expectGiven(hub, [1, 2])
        }
    }

    @Test func aDayThatWasAlteredIsNone() async throws {
        try await withHub { hub in
            try await hub.advance("2026-11-21")
            try await hub.settle()
            _ = try await hub.admin.execute("UPDATE journal.calendar SET day = '2046-01-01' WHERE day = '2026-11-21'")
            try await expectGiven(hub, [1])
            #expect(try await hub.advance("2026-11-22") == 0)
        }
    }

    /// What an upgrade finds is sealed once, and nothing opens before.
    @Test func theDaysThatStoodBeforeAreSealedOnce() async throws {
        try await withHub { hub in
            _ = try await hub.admin.execute("UPDATE journal.calendar SET mac = NULL")
            _ = try await hub.admin.execute("DELETE FROM access.row_sealing WHERE generation = 8")
            await #expect(throws: RowsUnsealed.self) { try await RowSeal.require(hub.pool) }
            await #expect(throws: HubHasNoDay.self) { _ = try await hub.person(ResidentRow.number(1)) }
            #expect(try await RowSeal(keys: hub.keys).sealStanding(at: .now(), on: hub.admin) == 1)
            try await RowSeal.require(hub.pool)
            try await expectGiven(hub, [1])
            try await forge(hub, "2046-01-01")
            #expect(try await RowSeal(keys: hub.keys).sealStanding(at: .now(), on: hub.admin) == nil)
            try await expectGiven(hub, [1])
        }
    }
}
