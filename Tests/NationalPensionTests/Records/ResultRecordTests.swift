import Addressee
import Foundation
import Postgres
import Testing

@testable import NationalPension

/// 処理結果. What the Service answers finds its report or a clerk; what comes back is mended and goes again; a decision counts by two people.
@Suite(.timeLimit(.minutes(5))) struct ResultRecordTests {
    private static let filed = ["gokeishotokukingaku": "500000", "shinkokukubun": "1"]

    /// An application of July 2025 to June 2026, accepted with its examination.
    static func application(_ database: PensionDatabase, _ number: String) async throws -> ReceptionNumber {
        let records = database.records
        try await database.giveIncome(number, year: 2024, filed)
        let applied = ExemptionApplication(.student, months: span("2025-07", "2026-03"), filedOn: today, studentMonths: [span("2025-04", "2026-03")])
        let reception = try await records.apply(applied, of: try AddresseeNumber(number), remarks: "", by: first, today: today).reception
        let examination = try await records.application(reception).examination?.id
        _ = try await records.accept(reception, despiteDoubts: true, examination: examination, by: second, today: today)
        return reception
    }

    /// Everything that is due, sent.
    @discardableResult
    static func send(_ records: PensionRecords) async throws -> ReportBatchNumber {
        let batch = try await records.makeBatch(ReportFilter(), ReportRecordTests.terms, by: first, today: today)
        _ = try await records.close(batch, in: .utf8, by: first, today: today)
        _ = try await records.release(batch, hidden: [], by: second, today: today)
        _ = try await records.write(batch, hidden: [], by: first, today: today)
        _ = try await records.move(batch, .handed, on: nil, counterpart: "年金事務所", remarks: "", by: first, today: today)
        return batch
    }

    /// The acquisitions of A1 to A3, reported as 2026-000001-1 to 2026-000003-1.
    private static func sendThree(_ database: PensionDatabase) async throws {
        for number in ["A1", "A2", "A3"] {
            try await database.give(number, ["shimei_furigana": "ネンキン　タロウ"])
            try await database.records.record(number, .reached20, NoticeTerms())
        }
        try await send(database.records)
    }

    private static func list(_ rows: [String], batch: String = "2026-0001") -> [UInt8] {
        Array((["\(ResultCSV.name),\(batch),\(rows.count)", ResultCSV.columns.joined(separator: ",")] + rows).map { $0 + "\r\n" }.joined().utf8)
    }

    /// 報告番号 to 生年月日, as the tests' persons have them.
    static func person(_ id: String, _ number: String, basic: String = "", birth: String = "1990-04-15") -> String {
        "\(id),\(number),\(basic),ネンキン　タロウ,\(birth)"
    }

    static func take(_ records: PensionRecords, _ rows: [String], batch: String = "2026-0001", by clerk: Clerk = first) async throws -> TakenResults {
        try await records.takeResults(list(rows, batch: batch), in: .utf8, by: clerk, today: today)
    }

    @Test func onePersonOfWhomNothingCanBeReadKeepsNoOthersResultBack() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] { try await database.give(number, ["shimei_furigana": "ネンキン　タロウ"]) }
            _ = try await Self.application(database, "A1")
            try await records.record("A2", .reached20, NoticeTerms())
            try await Self.send(records)
            try await database.admin { try await $0.execute("UPDATE pension.addressee_version SET items = '[]' WHERE atenabango = 'A1'") }
            let rows = [Self.person("2026-000001-1", "A1") + ",処理済,,2026-06-09,却下,,,", Self.person("2026-000002-1", "A2") + ",処理済,,2026-06-09,,,,"]
            #expect(try await Self.take(records, rows).matched == 1)
            #expect(try await records.doubtfulResults().map { "\($0.open.row.number) \($0.doubt.rawValue)" } == ["A1 waiting"])
            try await database.admin {
                try await $0.execute("UPDATE pension.addressee_version SET items = '{\"seinengappi\":\"1990-04-15\"}' WHERE atenabango = 'A1'")
            }
            #expect(try await records.matchAll(by: first, today: today).count == 1)
        }
    }

    @Test func resultsFindTheirReportsOrAClerkAndWhatComesBackGoesAgain() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2", "A3", "A4"] {
                try await database.give(number, ["shimei_furigana": "ネンキン　タロウ"])
                try await records.record(number, .reached20, NoticeTerms())
            }
            // Before it is sent, nothing is answered; once it is, what came before finds it.
            let early = try await Self.take(records, [Self.person("2026-000001-1", "A1") + ",処理済,,2026-06-09,,,,"], batch: "")
            #expect(early.matched == 0)
            #expect(try await records.doubtfulResults().map(\.doubt) == [.noReport])
            try await Self.send(records)
            let rows = [
                Self.person("2026-000002-1", "A2") + ",返戻,氏名の読みが違います,2026-06-09,,,,", Self.person("2026-000003-1", "A9") + ",処理済,,2026-06-09,,,,",
                "2026-000099-1,A99,,シラナイ　ヒト,1970-01-01,処理済,,2026-06-09,,,,",
            ]
            let taken = try await Self.take(records, rows)
            #expect(
                taken.lines == 3 && taken.matched == 1 && taken.returned == 1 && taken.matchedAnew == 1 && taken.missing.map(\.description) == ["2026-000004-1"]
            )
            #expect(try await ReportRecordTests.code { _ = try await Self.take(records, rows, by: second) } == "J0058")
            #expect(try await records.doubtfulResults().map(\.doubt) == [.numberDiffers, .noReport])
            #expect(
                try await ReportRecordTests.states(records) == [
                    "2026-000001-1": .processed, "2026-000002-1": .returned, "2026-000003-1": .sent, "2026-000004-1": .sent,
                ])

            // Returned: a clerk's task with the reason; mended, it is due again, under another number, with what was mended.
            #expect(try await records.tasks().map(\.words) == ["日本年金機構から返戻されました。理由: 氏名の読みが違います"])
            #expect(try await records.reports(ReportFilter()).reports.isEmpty)
            let (returned, processed) = (ReceptionNumber(fiscalYear: 2026, number: 2), ReceptionNumber(fiscalYear: 2026, number: 1))
            #expect(try await ReportRecordTests.code { _ = try await records.mend(processed, goesAgain: true, because: "直した", by: first) } == "J0061")
            #expect(try await ReportRecordTests.code { _ = try await records.mend(returned, goesAgain: true, because: " ", by: first) } == "J0006")
            // Whoever received it does not end its report.
            #expect(try await ReportRecordTests.code { _ = try await records.mend(returned, goesAgain: false, because: "不要", by: first) } == "J0004")
            let again = try await records.mend(returned, goesAgain: true, because: "読みを直した", by: first)
            #expect(again.id.description == "2026-000002-2" && again.state == .due)
            let batch = try await Self.send(records)
            let sent = try await records.batchDetail(batch).reports
            #expect(sent.map(\.id.description) == ["2026-000002-2"] && sent.first?.returnReason == "氏名の読みが違います" && sent.first?.mended == "読みを直した")
            _ = try await Self.take(records, [Self.person("2026-000002-2", "A2") + ",返戻,対象外,2026-06-10,,,,"], batch: "2026-0002")
            #expect(try await records.mend(returned, goesAgain: false, because: "届出の取消し", by: second).state == .ended)

            // A clerk decides on the rest: once, with a reason, as a report that waits.
            let open = try await records.doubtfulResults()
            let (differs, nobody) = (try #require(open.first?.open), try #require(open.last?.open))
            let third = try #require(ReportID("2026-000003-1"))
            for (id, reason, code) in [(try #require(ReportID("2026-000001-1")), "確認", "J0060"), (third, "", "J0006")] {
                let refused = try await ReportRecordTests.code {
                    _ = try await records.settle(differs.list, differs.line, as: id, because: reason, by: first, today: today)
                }
                #expect(refused == code)
            }
            _ = try await records.settle(differs.list, differs.line, as: third, because: "年金事務所に電話で確認", by: first, today: today)
            try await records.dismiss(nobody.list, nobody.line, because: "他市の人", by: first)
            #expect(try await ReportRecordTests.code { try await records.dismiss(nobody.list, nobody.line, because: "他市の人", by: first) } == "J0059")
            #expect(try await records.doubtfulResults().isEmpty)
            #expect(try await records.resultLists().map { [$0.lines, $0.openLines] } == [[1, 0], [3, 0], [1, 0]])
            #expect(try await ReportRecordTests.states(records)["2026-000003-1"] == .processed)
            // Every report is somewhere: processed, ended, or still waited for.
            #expect(try await records.reportStatistics(ofFiscalYear: 2026).map(\.counts) == [[.processed: 2, .ended: 1, .sent: 1]])
        }
    }

    /// 取消しの申請: forwarded, decided by the Service, and counted once another person has accepted what it decided.
    @Test func aCancellationThatWasAppliedForCountsOnceTheServiceHasDecidedOnIt() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2", "A3", "A4"] {
                try await database.give(number, ["shimei_furigana": "ネンキン　タロウ"])
                try await records.record(number, .reached20, NoticeTerms())
                try await records.record(number, .exemptionGranted, NoticeTerms(months: span("2025-07", "2026-06"), ground: "full"), despiteDoubts: true)
                let filing = Filing(number: try AddresseeNumber(number), kind: .exemptionCancelApplied, receivedOn: today)
                let receipt = try await records.receive(filing, saying: NoticeTerms(ground: "full"), by: first, today: today)
                #expect(
                    receipt.outlook.request?.isAccepted == true && receipt.outlook.newDoubts.isEmpty && receipt.filingDue == nil && receipt.reportDue != nil)
                _ = try await records.accept(receipt.reception, despiteDoubts: false, by: second, today: today)
            }
            func exempt(_ number: String, _ text: String) async throws -> Bool {
                try await records.look(number).record.history(on: day("2026-06-30"), using: records.tables).runs.run(of: month(text))?.exemption == .full
            }
            try await Self.send(records)
            #expect(try await exempt("A1", "2026-05"))
            let report = try await records.batchDetail(ReportBatchNumber(fiscalYear: 2026, number: 1)).reports.first { $0.kind == .exemptionCancelApplied }
            #expect(report?.form == "exemption-cancel" && report?.terms.map(\.value).first { $0 == "全額免除" } != nil)
            let rows = [
                Self.person("2026-000003-1", "A1") + ",処理済,,2026-06-09,承認,full,2026-05,2026-06", Self.person("2026-000006-1", "A2") + ",処理済,,2026-06-09,却下,,,",
                // From before the month that may be the first, of another kind than applied for, and without a decision.
                Self.person("2026-000009-1", "A3") + ",処理済,,2026-06-09,承認,full,2026-01,2026-06", Self.person("2026-000012-1", "A4") + ",処理済,,2026-06-09,,,,",
            ]
            #expect(try await Self.take(records, rows).matched == 4)
            for (number, words) in [("A2", "却下されました"), ("A3", "合いません"), ("A4", "決定がありません")] {
                #expect(try await records.tasks(of: try AddresseeNumber(number)).map { $0.words.contains(words) } == [true], "\(number)")
            }
            let revoked = try #require(try await records.look("A1").receptions.first { $0.kind == .exemptionRevoked })
            #expect(try await exempt("A1", "2026-05") && revoked.state == .received)
            #expect(
                try await ReportRecordTests.code { _ = try await records.accept(revoked.reception, despiteDoubts: true, by: first, today: today) } == "J0004")
            _ = try await records.accept(revoked.reception, despiteDoubts: false, by: second, today: today)
            #expect(try await exempt("A1", "2026-04"))
            #expect(try await !exempt("A1", "2026-05"))
            for number in ["A2", "A3", "A4"] {
                #expect(try await records.look(number).receptions.allSatisfy { $0.kind != .exemptionRevoked })
                #expect(try await exempt(number, "2026-05"))
            }

            // What nothing was granted for is received and told, and accepted only by whoever says that it is right all the same.
            let again = Filing(number: try AddresseeNumber("A1"), kind: .exemptionCancelApplied, receivedOn: today)
            let receipt = try await records.receive(again, saying: NoticeTerms(ground: "half"), by: first, today: today)
            #expect(receipt.outlook.newDoubts.map(\.kind) == [.requestNotAllowed])
            #expect(
                try await ReportRecordTests.code { _ = try await records.accept(receipt.reception, despiteDoubts: false, by: second, today: today) } == "J0016")
        }
    }

    @Test func aDecisionOnAnApplicationCountsOnceAnotherHasAcceptedIt() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2", "A3", "A4"] {
                try await database.give(number, born: "2004-04-15", ["shimei_furigana": "ネンキン　タロウ"])
                try await records.record(number, .reached20, NoticeTerms())
                _ = try await Self.application(database, number)
            }
            try await Self.send(records)
            // Of A4 it is recorded already, by hand.
            try await records.record(
                "A4", .exemptionGranted, NoticeTerms(months: span("2025-07", "2026-03"), ground: "student"), despiteDoubts: true)
            let birth = "2004-04-15"
            let rows = [
                Self.person("2026-000002-1", "A1", birth: birth) + ",処理済,,2026-06-09,承認,student,2025-07,2026-03",
                Self.person("2026-000004-1", "A2", birth: birth) + ",処理済,,2026-06-09,却下,,,",
                // Of an acquisition nothing is granted.
                Self.person("2026-000005-1", "A3", birth: birth) + ",処理済,,2026-06-09,承認,student,2025-07,2026-03",
                Self.person("2026-000008-1", "A4", birth: birth) + ",処理済,,2026-06-09,承認,student,2025-07,2026-03",
            ]
            func exempt(_ number: String) async throws -> Int {
                try await records.look(number).record.history(on: today, using: records.tables).totals.exempt(.student)
            }
            let taken = try await Self.take(records, rows)
            #expect(taken.matched == 4 && taken.receptions.count == 2)
            // What can't be received is a clerk's, and keeps no list from being taken in.
            let tasks = try await records.tasks()
            #expect(tasks.map(\.number) == ["A3", "A4"] && tasks.last?.words.contains("J0024") == true)
            #expect(try await exempt("A1") == 0)
            let granted = try #require(taken.receptions.first)
            let refused = try #require(taken.receptions.last)
            // Whoever took the list in is not the second person.
            #expect(try await ReportRecordTests.code { _ = try await records.accept(granted, despiteDoubts: true, by: first, today: today) } == "J0004")
            for reception in [granted, refused] { _ = try await records.accept(reception, despiteDoubts: true, by: second, today: today) }
            for (number, months) in [("A1", 9), ("A2", 0), ("A4", 9)] { #expect(try await exempt(number) == months, "\(number)") }
            let ledger = try await records.look("A2").receptions
            #expect(ledger.first { $0.reception == refused }?.kind == .exemptionRefused)
            // What the Service told is not reported back.
            #expect(try await records.reports(ReportFilter()).reports.isEmpty)
        }
    }

    /// Where it names a body it may name a ward of a designated city's.
    @Test func aListThatNamesAWardOfOursIsTaken() async throws {
        try await PensionDatabase.with { database in
            try await Self.sendThree(database)
            let rows = (1...3).map { Self.person("2026-00000\($0)-1", "A\($0)") + ",返戻,理由,2026-06-09,,,," }
            let named = String(decoding: Self.list(rows), as: UTF8.self).replacing(",2026-0001,3", with: ",2026-0001,3,111082")
            let taken = try await database.records.takeResults(
                Array(named.utf8), in: .utf8, of: LocalGovernmentCode("111007"), by: first, today: today)
            #expect(taken.matched == 3)
        }
    }

    /// Saved in another encoding, with other line ends or sorted, it is the list that was taken in already.
    @Test func aListInAnotherFormIsTheSameList() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await Self.sendThree(database)
            let rows = (1...3).map { Self.person("2026-00000\($0)-1", "A\($0)") + ",返戻,理由,2026-06-09,,,," }
            #expect(try await Self.take(records, rows).matched == 3)
            let text = String(decoding: Self.list(rows), as: UTF8.self)
            let others: [(bytes: [UInt8], encoding: ReportEncoding)] = [
                (Array(text.replacing("\r\n", with: "\n").utf8), .utf8), (Array(try #require(text.data(using: .shiftJIS))), .shiftJIS),
                (Self.list(rows.reversed()), .utf8), (Self.list(rows.map { $0.replacing("理由", with: "\"理由\"") }), .utf8),
            ]
            for (bytes, encoding) in others {
                let refused = try await ReportRecordTests.code { _ = try await records.takeResults(bytes, in: encoding, by: first, today: today) }
                #expect(refused == "J0058")
            }
            #expect(try await database.count("SELECT count(*) FROM pension.result_list") == 1)
            // Another row, and it is another list.
            #expect(try await Self.take(records, Array(rows.prefix(2))).lines == 2)
        }
    }

    @Test func aListIsTakenInWholeOrNotAtAll() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await Self.sendThree(database)
            let rows = (1...3).map { Self.person("2026-00000\($0)-1", "A\($0)") + ",返戻,理由,2026-06-09,,,," }
            let kept: Query = """
                SELECT (SELECT count(*) FROM pension.result_list) + (SELECT count(*) FROM pension.result_row) + (SELECT count(*) FROM pension.result_answer)
                  + (SELECT count(*) FROM pension.task)
                """
            // A list that names another body is none of ours, whatever its transmittal is called.
            let others = String(decoding: Self.list(rows), as: UTF8.self).replacing(",2026-0001,3", with: ",2026-0001,3,112011")
            let refused = try await ReportRecordTests.code {
                _ = try await records.takeResults(Array(others.utf8), in: .utf8, of: LocalGovernmentCode("111007"), by: first, today: today)
            }
            #expect(refused == "J0139")
            #expect(try await database.count(kept) == 0)
            try await ReportRecordTests.killed(database, at: 2, of: "pension.result_row") { _ = try await Self.take(records, rows) }
            #expect(try await database.count(kept) == 0)
            #expect(try await Set(ReportRecordTests.states(records).values) == [.sent])
            // Several take the same list in at once: one does.
            let outcomes = await withTaskGroup(of: String.self) { group in
                for clerk in [first, second, ReportRecordTests.third] {
                    group.addTask { (try? await ReportRecordTests.code { _ = try await Self.take(records, rows, by: clerk) }) ?? "?" }
                }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(outcomes.sorted() == ["", "J0058", "J0058"])
            #expect(try await Set(ReportRecordTests.states(records).values) == [.returned])
            #expect(try await database.count(kept) == 1 + 3 + 3 + 3)
            // What somebody put there by SQL answers nothing, and is in nobody's way.
            for number in 1...3 {
                _ = try await records.mend(ReceptionNumber(fiscalYear: 2026, number: Int32(number)), goesAgain: true, because: "直した", by: first)
            }
            try await Self.send(records)
            let forged = """
                INSERT INTO pension.result_row (list_id, line, content, mac) SELECT list_id, 99, content, mac FROM pension.result_row LIMIT 1;
                INSERT INTO pension.result_answer (list_id, line, fiscal_year, number, attempt, outcome, by_rule, reason, section, entered_by, mac)
                SELECT list_id, 99, 2026, 1, 2, 'processed', true, '', '', '3002', mac FROM pension.result_answer LIMIT 1
                """
            #expect(try await records.reports(ReportFilter()).untrueRows == 0)
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            // Told each time, though its batch was read before.
            for _ in 1...2 { #expect(try await records.reports(ReportFilter()).untrueRows == 1) }
            let states = try await ReportRecordTests.states(records)
            #expect(states["2026-000001-2"] == .sent)
            let next = (1...3).map { Self.person("2026-00000\($0)-2", "A\($0)") + ",処理済,,2026-06-10,,,," }
            #expect(try await Self.take(records, next, batch: "2026-0002").matched == 2)
            #expect(try await Set(ReportRecordTests.states(records).values) == [.sent, .processed])
        }
    }

    @Test func whatAKillLeavesUnmatchedIsMatchedByTheNextLookAndOnce() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await Self.sendThree(database)
            let rows = (1...3).map { Self.person("2026-00000\($0)-1", "A\($0)") + ",返戻,理由,2026-06-09,,,," }
            try await ReportRecordTests.killed(database, at: 2, of: "pension.task") { _ = try await Self.take(records, rows) }
            #expect(try await records.doubtfulResults().map(\.doubt) == [.waiting, .waiting, .waiting])
            #expect(try await Set(ReportRecordTests.states(records).values) == [.sent])
            #expect(try await ReportRecordTests.code { _ = try await Self.take(records, rows) } == "J0058")
            try await ReportRecordTests.killed(database, at: 3, of: "pension.result_answer") { _ = try await records.matchAgain(by: first, today: today) }
            #expect(try await records.matchAgain(by: first, today: today) == 3)
            #expect(try await records.matchAgain(by: first, today: today) == 0)
            #expect(try await database.count("SELECT count(*) FROM pension.task") == 3)
        }
    }

    /// An application of each number, reported as 2026-000001-1 and so on, and not sent yet.
    private static func applications(_ database: PensionDatabase, _ numbers: [String]) async throws -> ReportBatchNumber {
        for number in numbers {
            try await database.give(number, born: "2004-04-15", ["shimei_furigana": "ネンキン　タロウ"])
            _ = try await application(database, number)
        }
        let batch = try await database.records.makeBatch(ReportFilter(), ReportRecordTests.terms, by: first, today: today)
        _ = try await database.records.close(batch, in: .utf8, by: first, today: today)
        _ = try await database.records.release(batch, hidden: [], by: second, today: today)
        _ = try await database.records.write(batch, hidden: [], by: first, today: today)
        return batch
    }

    private static func granted(_ count: Int, _ number: String, _ months: String = "2025-07,2026-03", id: Int? = nil) -> String {
        person("2026-00000\(id ?? count)-1", number, birth: "2004-04-15") + ",処理済,,2026-06-09,承認,student,\(months)"
    }

    @Test func whoTookAListInAndWhoMatchedItAcceptNothingOfIt() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let batch = try await Self.applications(database, ["A1", "A2"])
            // A list of one's own making, before the hand-over: what is not named is told all the same.
            let early = try await Self.take(records, [Self.granted(1, "A1"), Self.granted(2, "A9")], by: first)
            #expect(early.matched == 0 && early.missing.isEmpty)
            let short = Self.granted(1, "A8").replacingOccurrences(of: "2026-000001-1", with: "2026-1-1")
            #expect(try await Self.take(records, [short], by: first).missing.map(\.description) == ["2026-000002-1"])
            _ = try await records.move(batch, .handed, on: nil, counterpart: "年金事務所", remarks: "", by: second, today: today)
            #expect(try await records.matchAgain(by: second, today: today) == 1)
            let open = try #require(try await records.doubtfulResults().first { $0.open.row.number == "A9" }?.open)
            let id = try #require(ReportID("2026-000002-1"))
            let settled = try await records.settle(open.list, open.line, as: id, because: "電話で確認", by: second, today: today)
            let matched = try #require(try await records.look("A1").receptions.first { $0.kind == .exemptionGranted }).reception
            for reception in [matched, try #require(settled)] {
                #expect(try await Set(records.entries(of: reception).map(\.account)) == [first.account, second.account])
                for clerk in [first, second] {
                    #expect(
                        try await ReportRecordTests.code { _ = try await records.accept(reception, despiteDoubts: true, by: clerk, today: today) } == "J0004")
                    #expect(try await ReportRecordTests.code { try await records.giveBack(reception, because: "誤り", by: clerk, today: today) } == "J0004")
                }
                _ = try await records.accept(reception, despiteDoubts: true, by: ReportRecordTests.third, today: today)
            }
            #expect(try await database.count("SELECT count(*) FROM pension.act WHERE kind = 'result-matched' AND reason = '電話で確認'") == 1)
        }
    }

    @Test func aListWaitsForPeopleBeforeItHoldsTheLedgersNumbers() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let batch = try await Self.applications(database, ["A1", "A2"])
            _ = try await records.move(batch, .handed, on: nil, counterpart: "年金事務所", remarks: "", by: first, today: today)
            try await database.give("A9")
            try await database.admin { other in
                // At the counter somebody has A2, and will want a number of the ledger.
                try await other.script(unsafeSQL: "BEGIN; SELECT FROM pension.person WHERE atenabango = 'A2' FOR UPDATE")
                async let taken = Self.take(records, [Self.granted(1, "A1"), Self.granted(2, "A2")])
                #expect(try await database.waits(1))
                try await other.script(unsafeSQL: "SET lock_timeout = '3s'; SELECT FROM pension.reception_count FOR UPDATE; COMMIT")
                #expect(try await taken.receptions.count == 2)
            }
        }
    }

    @Test func whatAResultLeavesUnclearIsAClerksAndStaysTheirs() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let batch = try await Self.applications(database, ["A1", "A2", "A3"])
            _ = try await records.move(batch, .handed, on: nil, counterpart: "年金事務所", remarks: "", by: first, today: today)
            let rows = [
                // In two parts: the second is held by name.
                Self.granted(1, "A1", "2025-07,2025-12"), Self.granted(1, "A1", "2026-01,2026-03"),
                Self.person("2026-000002-1", "A2", birth: "2004-04-15") + ",処理済,,2026-06-09,,,,",
                Self.person("2026-000003-1", "A3", basic: "2150777777", birth: "2004-04-15") + ",返戻,写しがない,2026-06-09,,,,",
            ]
            #expect(try await Self.take(records, rows).receptions.count == 1)
            #expect(try await records.doubtfulResults().map(\.doubt) == [.answered])
            let tasks = try await records.tasks()
            #expect(tasks.map(\.number) == ["A2", "A3", "A3"] && tasks.map(\.kind) == [.unclearResult, .returnedReport, .unclearResult])
            #expect(tasks.first?.words.contains("1 の3行目") == true && tasks.last?.words.contains("基礎年金番号") == true)
            // To mend what came back answers nothing else.
            _ = try await records.mend(ReceptionNumber(fiscalYear: 2026, number: 3), goesAgain: true, because: "写しを付けた", by: first)
            #expect(try await records.tasks().map(\.kind) == [.unclearResult, .unclearResult])
        }
    }

    /// The decided class and months are on record, and what differs from the opinion is shown to whoever accepts it.
    @Test func aDecisionInPartsIsOnRecordAsItWasDecidedAndHeldAgainstTheOpinion() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let batch = try await Self.applications(database, ["A1", "A2", "A3"])
            _ = try await records.move(batch, .handed, on: nil, counterpart: "年金事務所", remarks: "", by: first, today: today)
            func row(_ count: Int, _ end: String) -> String {
                "2026-00000\(count)-1,A\(count),,ネンキン　タロウ,2004-04-15,処理済,,2026-06-09,\(end)"
            }
            let rows = [row(1, "承認,student 2025-07..2025-12;却下 2026-01..2026-03"), row(2, "却下,"), row(3, "承認,student 2025-07..2026-03")]
            let list = ["\(ResultCSV.partsName),2026-0001,3", ResultCSV.partsColumns.joined(separator: ",")] + rows
            let taken = try await records.takeResults(Array(list.map { $0 + "\r\n" }.joined().utf8), in: .utf8, by: first, today: today)
            #expect(taken.matched == 3 && taken.receptions.count == 3)
            let waiting = try await records.waitingRulings(differing: true)
            #expect(waiting.map(\.number) == ["A1", "A2"])
            #expect(try await records.waitingRulings(differing: false).map(\.number) == ["A1", "A2", "A3"])
            let one = try #require(waiting.first)
            #expect(
                one.comparison.differences == [
                    RulingDifference(months: span("2026-01", "2026-03"), proposed: .granted(.student), decided: .refused)
                ])
            let detail = try await records.detail(of: one.reception, today: today)
            #expect(detail.ruling?.differences == one.comparison.differences && detail.ruling?.hasOpinion == true)
            for reception in taken.receptions { _ = try await records.accept(reception, despiteDoubts: true, by: second, today: today) }
            for (number, months) in [("A1", 6), ("A2", 0), ("A3", 9)] {
                try await records.record(number, .reached20, NoticeTerms(), despiteDoubts: true)
                let history = try await records.look(number).record.history(on: today, using: records.tables)
                #expect(history.totals.exempt(.student) == months, "\(number)")
            }
            // The months that were refused are on record, too; and what is accepted waits no more.
            let content = try await records.detail(of: one.reception, today: today).content
            guard case .event(let said) = content, case .exemptionDecided(let decision)? = said.fact else {
                Issue.record("a decision in parts is no other fact")
                return
            }
            #expect(decision.parts.map(\.kind) == [.student, nil])
            // One class in place of all parts is no correction of them.
            let number = try AddresseeNumber("A1")
            let recorded = try await records.look("A1").record.events.first { if case .exemptionDecided? = $0.event.fact { true } else { false } }
            let event = try #require(recorded?.number)
            let corrected = try await ReportRecordTests.code {
                _ = try await records.correct(
                    event, of: number, as: nil, saying: NoticeTerms(months: span("2025-07", "2026-03"), ground: "student"), receivedOn: today, remarks: "",
                    by: first, today: today)
            }
            #expect(corrected == "J0007")
            #expect(try await records.look("A1").receptions.allSatisfy { !$0.state.isOpen })
            #expect(try await records.waitingRulings(differing: false).isEmpty)
        }
    }
}
