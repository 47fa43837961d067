import Addressee
import Foundation
import NationalPension
import Postgres
import Testing

/// 免除等の申請: received, examined by what is known, asked for once, accepted by another person; the Service decides.
@Suite(.timeLimit(.minutes(5))) struct ExemptionRecordTests {
    /// A record that tells all items: of most that there is none.
    static let filed = Dictionary(uniqueKeysWithValues: others.map { ($0, "0") }).merging(["gokeishotokukingaku": "500000", "shinkokukubun": "1"]) {
        $1
    }
    private static let others = [
        "junsonshitsu", "zasson_kojo", "iryohi_kojo", "shakaihokenryo_kojo", "haigushatokubetsu_kojo", "shokibokigyokyosaitokakekin_kojo",
        "tokuteishinzokutokubetsu_kojo", "ippanfuyosu", "kojotaishofuyosu_16kara18sai", "rojinfuyosu", "tokuteifuyosu", "nenshofuyosu", "kojotaishohaigusha",
        "rojinkojotaishohaigusha", "shogaishafuyosu", "tokubetsushogaishafuyosu", "honnin_shogaishakubun", "honnin_kafukubun", "honnin_hitorioyakubun",
        "honnin_kinrogakuseikubun",
    ]

    /// July 2025 to June 2026, which looks at the income of 2024; filed today.
    private static func application(
        _ months: MonthSpan = span("2025-07", "2026-06"), _ group: ExemptionYears.Group = .general, filed: String = "2026-06-10",
        special: [ExemptionApplication.SpecialClaim] = [], students: [MonthSpan] = []
    ) -> ExemptionApplication {
        ExemptionApplication(group, months: months, filedOn: day(filed), special: special, studentMonths: students)
    }

    private static func apply(_ records: PensionRecords, _ number: String = "A1", _ application: ExemptionApplication = application()) async throws
        -> ReceptionNumber
    {
        try await records.apply(application, of: try AddresseeNumber(number), remarks: "", by: first, today: today).reception
    }

    /// Spouse and householder by their numbers; `nil`: none, and the applicant.
    @discardableResult
    private static func household(
        _ records: PensionRecords, _ reception: ReceptionNumber, spouse: String? = nil, householder: String? = nil, declared: String? = nil,
        isSame: Bool? = nil, by clerk: Clerk = first
    ) async throws -> KeptExamination {
        try await records.enter(
            { asOf, applicant in
                let spouseIs = try (spouse ?? declared).map { _ in
                    HouseholdEntry.Relative(number: try spouse.map { try AddresseeNumber($0) }, declared: declared ?? "", isSame: isSame)
                }
                return try HouseholdEntry(
                    ExemptionHousehold(
                        asOf: asOf, spouse: spouseIs == nil ? .none : .exists, householder: householder == nil ? .applicant : .other),
                    spouse: spouseIs, householder: try householder.map { HouseholdEntry.Relative(number: try AddresseeNumber($0)) }, of: applicant)
            }, for: reception, by: clerk, today: today)
    }

    /// Number of the newest examination, which somebody who accepts has looked at.
    private static func newest(_ records: PensionRecords, _ reception: ReceptionNumber) async throws -> Int64? {
        try await records.application(reception).examination?.id
    }

    private static func code(_ body: () async throws -> Void) async throws -> String {
        do { try await body() } catch let refused as PensionRefused { return refused.code }
        return ""
    }

    private static let third = Clerk(account: "3003", setUpBy: "3", section: "3020", terminal: "terminal-3")

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
            try await records.withdraw(waiting, because: "入力の誤り", by: first, today: today)
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

    @Test func theHouseholdIsThatOfTheDayAndIsProposedFromWhatWasGiven() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            func give(
                _ number: String, _ relation: String, sequence: Int64 = 1, household: String = "7", movedOn: String = "2020-04-01", protected: Bool = false
            )
                async throws
            {
                let flag = protected ? ["yokushifuragu": "1"] : [:]
                try await database.give(
                    number, sequence: sequence, ["zokugara": relation, "setaibango": household, "idonengappi": movedOn].merging(flag) { $1 })
            }
            try await give("F1", "世帯主")
            try await give("M1", "妻")
            try await give("C1", "子")
            try await give("X1", "世帯主", household: "8")
            _ = try await records.lookAtMovements(by: first, today: today)
            func hint(_ number: String) async throws -> [String?] {
                let reception = try await Self.apply(records, number)
                let detail = try await records.application(reception)
                #expect(detail.asOf == today && detail.household == nil)
                return detail.hint.map { [$0.householder.rawValue, $0.householderNumber?.value, $0.spouseNumber?.value] } ?? []
            }
            #expect(try await hint("C1") == ["other", "F1", nil])
            #expect(try await hint("M1") == ["spouse", nil, "F1"])
            #expect(try await hint("F1") == ["applicant", nil, "M1"])
            // As it was on the day that the law looks at, not as it is.
            try await give("C1", "世帯主", sequence: 2, household: "9", movedOn: "2026-06-01")
            _ = try await records.lookAtMovements(by: first, today: today)
            let past = try await Self.apply(records, "C1", Self.application(span("2024-07", "2025-06")))
            let detail = try await records.application(past)
            #expect(detail.asOf == day("2025-06-30") && detail.hint?.householder == .other && detail.hint?.householderNumber?.value == "F1")
            // With whom somebody protected lives is proposed to nobody.
            try await give("F1", "世帯主", sequence: 2, protected: true)
            _ = try await records.lookAtMovements(by: first, today: today)
            #expect(try await records.application(past).hint?.householderNumber == nil)
            // Entered as of another day, of oneself, or without anybody to ask, it is refused.
            func refused(_ make: @escaping (CalendarDay, AddresseeNumber) throws -> HouseholdEntry) async throws -> String {
                try await Self.code { _ = try await records.enter(make, for: past, by: first, today: today) }
            }
            let unknown = try await refused { _, applicant in
                try HouseholdEntry(
                    ExemptionHousehold(asOf: today, spouse: .none, householder: .applicant), spouse: nil, householder: nil, of: applicant)
            }
            let nobody = try await refused { asOf, applicant in
                try HouseholdEntry(ExemptionHousehold(asOf: asOf, spouse: .exists, householder: .applicant), spouse: nil, householder: nil, of: applicant)
            }
            let oneself = try await refused { asOf, applicant in
                try HouseholdEntry(
                    ExemptionHousehold(asOf: asOf, spouse: .exists, householder: .applicant), spouse: .init(number: applicant), householder: nil, of: applicant)
            }
            #expect([unknown, nobody, oneself] == ["J0007", "J0007", "J0007"])
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

    @Test func onlyWhatChangedIsExaminedAgain() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            var receptions: [ReceptionNumber] = []
            for number in ["A1", "A2", "A3", "S1"] { try await database.give(number) }
            for number in ["A1", "A2", "A3"] {
                receptions.append(try await Self.apply(records, number))
                try await Self.household(records, receptions[receptions.count - 1], spouse: number == "A3" ? nil : "S1")
            }
            func pass(by another: PensionRecords? = nil, most: Int = 200) async throws -> [Int] {
                let done = try await (another ?? records).goOn(by: Self.third, today: today, most: most)
                return [done.looked, done.anew, done.isMore ? 1 : 0]
            }
            #expect(try await pass() == [3, 0, 0])
            #expect(try await pass() == [0, 0, 0], "a second pass does nothing")
            // What each change is of, and how many applications are looked at and examined anew for it.
            let steps: [(what: String, looked: Int, anew: Int, body: () async throws -> Void)] = [
                ("an income of two", 2, 2, { try await database.giveIncome("S1", year: 2024, Self.filed) }),
                ("an item that waits", 2, 2, { try await database.giveIncome("S1", year: 2024, Self.filed, version: 2, waiting: 4) }),
                ("an income of nobody here", 0, 0, { try await database.giveIncome("H1", year: 2024, Self.filed) }),
                ("a birth date", 1, 1, { try await database.give("A3", born: "1991-04-15", sequence: 2) }),
                ("a record", 1, 1, { try await records.record("A3", .reached20, NoticeTerms()) }),
                ("a household", 1, 0, { try await Self.household(records, receptions[2], spouse: "S1", by: second) }),
                (
                    "a declaration under another", 3, 2,
                    {
                        try await database.giveIncome("S1", year: 2024, ["gokeishotokukingaku": "0", "shinkokukubun": "2"], version: 3)
                        _ = try await records.declare(
                            ["gokeishotokukingaku": "100000"], of: .spouse, year: 2024, for: receptions[0], remarks: "", by: first, today: today)
                    }
                ),
                ("that comes back", 2, 2, { try await records.withdraw(receptions[0], because: "入力の誤り", by: first, today: today) }),
                ("a question", 2, 1, { _ = try await records.ask(receptions[1], only: .spouse, by: first, today: today) }),
            ]
            for step in steps {
                try await step.body()
                #expect(try await pass() == [step.looked, step.anew, 0], "\(step.what)")
                #expect(try await pass() == [0, 0, 0], "\(step.what), again")
            }
            // Another version of the program may know other rules: it looks at all, so many at a time.
            let (next, pool) = try database.another(program: "2")
            for looked in [1, 1, 0] { #expect(try await pass(by: next, most: 1).first == looked) }
            await pool.shutdown(grace: .seconds(1))
        }
    }

    @Test func whatAnotherProgramWroteIsNamedAndKeepsNobodyFromExamining() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            try await database.giveIncome("A1", year: 2024, Self.filed)
            let reception = try await Self.apply(records)
            let examined = try await Self.household(records, reception)
            let of = "examination_id = \(examined.id)"
            try await database.admin { try await $0.script(unsafeSQL: "UPDATE pension.examination SET basis = '{\"ofAnotherForm\":1}' WHERE \(of)") }
            try await database.sealExaminations(where: of)
            let detail = try await records.application(reception)
            #expect(detail.unread == [examined.id] && detail.untrueRows == 0 && detail.examination?.id != examined.id)
            #expect(try await records.applications().rows.map(\.row.reception) == [reception])
            for body in [
                { _ = try await records.application(reception, examination: examined.id) },
                { _ = try await records.entries(of: reception, examination: examined.id) },
            ] as [() async throws -> Void] { #expect(try await Self.code(body) == "J0066") }
            let anew = try await records.examine(reception, by: first, today: today)
            #expect(anew.id > examined.id && anew.state == .decided && anew.proposal == examined.proposal)
            _ = try await records.accept(reception, despiteDoubts: true, examination: anew.id, by: second, today: today)
        }
    }

    @Test func whoeverIsEnteredInOtherWordsIsAskedOnce() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "S1"] { try await database.give(number) }
            try await database.giveIncome("A1", year: 2024, Self.filed)
            let reception = try await Self.apply(records)
            func enter(_ number: String? = nil, _ declared: String? = nil, isSame: Bool? = nil) async throws -> ExaminationState {
                try await Self.household(records, reception, spouse: number, declared: declared, isSame: isSame).state
            }
            func questions() async throws -> Int64 { try await database.count("SELECT count(*) FROM pension.income_question") }
            #expect(try await enter(nil, "川口市に住む　ヤマダ ハナコ") == .toAsk)
            #expect(try await Self.code { _ = try await enter(nil, "蕨市に住む配偶者", isSame: true) } == "", "nobody was asked yet: it may be corrected")
            _ = try await enter(nil, "川口市に住む　ヤマダ ハナコ", isSame: true)
            _ = try await records.ask(reception, by: first, today: today)
            // Another spelling is no other person; other words may be, and the clerk says so.
            #expect(try await enter(nil, "川口市に住むやまだはなこ") == .waiting)
            for (number, declared) in [(nil, "川口市に住む妻"), ("S1", nil)] as [(String?, String?)] {
                #expect(try await Self.code { _ = try await enter(number, declared) } == "J0067")
            }
            #expect(try await enter(nil, "川口市に住む妻", isSame: true) == .waiting)
            // Once the number is known, the question that was put is theirs, and nobody puts it again.
            #expect(try await enter("S1", isSame: true) == .waiting)
            #expect(try await Self.code { _ = try await records.ask(reception, by: second, today: today) } == "J0030")
            #expect(try await questions() == 1)
            // Another is another; and the first again is the first.
            #expect(try await enter(nil, "蕨市に住む者", isSame: false) == .toAsk)
            #expect(try await enter(nil, "川口市に住む妻") == .waiting)
            // Two numbers are two persons, whatever is said.
            _ = try await enter("S1", isSame: true)
            #expect(try await Self.code { _ = try await enter("H1", isSame: true) } == "J0007")
            #expect(try await enter("H1") == .toAsk)
        }
    }

    @Test func anInterestEndsWhereNobodyNeedsThePerson() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] { try await database.give(number) }
            let (one, other) = (try await Self.apply(records), try await Self.apply(records, "A2"))
            func tell(_ number: String, _ reception: ReceptionNumber) async throws {
                try await Self.household(records, reception, spouse: number)
                try await records.interestBegins(in: [try AddresseeNumber(number)], for: reception, by: first)
            }
            func toEnd(_ reception: ReceptionNumber = one) async throws -> [String] { try await records.interestsToEnd(after: reception).map(\.value) }
            for (number, reception) in [("S1", one), ("S1", other), ("S2", one)] { try await tell(number, reception) }
            #expect(try await toEnd() == [], "the other application needs the first")
            try await tell("S3", other)
            for reception in [one, other] { #expect(try await toEnd(reception) == ["S1"]) }
            try await records.interestEnded(in: try AddresseeNumber("S1"), for: one, by: second)
            #expect(try await toEnd() == [])
            #expect(try await database.count("SELECT count(*) FROM pension.told_interest") == 4)
            // What is withdrawn needs nobody; whoever put a row there by SQL ends nothing and tells nothing.
            try await records.withdraw(one, because: "入力の誤り", by: first, today: today)
            #expect(try await toEnd() == ["S2"])
            let forged = """
                INSERT INTO pension.told_interest (fiscal_year, number, holds, atenabango, section, told_by, mac)
                SELECT fiscal_year, number, NOT holds, atenabango, section, told_by, mac FROM pension.told_interest
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            #expect(try await toEnd() == ["S2"])
            // Of whom the department has received something itself, it goes on being told.
            try await database.give("S2")
            _ = try await records.receive(basic: "2150123456", of: "S2")
            #expect(try await toEnd() == [])
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
            let decided = try await declare([:], restIsNone: true)
            #expect(decided.state == .decided && decided.proposal.told == ["2025-07..2026-06 half"])
            #expect(decided.basis.incomes.map(\.source) == [.tax(2)] && decided.basis.incomes.map(\.supplement) == [2])
            // Whoever entered it does not check it.
            #expect(
                try await Self.code { _ = try await records.accept(reception, despiteDoubts: true, examination: decided.id, by: Self.third, today: today) }
                    == "J0004")
            // A declaration that leaves something open is held in the same way.
            try await database.give("A2")
            let other = try await Self.apply(records, "A2")
            try await Self.household(records, other)
            for (restIsNone, state) in [(false, ExaminationState.held), (true, .decided)] {
                let examined = try await records.declare(
                    ["gokeishotokukingaku": "900000"], restIsNone: restIsNone, of: .applicant, year: 2024, for: other, remarks: "", by: first, today: today)
                #expect(examined.state == state)
            }
        }
    }
}
