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

    /// As an interest stands: a household that was corrected, and an application that was withdrawn or taken back, need nobody any more.
    @Test func ofWhoWasNamedByMistakeNothingStays() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let all = ["A1", "A2", "A3", "S1", "S2", "S3", "S4"]
            for number in all {
                try await database.give(number)
                try await database.giveIncome(number, year: 2024, Self.filed)
            }
            let corrected = try await Self.apply(records)
            for householder in ["S1", "S2"] { try await Self.household(records, corrected, householder: householder) }
            let withdrawn = try await Self.apply(records, "A2")
            try await Self.household(records, withdrawn, householder: "S3")
            try await records.withdraw(withdrawn, because: "入力の誤り", by: second, today: today)
            let wrong = try await Self.apply(records, "A3")
            try await Self.household(records, wrong, spouse: "S4")
            _ = try await records.accept(wrong, despiteDoubts: false, examination: try await Self.newest(records, wrong), by: second, today: today)
            try await records.askTakeBack(wrong, because: "別の人の申請", by: first, today: today)
            try await records.takeBack(wrong, by: second, today: today)
            for number in all {
                let isNeeded = !["S1", "S3", "S4"].contains(number)
                #expect(try await records.needs(try AddresseeNumber(number)) == isNeeded, "\(number)")
                try await database.giveIncome(number, year: 2024, Self.filed.merging(["gokeishotokukingaku": "2"]) { $1 }, version: 2)
                try await takeBackIncome(database, number, sequence: 3)
                #expect(try await shown(database, number) == (isNeeded ? ["2025 2 2 taken back", "2025 1 500000 superseded"] : []), "\(number)")
            }
        }
    }

    /// 移行した遺族の裁定請求: the department goes on being told of whoever claimed, and keeps their history.
    @Test func whoClaimsByAClaimOfTheSystemBeforeIsNeeded() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("P", ["juminjotai": "3", "idonengappi": "2024-03-01"])
            for number in ["C1", "N1"] {
                try await database.give(number)
                try await database.giveIncome(number, year: 2024, Self.filed)
            }
            let opened = try await records.openImport(.survivorClaim, digest: Array(repeating: 1, count: 32), lines: 1, by: first)
            let row = ImportedRow(
                line: 2,
                values: [
                    "atenabango": "P", "uketsukebi": "2024-05-10", "shintatsubi": "2024-05-17", "shibobi": "2024-03-01", "zokugara": "spouse",
                    "seikyushaatenabango": "C1", "seikyushamoshitate": "", "seikyushaseinengappi": "", "nenkincode": "6450",
                ])
            #expect(try await records.take([row], of: opened, by: first, today: today) == [.accepted])
            // Whoever releases tells the hub of them; also once more, where it was cut off before it had told.
            for _ in 0..<2 {
                var (about, claiming): ([AddresseeNumber], [AddresseeNumber]) = ([], [])
                _ = try await records.release(
                    opened.id, of: try await records.enterers(of: opened.id), by: second, today: today,
                    settled: { (about, claiming) = (about + $0, claiming + $1) })
                #expect(about.map(\.value) == ["P"] && claiming.map(\.value) == ["C1"])
            }
            let reception = try #require(try await records.look("P").carriedClaims.first?.reception)
            #expect(try await records.carriedClaimant(of: reception)?.value == "C1")
            for (number, isNeeded) in [("C1", true), ("N1", false)] {
                #expect(try await records.needs(try AddresseeNumber(number)) == isNeeded)
                try await database.giveIncome(number, year: 2024, Self.filed.merging(["gokeishotokukingaku": "2"]) { $1 }, version: 2)
                try await takeBackIncome(database, number, sequence: 3)
                #expect(try await shown(database, number) == (isNeeded ? ["2025 2 2 taken back", "2025 1 500000 superseded"] : []), "\(number)")
            }
            // Nobody is told of whom SQL named as the claimant.
            try await database.admin {
                try await $0.execute(
                    "UPDATE pension.reception SET content = replace(content::text, '\"C1\"', '\"N1\"')::json WHERE kind = 'carried-over'")
            }
            #expect(try await records.carriedClaimant(of: reception) == nil)
        }
    }

    /// A narrower policy: of whomever the department has nothing, what it gives no more is nowhere.
    @Test func whatANarrowerPolicyGivesNoMoreStaysOfWhomTheDepartmentHasSomething() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let wide = ["gokeishotokukingaku": "1", "shinkokukubun": "1"]
            for number in ["A1", "N1", "N2", "N3"] {
                try await database.give(number)
                try await database.giveIncome(number, year: 2024, wide)
            }
            _ = try await Self.apply(records)
            try await database.giveIncome("N2", year: 2024, wide.merging(["gokeishotokukingaku": "2"]) { $1 }, version: 2)
            // Of the last a correction comes with it.
            for (number, income, version) in [("A1", "1", 1), ("N1", "1", 1), ("N2", "2", 2), ("N3", "3", 2)] as [(String, String, Int32)] {
                try await database.giveIncome(number, year: 2024, ["gokeishotokukingaku": income], version: version)
            }
            #expect(try await shown(database, "A1") == ["2025 1 1 stands", "2025 1 1 superseded"])
            #expect(try await shown(database, "N1") == ["2025 1 1 stands"])
            #expect(try await shown(database, "N2") == ["2025 2 2 stands", "2025 1 1 superseded"])
            #expect(try await shown(database, "N3") == ["2025 2 3 stands", "2025 1 1 superseded"])
            #expect(try await database.count("SELECT count(*) FROM pension.income_version WHERE items ->> 'shinkokukubun' IS NOT NULL") == 1)
            #expect(try await database.count("SELECT history_number FROM national_pension.tax_income WHERE atenabango = 'N1'") == 1)
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
                        DROP INDEX pension.reception_carried_claimant_idx;
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
