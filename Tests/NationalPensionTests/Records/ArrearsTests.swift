import Addressee
import Foundation
import Postgres
import Testing

@testable import NationalPension

/// 期限を過ぎたもの. What is past its day is counted by kind, each count the rows of its list; where nothing is, there is nothing to say.
@Suite(.timeLimit(.minutes(5))) struct ArrearsTests {
    private static let terms = BatchTerms(body: "111007", hidden: [])

    /// Counts of receptions, reports, tasks and proposals.
    private static func counts(_ records: PensionRecords, _ on: CalendarDay) async throws -> [Int] {
        let arrears = try await records.arrears(on: on)
        // Each count is what its list shows.
        var (ledger, reports, tasks, proposals) = (LedgerFilter(), ReportFilter(), TaskFilter(), ProposalFilter())
        (ledger.overdueOn, reports.overdueOn, reports.states, tasks.overdueOn, proposals.overdueOn) = (on, on, [], on, on)
        let listed = [
            try await records.ledger(ledger).rows.count, try await records.reports(reports).reports.count, try await records.tasks(tasks).count,
            try await records.proposals(proposals).count,
        ]
        let counted = [arrears.receptions, arrears.reports, arrears.tasks, arrears.proposals]
        #expect(counted.map(\.count) == listed)
        #expect(counted.allSatisfy { ($0.count == 0) == ($0.oldest == nil) })
        return listed
    }

    @Test func whatIsPastItsDayIsCountedAndAnIdleDepartmentHasNothing() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            #expect(try await Self.counts(records, day("2099-12-31")) == [0, 0, 0, 0])
            #expect(try await records.arrears(on: day("2099-12-31")).batchLateSince == nil)
            for number in 1...6 { try await database.give("A\(number)", ["shimei_furigana": "ネンキン　タロウ"]) }
            // Waits; is due; is in a batch that goes nowhere; was sent; came back; each received on the 1st, and due on the 15th.
            func batch(of reception: ReceptionNumber) async throws -> ReportBatchNumber {
                var filter = ReportFilter()
                filter.receptions = [reception]
                return try await records.makeBatch(filter, Self.terms, by: first, today: today)
            }
            func sent(_ number: String) async throws -> ReceptionNumber {
                let reception = try await records.record(number, .nameChanged, NoticeTerms(day: day("2026-05-30")))
                let made = try await batch(of: reception)
                _ = try await records.close(made, in: .utf8, by: first, today: today)
                _ = try await records.release(made, hidden: [], by: second, today: today)
                _ = try await records.write(made, hidden: [], by: first, today: today)
                _ = try await records.move(made, .handed, on: nil, counterpart: "年金事務所", remarks: "", by: first, today: today)
                return reception
            }
            _ = try await sent("A4")
            let returned = try await sent("A5")
            let row = "\(returned)-1,A5,,ネンキン　タロウ,1990-04-15,返戻,不足,2026-06-09,,,,"
            let list = ["\(ResultCSV.name),,1", ResultCSV.columns.joined(separator: ","), row].map { $0 + "\r\n" }.joined()
            #expect(try await records.takeResults(Array(list.utf8), in: .utf8, by: first, today: today).matched == 1)
            _ = try await batch(of: try await records.record("A3", .nameChanged, NoticeTerms(day: day("2026-05-30"))))
            let due = try await records.record("A2", .reached20, NoticeTerms())
            let waiting = try await records.receive(
                Filing(number: try AddresseeNumber("A1"), kind: .nameChanged, receivedOn: day("2026-06-01")), saying: NoticeTerms(day: day("2026-05-30")),
                by: first, today: today
            ).reception
            // A proposal is due when the notice was.
            _ = try await records.lookAtMovements(by: first, today: day("2026-06-09"))
            try await database.give("A2", sequence: 2, ["shimei": "年金　花子", "idojiyu": "43", "idonengappi": "2026-06-10"])
            _ = try await records.lookAtMovements(by: first, today: today)
            let limit = try #require(try await records.proposals(ProposalFilter()).first?.content.due)
            #expect(limit > day("2026-06-16"))

            let cases: [(on: String, counts: [Int])] = [("2026-06-15", [0, 0, 0, 0]), ("2026-06-16", [1, 3, 1, 0])]
            for (on, counts) in cases { #expect(try await Self.counts(records, day(on)) == counts, "\(on)") }
            #expect(try await Self.counts(records, limit)[3] == 0)
            #expect(try await Self.counts(records, limit.adding(days: 1))[3] == 1)
            #expect(try await records.arrears(on: day("2026-06-16")).reports.oldest == day("2026-06-15"))

            // What is done is late no more, and what was taken back has no day.
            let late = day("2026-06-16")
            try await records.giveBack(waiting, because: "不足", by: second, today: today)
            _ = try await records.mend(returned, goesAgain: false, because: "届出の誤り", by: second)
            #expect(try await Self.counts(records, late) == [0, 2, 0, 0])
            for open in try await records.batches() where open.last == nil {
                _ = try await records.cancel(open.head.batch, because: "作り直すため", by: first, today: today)
            }
            #expect(try await Self.counts(records, late) == [0, 2, 0, 0])
            _ = try await batch(of: due)
            #expect(try await Self.counts(records, late) == [0, 2, 0, 0])
        }
    }

    /// A week after the report that waits longest was accepted; a task without a day of its own is late after as many days as a report.
    @Test func aBatchAndATaskAreLateFromADayOn() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            let accepted = CalendarDay(inJapanAt: Int64(Date().timeIntervalSince1970))
            let reception = try await records.record("A1", .nameChanged, NoticeTerms(day: day("2026-05-30")))
            for (days, late) in [(0, 0), (7, 0), (8, 1), (30, 23)] {
                let (on, arrears) = (accepted.adding(days: days), try await records.arrears(on: accepted.adding(days: days)))
                #expect(arrears.batchDaysLate(on: on) == late && (arrears.batchLateSince == accepted) == (late > 0), "\(days)")
            }
            // In a batch it waits for none; taken out of it, it waits again.
            let batch = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today)
            #expect(try await records.arrears(on: accepted.adding(days: 30)).batchLateSince == nil)
            _ = try await records.cancel(batch, because: "作り直すため", by: first, today: today)
            #expect(try await records.arrears(on: accepted.adding(days: 30)).batchLateSince == accepted)
            try await records.askTakeBack(reception, because: "別の人の届出書だった", by: second, today: today)
            try await records.takeBack(reception, by: first, today: today)
            #expect(try await records.arrears(on: accepted.adding(days: 30)).batchLateSince == nil)

            // 年金基本情報 is reported to nobody: its task is late by the day on which it was opened.
            try await database.give("A2")
            _ = try await records.accept(try await records.receive(basic: "2150123456", of: "A2"), despiteDoubts: false, by: second, today: today)
            let other = try await records.receive(basic: "2150123456", of: "A1")
            await #expect(throws: PensionRefused.self) { _ = try await records.accept(other, despiteDoubts: false, by: second, today: today) }
            let task = try #require(try await records.tasks().first)
            #expect(task.dueOn == task.since.adding(days: 14))
            #expect(try await records.arrears(on: task.dueOn).tasks.count == 0)
            #expect(try await records.arrears(on: task.dueOn.adding(days: 1)).tasks.oldest == task.dueOn)
        }
    }

    /// 課・出張所: each list is narrowed by the section that received, and by no row of nobody's.
    @Test func listsAreNarrowedByTheSectionThatReceived() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] { try await database.give(number) }
            let west = first.at("3021")
            #expect(west.account == first.account && west.section == "3021" && west.setUpBy == first.setUpBy)
            func receive(_ number: String, by clerk: Clerk) async throws -> ReceptionNumber {
                let filing = Filing(number: try AddresseeNumber(number), kind: .nameChanged, receivedOn: day("2026-06-01"))
                return try await records.receive(filing, saying: NoticeTerms(day: day("2026-05-30")), by: clerk, today: today).reception
            }
            let (here, there) = (try await receive("A1", by: first), try await receive("A2", by: west))
            for reception in [here, there] {
                try await database.admin { connection in
                    try await connection.execute(
                        """
                        INSERT INTO pension.task (fiscal_year, number, atenabango, kind, words, opened_by)
                        SELECT fiscal_year, number, atenabango, 'held', '確かめる', '3001' FROM pension.reception
                        WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)
                        """)
                }
            }
            for (section, reception) in [("3020", here), ("3021", there)] {
                var (ledger, tasks) = (LedgerFilter(), TaskFilter())
                (ledger.section, tasks.section) = (section, section)
                #expect(try await records.ledger(ledger).rows.map(\.reception) == [reception])
                #expect(try await records.ledger(ledger).rows.map(\.section) == [section])
                #expect(try await records.tasks(tasks).map(\.reception) == [reception])
                _ = try await records.accept(reception, despiteDoubts: false, by: second, today: today)
                var reports = ReportFilter()
                reports.section = section
                #expect(try await records.reports(reports).reports.map(\.standing.id.reception) == [reception])
                #expect(try await records.reports(reports).reports.map(\.section) == [section])
                let batch = try await records.makeBatch(reports, Self.terms, by: second.at(section), today: today)
                #expect(try await records.batchDetail(batch).reports.map(\.id.reception) == [reception])
                #expect(try await records.batches(section: section).map(\.head.batch) == [batch])
            }
            #expect(try await records.batches(section: "9999").isEmpty)
        }
    }
}
