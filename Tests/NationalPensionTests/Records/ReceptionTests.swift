import Addressee
import Foundation
import NationalPension
import Postgres
import Testing

/// 受付. What the second person is shown, what is not taken twice, and which words can be entered.
@Suite(.timeLimit(.minutes(5))) struct ReceptionTests {
    @Test func theSecondPersonIsShownWhatTheyDecideOnAlsoWhenItIsDecided() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            try await records.record("A1", .reached20, NoticeTerms())
            let filing = Filing(number: try AddresseeNumber("A1"), kind: .exemptionGranted, receivedOn: today, remarks: "通知書の写しを添付")
            let granted = try await records.receive(
                filing, saying: NoticeTerms(months: span("2025-07", "2026-06"), ground: "half"), by: first, today: today
            ).reception
            let open = try await records.detail(of: granted, today: today)
            #expect(open.row.kind == .exemptionGranted && open.remarks == "通知書の写しを添付" && open.row.enteredBy == "3001" && open.decidedOn == nil)
            guard case .event(.fact(.exemptionGranted(.half, let months))) = open.content else {
                Issue.record("\(open.row.kind)")
                return
            }
            #expect(months == span("2025-07", "2026-06"))
            #expect(open.outlook?.before?.totals.exempt(.half) == 0 && open.outlook?.after?.totals.exempt(.half) == 12)
            try await records.giveBack(granted, because: "期間が違う", by: second, today: today)
            let decided = try await records.detail(of: granted, today: today)
            #expect(decided.row.state == .returned && decided.decisionReason == "期間が違う" && decided.decidedOn != nil && decided.outlook == nil)

            _ = try await records.accept(try await records.receive(basic: "2150123456", of: "A1"), despiteDoubts: false, by: second, today: today)
            let change = try await records.recordBasic(try AddresseeNumber("A1"), receivedOn: today, remarks: "", by: first, today: today) {
                try BasicData(try $0.basicPensionNumber.map { try BasicPensionNumber($0) }, telephone: "048-829-0001", remarks: "昼は不在")
            }.reception
            for isDecided in [false, true] {
                if isDecided { _ = try await records.accept(change, despiteDoubts: false, by: second, today: today) }
                let detail = try await records.detail(of: change, today: today)
                guard case .basic(let new, _) = detail.content else {
                    Issue.record("\(detail.row.kind)")
                    return
                }
                #expect(detail.basicBefore?.telephone == "" && new.telephone == "048-829-0001" && new.remarks == "昼は不在")
            }
        }
    }

    /// Somebody decides about a person, and is slow: others look at what waits meanwhile. Who was given anew is kept first, and that takes the person's row.
    @Test func whoeverLooksTakesNobodysRow() async throws {
        try await PensionDatabase.with { database in
            try await database.give("A1")
            let filing = Filing(number: try AddresseeNumber("A1"), kind: .nameChanged, receivedOn: today)
            let reception = try await database.records.receive(filing, saying: NoticeTerms(day: day("2026-05-30")), by: first, today: today).reception
            try await database.admin { try await $0.script(unsafeSQL: "ALTER DATABASE \(database.name) SET lock_timeout = '2s'") }
            let (impatient, pool) = try database.another()
            try await database.admin { connection in
                try await connection.transaction { connection in
                    try await connection.execute("SELECT FROM pension.person FOR UPDATE")
                    #expect(try await impatient.detail(of: reception, today: today).row.state == .received)
                    #expect(try await impatient.look("A1").receptions.map(\.reception) == [reception])
                    try await database.give("A1", sequence: 2, ["shimei": "年金　次郎"])
                    await #expect(throws: PostgresError.self) { try await impatient.detail(of: reception, today: today) }
                    await #expect(throws: PostgresError.self) { try await impatient.look("A1") }
                }
            }
            #expect(try await impatient.detail(of: reception, today: today).record.addressee?.formalName == "年金　次郎")
            await pool.shutdown(grace: .seconds(1))
        }
    }

    /// What ends a person's filing takes two, as a return does; the database knows that, too.
    @Test func whoeverEnteredItNeitherReturnsNorWithdrawsIt() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            let filing = Filing(number: try AddresseeNumber("A1"), kind: .nameChanged, receivedOn: today)
            let reception = try await records.receive(filing, saying: NoticeTerms(day: day("2026-05-30")), by: first, today: today).reception
            for end in [
                { try await records.giveBack(reception, because: "不足", by: first, today: today) },
                { try await records.withdraw(reception, because: "入力の誤り", by: first, today: today) },
            ] as [() async throws -> Void] {
                let refused = await #expect(throws: PensionRefused.self) { try await end() }
                #expect(refused?.code == "J0004")
            }
            for (columns, values) in [("", ""), (", alone", ", true")] {
                let forged = """
                    INSERT INTO pension.decision (fiscal_year, number, outcome, entered_by, decided_by, reason, mac\(columns))
                    VALUES (2026, \(reception.number), 'cancelled', '3001', '3001', '入力の誤り', ''\(values))
                    """
                #expect(try await database.refusal("atena_national_pension", forged) == (columns.isEmpty ? "23514" : "42501"))
            }
            try await records.withdraw(reception, because: "入力の誤り", by: second, today: today)
            #expect(try await records.detail(of: reception, today: today).row.state == .cancelled)
        }
    }

    @Test func aFactThatStandsIsNotAcceptedTwice() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let number = try AddresseeNumber("A1")
            try await database.give("A1")
            try await records.record("A1", .reached20, NoticeTerms())
            // Two that wait differ in what was filed with them, not in what they say.
            let left = NoticeTerms(day: day("2026-05-31"))
            let filed = try await records.receive(Filing(number: number, kind: .leftJapan, receivedOn: today), saying: left, by: first, today: today).reception
            try await records.record("A1", .employmentBegan, NoticeTerms(day: day("2015-04-01")))
            let other = try #require(try await records.look("A1").record.events.last?.number)
            let correction = try await records.correct(
                other, of: number, as: .leftJapan, saying: left, receivedOn: today, remarks: "", by: first, today: today
            ).reception
            _ = try await records.accept(filed, despiteDoubts: true, by: second, today: today)
            let twice = await #expect(throws: PensionRefused.self) {
                _ = try await records.accept(correction, despiteDoubts: true, by: second, today: today)
            }
            #expect(twice?.code == "J0024")
            let again = await #expect(throws: PensionRefused.self) {
                _ = try await records.receive(Filing(number: number, kind: .leftJapan, receivedOn: today), saying: left, by: first, today: today)
            }
            #expect(again?.code == "J0024")
        }
    }

    @Test(arguments: [
        (NoticeKind.exemptionGranted, NoticeTerms(months: span("1985-07", "1986-06"), ground: "full"), Doubt.Kind.beforeBirth),
        (.exemptionGranted, NoticeTerms(months: span("2009-07", "2010-06"), ground: "full"), .outsideAge),
        (.exemptionGranted, NoticeTerms(months: span("2026-07", "2027-06"), ground: "full"), .afterDeath),
        (.paymentElected, NoticeTerms(months: span("2050-04", "2050-05")), .outsideAge),
        (.maternity, NoticeTerms(day: day("1980-05-01")), .beforeBirth),
        (.childcare, NoticeTerms(day: day("1989-05-01")), .beforeBirth),
        (.leftJapan, NoticeTerms(day: day("1989-05-01")), .beforeBirth),
    ])
    func whatLiesOutsideALifeIsADoubtThatIsTold(_ kind: NoticeKind, _ terms: NoticeTerms, _ doubt: Doubt.Kind) async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            try await records.record("A1", .reached20, NoticeTerms())
            if doubt == .afterDeath {
                try await database.give("A1", sequence: 2, ["juminjotai": "3", "idonengappi": "2026-05-20"])
                try await records.record("A1", .died, NoticeTerms(day: day("2026-05-20")))
            }
            let filing = Filing(number: try AddresseeNumber("A1"), kind: kind, receivedOn: today)
            let receipt = try await records.receive(filing, saying: terms, by: first, today: today)
            #expect(receipt.outlook.newDoubts.contains { $0.kind == doubt })
            let refused = await #expect(throws: PensionRefused.self) {
                _ = try await records.accept(receipt.reception, despiteDoubts: false, by: second, today: today)
            }
            #expect(refused?.code == "J0016")
        }
    }

    /// The notice may be another's: whoever accepts it says that they looked, as long as the resident record has them alive.
    @Test func aDeathOfSomebodyWhoLivesIsAcceptedByNobodyUnseen() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            try await records.record("A1", .reached20, NoticeTerms())
            let filing = Filing(number: try AddresseeNumber("A1"), kind: .died, receivedOn: today)
            let receipt = try await records.receive(filing, saying: NoticeTerms(day: day("2026-05-20")), by: first, today: today)
            #expect(receipt.outlook.newDoubts.map(\.kind) == [.registerDiffers])
            let refused = await #expect(throws: PensionRefused.self) {
                _ = try await records.accept(receipt.reception, despiteDoubts: false, by: second, today: today)
            }
            #expect(refused?.code == "J0016")
            try await database.give("A1", sequence: 2, ["juminjotai": "3", "idonengappi": "2026-05-20"])
            _ = try await records.accept(receipt.reception, despiteDoubts: false, by: second, today: today)
        }
    }

    @Test func aDayFarAheadIsNotReceived() async throws {
        try await PensionDatabase.with { database in
            try await database.give("A1")
            for (ahead, isRefused) in [("2027-06-11", false), ("2027-06-12", true), ("2999-01-01", true)] {
                let filing = Filing(number: try AddresseeNumber("A1"), kind: .leftJapan, receivedOn: today)
                let code: String
                do {
                    _ = try await database.records.receive(filing, saying: NoticeTerms(day: day(ahead)), by: first, today: today)
                    code = ""
                } catch let refused as PensionRefused { code = refused.code }
                #expect(code == (isRefused ? "J0008" : ""))
            }
        }
    }

    /// 産前産後 from six months before the due day on (国民年金法施行規則第73条の7), and no address of 20歳到達 that is got only later.
    @Test(arguments: [
        (NoticeKind.maternity, "2026-12-10", ""), (.maternity, "2026-12-11", "J0008"), (.maternity, "2026-02-01", ""), (.reached20, "2010-04-14", ""),
        (.reached20, "2026-06-10", ""), (.reached20, "2026-06-11", "J0008"),
    ])
    func aNoticeOfWhatIsFarAheadIsTooEarly(_ kind: NoticeKind, _ said: String, _ code: String) async throws {
        try await PensionDatabase.with { database in
            try await database.give("A1")
            let filing = Filing(number: try AddresseeNumber("A1"), kind: kind, receivedOn: today)
            do {
                let receipt = try await database.records.receive(filing, saying: NoticeTerms(day: day(said)), by: first, today: today)
                #expect(code == "")
                // The months are told though most of them lie ahead, where no record has them yet.
                #expect((receipt.outlook.parental?.months != nil) == (kind == .maternity))
            } catch let refused as PensionRefused { #expect(refused.code == code) }
        }
    }

    @Test func whatWaitedForAReceptionIsClosedWithIt() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] { try await database.give(number, born: "1990-00-00", ["seinengappi_fushohyoki": "平成2年頃"]) }
            func filed(_ number: String) async throws -> ReceptionNumber {
                try await records.receive(
                    Filing(number: try AddresseeNumber(number), kind: .enteredJapan, receivedOn: today), saying: NoticeTerms(day: day("2026-06-01")), by: first,
                    today: today
                ).reception
            }
            let (accepted, returned) = (try await filed("A1"), try await filed("A2"))
            #expect(try await records.tasks().count == 2)
            try await database.give("A1", sequence: 2)
            _ = try await records.accept(accepted, despiteDoubts: true, by: second, today: today)
            try await records.giveBack(returned, because: "生年月日を確かめられない", by: second, today: today)
            #expect(try await records.tasks().isEmpty)
            #expect(try await database.count("SELECT count(*) FROM pension.act WHERE kind = 'task-closed' AND by_whom = '3002'") == 2)
        }
    }

    @Test(arguments: ["二行\n目", "\u{0}", "色\u{1B}[31m", "向き\u{202E}逆", "段落\u{2029}", String(repeating: "字", count: 1_001)])
    func wordsOfWhateverPlaceAreOneLineWithoutControls(_ words: String) async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let number = try AddresseeNumber("A1")
            try await database.give("A1")
            func code(_ body: () async throws -> Void) async throws -> String {
                do { try await body() } catch let refused as PensionRefused { return refused.code }
                return ""
            }
            let filing = Filing(number: number, kind: .reached20, receivedOn: today, remarks: words)
            #expect(try await code { _ = try await records.receive(filing, saying: NoticeTerms(), by: first, today: today) } == "J0007")
            let reception = try await records.receive(
                Filing(number: number, kind: .reached20, receivedOn: today), saying: NoticeTerms(), by: first, today: today
            ).reception
            #expect(try await code { try await records.giveBack(reception, because: words, by: second, today: today) } == "J0007")
            #expect(try await code { try await records.withdraw(reception, because: words, by: first, today: today) } == "J0007")
            #expect(try await code { _ = try await records.dismiss(1, because: words, by: first, today: today) } == "J0007")
            #expect(try await code { try await records.close(1, found: words, by: first) } == "J0007")
            #expect(try await code { _ = try BasicData(nil, telephone: "", remarks: words) } == "J0007")
            #expect(try await code { _ = try await records.find(name: words, born: day("1990-04-15")) } == "J0007")
            // The database says the same to whoever has the module's login; NUL stands in no text of it.
            guard !words.contains("\u{0}") else { return }
            let quoted = words.replacing("'", with: "''")
            let sql = """
                INSERT INTO pension.task (atenabango, kind, words, opened_by, closed_at, closed_by, outcome)
                VALUES ('A1', 'held', '', '3001', now(), '3001', '\(quoted)')
                """
            #expect(try await database.refusal("atena_national_pension", sql) == "23514")
        }
    }

    @Test func aNumberThatIsFreedWhileItIsClaimedIsClaimed() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] { try await database.give(number) }
            _ = try await records.accept(try await records.receive(basic: "2150123456", of: "A1"), despiteDoubts: false, by: second, today: today)
            let claim = try await records.receive(basic: "2150123456", of: "A2")
            // Between the claim and the look at what stands against it.
            try await database.admin {
                try await $0.script(
                    unsafeSQL: """
                        CREATE FUNCTION pension.wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.7); RETURN NULL; END $$;
                        CREATE TRIGGER waiting AFTER INSERT ON pension.basic_number FOR EACH STATEMENT EXECUTE FUNCTION pension.wait();
                        """)
            }
            async let accepted = records.accept(claim, despiteDoubts: false, by: second, today: today)
            #expect(try await database.waits(1, for: "Timeout"))
            try await database.admin { try await $0.execute("DELETE FROM pension.basic_number WHERE atenabango = 'A1'") }
            _ = try await accepted
            #expect(try await database.count("SELECT count(*) FROM pension.basic_number WHERE atenabango = 'A2'") == 1)
        }
    }

    @Test func aSearchSaysThatThereAreMoreThanItTells() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for n in 0..<51 { try await database.give("A\(100 + n)") }
            _ = try await records.lookAtMovements(by: first, today: today)
            let found = try await records.find(name: "年金", born: day("1990-04-15"))
            #expect(found.numbers.count == 50 && found.hasMore)
            let one = try await records.find(name: "年金太郎", born: day("1990-04-15"))
            #expect(one.hasMore)
        }
    }
}
