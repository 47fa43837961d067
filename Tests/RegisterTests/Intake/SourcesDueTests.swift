import AccessControl
import AccessControlStand
import Addressee
import Foundation
import Governance
import Postgres
import RegisterStand
import Testing

@testable import AuditTrail
@testable import Register

/// A source whose file was due and is absent, empty or cut short is named, once on record; one that is underway is not.
@Suite(.timeLimit(.minutes(10))) struct SourcesDueTests {
    /// The register's file, each day by 06:00; it may come from 18:00 of the day before on.
    private static func daily(
        rows: Int = 1, percent: Int = 0, same: Bool = false, from: String = "2026-11-20", source: SystemName = .residentRecord, data: String = "residents"
    ) -> DueSource {
        DueSource(
            source: source, data: data, rhythm: .daily, byMinute: 360, from: day(from), rowsAtLeast: rows, percentOfLast: percent, acceptsSameContent: same)
    }

    private func instant(_ japan: String) -> PostgresInstant {
        let parts = japan.split(separator: " ")
        let clock = parts[1].split(separator: ":").compactMap { Int64($0) }
        return PostgresInstant(
            microsecondsSince2000: JapanTime.start(of: day(String(parts[0]))).microsecondsSince2000 + (clock[0] * 3600 + clock[1] * 60) * 1_000_000)
    }

    private func standing(_ hub: TestHub, _ rule: DueSource, at now: String) async throws -> SourceStanding {
        try #require(try await SourcesDue(pool: hub.worked, now: instant(now)).standings(SourceSchedule([rule])).first)
    }

    private func note(_ hub: TestHub, _ rule: DueSource, at now: String) async throws -> Int {
        try await SourcesDue(pool: hub.worked, now: instant(now)).note(SourceSchedule([rule]), by: "test")
    }

    /// Takes a file as if it were another time; its blocks were committed a minute later.
    private func take(_ hub: TestHub, _ rows: [ResidentRow], at time: String, file: String = "\(UUID()).csv") async throws {
        let path = try hub.write(ResidentRow.csv(rows), to: file)
        try await moving(hub, to: time) { try await hub.take(file: path) }
    }

    /// The same of a file that a system publishes.
    private func publish(_ hub: TestHub, _ rows: [String], at time: String) async throws -> IntakeReport {
        let library = try PolicyLibrary(directory: TestServer.root + "/Policies")
        let catalogue = try #require(DatasetName(rawValue: "tax-income").flatMap { library.datasets[$0] })
        let text = "atenabango,nendo,ippanfuyosu\n" + rows.map { $0 + "\n" }.joined()
        let path = try hub.write(text.utf8, to: "\(UUID()).csv")
        return try await moving(hub, to: time) {
            try await Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay }).publish(
                Staff.service(.operateDeliveries), path, catalogue, source: .tax)
        }
    }

    @discardableResult
    private func moving(_ hub: TestHub, to time: String, _ take: () async throws -> IntakeReport) async throws -> IntakeReport {
        let files = try await newest(hub, "intake.file", "file_id")
        let takings = PostgresInstant.now()
        let report = try await take()
        let at = instant(time)
        try await hub.admin.execute("UPDATE intake.file SET started_at = \(at), finished_at = \(at) WHERE file_id > \(Int64(files))")
        try await hub.admin.execute("UPDATE intake.block SET recorded_at = \(at)::timestamptz + interval '1 minute' WHERE file_id > \(Int64(files))")
        try await hub.admin.execute("UPDATE intake.taking SET taken_at = \(at) WHERE taken_at >= \(takings)")
        return report
    }

    private func newest(_ hub: TestHub, _ table: String, _ column: String) async throws -> Int {
        try await hub.count(Query(unsafeSQL: "SELECT coalesce(max(\(column)), 0) FROM \(table)"))
    }

    @Test func aSourceThatWasNeverSeenIsNamedOnceForEachDueMoment() async throws {
        try await TestHub.with { hub in
            let rule = Self.daily()
            let early = try await standing(hub, rule, at: "2026-11-20 05:59")
            #expect(early.state == .notYetDue && early.dueAt == "2026-11-20T06:00:00+09:00" && early.overdueSeconds == 0)
            #expect(try await note(hub, rule, at: "2026-11-20 05:59") == 0)
            let absent = try await standing(hub, rule, at: "2026-11-20 07:00")
            #expect(absent.state == .absent && absent.overdueSeconds == 3600 && absent.lastTakenAt == nil)
            #expect(absent.words.contains("一度も取り込まれていません") && absent.words.contains("atena intake residents"))
            #expect(try await note(hub, rule, at: "2026-11-20 07:00") == 1)
            #expect(try await note(hub, rule, at: "2026-11-20 23:00") == 0, "once for each moment")
            // Nobody looked for two days.
            #expect(try await note(hub, rule, at: "2026-11-23 06:00") == 3)
            let events = try await hub.rows("SELECT is_failure, body FROM audit.event WHERE kind = 'intake.source-missed' ORDER BY event_id")
            #expect(events.count == 4)
            let body = try #require(try events.first?.decode("body", as: String.self))
            for part in [#""state":"absent""#, #""due":"2026-11-20T06:00:00+09:00""#, #""source":"resident-record""#, #""data":"residents""#] {
                #expect(body.contains(part), "\(body)")
            }
            #expect(try events.first?.decode("is_failure", as: Bool.self) == true)
        }
    }

    @Test func whatCameInTimeLateOrForTheNextMomentIsToldApart() async throws {
        try await TestHub.with { hub in
            let rule = Self.daily()
            try await take(hub, [ResidentRow(1)], at: "2026-11-20 05:00")
            let arrived = try await standing(hub, rule, at: "2026-11-20 07:00")
            #expect(arrived.state == .arrived && arrived.rows == 1 && arrived.taken == 1 && arrived.overdueSeconds == 0)
            #expect(try await note(hub, rule, at: "2026-11-20 07:00") == 0)
            // The next day's comes late: noted while it lacks, and well after.
            #expect(try await standing(hub, rule, at: "2026-11-21 06:30").state == .absent)
            #expect(try await standing(hub, rule, at: "2026-11-21 06:30").words.contains("2026-11-20 05:00:00"))
            #expect(try await note(hub, rule, at: "2026-11-21 06:30") == 1)
            try await take(hub, [ResidentRow(2)], at: "2026-11-21 09:00")
            #expect(try await standing(hub, rule, at: "2026-11-21 10:00").state == .arrivedLate)
            // It is no file of the day after: that one lacks.
            #expect(try await standing(hub, rule, at: "2026-11-22 06:30").state == .absent)
            // What comes the evening before is the next day's.
            try await take(hub, [ResidentRow(3)], at: "2026-11-22 18:00")
            let still = try await standing(hub, rule, at: "2026-11-22 19:00")
            #expect(still.state == .absent && still.words.contains("次の期限（2026-11-23 06:00）のもの"), "\(still.words)")
            #expect(try await standing(hub, rule, at: "2026-11-23 06:30").state == .arrived)
        }
    }

    @Test func anotherSourceOrAnotherKindOfFileIsNone() async throws {
        try await TestHub.with { hub in
            try await take(hub, [ResidentRow(1)], at: "2026-11-20 05:00")
            for rule in [Self.daily(source: .tax), Self.daily(data: "nonresidents"), Self.daily(source: .tax, data: "tax-income")] {
                #expect(try await standing(hub, rule, at: "2026-11-20 07:00").state == .absent)
            }
            #expect(try await standing(hub, Self.daily(source: .tax, data: "tax-income"), at: "2026-11-20 07:00").words.contains("atena publish tax-income"))
        }
    }

    /// What a system publishes is due as any file is, and one of which nothing is in is no file that came.
    @Test func aPublishedFileIsNamedWhereItIsAbsentEmptyOrNothingOfItIsTaken() async throws {
        try await TestHub.with { hub in
            let number = ResidentRow.number(1)
            try await hub.take([ResidentRow(1)])
            func state(_ now: String) async throws -> SourceStanding {
                try await standing(hub, Self.daily(source: .tax, data: "tax-income"), at: now)
            }
            #expect(try await state("2026-11-20 07:00").state == .absent)
            #expect(try await publish(hub, [], at: "2026-11-21 05:00").rowsRead == 0)
            #expect(try await state("2026-11-21 07:00").state == .empty)
            // A year that is none, a number of dependants below nothing, a person whom nobody knows.
            let wrong = try await publish(hub, ["\(number),ABCD,1", "\(number),2026,-1", "X99,2026,1"], at: "2026-11-22 05:00")
            #expect(wrong.rejectedByCode == ["E0002": 2, "E0214": 1])
            let rejected = try await state("2026-11-22 07:00")
            #expect(rejected.state == .rejected && rejected.rows == 3 && rejected.taken == 0, "\(rejected.words)")
            #expect(try await note(hub, Self.daily(source: .tax, data: "tax-income"), at: "2026-11-22 07:00") == 3)
            #expect(try await publish(hub, ["\(number),2026,1"], at: "2026-11-23 05:00").accepted == 1)
            #expect(try await state("2026-11-23 07:00").state == .arrived)
        }
    }

    @Test func aFileWithoutARowIsNamedUnlessTheBodyAllowsIt() async throws {
        try await TestHub.with { hub in
            try await take(hub, [], at: "2026-11-20 05:00")
            #expect(try await standing(hub, Self.daily(), at: "2026-11-20 07:00").state == .empty)
            #expect(try await standing(hub, Self.daily(rows: 0), at: "2026-11-20 07:00").state == .arrived)
            #expect(try await note(hub, Self.daily(), at: "2026-11-20 07:00") == 1)
            #expect(try await hub.text("SELECT state FROM intake.missed_due") == "empty")
        }
    }

    @Test func aFileAllOfWhoseRowsWereRejectedIsNamedUntilTheyAreIn() async throws {
        try await TestHub.with { hub in
            let person = ResidentRow(1)
            try await hub.take([person])
            // A return before the departure.
            let out = person.next("21", on: "2026-11-01") { $0[.setaibango] = "" }
            let back = out.next("01", on: "2026-11-10") { $0[.setaibango] = "S1" }
            try await take(hub, [back], at: "2026-11-20 05:00", file: "back.csv")
            for rule in [Self.daily(), Self.daily(rows: 0)] {
                let rejected = try await standing(hub, rule, at: "2026-11-20 07:00")
                #expect(rejected.state == .rejected && rejected.rows == 1 && rejected.taken == 0)
            }
            // The cause is mended, and the same file taken once more: its rows are in now.
            try await hub.take([out])
            try await hub.take(file: hub.path("back.csv"))
            #expect(try await standing(hub, Self.daily(), at: "2026-11-20 07:00").state == .arrived)
        }
    }

    @Test func tooFewRowsAreNamedByNumberAndByShareOfTheLastThatWasWhole() async throws {
        try await TestHub.with { hub in
            let share = Self.daily(percent: 50)
            try await take(hub, (1...4).map { ResidentRow($0) }, at: "2026-11-20 05:00")
            #expect(try await standing(hub, Self.daily(rows: 5), at: "2026-11-20 07:00").state == .short)
            #expect(try await standing(hub, Self.daily(rows: 4), at: "2026-11-20 07:00").state == .arrived)
            #expect(try await standing(hub, share, at: "2026-11-20 07:00").state == .arrived, "there is nothing to compare with")
            // Several files for one moment count together.
            try await take(hub, [ResidentRow(5)], at: "2026-11-21 04:00")
            let short = try await standing(hub, share, at: "2026-11-21 07:00")
            #expect(short.state == .short && short.taken == 1 && short.expected == 2)
            #expect(try await note(hub, share, at: "2026-11-21 07:00") == 1)
            // What was missed is no measure: the day after is held against the last whole one.
            try await take(hub, [ResidentRow(6)], at: "2026-11-22 05:00")
            #expect(try await standing(hub, share, at: "2026-11-22 07:00").state == .short)
            try await take(hub, [ResidentRow(7)], at: "2026-11-22 05:30")
            #expect(try await standing(hub, share, at: "2026-11-22 07:00").state == .arrived)
            // Where the number fell for good, the day from which it counts is moved.
            #expect(try await standing(hub, Self.daily(percent: 50, from: "2026-11-21"), at: "2026-11-21 07:00").state == .arrived)
        }
    }

    @Test func aFileThatIsBeingTakenInIsUnderwayAndOneThatStoppedIsNot() async throws {
        try await TestHub.with { hub in
            let rule = Self.daily()
            try await take(hub, [ResidentRow(1)], at: "2026-11-20 05:50")
            try await hub.admin.execute("UPDATE intake.file SET finished_at = NULL")
            // Its last block was committed at 05:51.
            #expect(try await standing(hub, rule, at: "2026-11-20 06:00").state == .underway)
            #expect(try await note(hub, rule, at: "2026-11-20 06:00") == 0, "what is underway is not absent")
            #expect(try await standing(hub, rule, at: "2026-11-20 06:05").state == .underway)
            let stalled = try await standing(hub, rule, at: "2026-11-20 06:06")
            #expect(stalled.state == .stalled && stalled.words.contains("続きから") && stalled.overdueSeconds == 360)
            #expect(try await note(hub, rule, at: "2026-11-20 06:06") == 1)
            try await hub.admin.execute("UPDATE intake.file SET finished_at = now()")
            #expect(try await standing(hub, rule, at: "2026-11-20 06:06").state == .arrived)
        }
    }

    @Test func theSameFileAgainIsNoNewOneUnlessTheBodySaysSo() async throws {
        try await TestHub.with { hub in
            try await take(hub, [ResidentRow(1)], at: "2026-11-20 05:00", file: "same.csv")
            try await take(hub, [ResidentRow(1)], at: "2026-11-21 05:00", file: "same.csv")
            let (takings, files) = (try await hub.count("SELECT count(*) FROM intake.taking"), try await hub.count("SELECT count(*) FROM intake.file"))
            #expect(takings == 2 && files == 1)
            let same = try await standing(hub, Self.daily(), at: "2026-11-21 07:00")
            #expect(same.state == .sameContent && same.words.contains("same-content") && same.rows == 1 && same.taken == 0)
            #expect(try await standing(hub, Self.daily(same: true), at: "2026-11-21 07:00").state == .arrived)
            #expect(try await standing(hub, Self.daily(), at: "2026-11-20 07:00").state == .arrived)
        }
    }

    @Test func whoMayNotOperateIsNotTold() async throws {
        try await TestHub.with { hub in
            let due = SourcesDue(pool: hub.worked)
            let told = try await due.standings(by: Staff.with(.operateDeliveries), SourceSchedule([]))
            #expect(told.isEmpty)
            let noted = try await due.note(SourceSchedule([]), by: "test")
            #expect(noted == 0)
            await #expect(throws: AccessRefused.self) {
                _ = try await due.standings(by: Staff.without(.operateDeliveries), SourceSchedule([Self.daily()]))
            }
        }
    }

    @Test func filesThatWereTakenBeforeTheUpgradeCount() async throws {
        let old: (Connection) async throws -> Void = { admin in
            try await admin.execute(
                """
                INSERT INTO intake.file (rows_read, started_at, finished_at, lanes, block_rows, digest, layout, source, block_form, encoding, edition, run)
                VALUES (3, '2026-11-20 05:00+09', '2026-11-20 05:01+09', 2, 500, '\\x00', 'residents', 'resident-record', 1, 'utf-8', '2024', 1)
                """)
            try await admin.execute(
                "INSERT INTO intake.block (file_id, lane, number, accepted, unchanged, held, rejected) SELECT file_id, 0, 0, 3, 0, 0, 0 FROM intake.file")
        }
        try await TestHub.upgraded(from: 36, old: old) { hub in
            let standing = try await standing(hub, Self.daily(rows: 3), at: "2026-11-20 07:00")
            #expect(standing.state == .arrived && standing.taken == 3)
        }
    }
}
