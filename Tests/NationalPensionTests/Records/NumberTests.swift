import Addressee
import Foundation
import NationalPension
import Postgres
import Testing

/// Numbers: the ledger's without a gap, the basic pension number's unique among the living; also when many come at once, or a process is killed.
@Suite(.timeLimit(.minutes(5))) struct NumberTests {
    @Test func theLedgerHasNoGapWhoeverComesAtOnceAndWhoeverIsKilled() async throws {
        try await PensionDatabase.with { database in
            for n in 0..<40 { try await database.give("L\(n)") }
            let (killed, pool) = try database.another(maximum: 8)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for n in 0..<40 {
                    // Of each two one comes by a process whose connections are broken off meanwhile.
                    let records = n.isMultiple(of: 2) ? killed : database.records
                    group.addTask {
                        let filing = Filing(number: try AddresseeNumber("L\(n)"), kind: .reached20, receivedOn: today)
                        do { _ = try await records.receive(filing, saying: NoticeTerms(), by: first, today: today) } catch is PostgresError {}
                    }
                }
                group.addTask {
                    for _ in 0..<6 {
                        _ = try await database.count(
                            """
                            SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity WHERE datname = \(database.name) AND pid <> pg_backend_pid()
                              AND usename <> 'atena_owner' AND state <> 'idle' ORDER BY random() LIMIT 2) AS busy
                            """)
                        try await Task.sleep(for: .milliseconds(15))
                    }
                }
                try await group.waitForAll()
            }
            await pool.shutdown(grace: .seconds(1))
            // Broken off between any two statements: whole or not at all.
            let received = try await database.count("SELECT count(*) FROM pension.reception")
            #expect(received > 5)
            #expect(try await database.count("SELECT max(number)::bigint FROM pension.reception") == received)
            #expect(try await database.count("SELECT last::bigint FROM pension.reception_count") == received)
            #expect(try await database.count("SELECT count(*) FROM pension.act WHERE kind = 'received'") == received)
            // And the next goes on where they ended; another fiscal year has numbers of its own.
            try await database.give("M1")
            let filing = Filing(number: try AddresseeNumber("M1"), kind: .reached20, receivedOn: today)
            #expect(Int64(try await database.records.receive(filing, saying: NoticeTerms(), by: first, today: today).reception.number) == received + 1)
            let before = Filing(number: try AddresseeNumber("M1"), kind: .reached20, receivedOn: day("2026-03-31"))
            let receipt = try await database.records.receive(before, saying: NoticeTerms(day: day("2020-01-01")), by: first, today: today)
            #expect(receipt.reception.description == "2025-000001")
        }
    }

    @Test func aReceptionIsDecidedOnceByHoweverMany() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            // Several times: two meet only now and then.
            for round in 0..<12 {
                let number = "A\(round)"
                try await database.give(number)
                let filing = Filing(number: try AddresseeNumber(number), kind: .reached20, receivedOn: today)
                let reception = try await records.receive(filing, saying: NoticeTerms(), by: first, today: today).reception
                let done = try await withThrowingTaskGroup(of: String.self) { group in
                    for n in 0..<8 {
                        group.addTask {
                            let clerk = Clerk(account: "4\(n)", setUpBy: nil, section: "3020", terminal: "")
                            do {
                                if n.isMultiple(of: 2) {
                                    _ = try await records.accept(reception, despiteDoubts: false, by: clerk, today: today)
                                } else {
                                    try await records.giveBack(reception, because: "写しが要る", by: clerk, today: today)
                                }
                                return "done"
                            } catch let refused as PensionRefused { return refused.code }
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(done.sorted() == [String](repeating: "J0003", count: 7) + ["done"])
            }
            #expect(try await database.count("SELECT count(*) FROM pension.decision") == 12)
        }
    }

    @Test func aSecondNumberAndTheNumberOfAnotherAreTasksAndNeverAnOverwrite() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] { try await database.give(number) }
            func accept(_ reception: ReceptionNumber) async throws { _ = try await records.accept(reception, despiteDoubts: false, by: second, today: today) }
            try await accept(records.receive(basic: "2150123456", of: "A1"))
            #expect(try await records.look("A1").record.basic.data.basicPensionNumber == "2150123456")
            for (number, digits, kind) in [("A1", "2150999999", PensionTask.Kind.secondNumber), ("A2", "2150123456", .numberOfAnother)] {
                let reception = try await records.receive(basic: digits, of: number)
                for _ in 0..<2 {
                    let refused = await #expect(throws: PensionRefused.self) { try await accept(reception) }
                    #expect(refused?.code == "J0012")
                }
                let tasks = try await records.tasks(of: try AddresseeNumber(number))
                #expect(tasks.map(\.kind) == [kind] && tasks.first?.other == (kind == .numberOfAnother ? "A1" : nil))
            }
            #expect(try await records.look("A1").record.basic.data.basicPensionNumber == "2150123456")
            #expect(try await records.look("A2").record.basic.data.basicPensionNumber == nil)
            // The dead have their number on record, and it is free.
            try await records.record("A1", .reached20, NoticeTerms())
            try await database.give("A1", sequence: 2, ["juminjotai": "3", "idonengappi": "2026-05-20"])
            try await records.record("A1", .died, NoticeTerms(day: day("2026-05-20")))
            let waiting = try #require(try await records.look("A2").receptions.first { $0.state.isOpen }).reception
            try await accept(waiting)
            #expect(try await records.look("A2").record.basic.data.basicPensionNumber == "2150123456")
            #expect(try await records.look("A1").record.basic.data.basicPensionNumber == "2150123456")
            #expect(try await records.find(try BasicPensionNumber("2150-123456")).numbers.map(\.value) == ["A1", "A2"])
            // Whoever lives again finds it taken: a task, and nobody's number is written over.
            let died = try #require(try await records.look("A1").record.events.last?.number)
            let cancelled = try await records.cancel(died, of: try AddresseeNumber("A1"), receivedOn: today, remarks: "", by: first, today: today)
            try await accept(cancelled.reception)
            #expect(try await records.tasks(of: try AddresseeNumber("A1")).contains { $0.kind == .numberOfAnother && $0.other == "A2" })
            #expect(try await database.count("SELECT count(*) FROM pension.basic_number WHERE atenabango = 'A2'") == 1)
        }
    }

    @Test func oneNumberForManyAtOnceIsOnePersons() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            var receptions: [ReceptionNumber] = []
            for n in 0..<8 {
                try await database.give("C\(n)")
                receptions.append(try await records.receive(basic: "2150123456", of: "C\(n)"))
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for reception in receptions {
                    group.addTask {
                        do { _ = try await records.accept(reception, despiteDoubts: false, by: second, today: today) } catch let refused as PensionRefused {
                            #expect(refused.code == "J0012")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.count("SELECT count(*) FROM pension.basic_version") == 1)
            #expect(try await database.count("SELECT count(*) FROM pension.basic_number") == 1)
            #expect(try await database.count("SELECT count(*) FROM pension.task WHERE kind = 'number-of-another'") == 7)
        }
    }

    @Test func basicDataIsWrittenOverWhatItsEntererSaw() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            func telephone(_ text: String) async throws -> ReceptionNumber {
                try await records.recordBasic(try AddresseeNumber("A1"), receivedOn: today, remarks: "", by: first, today: today) {
                    try BasicData($0.basicPensionNumber.map { try BasicPensionNumber($0) }, telephone: text, remarks: $0.remarks)
                }.reception
            }
            let (early, late) = (try await telephone("048-829-0001"), try await telephone("048-829-0002"))
            _ = try await records.accept(late, despiteDoubts: false, by: second, today: today)
            let refused = await #expect(throws: PensionRefused.self) { _ = try await records.accept(early, despiteDoubts: false, by: second, today: today) }
            #expect(refused?.code == "J0011")
            #expect(throws: PensionRefused.self) { _ = try BasicData(nil, telephone: "０４８", remarks: "") }
            #expect(throws: ValueError.self) { _ = try BasicPensionNumber("215012345") }
        }
    }

    /// Rows that somebody puts in ahead, with the module's password, keep nobody from being given a number; where there is none, that is said by name.
    @Test func numbersThatSomebodyTookAheadAreGoneAround() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] { try await database.give(number) }
            func receive(_ days: Int) async throws -> Int32 {
                let filing = Filing(number: try AddresseeNumber("A1"), kind: .employmentEnded, receivedOn: today)
                return try await records.receive(filing, saying: NoticeTerms(day: today.adding(days: -days)), by: first, today: today).reception.number
            }
            func forged(_ sql: String) async throws { #expect(try await database.refusal("atena_national_pension", sql) == nil, "\(sql)") }
            #expect(try await receive(1) == 1)
            try await forged(
                """
                INSERT INTO pension.reception (fiscal_year, number, received_on, atenabango, kind, section, entered_by, content, remarks, mac)
                SELECT fiscal_year, n, received_on, atenabango, kind, section, entered_by, content, remarks, mac FROM pension.reception, generate_series(2, 6) AS n;
                INSERT INTO pension.act (act_id, kind, section, by_whom, terminal, reason, mac) OVERRIDING SYSTEM VALUE
                SELECT (SELECT max(act_id) FROM pension.act) + n, 'received', '10', '3009', '', '', '' FROM generate_series(1, 5) AS n;
                INSERT INTO pension.addressee_version (history_number, atenabango, presence, items)
                SELECT history_number + 1, atenabango, 'dead', '{}' FROM pension.person;
                """)
            for (days, number) in [(2, Int32(7)), (3, 8)] { #expect(try await receive(days) == number) }
            try await database.give("A1", sequence: 2, ["shimei": "年金　次郎"])
            let moved = try #require(try await records.look("A1").record.addressee)
            #expect(moved.presence == .resident && moved.historyNumber == 3 && moved[.shimei] == "年金　次郎")
            // Basic data and households have versions; the same of them.
            try await forged(
                """
                INSERT INTO pension.decision (fiscal_year, number, outcome, entered_by, decided_by, reason, mac)
                SELECT fiscal_year, number, 'accepted', entered_by, '3009', '', '' FROM pension.reception WHERE number IN (2, 3);
                INSERT INTO pension.basic_version (history_number, fiscal_year, number, atenabango, telephone, remarks, mac)
                SELECT CASE number WHEN 2 THEN 1 ELSE 1000000 END, fiscal_year, number, atenabango, '', '', '' FROM pension.reception WHERE number IN (2, 3);
                """)
            _ = try await records.accept(try await records.receive(basic: "2150123456", of: "A1"), despiteDoubts: false, by: second, today: today)
            #expect(try await records.look("A1").record.basic.historyNumber == 2)
            let application = ExemptionApplication(.general, months: span("2025-07", "2026-06"), filedOn: today)
            let applied = try await records.apply(application, of: try AddresseeNumber("A2"), remarks: "", by: first, today: today).reception
            func enter(_ spouse: String) async throws {
                _ = try await records.enter(
                    { asOf, applicant in
                        try HouseholdEntry(
                            ExemptionHousehold(asOf: asOf, spouse: .exists, householder: .applicant), spouse: .init(number: try AddresseeNumber(spouse)),
                            householder: nil, of: applicant)
                    }, for: applied, by: first, today: today)
            }
            try await enter("S1")
            try await forged(
                """
                INSERT INTO pension.household (household_version, fiscal_year, number, atenabango, section, entered_by, content, mac)
                SELECT n, fiscal_year, number, atenabango, section, entered_by, content, mac FROM pension.household, unnest(ARRAY[2, 10000]) AS n
                """)
            try await enter("S2")
            #expect(try await records.application(applied).household?.version == 3)
            // All of them, and the last of a year.
            try await forged(
                """
                INSERT INTO pension.household (household_version, fiscal_year, number, atenabango, section, entered_by, content, mac)
                SELECT n, fiscal_year, number, atenabango, section, entered_by, content, mac FROM pension.household, generate_series(4, 9999) AS n
                WHERE household_version = 1;
                UPDATE pension.reception_count SET last = 2147483647;
                """)
            for body in [{ try await enter("S3") }, { for days in [4, 5] { _ = try await receive(days) } }] as [() async throws -> Void] {
                let refused = await #expect(throws: PensionRefused.self) { try await body() }
                #expect(refused?.code == "J0065")
            }
        }
    }
}
