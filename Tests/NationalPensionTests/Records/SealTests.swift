import Addressee
import Foundation
import NationalPension
import Postgres
import Testing

/// 証印. Whoever has the module's password writes rows by SQL: none of them is anybody's, and none stops the work.
@Suite(.timeLimit(.minutes(5))) struct SealTests {
    private static func act(by account: String, section: String = "3020") -> String {
        """
        INSERT INTO pension.act (fiscal_year, number, kind, section, by_whom, terminal, atenabango, reason, mac)
        VALUES (2026, 1, 'accepted', '\(section)', '\(account)', 'terminal-1', 'A1', '', decode('00', 'hex'))
        """
    }

    @Test func anActWrittenBySQLIsNobodysAndIsNamed() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            try await records.record("A1", .reached20, NoticeTerms())
            #expect(try await database.refusal("atena_national_pension", Self.act(by: "3002")) == nil)
            // A copy of a true one under another number is no true one.
            let copied = """
                INSERT INTO pension.act (acted_at, fiscal_year, number, kind, section, by_whom, terminal, atenabango, reason, mac)
                SELECT acted_at, fiscal_year, number, kind, section, by_whom, terminal, atenabango, reason, mac FROM pension.act LIMIT 1
                """
            #expect(try await database.refusal("atena_national_pension", copied) == nil)
            // Longer than anything that is written, it would not be told; it is not even taken in.
            let long = String(repeating: "課", count: 70_000)
            #expect(try await database.refusal("atena_national_pension", Self.act(by: "3002", section: long)) == "23514")
            #expect(try await database.refusal("atena_national_pension", Self.act(by: "30\n02")) == "23514")
            var (told, untrue): ([ToldAct], Int) = ([], 0)
            try await records.tellActs { acts, count in (told, untrue) = (told + acts, untrue + count) }
            #expect(told.map(\.kind) == [.received, .accepted] && untrue == 2)
            try await records.tellActs { acts, count in (told, untrue) = (told + acts, untrue + count) }
            #expect(told.count == 2 && untrue == 2)
        }
    }

    @Test func aRecordWrittenBySQLDoesNotCountAndNobodyIsSaidToHaveCheckedIt() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            try await records.record("A1", .reached20, NoticeTerms())
            let before = try await records.look("A1").record
            let forged = """
                INSERT INTO pension.reception (fiscal_year, number, received_on, atenabango, kind, section, entered_by, content, remarks, mac)
                SELECT fiscal_year, 900, received_on, atenabango, 'died', section, entered_by, content, remarks, mac FROM pension.reception;
                INSERT INTO pension.decision (fiscal_year, number, outcome, entered_by, decided_by, reason, mac)
                SELECT fiscal_year, 900, outcome, entered_by, decided_by, reason, mac FROM pension.decision;
                INSERT INTO pension.event (fiscal_year, number, received_on, happened_on, atenabango, act, fact, content, mac)
                SELECT fiscal_year, 900, received_on, '2026-05-01', atenabango, act, 'died', '{"fact":{"_0":{"died":{"on":"2026-05-01"}}}}', mac FROM pension.event;
                INSERT INTO pension.basic_version (history_number, fiscal_year, number, atenabango, basic_pension_number, telephone, remarks, mac)
                VALUES (7, 2026, 900, 'A1', '2150999999', '', '', decode('00', 'hex'));
                INSERT INTO pension.reception (fiscal_year, number, received_on, atenabango, kind, section, entered_by, content, remarks, mac)
                VALUES (2026, 901, '2026-06-01', 'A1', 'died', '3020', '3001', '{"nothing":{}}', '', decode('00', 'hex'));
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            let after = try await records.look("A1")
            #expect(after.record.untrueRows == 2 && after.record.events == before.events && after.record.basic == before.basic)
            #expect(after.receptions.filter { !$0.isTrue }.map(\.reception.number).sorted() == [900, 901])
            let waiting = try #require(ReceptionNumber("2026-000901"))
            for body in [
                { _ = try await records.accept(waiting, despiteDoubts: true, by: second, today: today) },
                { _ = try await records.entry(of: waiting) }, { _ = try await records.detail(of: waiting, today: today) },
            ] as [() async throws -> Void] {
                let refused = await #expect(throws: PensionRefused.self) { try await body() }
                #expect(refused?.code == "J0023")
            }
            // What is recorded afterwards is recorded behind it.
            _ = try await records.accept(try await records.receive(basic: "2150123456", of: "A1"), despiteDoubts: false, by: second, today: today)
            #expect(try await records.look("A1").record.basic.data.basicPensionNumber == "2150123456")
            #expect(try await database.refusal("atena_national_pension", "UPDATE pension.event SET mac = decode('00', 'hex')") == "42501")
        }
    }

    /// Whoever has the module's password decides nothing: whatever a decision by nobody says of what waits.
    @Test func aDecisionByNobodyDecidesNothingAndIsNamed() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2", "A3", "S1", "H1"] { try await database.give(number) }
            let claim = Claim(
                .deathLumpSum, groundOn: day("2026-05-20"), claimant: Claimant(.spouse, number: try AddresseeNumber("S1")), using: records.tables)
            func receiveClaim() async throws -> ReceptionNumber {
                try await records.receive(claim, of: try AddresseeNumber("A1"), receivedOn: today, with: [], remarks: "", by: first, today: today).claim
                    .reception
            }
            func apply(_ number: String) async throws -> ReceptionNumber {
                let application = ExemptionApplication(.general, months: span("2025-07", "2026-06"), filedOn: today)
                return try await records.apply(application, of: try AddresseeNumber(number), remarks: "", by: first, today: today).reception
            }
            func notify() async throws -> ReceptionNumber {
                let filing = Filing(number: try AddresseeNumber("A3"), kind: .reached20, receivedOn: today)
                return try await records.receive(filing, saying: NoticeTerms(), by: first, today: today).reception
            }
            let (claimed, applied, notified) = (try await receiveClaim(), try await apply("A2"), try await notify())
            _ = try await records.declare(
                ["gokeishotokukingaku": "100000"], of: .applicant, year: 2024, for: applied, remarks: "", by: first, today: today)
            let forged = """
                INSERT INTO pension.decision (fiscal_year, number, outcome, entered_by, decided_by, reason, mac)
                SELECT fiscal_year, number, 'cancelled', entered_by, '3009', '急ぐため', '' FROM pension.reception
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)

            func code(_ body: () async throws -> Void) async throws -> String {
                do { try await body() } catch let refused as PensionRefused { return refused.code }
                return ""
            }
            // It waits still: the same comes in no second time, and what was declared under it counts.
            #expect(try await code { _ = try await receiveClaim() } == "J0040")
            #expect(try await code { _ = try await apply("A2") } == "J0027")
            #expect(try await code { _ = try await notify() } == "J0020")
            let other = try await apply("H1")
            let examined = try await records.enter(
                { asOf, applicant in
                    try HouseholdEntry(
                        ExemptionHousehold(asOf: asOf, spouse: .exists, householder: .applicant), spouse: .init(number: try AddresseeNumber("A2")),
                        householder: nil, of: applicant)
                }, for: other, by: first, today: today)
            #expect(examined.basis.incomes.last?.source == .declared(1))
            // Nobody is said to have decided it, and nothing is decided over it.
            for reception in [claimed, applied, notified] {
                #expect(try await code { _ = try await records.entry(of: reception) } == "J0023")
                #expect(try await code { try await records.withdraw(reception, because: "入力の誤り", by: second, today: today) } == "J0023")
            }
            var ofPerson = LedgerFilter()
            ofPerson.number = try AddresseeNumber("A3")
            let listed = try await records.ledger(ofPerson)
            #expect(listed.rows.map(\.reception) == [notified] && listed.rows.allSatisfy { !$0.isTrue } && listed.untrue == 1)
            // Once all rows have been gone through, by however small parts, it is on the list of all, and counted.
            #expect(try await records.ledger(LedgerFilter()).rows.map(\.reception) == [other])
            while try await !records.checkSeals(bytes: 1).isRound {}
            let all = try await records.ledger(LedgerFilter())
            #expect(Set(all.rows.map(\.reception)) == [claimed, applied, notified, other] && all.untrue == 3)
            let found = try #require(records.untrueRows.first)
            #expect(records.untrueRows.count == 1 && found.table == "pension.decision" && found.count == 3)
            #expect(found.receptions.sorted() == [claimed, applied, notified] && found.text.contains("\(claimed)"))
            let again = try await records.checkSeals()
            #expect(again.isRound && again.more.isEmpty)
        }
    }

    @Test func rowsByNobodyTakeNoPlaceOfOthers() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            let claim = try await records.receive(
                Claim(.oldAge, groundOn: day("2026-05-01"), using: records.tables), of: try AddresseeNumber("A1"), receivedOn: today, with: [], remarks: "",
                by: first, today: today
            ).claim
            let forged = """
                INSERT INTO pension.reception (fiscal_year, number, received_on, due_on, atenabango, kind, section, entered_by, content, remarks, mac)
                SELECT fiscal_year, 1000 + n, received_on, received_on, atenabango, CASE n WHEN 1 THEN 'no-such-kind' ELSE kind END, section, entered_by, content, remarks, mac
                FROM pension.reception, generate_series(1, 1200) AS n
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            let endless = """
                INSERT INTO pension.reception (fiscal_year, number, received_on, atenabango, kind, section, entered_by, content, remarks, mac)
                SELECT fiscal_year, 900000, 'infinity', atenabango, kind, section, entered_by, content, remarks, mac FROM pension.reception LIMIT 1
                """
            #expect(try await database.refusal("atena_national_pension", endless) == "23514")
            var one = LedgerFilter()
            one.limit = 1
            let ledger = try await records.ledger(one)
            #expect(ledger.rows.filter(\.isTrue).map(\.reception) == [claim.reception] && ledger.untrue == 1200)
            let claims = try await records.claims(limit: 1)
            #expect(claims.rows.map(\.row.reception) == [claim.reception] && claims.untrue == 1199 && !claims.isCut)
            // They are in no count, and each is read once, wherever they stand in the order.
            let more = """
                INSERT INTO pension.reception (fiscal_year, number, received_on, due_on, atenabango, kind, section, entered_by, content, remarks, mac)
                SELECT fiscal_year, 5000 + n, received_on, CASE WHEN n % 3 > 0 THEN received_on + n % 50 END, atenabango, kind, section, entered_by, content, remarks, mac
                FROM pension.reception, generate_series(1, 2000) AS n WHERE number = 1001;
                INSERT INTO pension.decision (fiscal_year, number, outcome, entered_by, decided_by, reason, mac)
                SELECT fiscal_year, number, 'accepted', entered_by, '3009', '', '' FROM pension.reception WHERE number % 7 = 3
                """
            #expect(try await database.refusal("atena_national_pension", more) == nil)
            let statistics = try await records.statistics(ofFiscalYear: 2026, today: today)
            #expect(statistics.counts.map(\.counts) == [[.incomplete: 1]] && statistics.untrue == 3200 && !statistics.isCut)
            // A list that is not read to its end says so.
            one.mostRead = 1_100
            let cut = try await records.ledger(one)
            #expect(cut.isCut && cut.untrue == 1_100 && !cut.rows.contains(where: \.isTrue))
        }
    }

    @Test func rowsAreGoneThroughByNoMoreThanSoManyBytesAtATime() async throws {
        try await PensionDatabase.with { database in
            let forged = """
                INSERT INTO pension.person (atenabango) VALUES ('A1');
                INSERT INTO pension.reception (fiscal_year, number, received_on, atenabango, kind, section, entered_by, content, remarks, mac)
                SELECT 2026, n, '2026-06-01', 'A1', 'died', '3020', '3001', ('"' || repeat('x', 60000) || '"')::json, '', '' FROM generate_series(1, 100) AS n
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            #expect(try await database.count("SELECT pg_relation_size('pension.reception') / 8192") < 20, "little of it is where the rows are")
            var passes = 1
            while try await !database.records.checkSeals(bytes: 1 << 20).isRound { passes += 1 }
            #expect((4...7).contains(passes) && database.records.untrueRows.map(\.count) == [100])
        }
    }

    /// What is listed or counted by more than one statement is of one state.
    @Test func listsAndCountsAreOfOneState() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] { try await database.give(number) }
            let claim = try await records.receive(
                Claim(.oldAge, groundOn: day("2026-05-01"), using: records.tables), of: try AddresseeNumber("A1"), receivedOn: today, with: [], remarks: "",
                by: first, today: today
            ).claim
            let application = ExemptionApplication(.general, months: span("2025-07", "2026-06"), filedOn: today)
            _ = try await records.apply(application, of: try AddresseeNumber("A2"), remarks: "", by: first, today: today)
            // To whoever reads by statement, there is nothing.
            try await database.admin {
                try await $0.script(
                    unsafeSQL: """
                        ALTER VIEW pension.ledger RENAME TO whole_ledger;
                        CREATE VIEW pension.ledger AS SELECT * FROM pension.whole_ledger
                        WHERE current_setting('transaction_isolation') = 'repeatable read' AND current_setting('transaction_read_only') = 'on';
                        GRANT SELECT ON pension.ledger TO atena_national_pension
                        """)
            }
            #expect(try await records.ledger(LedgerFilter()).rows.count == 2)
            #expect(try await records.statistics(ofFiscalYear: 2026, today: today).counts.count == 2)
            #expect(try await records.claims().rows.count == 1)
            #expect(try await records.applications().rows.count == 1)
            #expect(try await records.claimDetail(claim.reception).kept.reception == claim.reception)
        }
    }
}
