import AccessControlStand
import Addressee
import Foundation
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import AuditTrail
@testable import Oversight
@testable import Sharing

/// What looks like misuse becomes a finding, once; what is ordinary does not (CT-8).
@Suite(.timeLimit(.minutes(10))) struct AnalysisTests {
    private static let auditor = Staff.with(.readLog, account: "3001")
    /// A Wednesday.
    private static let today = day("2026-11-18")

    static let text = """
        night-use: {from: 22, until: 6, count: 2}
        holiday-use: {count: 2}
        mass-look-ups: {count: 4}
        own-household: {count: 1}
        protected-persons: {count: 2}
        protected-place: {count: 1}
        repeated-refusals: {staff: 3, systems: 4}
        failed-sign-ins: {count: 3}
        looked-up-by-many: {staff: 3, days: 7}
        holidays: [2026-11-03]
        """

    private func rules() throws -> AnalysisRules { try AnalysisRules(file: "analysis.yaml", text: Self.text) }

    private func withHub(_ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.take(
                (1...8).map { n in ResidentRow(n).with { if n == 2 { $0[.setaibango] = "S1" } } })
            try await body(hub)
        }
    }

    /// Writes a look-up into the log, at a time in Japan.
    private func look(
        _ hub: TestHub, _ account: String, at time: String, on day: String = "2026-11-18", person: Int = 1, protected: Bool = false, address: String = "shown"
    ) async throws {
        try await event(
            hub, .personLookedUp, "staff " + account, at: time, on: day, person: person,
            ["address": address, "protected": protected ? "yes" : "no", "reason": "application", "terminal": "window-1"])
    }

    private func event(
        _ hub: TestHub, _ kind: EventKind, _ whom: String, at time: String, on date: String = "2026-11-18", person: Int? = nil,
        isFailure: Bool = false, _ fields: [String: String]
    ) async throws {
        let parts = time.split(separator: ":").compactMap { Int64($0) }
        let start = JapanTime.start(of: day(date)).microsecondsSince2000
        let at = PostgresInstant(microsecondsSince2000: start + (parts[0] * 3600 + parts[1] * 60) * 1_000_000)
        var id: Int64?
        if let person { id = Int64(try await hub.count("SELECT addressee_id FROM register.addressee WHERE atenabango = \(ResidentRow.number(person))")) }
        let personal = id.map { ["addressee_id": String($0)] } ?? [:]
        _ = try await hub.pool.query(AuditEvent(kind, isFailure: isFailure, by: whom, fields: fields, personal: personal, addresseeID: id, at: at).statement())
    }

    @discardableResult
    private func analyse(_ hub: TestHub, until: CalendarDay = Self.today) async throws -> Int {
        try await LogAnalysis(pool: hub.pool).analyse(by: Self.auditor, rules(), text: Self.text, until: until)
    }

    /// Rule, subject, addressee number and count of everything found.
    private func found(_ hub: TestHub) async throws -> [String] {
        let report = try await LogAnalysis(pool: hub.pool).report(by: Self.auditor, from: day("2026-01-01"), until: day("2026-12-31"))
        return report.findings.map { [$0.rule, $0.subject, $0.addresseeNumber, $0.day, String($0.count)].compactMap { $0 }.joined(separator: " ") }
    }

    @Test func atNightFromTenToSix() async throws {
        try await withHub { hub in
            for time in ["22:00", "23:59"] { try await look(hub, "1", at: time, person: 1) }
            for time in ["06:00", "21:59"] { try await look(hub, "2", at: time, person: 2) }
            for time in ["00:00", "05:59"] { try await look(hub, "3", at: time, person: 3) }
            try await look(hub, "4", at: "23:00", person: 4)
            try await analyse(hub)
            let found = try await found(hub)
            #expect(found == ["night-use staff 1 2026-11-18 2", "night-use staff 3 2026-11-18 2"])
        }
    }

    @Test func onSaturdaysSundaysAndHolidays() async throws {
        try await withHub { hub in
            for (account, date) in [("1", "2026-11-14"), ("2", "2026-11-15"), ("3", "2026-11-03"), ("4", "2026-11-16")] {
                for time in ["10:00", "11:00"] { try await look(hub, account, at: time, on: date, person: Int(account) ?? 1) }
            }
            try await analyse(hub)
            let found = try await found(hub)
            #expect(
                found == ["holiday-use staff 3 2026-11-03 2", "holiday-use staff 1 2026-11-14 2", "holiday-use staff 2 2026-11-15 2"])
        }
    }

    @Test func manyPersonsInADaySearchesIncluded() async throws {
        try await withHub { hub in
            for n in 3...6 { try await look(hub, "1", at: "10:00", person: n) }
            for _ in 1...9 { try await look(hub, "2", at: "10:00", person: 3) }
            try await event(hub, .personSearched, "staff 3", at: "10:00", ["count": "4", "more": "no", "reason": "application", "terms": "name birth"])
            try await analyse(hub)
            let found = try await found(hub)
            #expect(found.sorted() == ["mass-look-ups staff 1 2026-11-18 4", "mass-look-ups staff 3 2026-11-18 4"])
        }
    }

    @Test func oneselfAndOnesHouseholdWhereTheNumberIsOnRecord() async throws {
        try await withHub { hub in
            for (account, number) in [("1", ResidentRow.number(1)), ("2", nil)] as [(String, String?)] {
                _ = try await hub.rows(
                    """
                    INSERT INTO access.person (account, opened_at, name, by_whom, atenabango)
                    VALUES (\(account), now(), '試験', 'test', \(number))
                    """)
            }
            for (account, person) in [("1", 1), ("1", 2), ("1", 3), ("2", 2)] { try await look(hub, account, at: "10:00", person: person) }
            try await analyse(hub)
            let found = try await found(hub)
            #expect(
                found.sorted() == [
                    "own-household staff 1 \(ResidentRow.number(1)) 2026-11-18 1", "own-household staff 1 \(ResidentRow.number(2)) 2026-11-18 1",
                ])
        }
    }

    @Test func protectedPersons() async throws {
        try await withHub { hub in
            for n in 1...2 { try await look(hub, "1", at: "10:00", person: n, protected: true) }
            for _ in 1...3 { try await look(hub, "2", at: "10:00", person: 1, protected: true) }
            try await analyse(hub)
            let found = try await found(hub)
            #expect(found == ["protected-persons staff 1 2026-11-18 2"])
        }
    }

    /// INCIDENTS 1: whoever comes upon where a protected person is, and nobody had released it.
    @Test func placesOfTheProtectedWithoutARelease() async throws {
        try await withHub { hub in
            for _ in 1...2 { try await look(hub, "1", at: "10:00", person: 1, protected: true, address: "withheld") }
            // Somebody who lives with one who is protected.
            try await look(hub, "1", at: "10:00", person: 2, address: "withheld")
            try await look(hub, "2", at: "10:00", person: 1, protected: true)
            try await analyse(hub)
            let found = try await found(hub)
            #expect(
                found.sorted() == [
                    "protected-place staff 1 \(ResidentRow.number(1)) 2026-11-18 2", "protected-place staff 1 \(ResidentRow.number(2)) 2026-11-18 1",
                ])
            // A file from before there was this rule means every one.
            let old = Self.text.replacing("protected-place: {count: 1}\n", with: "")
            #expect(try AnalysisRules(file: "analysis.yaml", text: old).placeCount == 1)
        }
    }

    @Test func refusalsOfStaffAndOfSystemsAndFailedSignIns() async throws {
        try await withHub { hub in
            for _ in 1...3 { try await event(hub, .exportWritten, "staff 1", at: "10:00", isFailure: true, ["refusal": "A0001"]) }
            for _ in 1...2 { try await event(hub, .exportWritten, "staff 2", at: "10:00", isFailure: true, ["refusal": "A0001"]) }
            for _ in 1...4 {
                try await event(hub, .provision, "tax/sha256:00", at: "10:00", isFailure: true, ["system": "tax", "refusal": "P0003"])
            }
            for _ in 1...3 { try await event(hub, .signedIn, "unknown", at: "10:00", isFailure: true, ["account": "77"]) }
            try await analyse(hub)
            let found = try await found(hub)
            #expect(
                found.sorted() == [
                    "failed-sign-ins staff 77 2026-11-18 3", "repeated-refusals staff 1 2026-11-18 3", "repeated-refusals system tax 2026-11-18 4",
                ])
        }
    }

    @Test func onePersonLookedUpByManyWithinTheDays() async throws {
        try await withHub { hub in
            try await look(hub, "1", at: "10:00", on: "2026-11-11", person: 5)
            for (account, date) in [("2", "2026-11-12"), ("3", "2026-11-18")] { try await look(hub, account, at: "10:00", on: date, person: 5) }
            for (account, date) in [("1", "2026-11-12"), ("2", "2026-11-13"), ("3", "2026-11-18")] {
                try await look(hub, account, at: "10:00", on: date, person: 6)
            }
            try await analyse(hub)
            let found = try await found(hub)
            #expect(found == ["looked-up-by-many  \(ResidentRow.number(6)) 2026-11-18 3"])
        }
    }

    @Test func aFindingIsMadeOnceHoweverOftenItIsAnalysed() async throws {
        try await withHub { hub in
            for time in ["22:00", "23:59"] { try await look(hub, "1", at: time) }
            let first = try await analyse(hub)
            let again = try await analyse(hub)
            try await look(hub, "1", at: "23:00")
            let later = try await analyse(hub, until: day("2026-11-19"))
            #expect(first == 1 && again == 0 && later == 0)
            try await look(hub, "2", at: "23:00")
            try await look(hub, "2", at: "23:01")
            let late = try await analyse(hub, until: day("2026-11-19"))
            #expect(late == 1, "what was committed after a run is found by the next")
        }
    }

    @Test func aFindingIsClosedOnceWithAReasonBySomebodyElse() async throws {
        try await withHub { hub in
            for time in ["22:00", "23:59"] { try await look(hub, "1", at: time) }
            try await analyse(hub)
            let analysis = LogAnalysis(pool: hub.pool)
            let report = try await analysis.report(by: Self.auditor, from: Self.today, until: Self.today)
            let id = try #require(report.findings.first).id
            let night = report.counts.first { $0.rule == "night-use" }
            #expect(night?.open == 1 && night?.closed == 0)
            #expect(report.counts.count == 9)
            let why = "時間外の災害対応と確認"
            await #expect(throws: AccessRefused.self) { try await analysis.close(by: Staff.without(.readLog), id, because: why) }
            await #expect(throws: FindingRefused.noReason) { try await analysis.close(by: Self.auditor, id, because: " ") }
            await #expect(throws: FindingRefused.oneself) { try await analysis.close(by: Staff.with(.readLog, account: "1"), id, because: why) }
            await #expect(throws: FindingRefused.onlyPersons) { try await analysis.close(by: Staff.service(.readLog), id, because: why) }
            await #expect(throws: FindingRefused.unknown) { try await analysis.close(by: Self.auditor, id + 1, because: why) }
            try await analysis.close(by: Self.auditor, id, because: why)
            await #expect(throws: FindingRefused.closedAlready) { try await analysis.close(by: Self.auditor, id, because: why) }
            let after = try await analysis.report(by: Self.auditor, from: Self.today, until: Self.today)
            #expect(after.findings.first?.closedBy == "staff 3001" && after.findings.first?.reason == why)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'analysis.finding-closed' AND is_failure") == 6)
        }
    }

    @Test func withoutTheRightNothingIsAnalysedOrReported() async throws {
        try await withHub { hub in
            let analysis = LogAnalysis(pool: hub.pool)
            await #expect(throws: AccessRefused.self) { try await analysis.analyse(by: Staff.without(.readLog), rules(), text: Self.text) }
            await #expect(throws: AccessRefused.self) { try await analysis.report(by: Staff.without(.readLog), from: Self.today, until: Self.today) }
            // A program of some other right can't have days pass as analysed, by rules of its own.
            await #expect(throws: AccessRefused.self) { try await analysis.analyse(by: Staff.service(.readLog), rules(), text: Self.text) }
            #expect(try await hub.count("SELECT count(*) FROM analysis.run") == 0)
            _ = try await analysis.analyse(by: Staff.service(.operateDeliveries), rules(), text: Self.text)
            #expect(try await hub.count("SELECT count(*) FROM analysis.run") == 1)
        }
    }

    @Test func theRulesOfTheRepositoryAreSoundAndWrongOnesAreToldWithTheirPlace() throws {
        let path = TestServer.root + "/ops/analysis.yaml"
        let rules = try AnalysisRules(file: "analysis.yaml", text: String(contentsOfFile: path, encoding: .utf8))
        #expect(rules.holidays.contains(day("2026-11-23")) && rules.nightFrom == 22)
        let wrong = Self.text.replacing("from: 22", with: "from: 24").replacing("2026-11-03", with: "2026-02-30").replacing("mass-", with: "mess-")
        let error = #expect(throws: PolicyFileErrors.self) { try AnalysisRules(file: "analysis.yaml", text: wrong) }
        let lines = error?.problems.map(\.line).sorted()
        #expect(lines == [1, 1, 3, 10])
    }
}
