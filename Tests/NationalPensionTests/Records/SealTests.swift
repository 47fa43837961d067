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
}
