import Addressee
import Foundation
import NationalPension
import Postgres
import Testing

/// 免除等の申請: received, examined by what is known, asked for once, accepted by another person; the Service decides.
@Suite(.timeLimit(.minutes(5))) struct ExemptionRecordTests: ExemptionStand {
    @Test func anApplicationWaitsForAnIncomeIsAskedOnceAndGoesOnByItself() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "S1"] { try await database.give(number) }
            try await records.record("A1", .reached20, NoticeTerms())
            try await database.giveIncome("A1", year: 2024, Self.filed)
            let reception = try await Self.apply(records)
            #expect(try await records.applications().rows.map(\.lacksHousehold) == [true])
            #expect(
                try await Self.code {
                    _ = try await records.accept(
                        reception, despiteDoubts: true, examination: try await Self.newest(records, reception), by: second, today: today)
                } == "J0032")

            // Of the spouse nothing is known: not none, but asked for.
            let lacking = try await Self.household(records, reception, spouse: "S1")
            #expect(lacking.state == .toAsk && lacking.proposal.told == ["2025-07..2026-06 waiting spouse 2024"])
            let asked = try await records.ask(reception, by: first, today: today)
            #expect(asked.map(\.number) == ["S1"] && asked.map(\.question.year) == [2024] && asked.allSatisfy { !$0.question.isUnfiled })
            #expect(try await records.applications().rows.map(\.state) == [.waiting])
            for clerk in [first, second] { #expect(try await Self.code { _ = try await records.ask(reception, by: clerk, today: today) } == "J0030") }
            #expect(try await Self.code { _ = try await records.ask(reception, only: .applicant, by: first, today: today) } == "J0031")
            // A letter asks for what was asked and has not come, as often as it is printed; of whoever is protected it tells no place.
            func letters(_ person: ExemptionPerson? = nil, to destination: String? = nil, hiding: Set<AddresseeNumber> = []) async throws -> [IncomeLetter] {
                try await records.incomeLetters(try await records.application(reception), only: person, to: destination, hiding: hiding)
            }
            for _ in 0..<2 {
                let letter = try #require(try await letters().first)
                #expect(try await letters().count == 1 && letter.asked == asked.first?.question && letter.reception == reception && letter.destination == nil)
                #expect(letter.name.name == "年金　太郎" && letter.birth == "平成2年4月15日" && letter.address == .told("埼玉県常盤六丁目"))
            }
            #expect(try await letters(.spouse, to: "川口市　市民税課").map(\.destination) == ["川口市　市民税課"])
            #expect(try await letters(hiding: [try AddresseeNumber("S1")]).map(\.address) == [.withheld])
            #expect(try await Self.code { _ = try await letters(.applicant) } == "J0031")
            #expect(try await Self.code { _ = try await letters(to: " ") } == "J0007")
            // Nor for another application that needs the same.
            try await database.give("H1")
            try await records.record("H1", .reached20, NoticeTerms())
            let other = try await Self.apply(records, "H1")
            #expect(try await Self.household(records, other, spouse: "S1").state == .toAsk)
            let own = try await records.ask(other, by: second, today: today)
            #expect(own.map(\.question.person) == [.applicant])
            #expect(try await database.count("SELECT count(*) FROM pension.income_question WHERE atenabango = 'S1'") == 1)
            #expect(
                try await Self.code {
                    _ = try await records.accept(
                        reception, despiteDoubts: true, examination: try await Self.newest(records, reception), by: second, today: today)
                } == "J0032")

            // The record has the spouse without a return, and while the hub decides on an item of it: still not none.
            #expect(try await records.goOn(by: Self.third, today: today).anew == 0)
            try await database.giveIncome("S1", year: 2024, ["gokeishotokukingaku": "0", "shinkokukubun": "2"])
            #expect(try await records.goOn(by: Self.third, today: today).anew == 2)
            #expect(try await records.application(reception).examination?.state == .waiting)
            try await database.giveIncome("S1", year: 2024, Self.filed, version: 2, waiting: 4)
            _ = try await records.goOn(by: Self.third, today: today)
            #expect(try await records.application(reception).examination?.state == .waiting)
            // It arrives, and nobody has to think of it.
            try await database.giveIncome("S1", year: 2024, Self.filed, version: 3)
            for anew in [2, 0] { #expect(try await records.goOn(by: Self.third, today: today).anew == anew) }
            let decided = try #require(try await records.application(reception).examination)
            #expect(decided.state == .decided && decided.by == "3003" && decided.proposal.told == ["2025-07..2026-06 full"])

            // A changed income is another examination; the earlier ones are there as they were.
            try await database.giveIncome("S1", year: 2024, Self.filed.merging(["gokeishotokukingaku": "900000"]) { $1 }, version: 4)
            #expect(
                try await Self.code {
                    _ = try await records.accept(
                        reception, despiteDoubts: true, examination: try await Self.newest(records, reception), by: second, today: today)
                } == "J0033")
            let changed = try await records.examine(reception, by: first, today: today)
            #expect(changed.id != decided.id && changed.proposal.told == ["2025-07..2026-06 half"])
            #expect(try await records.application(reception, examination: decided.id).examination == decided)
            #expect(try await Self.code { _ = try await records.application(reception, examination: 99) } == "J0034")

            // What nobody looked at, or was looked at before something changed, is not accepted.
            for (looked, code) in [(Int64?.none, "J0007"), (decided.id, "J0033"), (99, "J0034")] {
                #expect(
                    try await Self.code { _ = try await records.accept(reception, despiteDoubts: true, examination: looked, by: second, today: today) } == code)
            }
            // Accepted, it is due for a report with the opinion, and nobody is exempt.
            _ = try await records.accept(reception, despiteDoubts: false, examination: try await Self.newest(records, reception), by: second, today: today)
            #expect(try await records.opinion(of: reception) == changed.id)
            let found = try await records.look("A1")
            #expect(try found.record.history(on: today, using: records.tables).totals.exempt(.half) == 0 && found.record.events.count == 1)
            #expect(found.receptions.contains { $0.reception == reception && $0.state == .accepted && $0.dueOn == day("2026-06-24") })
            #expect(found.applications.isEmpty)
            #expect(try await Self.code { _ = try await records.examine(reception, by: first, today: today) } == "J0003")
            // What the Service decides comes as a notice of its own.
            try await records.record("A1", .exemptionGranted, NoticeTerms(months: span("2025-07", "2026-06"), ground: "half"))
            #expect(try await records.look("A1").record.history(on: day("2026-06-30"), using: records.tables).totals.exempt(.half) == 12)
        }
    }

    @Test func whatIsDeclaredAnswersUntilTheTaxRecordTellsAndWhoEnteredItDoesNotCheckIt() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            let reception = try await Self.apply(records)
            try await Self.household(records, reception, declared: "川口市に住む配偶者", by: second)
            func declare(_ person: ExemptionPerson, _ yen: String, year: Int = 2024, by clerk: Clerk = first) async throws -> KeptExamination {
                try await records.declare(
                    ["gokeishotokukingaku": yen], of: person, year: year, for: reception, remarks: "所得の申立書", by: clerk, today: today)
            }
            #expect(try await declare(.applicant, "0").state == .toAsk)
            #expect(try await declare(.spouse, "400000", by: Self.third).state == .decided)
            for (person, yen, year) in [(ExemptionPerson.householder, "0", 2024), (.spouse, "0", 2025), (.spouse, "多い", 2024)] {
                #expect(try await Self.code { _ = try await declare(person, yen, year: year) } == "J0007")
            }
            // 3001 received it, 3002 entered the household, 3003 one of the incomes: each of them is no second person.
            for clerk in [first, second, Self.third] {
                #expect(
                    try await Self.code {
                        _ = try await records.accept(
                            reception, despiteDoubts: true, examination: try await Self.newest(records, reception), by: clerk, today: today)
                    } == "J0004")
            }
            let entries = try await records.entries(of: reception, examination: try await Self.newest(records, reception))
            #expect(entries.map(\.account) == ["3001", "3002", "3001", "3003"])
            // Past the program, the constraint says the same of the household.
            let alone = """
                INSERT INTO pension.decision (fiscal_year, number, outcome, entered_by, decided_by, reason, mac)
                VALUES (2026, \(reception.number), 'accepted', '3001', '3002', '', '');
                INSERT INTO pension.opinion (fiscal_year, number, household_version, examination_id, household_entered_by, given_by, mac)
                VALUES (2026, \(reception.number), 1, 1, '3002', '3002', '')
                """
            #expect(try await database.refusal("atena_national_pension", alone) == "23514")
            // The tax record goes before a declaration, and can't be declared away.
            try await database.giveIncome("A1", year: 2024, Self.filed.merging(["gokeishotokukingaku": "5000000"]) { $1 })
            #expect(try await records.examine(reception, by: first, today: today).proposal.told == ["2025-07..2026-06 refused"])
            #expect(try await Self.code { _ = try await declare(.applicant, "0") } == "J0029")
            // Another spouse is another person: what was declared is not theirs.
            let other = try await Self.household(records, reception, declared: "蕨市に住む配偶者", isSame: false, by: second)
            #expect(other.basis.incomes.last?.person == .spouse && other.basis.incomes.last?.source == nil)
            let fourth = Clerk(account: "3004", setUpBy: "4", section: "3020", terminal: "terminal-4")
            _ = try await records.accept(reception, despiteDoubts: true, examination: try await Self.newest(records, reception), by: fourth, today: today)
        }
    }

    struct Refused: Sendable {
        let what: String
        let application: ExemptionApplication
        let code: String
    }

    /// An examination names the declarations that it stood on, whichever version of the program kept it.
    @Test(arguments: [
        (#""source":{"tax":{"_0":3}},"supplement":5"#, [Int64(5)]), (#""source":{"declared":{"_0":4}}"#, [4]), (#""source":{"tax":{"_0":3}}"#, []),
        (#""source":{"tax":{"_0":3}},"declarations":[5,6]"#, [5, 6]),
    ])
    func anExaminationOfBeforeNamesItsDeclaration(_ kept: String, _ declared: [Int64]) throws {
        let text = #"{"person":"self","year":2024,"items":{},"isUnsettled":false,\#(kept)}"#
        #expect(try JSONDecoder().decode(KnownIncome.self, from: Data(text.utf8)).declared == declared)
    }

    @Test func whatTheLawDoesNotLetSomebodyApplyForIsRefused() async throws {
        let violence = ExemptionApplication.SpecialClaim(.applicant, .violence, on: day("2026-01-10"))
        let later = ExemptionApplication.SpecialClaim(.applicant, .unemployment, on: day("2026-06-11"))
        let cases = [
            Refused(what: "2年1か月前", application: Self.application(span("2024-05", "2024-06")), code: ""),
            Refused(what: "2年2か月前", application: Self.application(span("2024-04", "2024-06")), code: "J0026"),
            Refused(what: "二つの年度", application: Self.application(span("2025-06", "2026-06")), code: "J0025"),
            Refused(what: "次の年度", application: Self.application(span("2026-07", "2027-06")), code: "J0026"),
            Refused(what: "受付日より後の事由", application: Self.application(special: [later]), code: "J0008"),
            Refused(what: "配偶者でない人からの暴力", application: Self.application(special: [violence]), code: "J0007"),
            Refused(what: "学生である月がない", application: Self.application(span("2026-04", "2027-03"), .student), code: "J0007"),
            Refused(what: "学生の年度は4月から", application: Self.application(span("2026-04", "2027-03"), .student, students: [span("2026-04", "2027-03")]), code: ""),
            Refused(what: "後の受付日", application: Self.application(filed: "2026-06-11"), code: "J0008"),
        ]
        try await PensionDatabase.with { database in
            for (index, example) in cases.enumerated() {
                try await database.give("A\(index)")
                #expect(try await Self.code { _ = try await Self.apply(database.records, "A\(index)", example.application) } == example.code, "\(example.what)")
            }
            // What is refused takes no number of the ledger.
            #expect(try await database.count("SELECT last::bigint FROM pension.reception_count") == 2)
            let forms = ExemptionApplication.forms(.general, filedOn: today, using: database.records.tables)
            #expect(forms.map(\.description) == ["2024-05..2024-06", "2024-07..2025-06", "2025-07..2026-06"])
        }
    }

    @Test func monthsOfAnApplicationThatWaitsAreNotAskedForAgain() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            let waiting = try await Self.apply(records)
            for months in [span("2025-07", "2026-06"), span("2026-06", "2026-06"), span("2025-07", "2025-07")] {
                #expect(try await Self.code { _ = try await Self.apply(records, "A1", Self.application(months)) } == "J0027")
            }
            let student = Self.application(span("2026-04", "2027-03"), .student, students: [span("2026-04", "2027-03")])
            #expect(try await Self.code { _ = try await Self.apply(records, "A1", student) } == "J0027")
            _ = try await Self.apply(records, "A1", Self.application(span("2024-07", "2025-06")))
            // Of another person they are nobody's concern, and once it is withdrawn they may be asked for; two at once are one.
            try await database.give("A2")
            _ = try await Self.apply(records, "A2")
            try await records.withdraw(waiting, because: "入力の誤り", by: second, today: today)
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for last in ["2026-03", "2026-04", "2026-05", "2026-06"] {
                    group.addTask { (try? await Self.apply(records, "A1", Self.application(span("2025-07", last)))) != nil }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 1)
        }
    }

    @Test func aStudentIsLookedAtAloneAndWaitsForTheirOwnIncomeOnly() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            let months = span("2026-04", "2027-03")
            let reception = try await Self.apply(records, "A1", Self.application(months, .student, students: [months]))
            #expect(try await Self.code { try await Self.household(records, reception, spouse: "S1") } == "J0007")
            #expect(try await records.ask(reception, by: first, today: today).map(\.question) == [IncomeQuestion(.applicant, year: 2025)])
            try await database.giveIncome("A1", year: 2025, ["gokeishotokukingaku": "1280000", "shinkokukubun": "1"])
            #expect(try await records.examine(reception, by: first, today: today).proposal.told == ["2026-04..2027-03 student"])
            // No notice of another kind is examined, and no application comes as a notice.
            let notice = try await records.receive(basic: "2150123456", of: "A1")
            #expect(try await Self.code { _ = try await records.examine(notice, by: first, today: today) } == "J0028")
            let filing = Filing(number: try AddresseeNumber("A1"), kind: .studentApplied, receivedOn: today)
            #expect(try await Self.code { _ = try await records.receive(filing, saying: NoticeTerms(), by: first, today: today) } == "J0007")
        }
    }

    @Test func rowsWrittenBySQLAreNobodysAndStopNothing() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "S1"] { try await database.give(number) }
            try await database.giveIncome("A1", year: 2024, Self.filed)
            let reception = try await Self.apply(records)
            let key = "\(reception.fiscalYear), \(reception.number)"
            let before = try await Self.household(records, reception, spouse: "S1")
            // Everything that the module's login can write: another household, an income, a question, a better examination.
            let forged = """
                INSERT INTO pension.household (household_version, fiscal_year, number, atenabango, section, entered_by, content, mac)
                SELECT 9, fiscal_year, number, atenabango, section, '3009', content, mac FROM pension.household;
                INSERT INTO pension.declared_income (fiscal_year, number, household_version, income_year, person, atenabango, section, entered_by, items, remarks, mac)
                VALUES (\(key), 1, 2024, 'spouse', 'S1', '3020', '3009', '{"gokeishotokukingaku":"0"}', '', decode('00', 'hex'));
                INSERT INTO pension.income_question (fiscal_year, number, household_version, income_year, is_unfiled, person, atenabango, section, asked_by, mac)
                VALUES (\(key), 1, 2024, false, 'spouse', 'S1', '3020', '3009', decode('00', 'hex'));
                INSERT INTO pension.examination (fiscal_year, number, atenabango, section, examined_by, state, basis, proposal, mac)
                SELECT fiscal_year, number, atenabango, section, '3009', 'decided', basis, proposal, mac FROM pension.examination;
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            let detail = try await records.application(reception)
            #expect(detail.examination == before && detail.household?.version == 1 && detail.untrueRows == 5)
            #expect(try await records.examine(reception, by: first, today: today) == before)
            #expect(try await records.ask(reception, by: first, today: today).map(\.number) == ["S1"])
            try await database.giveIncome("S1", year: 2024, Self.filed)
            #expect(try await records.goOn(by: Self.third, today: today).anew == 1)
            // What is entered afterwards stands behind it.
            #expect(try await Self.household(records, reception).state == .decided)
            #expect(try await records.application(reception).household?.version == 2)
            _ = try await records.accept(reception, despiteDoubts: true, examination: try await Self.newest(records, reception), by: second, today: today)
            // An opinion that nobody gave is none; none of the rows is changed or taken away.
            try await database.admin {
                try await $0.execute("UPDATE pension.opinion SET examination_id = (SELECT min(examination_id) FROM pension.examination)")
            }
            #expect(try await records.opinion(of: reception) == nil)
            #expect(try await records.application(reception).untrueRows == 6, "an opinion that was altered is told")
            for table in ["household", "declared_income", "income_question", "examination", "opinion"] {
                for sql in ["DELETE FROM pension.\(table)", "UPDATE pension.\(table) SET mac = decode('00', 'hex')", "TRUNCATE pension.\(table)"] {
                    #expect(try await database.refusal("atena_national_pension", sql) == "42501", "\(sql)")
                }
            }
            var told: [ToldAct.Kind] = []
            try await records.tellActs { acts, untrue in told += acts.map(\.kind) }
            #expect(Set(told).isSuperset(of: [.received, .householdEntered, .incomeAsked, .examined, .accepted]))
        }
    }

    @Test func whatTheTaxRecordLeavesOpenIsHeldAndNeverCountedAsNone() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            let reception = try await Self.apply(records)
            try await Self.household(records, reception)
            func declare(_ items: [String: String], restIsNone: Bool = false, by clerk: Clerk = Self.third) async throws -> KeptExamination {
                try await records.declare(
                    items, restIsNone: restIsNone, of: .applicant, year: 2024, for: reception, remarks: "源泉徴収票", by: clerk, today: today)
            }
            // Within the limit whatever the rest says: granted. Beyond it, the rest decides, and is found out.
            try await database.giveIncome("A1", year: 2024, ["gokeishotokukingaku": "500000", "shinkokukubun": "1"])
            #expect(try await records.examine(reception, by: first, today: today).proposal.told == ["2025-07..2026-06 full"])
            let income = ["gokeishotokukingaku": "900000", "shinkokukubun": "1", "shakaihokenryo_kojo": "0"]
            try await database.giveIncome("A1", year: 2024, income, version: 2)
            let held = try await records.examine(reception, by: first, today: today)
            let hold = try #require(held.proposal.parts.first?.kinds.first?.holds.first)
            #expect(held.state == .held && hold.kind == .incomeUnstated && hold.reason.text.contains("一般扶養数") && !hold.reason.text.contains("社会保険料控除"))
            #expect(
                try await Self.code { _ = try await records.accept(reception, despiteDoubts: true, examination: held.id, by: second, today: today) } == "J0032")
            // What the record tells can't be declared away, nor what it leaves open be said to be nothing by nobody.
            for items in [["gokeishotokukingaku": "0"], ["shakaihokenryo_kojo": "100000"], [:]] {
                #expect(try await Self.code { _ = try await declare(items) } == "J0029")
            }
            #expect(try await Self.code { _ = try await declare(["ippanfuyosu": "多い"]) } == "J0007")
            #expect(try await declare(["ippanfuyosu": "1"]).proposal.told == ["2025-07..2026-06 full"])
            // That there is nothing else takes nothing back of what was declared before; what is declared anew does, item by item.
            #expect(try await declare([:], restIsNone: true, by: second).proposal.told == ["2025-07..2026-06 full"])
            let decided = try await declare(["ippanfuyosu": "0"])
            #expect(decided.state == .decided && decided.proposal.told == ["2025-07..2026-06 half"])
            #expect(decided.basis.incomes.map(\.source) == [.tax(2)] && decided.basis.incomes.map(\.declarations) == [[2, 3]])
            // Whoever entered one of those that it stands on does not check it.
            for clerk in [second, Self.third] {
                #expect(
                    try await Self.code { _ = try await records.accept(reception, despiteDoubts: true, examination: decided.id, by: clerk, today: today) }
                        == "J0004")
            }
            // A declaration that leaves something open is held in the same way, and whatever is declared one by one counts together.
            try await database.give("A2")
            let other = try await Self.apply(records, "A2")
            try await Self.household(records, other)
            for (items, restIsNone, told) in [
                (["gokeishotokukingaku": "900000"], false, "held"), (["ippanfuyosu": "1"], false, "full"), ([:], true, "full"),
                (["gokeishotokukingaku": "1200000"], false, "three-quarters"),
            ] as [([String: String], Bool, String)] {
                let examined = try await records.declare(
                    items, restIsNone: restIsNone, of: .applicant, year: 2024, for: other, remarks: "", by: first, today: today)
                #expect(examined.proposal.told.allSatisfy { $0.hasPrefix("2025-07..2026-06 \(told)") }, "\(items) \(examined.proposal.told)")
            }
            #expect(
                try await Self.code {
                    _ = try await records.declare([:], restIsNone: true, of: .applicant, year: 2024, for: other, remarks: "", by: first, today: today)
                } == "J0007", "there is nothing left to be said")
        }
    }

    /// 継続審査: a list of proposals, in portions, from which nothing follows.
    @Test func whoIsDueForAContinuingExaminationIsListedByTheYearBefore() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2", "A3", "A4"] {
                try await database.give(number)
                try await records.record(number, .reached20, NoticeTerms())
            }
            // Of A1 the application is on record, with its examination; A3 has applied for the year that begins.
            try await database.giveIncome("A1", year: 2024, Self.filed)
            try await database.giveIncome("A1", year: 2025, Self.filed)
            let wanting = ExemptionApplication(.general, months: span("2025-07", "2026-06"), filedOn: today, wantsContinuation: true)
            let reception = try await Self.apply(records, "A1", wanting)
            try await Self.household(records, reception)
            _ = try await records.accept(
                reception, despiteDoubts: true, examination: try await Self.newest(records, reception), by: second, today: today)
            for number in ["A1", "A2", "A3", "A4"] {
                let terms = NoticeTerms(months: span("2025-07", "2026-06"), ground: number == "A2" ? "half" : "full")
                try await records.record(number, .exemptionGranted, terms, despiteDoubts: true)
            }
            let next = ExemptionApplication(.general, months: span("2026-07", "2027-06"), filedOn: day("2026-07-02"))
            _ = try await records.apply(next, of: try AddresseeNumber("A3"), remarks: "", by: first, today: day("2026-07-02"))
            let receptions = try await database.count("SELECT count(*) FROM pension.reception")
            let list = try await records.continuing(2026, all: false, limit: 10, today: today)
            #expect(list.rows.map { "\($0.number) \($0.examination.standing.rawValue)" } == ["A1 due", "A4 unknown"])
            #expect(list.rows.first?.application == reception && list.rows.map(\.hasIncome) == [true, false] && list.next == nil)
            let all = try await records.continuing(2026, all: true, limit: 10, today: today)
            #expect(all.rows.map { "\($0.number) \($0.examination.standing.rawValue)" } == ["A1 due", "A2 no", "A3 no", "A4 unknown"])
            // In portions it is the same list.
            let portion = try await records.continuing(2026, all: true, limit: 3, today: today)
            #expect(portion.rows.count == 3 && portion.next == "A3")
            let rest = try await records.continuing(2026, all: true, after: try #require(portion.next), limit: 3, today: today)
            #expect(rest.rows.map(\.number.value) == ["A4"] && rest.next == nil)
            #expect(try await records.continuing(2030, all: true, limit: 10, today: today).rows.isEmpty)
            #expect(try await database.count("SELECT count(*) FROM pension.reception") == receptions)
            // Whose record can't be told stays on it, with what has to be found out.
            try await database.give("A4", born: "1990-00-00", sequence: 2, ["seinengappi_fushohyoki": "平成2年頃"])
            let held = try await records.continuing(2026, all: false, limit: 10, today: today)
            #expect(held.rows.map { "\($0.number) \($0.examination.standing.rawValue)" } == ["A1 due", "A4 unknown"])
            #expect(held.rows.last?.examination.reason.text != list.rows.last?.examination.reason.text && held.untrue == 0)
            #expect(try await records.continuing(2030, all: true, limit: 10, today: today).rows.isEmpty)
            // Of what somebody wrote by SQL nothing counts, and it is told.
            try await database.admin {
                try await $0.execute("UPDATE pension.reception SET remarks = 'x' WHERE kind = 'exemption-applied' AND atenabango = 'A1'")
            }
            let untrue = try await records.continuing(2026, all: false, limit: 10, today: today)
            #expect(untrue.rows.map { "\($0.number) \($0.examination.standing.rawValue)" } == ["A1 unknown", "A4 unknown"] && untrue.untrue == 1)
        }
    }
}
