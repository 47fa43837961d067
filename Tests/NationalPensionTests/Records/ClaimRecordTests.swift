import Addressee
import Foundation
import NationalPension
import Postgres
import Testing

/// 裁定請求: received with what came, waiting for the rest, accepted by another person; the Service decides.
@Suite(.timeLimit(.minutes(5))) struct ClaimRecordTests {
    private static let third = Clerk(account: "3003", setUpBy: "3", section: "3020", terminal: "terminal-3")
    private static let fourth = Clerk(account: "3004", setUpBy: "4", section: "3020", terminal: "terminal-4")

    private static func code(_ body: () async throws -> Void) async throws -> String {
        do { try await body() } catch let refused as PensionRefused { return refused.code }
        return ""
    }

    /// 死亡一時金, by the spouse S1 of A1 who died, or by whomever is named.
    private static func lumpSum(
        _ records: PensionRecords, of number: String = "A1", by claimant: String? = "S1", died: String? = "2026-05-20", with papers: [String] = [],
        on day: CalendarDay = today
    ) async throws -> KeptClaim {
        let claim = Claim(
            .deathLumpSum, groundOn: died.map { NationalPensionTests.day($0) },
            claimant: Claimant(.spouse, number: try claimant.map { try AddresseeNumber($0) }, declared: claimant == nil ? "川口市に住む妻" : ""),
            using: records.tables)
        return try await records.receive(
            claim, of: try AddresseeNumber(number), receivedOn: day, with: papers, remarks: "", by: first, today: today
        ).claim
    }

    /// Accepts a claim as it is now, which whoever accepts it has looked at.
    private static func accept(_ records: PensionRecords, _ reception: ReceptionNumber, by clerk: Clerk = second) async throws -> String {
        try await code {
            let mark = try await records.claim(reception)?.mark
            _ = try await records.accept(reception, despiteDoubts: false, mark: mark, by: clerk, today: today)
        }
    }

    private static func state(_ records: PensionRecords, _ reception: ReceptionNumber) async throws -> LedgerRow.State? {
        var filter = LedgerFilter()
        (filter.all, filter.reception) = (true, reception)
        return try await records.ledger(filter).rows.first?.state
    }

    @Test func aClaimWaitsForWhatIsMissingAndIsAcceptedByAnother() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "S1"] { try await database.give(number) }
            let claim = try await Self.lumpSum(records, with: ["claim-form", "請求者名義の受取口座を確認できる書類"], on: day("2026-06-01"))
            let reception = claim.reception
            #expect(claim.lacks.map(\.key) == ["number", "family-register"])
            #expect(claim.lacks.allSatisfy { $0.article == "国民年金法施行規則第61条第2項" && !$0.label.isEmpty })
            #expect(try await Self.state(records, reception) == .incomplete)
            #expect(try await Self.accept(records, reception) == "J0042")

            // What comes is kept by who and when; what was not asked for, came already, or comes before the claim is not.
            let came = try await records.attach(["number"], to: reception, on: day("2026-06-05"), by: Self.third, today: today)
            #expect(came.untold.map(\.key) == ["family-register"])
            #expect(came.arrival(of: "number")?.cameOn == day("2026-06-05") && came.arrival(of: "number")?.enteredBy.account == "3003")
            for (paper, on, code) in [
                ("visit-card", "2026-06-05", "J0043"), ("number", "2026-06-06", "J0044"), ("family-register", "2026-05-31", "J0008"),
                ("family-register", "2026-06-11", "J0008"),
            ] {
                #expect(try await Self.code { _ = try await records.attach([paper], to: reception, on: day(on), by: first, today: today) } == code)
            }
            // A mistake is taken back by another row.
            let mistaken = try await records.attach(["number"], to: reception, on: today, hasCome: false, by: Self.third, today: today)
            #expect(mistaken.untold.count == 2 && mistaken.arrivals.count == 4)
            // What lacks something is said to, whatever was looked at; papers are called by the beginning of their names, too.
            _ = try await records.entries(of: reception, mark: "9-9")
            let whole = try await records.attach(["number", "戸籍謄本"], to: reception, on: today, by: Self.third, today: today)
            #expect(whole.lacks == [] && whole.arrivals.count == 6)
            #expect(try await Self.state(records, reception) == .received)
            #expect(try await records.claims(isWaiting: true).rows.isEmpty)

            // 3001 received it, 3003 recorded what came: neither is the second person.
            for clerk in [first, Self.third] { #expect(try await Self.accept(records, reception, by: clerk) == "J0004") }
            #expect(try await records.entries(of: reception).map(\.account) == ["3001", "3001", "3003", "3001", "3003"])
            #expect(try await Self.accept(records, reception) == "")
            let rows = try await records.look("A1").receptions
            #expect(rows.map(\.state) == [.accepted] && rows.first?.dueOn == day("2026-06-15") && rows.first?.kind == .deathLumpSumClaimed)
            #expect(try await Self.code { _ = try await records.attach(["number"], to: reception, on: today, by: first, today: today) } == "J0003")
            // Once more, it is told what was sent before.
            let again = try await Self.lumpSum(records)
            #expect(try await records.claimDetail(again.reception).earlier == [reception])
            var told: [ToldAct.Kind] = []
            try await records.tellActs { acts, _ in told += acts.map(\.kind) }
            #expect(told == [.received, .paperCame, .paperCame, .paperCame, .accepted, .received])
        }
    }

    @Test func whatLacksGoesOnlyWhereItIsTold() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            // Two years and a day after the death, by a claimant whom the hub does not know.
            let claim = try await Self.lumpSum(records, by: nil, died: "2024-05-31", with: ["claim-form", "number", "account"], on: day("2026-06-01"))
            #expect(claim.lacks.map(\.key) == ["family-register", "limit"])
            #expect(try await Self.code { _ = try await records.tellLacks(of: claim.reception, because: " ", by: Self.third, today: today) } == "J0006")
            let told = try await records.tellLacks(of: claim.reception, because: "戸籍は本籍地に請求中", by: Self.third, today: today)
            #expect(told.untold == [] && told.lacks.count == 2 && told.told.map(\.keys) == [["family-register", "limit"]])
            #expect(try await Self.state(records, claim.reception) == .received)
            #expect(try await Self.code { _ = try await records.tellLacks(of: claim.reception, because: "再び", by: first, today: today) } == "J0046")
            // What is found to lack afterwards was not told.
            _ = try await records.attach(["account"], to: claim.reception, on: today, hasCome: false, by: first, today: today)
            #expect(try await Self.state(records, claim.reception) == .incomplete)
            #expect(try await Self.accept(records, claim.reception) == "J0042")
            // Whoever took it back has made the state that is to be checked.
            #expect(try await records.entries(of: claim.reception).map(\.account).filter { $0 == "3001" }.count >= 2)
            let before = try await records.claim(claim.reception)?.mark
            _ = try await records.attach(["account"], to: claim.reception, on: today, by: first, today: today)
            #expect(try await Self.accept(records, claim.reception, by: Self.third) == "J0004")
            // What nobody looked at, or was looked at before something came, is not accepted; nor are its enterers those of another state.
            for (looked, code) in [(before, "J0048"), (nil, "J0007")] {
                #expect(
                    try await Self.code { _ = try await records.accept(claim.reception, despiteDoubts: false, mark: looked, by: second, today: today) } == code)
            }
            #expect(try await Self.code { _ = try await records.entries(of: claim.reception, mark: before) } == "J0048")
            #expect(try await Self.accept(records, claim.reception) == "")
            // A day that nobody knows is found out, or told.
            let unknown = try await Self.lumpSum(records, by: nil, died: nil, with: ["claim-form", "number", "account", "family-register"])
            #expect(unknown.lacks.map(\.key) == ["hold-day-unknown"])
            #expect(try await Self.state(records, unknown.reception) == .held)
            #expect(try await Self.accept(records, unknown.reception) == "J0042")
            try await records.withdraw(unknown.reception, because: "死亡日が分かったため", by: second, today: today)
            #expect(try await Self.code { _ = try await records.tellLacks(of: unknown.reception, because: "不明", by: first, today: today) } == "J0003")
        }
    }

    struct Filed: Sendable {
        let what: String
        let claim: @Sendable (RuleTables) throws -> Claim
        var born = "1961-06-15"
        let code: String
        var lacks: [String] = []
    }

    private static func spouse(_ relation: ClaimantRelation = .spouse, born: String? = nil, declared: String = "川口市に住む者") -> Claimant {
        Claimant(relation, number: nil, declared: declared, born: born.map { NationalPensionTests.day($0) })
    }

    @Test func eachKindIsReceivedAsTheLawHasIt() async throws {
        let ground = day("2026-05-01")
        let cases: [Filed] = [
            Filed(what: "老齢基礎", claim: { Claim(.oldAge, groundOn: ground, using: $0) }, code: ""),
            Filed(what: "老齢基礎は本人", claim: { Claim(.oldAge, groundOn: ground, claimant: Self.spouse(), using: $0) }, code: "J0007"),
            Filed(
                what: "障害基礎", claim: { Claim(.disability, groundOn: ground, firstVisitOn: day("2024-11-01"), pensionCode: "5350", using: $0) }, code: ""),
            Filed(what: "初診日が後", claim: { Claim(.disability, groundOn: ground, firstVisitOn: day("2026-05-02"), using: $0) }, code: "J0007"),
            Filed(what: "年金コードの桁", claim: { Claim(.disability, groundOn: ground, pensionCode: "535", using: $0) }, code: "J0007"),
            Filed(what: "遺族基礎の子", claim: { Claim(.survivor, groundOn: ground, claimant: Self.spouse(.child), using: $0) }, code: ""),
            Filed(what: "遺族基礎の父母", claim: { Claim(.survivor, groundOn: ground, claimant: Self.spouse(.parent), using: $0) }, code: "J0007"),
            Filed(what: "請求者がない", claim: { Claim(.survivor, groundOn: ground, using: $0) }, code: "J0007"),
            Filed(what: "誰か分からない請求者", claim: { Claim(.survivor, groundOn: ground, claimant: Self.spouse(declared: " "), using: $0) }, code: "J0007"),
            Filed(what: "老齢福祉", claim: { Claim(.oldAgeWelfare, groundOn: nil, using: $0) }, code: ""),
            Filed(what: "老齢福祉に事由の日はない", claim: { Claim(.oldAgeWelfare, groundOn: ground, using: $0) }, code: "J0007"),
            Filed(what: "65歳前の寡婦", claim: { Claim(.widow, groundOn: ground, claimant: Self.spouse(born: "1961-06-15"), using: $0) }, code: ""),
            Filed(
                what: "65歳の寡婦", claim: { Claim(.widow, groundOn: ground, claimant: Self.spouse(born: "1961-06-09"), using: $0) }, code: "",
                lacks: ["limit"]),
            Filed(
                what: "生年月日の分からない寡婦", claim: { Claim(.widow, groundOn: ground, claimant: Self.spouse(), using: $0) }, code: "",
                lacks: ["hold-birth-date-unknown"]),
            Filed(what: "死亡一時金の兄弟姉妹", claim: { Claim(.deathLumpSum, groundOn: ground, claimant: Self.spouse(.sibling), using: $0) }, code: ""),
            Filed(what: "死亡一時金のおい", claim: { Claim(.deathLumpSum, groundOn: ground, claimant: Self.spouse(.relative), using: $0) }, code: "J0007"),
            Filed(
                what: "死亡一時金に年金コードはない",
                claim: { Claim(.deathLumpSum, groundOn: ground, claimant: Self.spouse(), pensionCode: "1150", using: $0) }, code: "J0007"),
            Filed(what: "未支給のおい", claim: { Claim(.unpaid, groundOn: ground, claimant: Self.spouse(.relative), using: $0) }, code: ""),
            Filed(what: "特別障害給付金", claim: { Claim(.specialDisability, groundOn: nil, firstVisitOn: day("1985-04-01"), using: $0) }, code: ""),
            Filed(
                what: "65歳の特別障害給付金", claim: { Claim(.specialDisability, groundOn: nil, firstVisitOn: day("1985-04-01"), using: $0) }, born: "1961-06-01",
                code: "", lacks: ["limit"]),
            Filed(what: "特別一時金", claim: { Claim(.specialLumpSum, groundOn: nil, using: $0) }, code: ""),
            Filed(what: "ない事情", claim: { Claim(.specialLumpSum, groundOn: nil, circumstances: [.children], using: $0) }, code: "J0007"),
            Filed(what: "受付日より後の死亡", claim: { Claim(.unpaid, groundOn: day("2026-06-11"), claimant: Self.spouse(), using: $0) }, code: "J0008"),
        ]
        try await PensionDatabase.with { database in
            let tables = database.records.tables
            for (index, example) in cases.enumerated() {
                let number = try AddresseeNumber("A\(index)")
                try await database.give(number.value, born: example.born)
                let claim = try example.claim(tables)
                var lacks: [String] = []
                let code = try await Self.code {
                    let received = try await database.records.receive(
                        claim, of: number, receivedOn: today, with: claim.asked.map(\.key), remarks: "", by: first, today: today)
                    lacks = received.claim.lacks.map(\.key)
                    #expect(received.receipt.filingDue == nil && received.receipt.reportDue?.due == day("2026-06-24"), "\(example.what)")
                    #expect(
                        received.claim.check.papers.map(\.key) == tables.claims.attachments(claim.kind, on: today).filter { $0.circumstance == nil }.map(\.key))
                }
                #expect(code == example.code && lacks == example.lacks, "\(example.what)")
            }
            // What is refused takes no number of the ledger; each kind is counted apart.
            let kept = cases.count { $0.code.isEmpty }
            #expect(try await database.count("SELECT last::bigint FROM pension.reception_count") == Int64(kept))
            let counts = try await database.records.statistics(ofFiscalYear: 2026, today: today).counts
            #expect(counts.map(\.kind) == ClaimKind.allCases.map { NoticeKind(claimOf: $0) }.sorted { $0.order < $1.order })
        }
    }

    @Test func theSameClaimWaitsOnce() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "S1", "S2"] { try await database.give(number) }
            let waiting = try await Self.lumpSum(records)
            #expect(try await Self.code { _ = try await Self.lumpSum(records, with: ["claim-form"]) } == "J0040")
            // By another, it is another; both are on the page of whoever died, and each on that of the claimant.
            _ = try await Self.lumpSum(records, by: "S2")
            for (number, count) in [("A1", 2), ("S1", 1), ("S2", 1)] { #expect(try await records.look(number).claims.count == count, "\(number)") }
            try await records.withdraw(waiting.reception, because: "入力の誤り", by: second, today: today)
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 { group.addTask { (try? await Self.lumpSum(records)) != nil } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 1)
        }
    }

    @Test func nobodyIsRemindedTwiceOnOneDay() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2", "S1", "S2"] { try await database.give(number) }
            let claim = try await Self.lumpSum(records, on: day("2026-05-25"))
            let other = try await Self.lumpSum(records, of: "A2", on: day("2026-06-01"))
            let others = try await Self.lumpSum(records, of: "A2", by: "S2", with: ["claim-form", "number", "account", "family-register"])
            #expect(try await records.claims(isWaiting: true).rows.map(\.row.reception) == [claim.reception, other.reception])
            func remind(_ claim: KeptClaim, _ on: String = "2026-06-09", by clerk: Clerk = first) async throws -> String {
                try await Self.code { _ = try await records.remind(of: claim.reception, on: day(on), by: .letter, clerk: clerk, today: today) }
            }
            #expect(claim.remindersDue(on: today) == [day("2026-06-08")])
            #expect(try await remind(claim) == "")
            #expect(try await records.claimDetail(claim.reception).kept.remindersDue(on: today) == [])
            // Whoever asks, and of whatever claim of theirs.
            for (again, clerk) in [(claim, first), (claim, second), (other, second)] { #expect(try await remind(again, by: clerk) == "J0045") }
            #expect(try await remind(other, "2026-06-10") == "")
            for (day, code) in [("2026-05-24", "J0008"), ("2026-06-11", "J0008")] { #expect(try await remind(claim, day) == code) }
            #expect(try await remind(others) == "J0046")
            let waiting = try await records.claims(isWaiting: true).rows
            #expect(waiting.map(\.lastReminded) == [today, today] && waiting.map(\.kept.reminders.count) == [1, 1])
            #expect(waiting.first?.kept.reminders.first?.keys.count == 4 && waiting.first?.kept.reminders.first?.means == .letter)
        }
    }

    @Test func aClaimantWithoutANumberIsRemindedAsThemselves() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            func claim(_ kind: ClaimKind, _ relation: ClaimantRelation, _ words: String) async throws -> KeptClaim {
                let claim = Claim(kind, groundOn: day("2026-05-20"), claimant: Claimant(relation, number: nil, declared: words), using: records.tables)
                return try await records.receive(
                    claim, of: try AddresseeNumber("A1"), receivedOn: today, with: [], remarks: "", by: first, today: today
                ).claim
            }
            func remind(_ claim: KeptClaim) async throws -> String {
                try await Self.code { _ = try await records.remind(of: claim.reception, on: today, by: .letter, clerk: first, today: today) }
            }
            let (unpaid, lumpSum) = (try await claim(.unpaid, .child, "川口市に住む花子"), try await claim(.deathLumpSum, .child, "川口市に住む　花子"))
            let other = try await claim(.unpaid, .child, "蕨市に住む次郎")
            let own = try await records.receive(
                Claim(.disability, groundOn: nil, using: records.tables), of: try AddresseeNumber("A1"), receivedOn: today, with: [], remarks: "", by: first,
                today: today
            ).claim
            #expect([unpaid, lumpSum, other, own].map(\.reminded) == ["\(unpaid.reception)", "\(unpaid.reception)", "\(other.reception)", "A1"])
            // The same person once a day, of whatever claim of theirs; another is another.
            #expect(try await [remind(unpaid), remind(lumpSum), remind(other), remind(own)] == ["", "J0045", "", ""])
            #expect(try await records.claimDetail(lumpSum.reception).lastReminded == today)
        }
    }

    /// Two claims whose deceased and claimant are each other's, and two applications whose spouses are: they take turns, and never wait for each other.
    @Test func whoeverNeedsTheSamePeopleTakesTurns() async throws {
        try await PensionDatabase.with { database in
            let (records, pool) = try database.another(maximum: 12)
            var pairs: [(claims: [ReceptionNumber], applications: [ReceptionNumber])] = []
            for round in 0..<8 {
                let numbers = ["A\(round)", "B\(round)"]
                for number in numbers { try await database.give(number) }
                var pair: (claims: [ReceptionNumber], applications: [ReceptionNumber]) = ([], [])
                for (one, other) in [(numbers[0], numbers[1]), (numbers[1], numbers[0])] {
                    pair.claims.append(try await Self.lumpSum(records, of: one, by: other).reception)
                    let application = ExemptionApplication(.general, months: span("2025-07", "2026-06"), filedOn: today)
                    let applied = try await records.apply(application, of: try AddresseeNumber(one), remarks: "", by: first, today: today).reception
                    _ = try await records.enter(
                        { asOf, applicant in
                            try HouseholdEntry(
                                ExemptionHousehold(asOf: asOf, spouse: .exists, householder: .applicant),
                                spouse: .init(number: try AddresseeNumber(other)), householder: nil, of: applicant)
                        }, for: applied, by: first, today: today)
                    pair.applications.append(applied)
                }
                pairs.append(pair)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for pair in pairs {
                    for reception in pair.claims {
                        group.addTask { _ = try await records.remind(of: reception, on: today, by: .letter, clerk: first, today: today) }
                    }
                    for reception in pair.applications {
                        group.addTask {
                            do { _ = try await records.ask(reception, by: first, today: today) } catch let refused as PensionRefused {
                                // The other has asked of both.
                                #expect(refused.code == "J0030")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.count("SELECT count(*) FROM pension.claim_reminder") == 16)
            #expect(try await database.count("SELECT count(*) FROM pension.income_question") == 16)
            // A connection that has ended has told what it counted.
            await pool.shutdown(grace: .seconds(10))
            let others: Query =
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            for _ in 0..<1200 where try await database.count(others) > 0 { try await Task.sleep(for: .milliseconds(25)) }
            #expect(try await database.count(others) == 0)
            #expect(try await database.count("SELECT deadlocks FROM pg_stat_database WHERE datname = \(database.name)") == 0)
        }
    }

    @Test func rowsWrittenBySQLAreNobodysAndStopNothing() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "S1"] { try await database.give(number) }
            let claim = try await Self.lumpSum(records, with: ["claim-form", "number", "account"])
            let key = "\(claim.reception.fiscalYear), \(claim.reception.number)"
            let forged = """
                INSERT INTO pension.claim_arrival (fiscal_year, number, came_on, has_come, atenabango, paper, section, entered_by, mac)
                SELECT fiscal_year, number, came_on, true, atenabango, 'family-register', section, '3009', mac FROM pension.claim_arrival LIMIT 1;
                INSERT INTO pension.claim_lack (fiscal_year, number, atenabango, keys, section, entered_by, reason, mac)
                VALUES (\(key), 'A1', '{family-register}', '3020', '3009', '急ぐため', '');
                INSERT INTO pension.claim_reminder (fiscal_year, number, reminded_on, reminded, means, keys, section, entered_by, mac)
                VALUES (\(key), '2026-06-10', 'S1', 'letter', '{family-register}', '3020', '3009', '');
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            // What would keep every page from being shown: a time without end, and a claim that asks for what is no list.
            let endless = """
                INSERT INTO pension.claim_lack (entered_at, fiscal_year, number, atenabango, keys, section, entered_by, reason, mac)
                VALUES ('infinity', \(key), 'A1', '{family-register}', '3020', '3009', '急ぐため', '')
                """
            #expect(try await database.refusal("atena_national_pension", endless) == "23514")
            let shapeless = """
                INSERT INTO pension.reception (fiscal_year, number, received_on, entered_at, atenabango, kind, section, entered_by, content, remarks, mac)
                SELECT fiscal_year, 900000, received_on, entered_at, atenabango, kind, section, entered_by, '{"claim":{"_0":{"asked":"x"}}}', remarks, mac
                FROM pension.reception LIMIT 1
                """
            #expect(try await database.refusal("atena_national_pension", shapeless) == nil)
            var everything = LedgerFilter()
            everything.all = true
            #expect(try await records.ledger(everything).rows.contains { $0.reception == claim.reception })
            // Nor do they say that nothing lacks.
            #expect(try await Self.state(records, claim.reception) == .incomplete)
            let statistics = try await records.statistics(ofFiscalYear: 2026, today: today)
            #expect(statistics.counts.map(\.counts) == [[.incomplete: 1]] && statistics.untrue == 1)
            let detail = try await records.claimDetail(claim.reception)
            #expect(detail.kept.untrueRows == 3 && detail.kept.untold.map(\.key) == ["family-register"] && detail.lastReminded == nil)
            #expect(try await Self.accept(records, claim.reception) == "J0042")
            #expect(try await records.claims(isWaiting: true).rows.map(\.row.reception) == [claim.reception])
            #expect(try await records.remind(of: claim.reception, on: today, by: .telephone, clerk: first, today: today).reminders.count == 1)
            _ = try await records.attach(["family-register"], to: claim.reception, on: today, by: first, today: today)
            // A claim that is not as it was received is nobody's.
            try await database.admin { try await $0.execute("UPDATE pension.reception SET entered_by = '3002' WHERE kind LIKE 'claim-%'") }
            #expect(try await Self.accept(records, claim.reception, by: Self.fourth) == "J0023")
            #expect(try await Self.code { _ = try await records.claimDetail(claim.reception) } == "J0023")
            for table in ["claim_arrival", "claim_lack", "claim_reminder"] {
                for sql in ["DELETE FROM pension.\(table)", "UPDATE pension.\(table) SET mac = decode('00', 'hex')", "TRUNCATE pension.\(table)"] {
                    #expect(try await database.refusal("atena_national_pension", sql) == "42501", "\(sql)")
                }
            }
        }
    }
}

extension NoticeKind {
    fileprivate var order: Int { NoticeKind.allCases.firstIndex(of: self) ?? 0 }
}
