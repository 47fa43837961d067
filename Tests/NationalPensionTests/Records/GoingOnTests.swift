import Addressee
import Foundation
import NationalPension
import Postgres
import Testing

/// 世帯・審査の続行・関心: who is looked at, examined again once something changes, and told of as long as somebody needs it.
@Suite(.timeLimit(.minutes(5))) struct GoingOnTests: ExemptionStand {
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
                ("that comes back", 2, 2, { try await records.withdraw(receptions[0], because: "入力の誤り", by: second, today: today) }),
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
            // Nor by way of words that have no number, nor of nobody in between.
            #expect(try await enter(nil, "蕨市の妻", isSame: true) == .toAsk)
            #expect(try await Self.code { _ = try await enter("S1", isSame: true) } == "J0007")
            #expect(try await enter("H1", isSame: true) == .toAsk)
        }
    }

    @Test func nobodyInBetweenMakesNoOtherPerson() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            try await database.giveIncome("A1", year: 2024, Self.filed)
            let reception = try await Self.apply(records)
            func enter(_ declared: String?, isSame: Bool? = nil) async throws -> ExaminationState {
                try await Self.household(records, reception, declared: declared, isSame: isSame).state
            }
            #expect(try await Self.code { _ = try await enter("蕨市の妻", isSame: true) } == "J0007", "nobody was entered before")
            _ = try await enter("川口市に住む妻")
            _ = try await records.ask(reception, by: first, today: today)
            #expect(try await enter(nil) == .decided)
            #expect(try await Self.code { _ = try await enter("蕨市の妻") } == "J0067")
            #expect(try await enter("蕨市の妻", isSame: true) == .waiting)
            #expect(try await database.count("SELECT count(*) FROM pension.income_question") == 1)
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
            func end(_ reception: ReceptionNumber, release: () throws -> Void = {}) async throws -> [String] {
                var ended: [String] = []
                for number in try await records.relatives(of: reception) {
                    if try await records.endInterest(in: number, by: second, release: release) { ended.append(number.value) }
                }
                return ended
            }
            for (number, reception) in [("S1", one), ("S1", other), ("S2", one)] { try await tell(number, reception) }
            #expect(try await end(one) == [], "the other application needs the first")
            try await tell("S3", other)
            #expect(try await end(one) == ["S1"])
            for reception in [one, other] { #expect(try await end(reception) == []) }
            #expect(try await database.count("SELECT count(*) FROM pension.told_interest") == 4)
            // What is withdrawn needs nobody; whoever put a row there by SQL ends nothing and tells nothing.
            for reception in [one, other] { try await records.withdraw(reception, because: "入力の誤り", by: second, today: today) }
            let forged = """
                INSERT INTO pension.told_interest (fiscal_year, number, holds, atenabango, section, told_by, mac)
                SELECT fiscal_year, number, NOT holds, atenabango, section, told_by, mac FROM pension.told_interest;
                INSERT INTO pension.told_interest (fiscal_year, number, holds, atenabango, section, told_by, mac)
                SELECT fiscal_year, number, holds, ' ', section, told_by, mac FROM pension.told_interest LIMIT 1
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            // Of whom the department has received something itself, it goes on being told.
            try await database.give("S3")
            _ = try await records.receive(basic: "2150123456", of: "S3")
            #expect(try await end(other) == [])
            // What can't be ended at the hub is not kept as ended, and is found by whoever goes through all of them.
            await #expect(throws: CancellationError.self) { _ = try await end(one) { throw CancellationError() } }
            var (found, last): ([String], String) = ([], "")
            repeat {
                let (numbers, next) = try await records.interestsToEnd(after: last, most: 1)
                (found, last) = (found + numbers.map(\.value), next)
            } while !last.isEmpty
            #expect(found == ["S2"], "one was ended, and one is needed")
            #expect(try await end(one) == ["S2"])
        }
    }

    @Test func nobodyBeginsToNeedAPersonWhileTheirInterestIsEnded() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] { try await database.give(number) }
            let (one, other) = (try await Self.apply(records), try await Self.apply(records, "A2"))
            let number = try AddresseeNumber("S1")
            try await Self.household(records, one, spouse: "S1")
            try await records.interestBegins(in: [number], for: one, by: first)
            try await records.withdraw(one, because: "入力の誤り", by: second, today: today)
            func entered() async throws -> Int64 { try await database.count("SELECT count(*) FROM pension.household") }
            func claim() async throws -> Int64 { try await database.count("SELECT count(*) FROM pension.reception WHERE kind LIKE 'claim-%'") }
            // Whoever enters them, or receives a claim by them, waits for the end, and then tells of them anew.
            try await withThrowingTaskGroup(of: Void.self) { group in
                let isEnded = try await records.endInterest(in: number, by: second) {
                    group.addTask { try await Self.household(records, other, spouse: "S1") }
                    group.addTask {
                        let claim = Claim(
                            .deathLumpSum, groundOn: day("2026-05-20"), claimant: Claimant(.spouse, number: number), using: records.tables)
                        _ = try await records.receive(
                            claim, of: try AddresseeNumber("A1"), receivedOn: today, with: [], remarks: "", by: first, today: today)
                    }
                    let bothWait = try await database.waits(2)
                    #expect(bothWait)
                    #expect(try await entered() == 1)
                    #expect(try await claim() == 0)
                }
                #expect(isEnded)
                try await group.waitForAll()
            }
            #expect(try await entered() == 2)
            #expect(try await claim() == 1)
            #expect(try await !records.endInterest(in: number, by: second) { Issue.record("it is needed again") })
        }
    }

    @Test func oneThatCannotBeExaminedNowKeepsNoOtherFromBeingExamined() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            var receptions: [ReceptionNumber] = []
            for number in ["A1", "A2"] {
                try await database.give(number)
                receptions.append(try await Self.apply(records, number))
            }
            // An application by nobody is looked at once, and may be taken away.
            let forged = """
                INSERT INTO pension.reception (fiscal_year, number, received_on, atenabango, kind, section, entered_by, content, remarks, mac)
                SELECT fiscal_year, 900, received_on, atenabango, kind, section, entered_by, content, remarks, mac FROM pension.reception LIMIT 1
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            for looked in [3, 0] { #expect(try await records.goOn(by: Self.third, today: today).looked == looked) }
            #expect(try await database.refusal("atena_owner", "DELETE FROM pension.reception WHERE number = 900") == nil)
            try await database.admin {
                try await $0.script(
                    unsafeSQL: """
                        CREATE FUNCTION pension.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
                        CREATE TRIGGER failing BEFORE INSERT ON pension.examination FOR EACH ROW WHEN (NEW.number = \(receptions[0].number))
                        EXECUTE FUNCTION pension.fail();
                        """)
            }
            for number in ["A1", "A2"] { try await database.giveIncome(number, year: 2024, Self.filed) }
            await #expect(throws: PostgresError.self) { _ = try await records.goOn(by: Self.third, today: today) }
            func newest(_ reception: ReceptionNumber) async throws -> String? { try await records.application(reception).examination?.by }
            #expect(try await newest(receptions[0]) == "3001")
            #expect(try await newest(receptions[1]) == "3003")
            // Then it is, without anything having changed of it, and behind whoever nobody has looked at.
            try await database.admin { try await $0.script(unsafeSQL: "DROP TRIGGER failing ON pension.examination") }
            try await database.giveIncome("A2", year: 2024, Self.filed, version: 2)
            for reception in receptions.reversed() {
                #expect(try await records.goOn(by: second, today: today, most: 1).looked == 1)
                #expect(try await newest(reception) == "3002")
            }
            #expect(try await records.goOn(by: second, today: today).looked == 0)
        }
    }
}
