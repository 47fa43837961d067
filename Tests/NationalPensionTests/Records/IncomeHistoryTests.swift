import Addressee
import Foundation
import NationalPension
import Postgres
import Testing

/// 所得の履歴: a state of an income that another takes the place of stays, with when.
@Suite(.timeLimit(.minutes(5))) struct IncomeHistoryTests: ExemptionStand {
    /// What somebody is shown: 年度, 履歴番号, the income, and how it ended.
    private func shown(_ database: PensionDatabase, _ number: String) async throws -> [String] {
        try await database.records.look(number).incomes.map { income in
            let end = income.ended.map { $0.isTakenBack ? "taken back" : "superseded" } ?? "stands"
            return "\(income.fiscalYear) \(income.version) \(income.items["gokeishotokukingaku"] ?? "") \(end)"
        }
    }

    /// As a receiver ends it: a removal by the hub.
    private func takeBackIncome(_ database: PensionDatabase, _ number: String, sequence: Int64) async throws {
        try await database.admin {
            try await $0.execute(
                "UPDATE national_pension.tax_income SET (sequence, removed, items) = (\(sequence), true, NULL) WHERE atenabango = \(number)")
        }
    }

    @Test func whatStoodBeforeStaysWithItsDaysAndTheExaminationNamesWhatItWentBy() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            try await database.giveIncome("A1", year: 2024, Self.filed)
            try await database.giveIncome("A1", year: 2023, Self.filed.merging(["gokeishotokukingaku": "1"]) { $1 })
            let reception = try await Self.apply(records)
            let before = try await Self.household(records, reception)
            #expect(before.basis.incomes.map(\.source) == [.tax(1)] && before.proposal.told == ["2025-07..2026-06 full"])
            try await database.giveIncome("A1", year: 2024, Self.filed.merging(["gokeishotokukingaku": "9000000"]) { $1 }, version: 2)
            let after = try await records.examine(reception, by: first, today: today)
            #expect(after.basis.incomes.map(\.source) == [.tax(2)] && after.proposal.told != before.proposal.told)
            #expect(try await shown(database, "A1") == ["2025 2 9000000 stands", "2025 1 500000 superseded", "2024 1 1 stands"])
            // What the first examination went by is still there under the name that it gives.
            let kept = try #require(try await records.look("A1").incomes.first { $0.version == 1 && $0.fiscalYear == "2025" })
            #expect(kept.items == before.basis.incomes.first?.items && kept.givenOn != nil && kept.ended != nil)
            #expect(try await records.application(reception, examination: before.id).examination?.basis.incomes.map(\.source) == [.tax(1)])
            // The same once more is no other state, nor is a number that is sealed anew.
            try await database.admin {
                try await $0.script(
                    unsafeSQL: """
                        UPDATE national_pension.tax_income SET sequence = 7;
                        UPDATE national_pension.tax_income SET (kojinbango_key_id, kojinbango_sealed) = (1, decode(repeat('00', 40), 'hex'));
                        UPDATE national_pension.tax_income SET kojinbango_key_id = 2
                        """)
            }
            #expect(try await shown(database, "A1").count == 3)
            #expect(try await database.count("SELECT count(*) FROM pension.income_version WHERE items ->> 'kojinbango' IS NOT NULL") == 0)
            // What waits at the hub and then does not are two states.
            try await database.giveIncome("A1", year: 2023, Self.filed.merging(["gokeishotokukingaku": "1"]) { $1 }, version: 8, waiting: 1)
            #expect(try await shown(database, "A1").last == "2024 1 1 superseded")
        }
    }

    @Test func whatTheHubTakesBackStaysOfWhomTheDepartmentHasSomething() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "S1", "N1"] {
                try await database.give(number)
                try await database.giveIncome(number, year: 2024, Self.filed)
            }
            let reception = try await Self.apply(records)
            _ = try await Self.household(records, reception, spouse: "S1")
            for number in ["A1", "S1", "N1"] {
                try await database.giveIncome(number, year: 2024, Self.filed.merging(["gokeishotokukingaku": "2"]) { $1 }, version: 2)
                #expect(try await shown(database, number) == ["2025 2 2 stands", "2025 1 500000 superseded"])
                try await takeBackIncome(database, number, sequence: 3)
            }
            for number in ["A1", "S1"] { #expect(try await shown(database, number) == ["2025 2 2 taken back", "2025 1 500000 superseded"]) }
            #expect(try await shown(database, "N1") == [])
            // What comes again stands behind all that was.
            try await database.admin {
                try await $0.execute(
                    """
                    UPDATE national_pension.tax_income SET (sequence, rirekibango, removed, items) = (4, 3, false, '{"gokeishotokukingaku":"3"}')
                    WHERE atenabango = 'A1'
                    """)
            }
            #expect(try await shown(database, "A1") == ["2025 3 3 stands", "2025 2 2 taken back", "2025 1 500000 superseded"])
            #expect(try await database.count("SELECT max(history_number) FROM national_pension.tax_income WHERE atenabango = 'A1'") == 4)
        }
    }

    /// The module's login writes incomes, and by that their history; it writes none of its own, and takes nothing of it away.
    @Test func theHistoryIsWrittenByTheDatabaseAlone() async throws {
        try await PensionDatabase.with { database in
            try await database.give("A1")
            try await database.giveIncome("A1", year: 2024, Self.filed)
            let login = "atena_national_pension"
            #expect(try await database.refusal(login, "UPDATE national_pension.tax_income SET (rirekibango, items) = (2, '{}')") == nil)
            #expect(try await database.count("SELECT count(*) FROM pension.income_version") == 1)
            for sql in [
                "DELETE FROM pension.income_version", "UPDATE pension.income_version SET items = '{}'", "TRUNCATE pension.income_version",
                "INSERT INTO pension.income_version SELECT * FROM pension.income_version", "ALTER TABLE national_pension.tax_income DISABLE TRIGGER ALL",
            ] {
                #expect(try await database.refusal(login, sql) == "42501", "\(sql)")
            }
        }
    }

    /// A database of before, with rows: since when they stand nobody knows, and they are kept from now on.
    @Test func incomesOfBeforeAreKeptFromNowOn() async throws {
        try await PensionDatabase.with { database in
            try await database.give("A1")
            let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            let file = try String(contentsOf: root.appending(path: "sql/migrations/0139_keep_former_incomes.sql"), encoding: .utf8)
            try await database.admin { connection in
                try await connection.script(
                    unsafeSQL: """
                        DROP TRIGGER tax_income_is_kept ON national_pension.tax_income; DROP FUNCTION pension.keep_income(); DROP TABLE pension.income_version;
                        ALTER TABLE national_pension.tax_income DROP COLUMN history_number, DROP COLUMN given_at
                        """)
                try await connection.execute(
                    """
                    INSERT INTO national_pension.tax_income (sequence, rirekibango, removed, atenabango, record_key, items)
                    VALUES (1, 1, false, 'A1', '2025', '{"gokeishotokukingaku":"1"}'), (1, 1, true, 'A1', '2024', NULL)
                    """)
                try await connection.script(unsafeSQL: "SET ROLE atena_owner")
                try await connection.script(unsafeSQL: file)
            }
            let stands = try await database.records.look("A1").incomes
            #expect(stands.map(\.fiscalYear) == ["2025"] && stands.first?.givenOn == nil && stands.first?.ended == nil)
            try await database.giveIncome("A1", year: 2024, ["gokeishotokukingaku": "2"], version: 2)
            let looked = try await database.records.look("A1").incomes
            #expect(looked.map(\.version) == [2, 1] && looked.map { $0.givenOn == nil } == [false, true] && looked.map { $0.ended == nil } == [true, false])
        }
    }
}
