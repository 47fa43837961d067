import Addressee
import Foundation
import NationalPension
import Postgres
import Testing

/// Records of the pension department: nothing counts but by two people, nothing is changed in place, and what comes out is what the pure rules say.
@Suite(.timeLimit(.minutes(5))) struct RecordTests {
    @Test func whatIsReceivedCountsOnceAnotherPersonHasCheckedIt() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            let filing = Filing(number: try AddresseeNumber("A1"), kind: .reached20, receivedOn: day("2026-06-01"))
            let receipt = try await records.receive(filing, saying: NoticeTerms(), by: first, today: today)
            #expect(receipt.reception.description == "2026-000001" && receipt.reportDue?.due == day("2026-06-15"))
            // Filed since the age was attained, not since birth.
            #expect(receipt.filingDue?.due == day("2010-04-28"))
            #expect(receipt.outlook.after?.told == ["1 2010-04-14 acquire-20"])
            #expect(try await records.look("A1").record.events.isEmpty)
            let own = await #expect(throws: PensionRefused.self) {
                _ = try await records.accept(receipt.reception, despiteDoubts: false, by: first, today: today)
            }
            #expect(own?.code == "J0004")
            _ = try await records.accept(receipt.reception, despiteDoubts: false, by: second, today: today)
            let found = try await records.look("A1")
            #expect(try found.record.history(on: today, using: records.tables).told == ["1 2010-04-14 acquire-20"])
            #expect(found.receptions.map(\.state) == [.accepted] && found.receptions.first?.decidedBy == "3002")
            let again = await #expect(throws: PensionRefused.self) {
                _ = try await records.accept(receipt.reception, despiteDoubts: false, by: second, today: today)
            }
            #expect(again?.code == "J0003")
            // Past the program, by the module's own login: the constraints say the same.
            let alone = """
                INSERT INTO pension.reception (fiscal_year, number, received_on, atenabango, kind, section, entered_by, content, remarks, mac)
                VALUES (2026, 900, '2026-06-01', 'A1', 'died', '3020', '3001', '{}', '', '');
                INSERT INTO pension.decision (fiscal_year, number, outcome, entered_by, decided_by, reason, mac)
                VALUES (2026, 900, 'accepted', '3001', '3001', '', '')
                """
            #expect(try await database.refusal("atena_national_pension", alone) == "23514")
            let undecided = """
                INSERT INTO pension.event (fiscal_year, number, received_on, atenabango, act, fact, content, mac)
                VALUES (2026, 1, '2026-06-01', 'A1', 'fact', 'died', '{}', '')
                """
            #expect(try await database.refusal("atena_national_pension", undecided) == "23505")
        }
    }

    @Test func whatWasRecordedIsNeverChangedOrTakenAway() async throws {
        try await PensionDatabase.with { database in
            try await database.give("A1")
            try await database.records.record("A1", .reached20, NoticeTerms())
            for table in ["addressee_version", "run", "proposal", "reception", "decision", "event", "basic_version"] {
                for sql in [
                    "DELETE FROM pension.\(table)", "UPDATE pension.\(table) SET \(table == "run" ? "by_whom" : "atenabango") = NULL",
                    "TRUNCATE pension.\(table)",
                ]
                where table != "decision" || !sql.hasPrefix("UPDATE") {
                    #expect(try await database.refusal("atena_national_pension", sql) == "42501", "\(sql)")
                }
            }
            for sql in [
                "UPDATE pension.decision SET outcome = 'returned'", "DELETE FROM pension.task", "UPDATE pension.act SET by_whom = ''",
                "DELETE FROM pension.act",
            ] {
                #expect(try await database.refusal("atena_national_pension", sql) == "42501", "\(sql)")
            }
        }
    }

    @Test func correctionsAndCancellationsKeepWhatTheySpeakOf() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let number = try AddresseeNumber("A1")
            try await database.give("A1")
            try await records.record("A1", .reached20, NoticeTerms())
            try await records.record("A1", .employmentBegan, NoticeTerms(day: day("2015-04-01")))
            try await records.record("A1", .employmentEnded, NoticeTerms(day: day("2020-03-31")))
            let ended = try #require(try await records.look("A1").record.events.last?.number)
            let correction = try await records.correct(
                ended, of: number, as: nil, saying: NoticeTerms(day: day("2020-04-30")), receivedOn: today, remarks: "", by: first, today: today)
            _ = try await records.accept(correction.reception, despiteDoubts: false, by: second, today: today)
            let corrected = try await records.look("A1").record
            let told = ["1 2010-04-14 acquire-20 > 2 2015-04-01 change-employment > 1 2020-05-01 change-left-employment"]
            #expect(try corrected.history(on: today, using: records.tables).told == told)
            #expect(corrected.events.count == 4)
            let twice = await #expect(throws: PensionRefused.self) {
                _ = try await records.cancel(ended, of: number, receivedOn: today, remarks: "", by: first, today: today)
            }
            #expect(twice?.code == "J0015")
            // Cancelled, what was before is there again; the cancellation cancelled, the correction.
            for expected in [["1 2010-04-14 acquire-20 > 2 2015-04-01 change-employment > 1 2020-04-01 change-left-employment"], told] {
                let last = try #require(try await records.look("A1").record.events.last?.number)
                let receipt = try await records.cancel(last, of: number, receivedOn: today, remarks: "", by: first, today: today)
                _ = try await records.accept(receipt.reception, despiteDoubts: false, by: second, today: today)
                #expect(try await records.look("A1").record.history(on: today, using: records.tables).told == expected)
            }
            // Of another person's record nothing is corrected.
            try await database.give("A2")
            let other = await #expect(throws: PensionRefused.self) {
                _ = try await records.cancel(ended, of: try AddresseeNumber("A2"), receivedOn: today, remarks: "", by: first, today: today)
            }
            #expect(other?.code == "J0010")
        }
    }

    @Test func whatIsKeptReplaysAsThePureRulesSayInAnyOrderOfArrival() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let facts: [(NoticeKind, NoticeTerms)] = [
                (.reached20, NoticeTerms()), (.employmentBegan, NoticeTerms(day: day("2012-04-01"))), (.employmentEnded, NoticeTerms(day: day("2016-09-30"))),
                (.dependencyBegan, NoticeTerms(day: day("2018-06-01"))), (.dependencyEnded, NoticeTerms(day: day("2021-12-31"))),
                (.additionalApplied, NoticeTerms(day: day("2022-04-10"))), (.leftJapan, NoticeTerms(day: day("2024-02-29"))),
                (.enteredJapan, NoticeTerms(day: day("2025-01-15"))), (.exemptionGranted, NoticeTerms(months: span("2025-07", "2026-06"), ground: "full")),
            ]
            var generator = SystemRandomNumberGenerator()
            for round in 0..<4 {
                let number = "R\(round)"
                try await database.give(number)
                for (kind, terms) in facts.shuffled(using: &generator) { try await records.record(number, kind, terms, despiteDoubts: true) }
                let birth = try BirthDate(written: "1990-04-15")
                let pure = try facts.enumerated().compactMap { index, filed in
                    try filed.0.fact(filed.1, born: birth.known, using: records.tables).map {
                        PensionEvent(id: .init("e\(index)"), .fact($0), receivedOn: today, recordedAt: 0)
                    }
                }
                let expected = try Replay.history(of: pure, born: birth, on: today, using: records.tables)
                #expect(try await records.look(number).record.history(on: today, using: records.tables) == expected)
                #expect(expected.periods.count == 2 && expected.totals.exempt(.full) == 12)
            }
        }
    }

    @Test func returnedAndWithdrawnReceptionsStayInTheLedgerAndNeverCount() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            func filed() async throws -> ReceptionNumber {
                try await records.receive(
                    Filing(number: try AddresseeNumber("A1"), kind: .reached20, receivedOn: today), saying: NoticeTerms(), by: first, today: today
                ).reception
            }
            let returned = try await filed()
            let alike = await #expect(throws: PensionRefused.self) { _ = try await filed() }
            #expect(alike?.code == "J0020" && alike?.rule.contains(returned.description) == true)
            let own = await #expect(throws: PensionRefused.self) { try await records.giveBack(returned, because: "写しが要る", by: first, today: today) }
            #expect(own?.code == "J0004")
            let silent = await #expect(throws: PensionRefused.self) { try await records.giveBack(returned, because: "　", by: second, today: today) }
            #expect(silent?.code == "J0006")
            try await records.giveBack(returned, because: "写しが要る", by: second, today: today)
            let withdrawn = try await filed()
            try await records.withdraw(withdrawn, because: "人違い", by: second, today: today)
            let accepted = try await filed()
            _ = try await records.accept(accepted, despiteDoubts: false, by: second, today: today)
            var filter = LedgerFilter()
            filter.all = true
            let rows = try await records.ledger(filter).rows
            #expect(rows.sorted { $0.reception < $1.reception }.map(\.state) == [.returned, .cancelled, .accepted])
            #expect(try await records.ledger(LedgerFilter()).rows.isEmpty)
            #expect(try await database.count("SELECT count(*) FROM pension.event") == 1)
            // Each count is the rows that the ledger lists for it.
            let late = Filing(number: try AddresseeNumber("A1"), kind: .died, receivedOn: day("2026-05-01"))
            _ = try await records.receive(late, saying: NoticeTerms(day: day("2026-04-30")), by: first, today: today)
            let counts = try await records.statistics(ofFiscalYear: 2026, today: today).counts
            #expect(counts.map(\.kind) == [.reached20, .died] && counts.map(\.overdue) == [0, 1])
            #expect(counts[0].counts == [.returned: 1, .cancelled: 1, .accepted: 1] && counts[1].counts == [.received: 1])
            for count in counts {
                (filter.kind, filter.fiscalYear) = (count.kind, 2026)
                #expect(try await records.ledger(filter).rows.count == count.all)
            }
            #expect(try await records.statistics(ofFiscalYear: 2025, today: today).counts.isEmpty)
        }
    }

    @Test func whatTheRulesCannotTellWaitsWithATaskAndIsNotGuessed() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1", born: "1990-00-00", ["seinengappi_fushohyoki": "平成2年頃"])
            let receipt = try await records.receive(
                Filing(number: try AddresseeNumber("A1"), kind: .enteredJapan, receivedOn: today), saying: NoticeTerms(day: day("2026-06-01")), by: first,
                today: today)
            #expect(!receipt.outlook.holds.isEmpty)
            #expect(try await records.ledger(LedgerFilter()).rows.map(\.state) == [.held])
            let held = await #expect(throws: PensionRefused.self) {
                _ = try await records.accept(receipt.reception, despiteDoubts: true, by: second, today: today)
            }
            #expect(held?.code == "J0009")
            let task = try #require(try await records.tasks().first)
            #expect(task.kind == .held && task.reception == receipt.reception)
            try await records.close(task.id, found: "戸籍で4月15日と確かめた", by: first)
            // Found out is not decided: the register has to say it, too.
            let still = await #expect(throws: PensionRefused.self) {
                _ = try await records.accept(receipt.reception, despiteDoubts: true, by: second, today: today)
            }
            #expect(still?.code == "J0009")
            try await database.give("A1", sequence: 2)
            _ = try await records.accept(receipt.reception, despiteDoubts: true, by: second, today: today)
            #expect(try await records.look("A1").record.events.count == 1)
        }
    }

    @Test func aRecordIsKeptWhenTheHubTakesThePersonBack() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            try await records.record("A1", .reached20, NoticeTerms())
            try await database.takeBack("A1", sequence: 2)
            let found = try await records.look("A1").record
            #expect(!found.isProvided && found.birth?.known == day("1990-04-15"))
            #expect(try found.history(on: today, using: records.tables).current == .class1)
            #expect(try await database.count("SELECT count(*) FROM pension.addressee_version WHERE atenabango = 'A1'") == 2)
            let nobody = await #expect(throws: PensionRefused.self) { _ = try await records.look("Z9") }
            #expect(nobody?.code == "J0001")
        }
    }
}
