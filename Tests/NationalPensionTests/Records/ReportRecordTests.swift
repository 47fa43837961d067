import Addressee
import Foundation
import Postgres
import Testing

@testable import NationalPension

/// 報告. What was accepted is due, goes in one batch, which one closes and another releases, and is sent once.
@Suite(.timeLimit(.minutes(5))) struct ReportRecordTests {
    static let third = Clerk(account: "3003", setUpBy: "3", section: "3020", terminal: "terminal-3")
    static let terms = BatchTerms(body: "111007", hidden: [])

    static func code(_ body: () async throws -> Void) async throws -> String {
        do { try await body() } catch let refused as PensionRefused { return refused.code }
        return ""
    }

    static func states(_ records: PensionRecords) async throws -> [String: ReportState] {
        var filter = ReportFilter()
        (filter.states, filter.limit) = ([], 1_000)
        return Dictionary(try await records.reports(filter).reports.map { ("\($0.standing.id)", $0.standing.state) }) { first, _ in first }
    }

    private static func only(_ receptions: [ReceptionNumber]) -> ReportFilter {
        var filter = ReportFilter()
        filter.receptions = receptions
        return filter
    }

    @Test func whatIsAcceptedIsDueAndGoesOnceByTwoPeople() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] { try await database.give(number, ["shimei_furigana": "ネンキン　タロウ", "jusho_yubinbango": "3300061"]) }
            let acquired = try await records.record("A1", .reached20, NoticeTerms(), receivedOn: "2026-06-01")
            // Not reported: what the Service knows from employers; and what waits is not due yet.
            try await records.record("A1", .employmentBegan, NoticeTerms(day: day("2026-05-01")))
            let other = try await records.record("A2", .reached20, NoticeTerms(), receivedOn: "2026-05-20")
            let waiting = try await records.receive(
                Filing(number: try AddresseeNumber("A2"), kind: .leftJapan, receivedOn: today), saying: NoticeTerms(day: today), by: first, today: today
            ).reception
            let due = try await records.reports(ReportFilter()).reports
            #expect(due.map(\.standing.id.reception) == [other, acquired] && due.map(\.dueOn) == [day("2026-06-03"), day("2026-06-15")])
            var late = ReportFilter()
            late.overdueOn = today
            #expect(try await records.reports(late).reports.map(\.standing.id.reception) == [other])
            var narrow = ReportFilter()
            (narrow.limit, narrow.without) = (1, [other])
            #expect(try await records.reports(narrow).reports.map(\.standing.id.reception) == [acquired])
            for (named, code) in [(waiting, "J0053"), (ReceptionNumber(fiscalYear: 2026, number: 99), "J0053")] {
                #expect(try await Self.code { _ = try await records.makeBatch(Self.only([named]), Self.terms, by: first, today: today) } == code)
            }

            let batch = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today)
            #expect(batch.description == "2026-0001")
            #expect(try await Self.states(records) == ["\(acquired)-1": .batched, "\(other)-1": .batched])
            // Nothing is twice in a batch, and an empty one takes no number.
            #expect(try await Self.code { _ = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today) } == "J0052")
            #expect(try await Self.code { _ = try await records.makeBatch(Self.only([acquired]), Self.terms, by: second, today: today) } == "J0053")
            let detail = try await records.batchDetail(batch)
            #expect(detail.reports.map(\.id.reception) == [other, acquired] && detail.reports.last?.address == "埼玉県常盤六丁目" && detail.characters.isEmpty)

            // What is changed meanwhile is not in it: it was settled when it was made.
            _ = try await records.accept(try await records.receive(basic: "2150123456", of: "A1"), despiteDoubts: false, by: second, today: today)
            #expect(try await Self.code { _ = try await records.release(batch, hidden: [], by: second, today: today) } == "J0050")
            let closed = try #require(try await records.close(batch, in: .utf8, by: second, today: today).closed)
            #expect(closed.count == 2 && closed.layout == "atena-report-1" && closed.digest.count == 64)
            // 3001 made it, 3002 closed it: neither is the other person. The database knows that, too.
            for clerk in [first, second] {
                #expect(try await Self.code { _ = try await records.release(batch, hidden: [], by: clerk, today: today) } == "J0004")
            }
            let alone = """
                INSERT INTO pension.report_step (batch_year, batch_number, ordinal, stepped_on, step, confirms_step, confirms_by, counterpart, reason, section,
                  entered_by, mac) VALUES (2026, 1, 2, '2026-06-10', 'released', 'closed', '3002', '', '', '', '3002', '')
                """
            #expect(try await database.refusal("atena_national_pension", alone) == "23514")
            #expect(try await Self.code { _ = try await records.write(batch, hidden: [], by: first, today: today) } == "J0050")
            _ = try await records.release(batch, hidden: [], by: Self.third, today: today)
            #expect(try await Set(Self.states(records).values) == [.released])

            // Made again by whomever, it is the same, byte for byte.
            let files = try await records.write(batch, hidden: [], by: first, today: today).files
            #expect(try await records.write(batch, hidden: [], by: second, today: today).files == files)
            let text = String(decoding: try #require(files.first?.bytes), as: UTF8.self)
            #expect(text.hasPrefix("atena-report-1,111007,2026-0001,2026-06-10,2\r\n報告番号,") && text.hasSuffix("end,2\r\n"))
            #expect(text.contains("\(acquired)-1,reached-20,20歳到達,insured-person,\(acquired),2026-06-01,2026-06-15,A1,,ネンキン　タロウ,年金　太郎,1990-04-15,"))
            let papers = files.dropFirst().map { String(decoding: $0.bytes, as: UTF8.self) }
            for part in ["20歳到達\t2", "合計\t2", "2\t\(acquired)-1\t20歳到達", closed.digest, "媒体の通番\t2026-0001"] { #expect(papers[0].contains(part), "\(part)") }
            #expect(papers[1].contains("受領者（機関・氏名）") && papers[2].contains("\"sha256\":\"\(closed.digest)\"") && papers[2].contains("\"count\":2"))

            // The medium is followed from hand to hand, and asked for when nothing comes.
            for (step, on, who, code) in [
                (BatchStep.received, "2026-06-10", "年金事務所", "J0050"), (.handed, "2026-06-11", "年金事務所", "J0062"), (.handed, "2026-06-09", "年金事務所", "J0062"),
                (.handed, "2026-06-10", " ", "J0062"), (.closed, "2026-06-10", "年金事務所", "J0062"),
            ] {
                let refused = try await Self.code {
                    _ = try await records.move(batch, step, on: day(on), counterpart: who, remarks: "", by: first, today: today)
                }
                #expect(refused == code, "\(step) \(on)")
            }
            #expect(try await records.batches(overdueOn: day("2026-06-17")).isEmpty)
            #expect(try await records.batches(overdueOn: day("2026-06-18")).map { $0.daysOverdue(on: day("2026-06-18")) } == [1])
            _ = try await records.move(batch, .handed, on: nil, counterpart: "大宮年金事務所　受付", remarks: "", by: first, today: today)
            #expect(try await Set(Self.states(records).values) == [.sent])
            // What is sent is not overdue, however late it was; and asked for as sent, nothing is both.
            for states in [[], [.sent], [.due, .sent]] as [Set<ReportState>] {
                late.states = states
                #expect(try await records.reports(late).reports.isEmpty)
            }
            #expect(try await Self.code { _ = try await records.write(batch, hidden: [], by: first, today: today) } == "J0050")
            #expect(try await Self.code { _ = try await records.cancel(batch, because: "誤り", by: first, today: today) } == "J0050")
            for step in [BatchStep.received, .returned, .destroyed] {
                _ = try await records.move(batch, step, on: today, counterpart: "大宮年金事務所", remarks: "", by: first, today: today)
            }
            #expect(try await records.batches(overdueOn: day("2027-06-18")).isEmpty)
            var told: [ToldAct] = []
            try await records.tellActs { acts, _ in told += acts }
            #expect(told.filter { $0.kind.subject != nil }.map(\.reason) == Array(repeating: "2026-0001", count: 8))
            #expect(told.suffix(5).map(\.kind) == [.batchWritten, .batchHanded, .batchReceived, .batchReturned, .batchDestroyed])
            #expect(try await records.reportStatistics(ofFiscalYear: 2026).map(\.counts) == [[.sent: 2]])
        }
    }

    @Test func whoeverComesAtOnceAReportIsInOneBatchAndACancelledOneGivesItBack() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in 1...12 {
                try await database.give("A\(number)")
                try await records.record("A\(number)", .reached20, NoticeTerms())
            }
            let made = try await withThrowingTaskGroup(of: ReportBatchNumber?.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        do { return try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today) } catch let refused as PensionRefused {
                            #expect(refused.code == "J0052")
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: [ReportBatchNumber]()) { if let batch = $1 { $0.append(batch) } }
            }
            #expect(made.map(\.description) == ["2026-0001"])
            #expect(try await database.count("SELECT count(*) FROM pension.report_item") == 12)
            // Two take the same step at once: one of them is refused.
            let steps = await withTaskGroup(of: String.self) { group in
                for _ in 0..<4 {
                    group.addTask { (try? await Self.code { _ = try await records.cancel(made[0], because: "作り直すため", by: first, today: today) }) ?? "?" }
                }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(steps.sorted() == ["", "J0050", "J0050", "J0050"])
            let states = try await Self.states(records)
            #expect(Set(states.values) == [.due] && states.keys.allSatisfy { $0.hasSuffix("-2") })
            let again = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today)
            #expect(again.description == "2026-0002")
            #expect(try await records.batchDetail(again).reports.count == 12)
            #expect(try await records.batchDetail(made[0]).standings.values.allSatisfy { $0.batch == again })
        }
    }

    @Test func aCharacterWithoutACodeIsDecidedBeforeAnythingIsSettled() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1", ["shimei": "𠮷田　太郎", "shimei_furigana": "ヨシダ　タロウ", "jusho_choaza": "葛\u{E0100}飾町"])
            try await records.record("A1", .reached20, NoticeTerms())
            let batch = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today)
            #expect(try await records.batchDetail(batch).characters.map(\.character) == ["葛\u{E0100}", "𠮷"])
            for (character, replacement, code) in [
                ("𠮷田", "吉", "J0007"), ("吉", "土", "J0007"), ("𠮷", "㐂", "J0007"), ("𠮷", " ", "J0006"), ("𠮷", ",", "J0007"),
                ("𠮷", "a\"", "J0007"), ("𠮷", "a\u{9}", "J0007"), ("𠮷", "一二三四五六七八九十百", "J0007"),
            ] {
                #expect(try await Self.code { try await records.decide([(character, replacement)], by: first) } == code, "\(character) \(replacement)")
            }
            try await records.decide([("𠮷", "士")], by: first)
            #expect(try await Self.code { _ = try await records.close(batch, in: .shiftJIS, by: first, today: today) } == "J0054")
            #expect(try await database.count("SELECT count(*) FROM pension.report_step") == 0)
            // What is decided last counts; a row of somebody else's never.
            try await records.decide([("𠮷", "吉"), ("葛\u{E0100}", "葛")], by: first)
            let forged = """
                INSERT INTO pension.report_character (original, replacement, section, entered_by, mac) VALUES ('𠮷', '悪', '', '3002', '')
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            let closed = try #require(try await records.close(batch, in: .shiftJIS, by: first, today: today).closed)
            #expect(closed.replacements == ["𠮷": "吉", "葛\u{E0100}": "葛"])
            _ = try await records.release(batch, hidden: [], by: second, today: today)
            // What is decided otherwise later changes no batch that was closed.
            try await records.decide([("𠮷", "士")], by: first)
            let bytes = try await records.write(batch, hidden: [], by: first, today: today).bytes
            let text = try #require(try ReportCharacters.text(bytes, in: .shiftJIS))
            #expect(text.contains("吉田　太郎") && text.contains("埼玉県葛飾町"))
        }
    }

    @Test func aMediumNeverSaysWhereSomebodyProtectedIs() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1", ["yokushifuragu": "1", "jusho_yubinbango": "3300061"])
            for number in ["A2", "A3"] { try await database.give(number) }
            for number in ["A1", "A2", "A3"] { try await records.record(number, .reached20, NoticeTerms()) }
            for number in ["A2", "A3"] { try await records.record(number, .movedWithinJapan, NoticeTerms(day: day("2026-05-30"))) }
            // Of A1 the module was told, of A2 the register knows.
            let terms = BatchTerms(body: "111007", hidden: [try AddresseeNumber("A2")])
            let batch = try await records.makeBatch(ReportFilter(), terms, by: first, today: today)
            let reports = try await records.batchDetail(batch).reports
            #expect(reports.map(\.isProtected) == [true, true, false, true, false])
            #expect(reports.map { $0.address.isEmpty && $0.postalCode.isEmpty } == reports.map(\.isProtected))
            // Nor when they moved; the day on which an age was attained is none of a move.
            #expect(reports.map { $0.happenedOn == nil } == [false, false, false, true, false])
            #expect(try await records.placed(in: batch).map(\.value) == ["A3", "A3"])
            _ = try await records.close(batch, in: .utf8, by: first, today: today)
            // Protected since: the batch goes nowhere, and is made anew.
            let hidden: Set = [try AddresseeNumber("A3")]
            #expect(try await Self.code { _ = try await records.release(batch, hidden: hidden, by: second, today: today) } == "J0056")
            _ = try await records.release(batch, hidden: [], by: second, today: today)
            try await database.give("A3", sequence: 2, ["yokushifuragu": "1"])
            _ = try await records.look("A3")
            #expect(try await Self.code { _ = try await records.write(batch, hidden: [], by: first, today: today) } == "J0056")
            _ = try await records.cancel(batch, because: "支援措置のため", by: first, today: today)
            let again = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today)
            #expect(try await records.batchDetail(again).reports.map(\.isProtected) == [true, false, true, false, true])
        }
    }

    @Test func aMediumIsFollowedTillItIsDestroyedAndWhatDidNotArriveGoesAgainByTwoPeople() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] {
                try await database.give(number, ["shimei_furigana": "ネンキン　タロウ"])
                try await records.record(number, .reached20, NoticeTerms())
            }
            func written() async throws -> ReportBatchNumber {
                let batch = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today)
                _ = try await records.close(batch, in: .utf8, by: first, today: today)
                _ = try await records.release(batch, hidden: [], by: second, today: today)
                _ = try await records.write(batch, hidden: [], by: first, today: today)
                return batch
            }
            func overdue() async throws -> [ReportBatchNumber] { try await records.batches(overdueOn: day("2026-06-18")).map(\.head.batch) }
            // Cancelled, its medium is still somewhere.
            let cancelled = try await written()
            _ = try await records.cancel(cancelled, because: "作り直すため", by: first, today: day("2026-06-12"))
            // Its days count from when it was written, and not from the cancellation.
            #expect(try await overdue() == [cancelled])
            // The day on which it was, though the cancellation was entered later; not before the medium was made.
            #expect(
                try await Self.code {
                    _ = try await records.move(cancelled, .destroyed, on: day("2026-06-09"), counterpart: "", remarks: "破砕", by: first, today: today)
                } == "J0062")
            _ = try await records.move(cancelled, .destroyed, on: today, counterpart: "", remarks: "破砕", by: first, today: day("2026-06-12"))
            #expect(try await overdue().isEmpty)
            #expect(try await Set(Self.states(records).values) == [.due])

            // Handed over, answered in part, and then not to be read: one says so, another confirms it.
            let batch = try await written()
            #expect(try await Self.code { _ = try await records.fail(batch, because: "読めない", by: first, today: today) } == "J0050")
            _ = try await records.move(batch, .handed, on: nil, counterpart: "年金事務所", remarks: "", by: first, today: today)
            let row = "2026-000001-2,A1,,ネンキン　タロウ,1990-04-15,処理済,,2026-06-09,,,,"
            let list = ["\(ResultCSV.name),,1", ResultCSV.columns.joined(separator: ","), row].map { $0 + "\r\n" }.joined()
            #expect(try await records.takeResults(Array(list.utf8), in: .utf8, by: first, today: today).matched == 1)
            #expect(try await Self.code { _ = try await records.recall(batch, by: second, today: today) } == "J0050")
            #expect(try await Self.code { _ = try await records.fail(batch, because: " ", by: first, today: today) } == "J0006")
            _ = try await records.fail(batch, because: "媒体を読めないと連絡", by: second, today: today)
            #expect(try await Self.states(records) == ["2026-000001-2": .processed, "2026-000002-2": .sent])
            #expect(try await Self.code { _ = try await records.recall(batch, by: second, today: today) } == "J0004")
            let alone = """
                INSERT INTO pension.report_step (batch_year, batch_number, ordinal, stepped_on, step, confirms_step, confirms_by, counterpart, reason, section,
                  entered_by, mac) VALUES (2026, 2, 6, '2026-06-10', 'recalled', 'failed', '3002', '', '', '', '3002', '')
                """
            #expect(try await database.refusal("atena_national_pension", alone) == "23514")
            #expect(try await records.recall(batch, by: first, today: today).next == [.received, .returned, .destroyed])
            #expect(try await Self.states(records) == ["2026-000001-2": .processed, "2026-000002-3": .due])
            // Where the medium is, is still asked.
            #expect(try await overdue() == [batch])
            // What was put in another batch, and never went, takes nothing from that.
            let resent = try await written()
            _ = try await records.cancel(resent, because: "作り直すため", by: first, today: today)
            #expect(try await Self.states(records) == ["2026-000001-2": .processed, "2026-000002-4": .due])
            let late = "2026-000002-2,A2,,ネンキン　タロウ,1990-04-15,処理済,,2026-06-09,,,,"
            let lateList = ["\(ResultCSV.name),,1", ResultCSV.columns.joined(separator: ","), late].map { $0 + "\r\n" }.joined()
            // The Service answers all the same: it counts, and nothing goes twice.
            #expect(try await records.takeResults(Array(lateList.utf8), in: .utf8, by: first, today: today).matched == 1)
            #expect(try await Self.states(records) == ["2026-000001-2": .processed, "2026-000002-2": .processed])
            #expect(try await Self.code { _ = try await written() } == "J0052")
            // Lost: nothing came back, and that is its end.
            _ = try await records.move(batch, .destroyed, on: nil, counterpart: "", remarks: "郵送中の紛失", by: first, today: today)
            #expect(try await overdue().filter { $0 == batch }.isEmpty)
        }
    }

    @Test func numbersThatSomebodyPutInAheadStopNobody() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] {
                try await database.give(number, ["shimei": "𠮷田"])
                try await records.record(number, .reached20, NoticeTerms())
            }
            let batch = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today)
            _ = try await records.cancel(batch, because: "作り直すため", by: first, today: today)
            let forged = """
                INSERT INTO pension.report_batch (fiscal_year, number, made_on, items, body, section, entered_by, mac)
                SELECT fiscal_year, n, made_on, items, body, section, entered_by, mac FROM pension.report_batch, unnest(ARRAY[2, 2147483647]) AS n;
                INSERT INTO pension.report_item (fiscal_year, number, attempt, batch_year, batch_number, line, atenabango, outcome, mac)
                SELECT fiscal_year, number, n, batch_year, CASE n WHEN 2 THEN 2 ELSE 2147483647 END, line, atenabango, outcome, mac
                FROM pension.report_item, unnest(ARRAY[2, 10000]) AS n;
                INSERT INTO pension.report_character (character_id, original, replacement, section, entered_by, mac) OVERRIDING SYSTEM VALUE
                VALUES (1, '𠮷', '悪', '', '3002', ''), (2, '𠮷', '悪', '', '3002', '');
                INSERT INTO pension.result_list (list_id, lines, digest, layout, section, entered_by, mac) OVERRIDING SYSTEM VALUE
                VALUES (1, 1, sha256('1'), '', '', '3002', ''), (2, 1, sha256('2'), '', '', '3002', '')
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            #expect(try await Self.states(records) == ["2026-000001-3": .due, "2026-000002-3": .due])
            #expect(try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today).description == "2026-0003")
            try await records.decide([("𠮷", "吉")], by: first)
            let row = "2026-000099-1,A99,,,,処理済,,2026-06-09,,,,"
            let list = ["\(ResultCSV.name),,1", ResultCSV.columns.joined(separator: ","), row].map { $0 + "\r\n" }.joined()
            #expect(try await records.takeResults(Array(list.utf8), in: .utf8, by: first, today: today).list == 3)
            #expect(try await records.batches().map(\.head.batch.number) == [3, 1])
            #expect(try await records.batches(limit: 1).map(\.head.batch.number) == [3])
        }
    }

    @Test func rowsWrittenBySQLSendNothingAndHideNothing() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2", "A3"] { try await database.give(number) }
            let receptions = [
                try await records.record("A1", .reached20, NoticeTerms()), try await records.record("A2", .reached20, NoticeTerms()),
                try await records.record("A3", .reached20, NoticeTerms()),
            ]
            let batch = try await records.makeBatch(Self.only([receptions[0]]), Self.terms, by: first, today: today)
            _ = try await records.close(batch, in: .utf8, by: first, today: today)
            // A batch that was never made, an item that hides its reception, a step that sends, another that cancels.
            let forged = """
                INSERT INTO pension.report_batch (fiscal_year, number, made_on, items, body, section, entered_by, mac)
                SELECT fiscal_year, 2, made_on, items, body, section, entered_by, mac FROM pension.report_batch WHERE number = 1;
                INSERT INTO pension.report_item (fiscal_year, number, attempt, batch_year, batch_number, line, atenabango, outcome, mac)
                SELECT fiscal_year, 2, attempt, batch_year, 2, line, 'A2', outcome, mac FROM pension.report_item LIMIT 1;
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            let due = try await records.reports(ReportFilter())
            #expect(due.reports.map(\.standing.id.description) == ["2026-000002-2", "2026-000003-1"] && due.untrueRows == 1)
            #expect(try await Self.code { _ = try await records.batchDetail(ReportBatchNumber(fiscalYear: 2026, number: 2)) } == "J0051")
            #expect(try await records.batches().map(\.head.batch) == [batch])
            #expect(try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today).description == "2026-0003")
            let released = """
                INSERT INTO pension.report_step (batch_year, batch_number, ordinal, stepped_on, step, confirms_step, confirms_by, counterpart, reason, section,
                  entered_by, mac) SELECT batch_year, batch_number, 2, stepped_on, 'released', 'closed', entered_by, '', '', section, '3002', mac
                FROM pension.report_step
                """
            #expect(try await database.refusal("atena_national_pension", released) == nil)
            // Nobody released it, and nobody goes on with it till it is gone.
            #expect(try await records.batchDetail(batch).batch.last == .closed)
            #expect(try await Self.states(records)["2026-000001-1"] == .batched)
            for body in [
                { _ = try await records.release(batch, hidden: [], by: second, today: today) },
                { _ = try await records.write(batch, hidden: [], by: first, today: today) },
            ] as [() async throws -> Void] {
                #expect(try await Self.code(body) == "J0051")
            }
            // A decision that nobody made makes nothing due.
            let decided = """
                INSERT INTO pension.reception (fiscal_year, number, received_on, atenabango, kind, section, entered_by, content, remarks, mac)
                SELECT fiscal_year, 900, received_on, atenabango, kind, section, entered_by, content, remarks, mac FROM pension.reception WHERE number = 1;
                INSERT INTO pension.decision (fiscal_year, number, outcome, entered_by, decided_by, reason, mac)
                SELECT fiscal_year, 900, outcome, entered_by, decided_by, reason, mac FROM pension.decision WHERE number = 1
                """
            #expect(try await database.refusal("atena_national_pension", decided) == nil)
            #expect(try await records.reports(ReportFilter()).reports.isEmpty)
            for table in [
                "report_batch", "report_item", "report_content", "report_step", "report_character", "report_mending", "result_list", "result_row",
                "result_answer",
            ] {
                for sql in ["DELETE FROM pension.\(table)", "UPDATE pension.\(table) SET mac = decode('00', 'hex')", "TRUNCATE pension.\(table)"] {
                    #expect(try await database.refusal("atena_national_pension", sql) == "42501", "\(sql)")
                }
            }
        }
    }

    /// A batch that was read is not read again, and yet no row that comes into it later hides a report.
    @Test func aRowPutIntoABatchThatWasReadHidesNothing() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2", "A3"] {
                try await database.give(number)
                try await records.record(number, .reached20, NoticeTerms())
            }
            func due() async throws -> [String] { try await records.reports(ReportFilter()).reports.map(\.standing.id.description) }
            let batch = try await records.makeBatch(Self.only([ReceptionNumber(fiscalYear: 2026, number: 1)]), Self.terms, by: first, today: today)
            for _ in 1...2 { #expect(try await due() == ["2026-000002-1", "2026-000003-1"]) }
            let forged = """
                INSERT INTO pension.report_item (fiscal_year, number, attempt, batch_year, batch_number, line, atenabango, outcome, mac)
                SELECT fiscal_year, 2, 1, batch_year, batch_number, 2, 'A2', outcome, mac FROM pension.report_item
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            for _ in 1...2 { #expect(try await due() == ["2026-000002-2", "2026-000003-1"]) }
            try await database.admin { try await $0.execute("DELETE FROM pension.report_item WHERE number = 2") }
            // What is cancelled after it was read is due again, and in the batch after that it is not.
            _ = try await records.cancel(batch, because: "作り直すため", by: first, today: today)
            for _ in 1...2 { #expect(try await due() == ["2026-000001-2", "2026-000002-1", "2026-000003-1"]) }
            _ = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today)
            for _ in 1...2 { #expect(try await due() == []) }
        }
    }

    /// As `kill -9` in the middle of an act: the server ends the connection at the n-th row of a table.
    static func killed(_ database: PensionDatabase, at row: Int, of table: String, _ body: () async throws -> Void) async throws {
        try await database.admin {
            try await $0.script(
                unsafeSQL: """
                    CREATE SEQUENCE pension.killing;
                    CREATE FUNCTION pension.kill() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
                        IF nextval('pension.killing') = \(row) THEN PERFORM pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid()); END IF;
                        RETURN NEW;
                    END $$;
                    CREATE TRIGGER kill BEFORE INSERT ON \(table) FOR EACH ROW EXECUTE FUNCTION pension.kill()
                    """)
        }
        let lost = await #expect(throws: PostgresError.self) { try await body() }
        #expect(lost?.isConnectionLoss == true, "\(table)")
        try await database.admin { try await $0.script(unsafeSQL: "DROP FUNCTION pension.kill() CASCADE; DROP SEQUENCE pension.killing") }
    }

    @Test func anActThatIsKilledInTheMiddleHasNotBeen() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in 1...5 {
                try await database.give("A\(number)")
                try await records.record("A\(number)", .reached20, NoticeTerms())
            }
            let rows: Query = """
                SELECT (SELECT count(*) FROM pension.report_batch) + (SELECT count(*) FROM pension.report_item) + (SELECT count(*) FROM pension.report_content)
                  + (SELECT count(*) FROM pension.report_step) + (SELECT count(*) FROM pension.report_batch_count) + (SELECT count(*) FROM pension.act)
                """
            let before = try await database.count(rows)
            for (row, table) in [(1, "pension.report_batch"), (3, "pension.report_content"), (5, "pension.report_item"), (1, "pension.act")] {
                try await Self.killed(database, at: row, of: table) { _ = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today) }
                #expect(try await database.count(rows) == before)
                #expect(try await records.reports(ReportFilter()).reports.count == 5)
            }
            let batch = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today)
            #expect(batch.description == "2026-0001")
            try await Self.killed(database, at: 1, of: "pension.act") { _ = try await records.close(batch, in: .utf8, by: first, today: today) }
            #expect(try await records.batchDetail(batch).batch.steps.isEmpty)
            _ = try await records.close(batch, in: .utf8, by: first, today: today)
            _ = try await records.release(batch, hidden: [], by: second, today: today)
            try await Self.killed(database, at: 1, of: "pension.act") { _ = try await records.write(batch, hidden: [], by: first, today: today) }
            #expect(try await records.batchDetail(batch).batch.last == .released)
            let files = try await records.write(batch, hidden: [], by: first, today: today).files
            try await Self.killed(database, at: 1, of: "pension.act") {
                _ = try await records.move(batch, .handed, on: nil, counterpart: "年金事務所", remarks: "", by: first, today: today)
            }
            #expect(try await records.write(batch, hidden: [], by: first, today: today).files == files)
        }
    }
}
