import Addressee
import Foundation
import Postgres
import Testing

@testable import NationalPension

/// What is published of the department's records (NP-11): of whoever has a basic pension number, by what two people accepted and by nothing else.
@Suite(.timeLimit(.minutes(5))) struct PublicationTests {
    /// The 60th birthday is a movement of residents alone: of whom lives elsewhere by now only what was recorded is one.
    @Test func thatDaysPassIsNoMovementOfWhomLivesElsewhere() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let birthday = CalendarMonth(of: CalendarDay(inJapanAt: Int64(Date.now.timeIntervalSince1970))).adding(3)
            let number = try AddresseeNumber("P1")
            try await database.give("P1", born: "\(birthday.year - 60)-\(birthday.description.suffix(2))-15")
            try await records.record("P1", .reached20, NoticeTerms(), despiteDoubts: true)
            func told() async throws -> [String?] {
                try await records.publications(of: [number], today: birthday.adding(1).firstDay).records[.movement]?[number]?
                    .map { $0.items["shikakusoshitsujiyu"] } ?? ["held"]
            }
            #expect(try await told() == ["lose-60"])
            try await database.takeBack("P1", sequence: 2, reason: "21", lostOn: "2026-06-01")
            #expect(try await records.look("P1").record.addressee?.presence == .movedWithinJapan)
            #expect(try await told() == [])
        }
    }

    /// 生年月日の訂正 moves the days of the law: it is a movement of the month in which it was kept, and of no other.
    @Test func aCorrectedBirthDateIsAMovementOfItsMonth() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let month = CalendarMonth(of: CalendarDay(inJapanAt: Int64(Date.now.timeIntervalSince1970)))
            let number = try AddresseeNumber("P1")
            try await database.give("P1", born: "1990-05-10")
            try await records.record("P1", .reached20, NoticeTerms())
            try await database.give("P1", born: "1990-06-10", sequence: 2)
            _ = try await records.look("P1")
            let kept = month.adding(1).firstDay.adding(days: 5).description
            try await database.admin {
                try await $0.execute("UPDATE pension.addressee_version SET kept_at = \(kept)::text::date WHERE history_number = 2")
            }
            func told(_ month: CalendarMonth) async throws -> [String?] {
                try await records.publications(of: [number], today: month.adding(1).firstDay).records[.movement]?[number]?
                    .map { $0.items["shikakushutokunengappi"] } ?? ["held"]
            }
            #expect(try await told(month) == ["2010-05-09"])
            #expect(try await told(month.adding(1)) == ["2010-06-09"])
            #expect(try await told(month.adding(2)) == [])
        }
    }

    @Test func whoHasANumberIsPublishedWhoWaitsStaysAndNobodysRowsCountForNothing() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["P1", "P2", "P3", "P4"] { try await database.give(number) }
            for number in ["P1", "P2", "P3"] { try await records.record(number, .reached20, NoticeTerms()) }
            for (number, digits) in [("P1", "2150123451"), ("P3", "2150123453"), ("P4", "2150123454")] {
                _ = try await records.accept(try await records.receive(basic: digits, of: number), despiteDoubts: false, by: second, today: today)
            }
            #expect(records.toPublish.take().map(\.value) == ["P1", "P2", "P3", "P4"] && records.toPublish.take().isEmpty)

            let all = try ["P1", "P2", "P3", "P4", "P9"].map { try AddresseeNumber($0) }
            #expect(try await records.kept(after: nil, limit: 9).map(\.value) == ["P1", "P2", "P3", "P4"])
            #expect(try await records.kept(after: all[0], limit: 1).map(\.value) == ["P2"])
            func told(_ dataset: PensionDataset, on day: CalendarDay = today) async throws -> [String: [[String: String]]] {
                let publications = try await records.publications(of: all, today: day)
                return Dictionary(uniqueKeysWithValues: (publications.records[dataset] ?? [:]).map { ($0.key.value, $0.value.map(\.items)) })
            }
            func class1(_ digits: String) -> [String: String] {
                ["kisonenkinbango": digits, "hihokenshashubetsu": "1", "shikakushutokunengappi": "2010-04-14"]
            }
            #expect(
                try await told(.qualification) == ["P1": [class1("2150123451")], "P2": [], "P3": [class1("2150123453")], "P4": [], "P9": []])
            // All was recorded now: it is a movement of this month, which the next one publishes.
            let next = CalendarMonth(of: CalendarDay(inJapanAt: Int64(Date.now.timeIntervalSince1970))).adding(1)
            let moved = ["shorinengetsu": next.adding(-1).description.filter { $0 != "-" }, "shikakushutokujiyu": "acquire-20"]
            func acquired(_ digits: String?) -> [String: String] {
                var items = class1(digits ?? "").merging(moved) { $1 }
                items["kisonenkinbango"] = digits
                return items
            }
            #expect(
                try await told(.movement, on: next.firstDay)
                    == ["P1": [acquired("2150123451")], "P2": [acquired(nil)], "P3": [acquired("2150123453")], "P4": [], "P9": []])
            #expect(try await told(.movement, on: next.adding(1).firstDay).values.allSatisfy(\.isEmpty))

            // A birth date that is no longer known is for a clerk; a number that nobody recorded, a version that can't be read, one that is not there:
            // what was published stays as it is, nobody else is kept back, and in the month's list there is none of them.
            try await database.give("P3", born: "1990-04-00", sequence: 2, ["seinengappi_fushofuragu": "1", "seinengappi_fushohyoki": "不詳"])
            _ = try await records.look("P3")
            try await database.admin {
                try await $0.execute("UPDATE pension.basic_version SET basic_pension_number = '2150999999' WHERE atenabango = 'P1'")
            }
            #expect(try await records.publications(of: all, today: today).held == 2)
            #expect(try await told(.qualification) == ["P2": [], "P4": [], "P9": []])
            try await database.admin { connection in
                try await connection.execute("UPDATE pension.addressee_version SET items = '[]' WHERE atenabango = 'P4'")
                try await connection.execute("UPDATE pension.person SET history_number = 0 WHERE atenabango = 'P2'")
            }
            #expect(try await records.publications(of: all, today: today).held == 4)
            #expect(try await told(.qualification) == ["P9": []])
            #expect(try await told(.movement, on: next.firstDay) == ["P1": [], "P2": [], "P3": [], "P4": [], "P9": []])
        }
    }

    /// A page of persons costs what is kept of them, however many others there are: a look at all must not read all for each page.
    @Test func aPageReadsItsPersonsAndNoOthers() async throws {
        try await PensionDatabase.with { database in
            try await database.admin {
                try await $0.script(
                    unsafeSQL: """
                        SET session_replication_role = replica;
                        INSERT INTO pension.person (atenabango) SELECT 'P' || lpad(n::text, 5, '0') FROM generate_series(1, 20000) n;
                        INSERT INTO pension.event (fiscal_year, number, received_on, atenabango, act, fact, content, mac)
                        SELECT 2026, n, DATE '2026-04-01', 'P' || lpad(n::text, 5, '0'), 'fact', 'reached-20', '{}', '' FROM generate_series(1, 20000) n;
                        ANALYZE pension.person; ANALYZE pension.event; ANALYZE pension.basic_version; ANALYZE pension.welfare_version
                        """)
            }
            let (records, pool) = try database.another(maximum: 1)
            func read(_ body: () async throws -> Void) async throws -> Int64 {
                let statement: Query = """
                    SELECT sum(n)::bigint FROM (
                      SELECT seq_tup_read AS n, schemaname, relname FROM pg_stat_user_tables
                      UNION ALL SELECT idx_tup_read, schemaname, relname FROM pg_stat_user_indexes) AS read
                    WHERE schemaname = 'pension' AND relname IN ('event', 'basic_version', 'welfare_version')
                    """
                let before = try await database.count(statement)
                try await body()
                _ = try await pool.query("SELECT pg_stat_force_next_flush()")
                return try await database.count(statement) - before
            }
            let first = try await records.kept(after: nil, limit: 100)
            #expect(first.count == 100)
            let listed = try await read { _ = try await records.kept(after: first.last, limit: 100) }
            let published = try await read { _ = try await records.publications(of: first, today: today) }
            #expect(listed < 1_000 && published < 1_000, "\(listed) rows were read for a page, \(published) for what is published of it")
            await pool.shutdown(grace: .seconds(1))
        }
    }

    /// What the hub may hand to the Service: reports of released batches, whole, and by this program's rows alone.
    @Test func reportsArePublishedFromTheirReleaseTillTheyAreCalledBack() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["P1", "P2"] {
                try await database.give(number, ["shimei_furigana": "ネンキン　タロウ", "jusho_yubinbango": "3300061"])
                try await records.record(number, .reached20, NoticeTerms())
            }
            _ = records.toPublish.take()
            let all = try ["P1", "P2", "P9"].map { try AddresseeNumber($0) }
            func told() async throws -> [String: [String]] {
                let published = try await records.publications(of: all, today: today).records[.report] ?? [:]
                return Dictionary(uniqueKeysWithValues: published.map { ($0.key.value, $0.value.map(\.recordKey)) })
            }
            let none: [String: [String]] = ["P1": [], "P2": [], "P9": []]
            let batch = try await records.makeBatch(ReportFilter(), ReportRecordTests.terms, by: first, today: today)
            _ = try await records.close(batch, in: .utf8, by: first, today: today)
            #expect(try await told() == none && records.toPublish.take().isEmpty)
            #expect(try await ReportRecordTests.code { _ = try await records.publishedReports(of: batch) } == "J0050")
            _ = try await records.release(batch, hidden: [], by: second, today: today)
            #expect(try await told() == ["P1": ["2026000001T1"], "P2": ["2026000002T1"], "P9": []])
            #expect(records.toPublish.take().map(\.value) == ["P1", "P2"])
            // What is handed over by name is what is published, and says what the file says.
            let named = try await records.publishedReports(of: batch)
            let published = try await records.reportPublications(of: all)
            #expect(named.map(\.publication) == all.flatMap { published[$0] ?? [] })
            #expect(named.first?.publication.items["jusho"] == "埼玉県常盤六丁目" && named.first?.publication.items["sofubango"] == "\(batch)")
            #expect(named.allSatisfy { $0.publication.items["shoyokushi"] == "0" && $0.publication.items["henreiriyu"] == nil })

            // A row that somebody put in is nobody's; of whom a report can't be read, theirs stay as they were.
            try await database.admin { try await $0.execute("UPDATE pension.report_content SET content = '{}' WHERE number = 1") }
            #expect(try await told() == ["P2": ["2026000002T1"], "P9": []])
            try await database.admin { try await $0.execute("UPDATE pension.report_item SET line = 9 WHERE number = 1") }
            #expect(try await told() == ["P1": [], "P2": ["2026000002T1"], "P9": []])
            try await database.admin { try await $0.execute("UPDATE pension.report_item SET line = 1 WHERE number = 1") }
            _ = try await records.cancel(batch, because: "作り直す", by: first, today: today)
            #expect(try await told() == none)
            #expect(records.toPublish.take().map(\.value) == ["P1", "P2"])
        }
    }
}
