import Addressee
import Foundation
import NationalPension
import Postgres
import Testing

/// Movements and birthdays make proposals; a clerk confirms, another checks, and nobody's record changes by itself.
@Suite(.timeLimit(.minutes(5))) struct FollowingTests {
    private static let later = day("2026-06-20")

    private func proposals(_ database: PensionDatabase, all: Bool = false) async throws -> [KeptProposal] {
        var filter = ProposalFilter()
        filter.all = all
        return try await database.records.proposals(filter)
    }

    @Test func whatWasBeforeTheBeginningMakesNoProposal() async throws {
        try await PensionDatabase.with { database in
            try await database.give("A1")
            try await database.give("A2", ["idojiyu": "02", "idonengappi": "2026-05-01"])
            try await database.give("A3", born: "2006-04-15", ["idojiyu": "03", "idonengappi": "2006-04-15"])
            let run = try await database.records.lookAtMovements(by: first, today: today)
            #expect(run == MovementRun(persons: 3, proposals: 0))
            #expect(try await database.count("SELECT count(*) FROM pension.addressee_version") == 3)
            #expect(try await database.records.lookAtMovements(by: first, today: today) == MovementRun(persons: 0, proposals: 0))
        }
    }

    @Test func aBirthdayAnEntryADepartureAndADeathArePropositionsUntilTwoPeopleSaySo() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            // Whoever reaches 20 comes into the module's scope on that day; the others are known.
            for number in ["D1", "D2"] {
                try await database.give(number)
                try await records.record(number, .reached20, NoticeTerms())
            }
            _ = try await records.lookAtMovements(by: first, today: today)
            try await database.give("B1", born: "2006-06-16", sequence: 2, ["idojiyu": "01", "idonengappi": "2015-04-01"])
            try await database.give("E1", sequence: 2, ["idojiyu": "02", "idonengappi": "2026-06-12"])
            try await database.takeBack("D1", sequence: 2, reason: "23", lostOn: "2026-06-14")
            try await database.takeBack("D2", sequence: 2, reason: "22", lostOn: "2026-06-19")
            let run = try await records.lookAtMovements(by: first, today: Self.later)
            #expect(run == MovementRun(persons: 4, proposals: 4))
            let made = try await proposals(database)
            let names = made.map { "\($0.number) \($0.content.kind.rawValue) \($0.content.effectiveOn?.description ?? "")" }.sorted()
            #expect(
                names == [
                    "B1 acquire-at-20 2026-06-15", "D1 lose-by-death 2026-06-14", "D2 lose-abroad 2026-06-19", "E1 acquire-from-abroad 2026-06-12",
                ])
            // By themselves they change nothing.
            #expect(try await records.look("D1").record.history(on: Self.later, using: records.tables).current == .class1)
            #expect(try await records.look("B1").record.events.isEmpty)
            for proposal in made {
                let receipt = try await records.confirm(proposal.id, saying: nil, remarks: "", by: first, today: Self.later)
                let twice = await #expect(throws: PensionRefused.self) {
                    _ = try await records.confirm(proposal.id, saying: nil, remarks: "", by: second, today: Self.later)
                }
                #expect(twice?.code == "J0018")
                let own = await #expect(throws: PensionRefused.self) {
                    _ = try await records.accept(receipt.reception, despiteDoubts: false, by: first, today: Self.later)
                }
                #expect(own?.code == "J0004")
                _ = try await records.accept(receipt.reception, despiteDoubts: false, by: second, today: Self.later)
            }
            #expect(try await proposals(database).isEmpty)
            func told(_ number: String) async throws -> [String] { try await records.look(number).record.history(on: Self.later, using: records.tables).told }
            #expect(try await told("B1") == ["1 2026-06-15 acquire-20"])
            #expect(try await told("E1") == ["1 2026-06-12 acquire-entered-japan"])
            #expect(try await told("D1") == ["1 2010-04-14 acquire-20 | 2026-06-14 lose-death"])
            #expect(try await told("D2") == ["1 2010-04-14 acquire-20 | 2026-06-19 lose-left-japan"])
            #expect(try await records.lookAtMovements(by: first, today: Self.later) == MovementRun(persons: 0, proposals: 0))
        }
    }

    @Test func reachingSixtyIsProposedAlsoOfWhoWasTakenBackForIt() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("S1", born: "1966-06-16")
            try await records.record("S1", .reached20, NoticeTerms())
            _ = try await records.lookAtMovements(by: first, today: today)
            try await database.takeBack("S1", sequence: 2, reason: "age", lostOn: "2026-06-15")
            #expect(try await records.lookAtMovements(by: first, today: day("2026-06-14")).proposals == 0)
            #expect(try await records.lookAtMovements(by: first, today: Self.later).proposals == 1)
            #expect(try await proposals(database).map(\.content.kind) == [.loseAt60])
        }
    }

    @Test func nameAddressAndHouseholderOfTheInsuredAreProposedWithWhatWasBefore() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            try await records.record("A1", .reached20, NoticeTerms())
            try await records.record("A1", .exemptionGranted, NoticeTerms(months: span("2025-07", "2026-06"), ground: "full"))
            _ = try await records.lookAtMovements(by: first, today: today)
            let moved = ["shimei": "年金　次郎", "jusho_choaza": "高砂二丁目", "setaibango": "2", "idojiyu": "43", "idonengappi": "2026-06-15"]
            try await database.give("A1", sequence: 2, moved)
            #expect(try await records.lookAtMovements(by: first, today: Self.later).proposals == 3)
            #expect(Set(try await proposals(database).map(\.content.kind)) == [.changeName, .changeAddress, .changeOfHouseholder])
            #expect(try await database.count("SELECT count(*) FROM pension.addressee_version WHERE items ->> 'shimei' = '年金　太郎'") == 1)
            // What is withheld is not changed.
            try await database.give("A1", sequence: 3, moved.merging(["jusho_todofuken": "", "jusho_choaza": "", "yokushifuragu": "1"]) { $1 })
            #expect(try await records.lookAtMovements(by: first, today: Self.later).proposals == 0)
            try await database.give("A1", sequence: 4, moved)
            #expect(try await records.lookAtMovements(by: first, today: Self.later).proposals == 0)
        }
    }

    @Test func aHeldProposalNeedsTheDayThatAClerkFoundOutAndADismissalTwoPeople() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            try await database.give("A2")
            for number in ["A1", "A2"] { try await records.record(number, .reached20, NoticeTerms()) }
            _ = try await records.lookAtMovements(by: first, today: today)
            // 職権消除: whether they left Japan is not told.
            for number in ["A1", "A2"] { try await database.give(number, sequence: 2, ["juminjotai": "9", "idojiyu": "26", "idonengappi": "2026-06-15"]) }
            #expect(try await records.lookAtMovements(by: first, today: Self.later).proposals == 2)
            let held = try await proposals(database).sorted { $0.number < $1.number }
            let refused = await #expect(throws: PensionRefused.self) {
                _ = try await records.confirm(held[0].id, saying: nil, remarks: "", by: first, today: Self.later)
            }
            #expect(refused?.code == "J0019")
            let receipt = try await records.confirm(held[0].id, saying: NoticeTerms(day: day("2026-06-01")), remarks: "", by: first, today: Self.later)
            _ = try await records.accept(receipt.reception, despiteDoubts: false, by: second, today: Self.later)
            #expect(
                try await records.look("A1").record.history(on: Self.later, using: records.tables).told == [
                    "1 2010-04-14 acquire-20 | 2026-06-02 lose-left-japan"
                ])

            let dismissed = try await records.dismiss(held[1].id, because: "国内に住んでいると確かめた", by: first, today: Self.later)
            try await records.giveBack(dismissed.reception, because: "確かめた書面がない", by: second, today: Self.later)
            #expect(try await proposals(database).map(\.id) == [held[1].id])
            let again = try await records.dismiss(held[1].id, because: "住民登録のある市を確かめた", by: first, today: Self.later)
            _ = try await records.accept(again.reception, despiteDoubts: false, by: second, today: Self.later)
            #expect(try await proposals(database).isEmpty)
            #expect(try await records.look("A2").record.history(on: Self.later, using: records.tables).current == .class1)
        }
    }

    @Test func aRunThatIsBrokenOffGoesOnAndTwoAtOnceMakeEachProposalOnce() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for n in 0..<30 { try await database.give("A\(100 + n)") }
            _ = try await records.lookAtMovements(by: first, today: today)
            for n in 0..<30 { try await database.give("B\(100 + n)", sequence: 2, ["idojiyu": "02", "idonengappi": "2026-06-12"]) }
            let (broken, pool) = try database.another()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { do { _ = try await broken.lookAtMovements(by: first, today: Self.later) } catch is PostgresError {} }
                group.addTask { _ = try await records.lookAtMovements(by: second, today: Self.later) }
                try await group.waitForAll()
            }
            await pool.shutdown(grace: .seconds(1))
            #expect(try await database.count("SELECT count(*) FROM pension.proposal") == 30)
            #expect(try await database.count("SELECT count(*) FROM pension.addressee_version") == 60)
        }
    }

    @Test func actsAreToldToTheLogUntilItHasThem() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            try await records.record("A1", .reached20, NoticeTerms())
            struct Down: Error {}
            await #expect(throws: Down.self) { try await records.tellActs { _, _ in throw Down() } }
            var told: [ToldAct] = []
            try await records.tellActs { acts, _ in told += acts }
            #expect(told.map(\.kind) == [.received, .accepted] && told.map(\.account) == ["3001", "3002"] && told.map(\.number) == ["A1", "A1"])
            try await records.tellActs { acts, _ in told += acts }
            #expect(told.count == 2)
            #expect("\(told[0])" == "ToldAct(****)")
        }
    }

    @Test func aCorrectedBirthDateMakesAProposalOfTheAgeAnew() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1", born: "2006-06-20")
            _ = try await records.lookAtMovements(by: first, today: today)
            try await database.give("A1", born: "2006-06-13", sequence: 2)
            #expect(try await records.lookAtMovements(by: first, today: day("2026-06-14")).proposals == 1)
            // The birth date was wrong all the same: the age is attained on another day.
            try await database.give("A1", born: "2006-06-14", sequence: 3)
            #expect(try await records.lookAtMovements(by: first, today: day("2026-06-15")).proposals >= 1)
            let ages = try await proposals(database).filter { $0.content.kind == .acquireAt20 }
            #expect(ages.compactMap { $0.content.effectiveOn?.description }.sorted() == ["2026-06-12", "2026-06-13"])
        }
    }

    /// 法7①一: who left Japan while an employee is not of the first class on leaving the employment, and nobody makes them so without being asked.
    @Test func whoLeavesJapanInTheSecondClassIsNotOfTheFirstAfterIt() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            try await records.record("A1", .reached20, NoticeTerms())
            try await records.record("A1", .employmentBegan, NoticeTerms(day: day("2020-04-01")))
            _ = try await records.lookAtMovements(by: first, today: today)
            try await database.takeBack("A1", sequence: 2, reason: "22", lostOn: "2026-06-12")
            #expect(try await records.lookAtMovements(by: first, today: Self.later).proposals == 1)
            let left = try #require(try await proposals(database).first)
            #expect(left.content.kind == .loseAbroad && left.content.filing == .notNeeded && left.content.notice == .addressLost)
            let filing = Filing(number: try AddresseeNumber("A1"), kind: .employmentEnded, receivedOn: Self.later)
            let ended = try await records.receive(filing, saying: NoticeTerms(day: day("2026-06-15")), by: first, today: Self.later)
            let doubted = await #expect(throws: PensionRefused.self) {
                _ = try await records.accept(ended.reception, despiteDoubts: false, by: second, today: Self.later)
            }
            #expect(doubted?.code == "J0016")
            let confirmed = try await records.confirm(left.id, saying: nil, remarks: "", by: first, today: Self.later)
            #expect(confirmed.reportDue == nil)
            for receipt in [confirmed, ended] { _ = try await records.accept(receipt.reception, despiteDoubts: false, by: second, today: Self.later) }
            #expect(
                try await records.look("A1").record.history(on: Self.later, using: records.tables).told == [
                    "1 2010-04-14 acquire-20 > 2 2020-04-01 change-employment | 2026-06-16 lose-employment"
                ])
        }
    }

    @Test func ofWhomTheRecordCannotBeToldAMovementIsHeld() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1", born: "1980-05-10")
            try await records.record("A1", .reached20, NoticeTerms())
            _ = try await records.lookAtMovements(by: first, today: today)
            try await database.give("A1", born: "1980-05-00", sequence: 2, ["idojiyu": "43", "idonengappi": "2026-06-12", "seinengappi_fushofuragu": "1"])
            _ = try await records.lookAtMovements(by: first, today: Self.later)
            #expect(try await proposals(database).map(\.content.kind) == [.correctBirthDate])
            try await database.takeBack("A1", sequence: 3, reason: "23", lostOn: "2026-06-16")
            _ = try await records.lookAtMovements(by: first, today: Self.later)
            let made = try await proposals(database)
            #expect(Set(made.map(\.content.kind)) == [.correctBirthDate, .loseByDeath])
            #expect(made.first { $0.content.kind == .loseByDeath }?.content.holds.map(\.kind).contains(.birthDateUnknown) == true)
        }
    }

    private func told(_ database: PensionDatabase) async throws -> [String] {
        try await proposals(database).map { "\($0.number) \($0.content.kind.rawValue) \($0.content.holds.map(\.kind.rawValue).joined(separator: ","))" }
            .sorted()
    }

    /// 生年月日がない: no age can be told, so that a clerk finds it out; held once, and never silence.
    @Test func ofWhomNoBirthDateIsGivenAClerkIsAsked() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1", born: "")
            try await database.give("A2", born: "1990-04-15")
            try await records.record("A2", .reached20, NoticeTerms())
            try await database.give("N1", born: "", ["juminjotai": "", "jutogaijotai": "4"])
            #expect(try await records.lookAtMovements(by: first, today: today).proposals == 1)
            #expect(try await told(database) == ["A1 acquire-at-20 birth-date-unknown"])
            // Whoever was looked at before this was asked is asked all the same, and nobody twice.
            try await database.admin { try await $0.script(unsafeSQL: "DELETE FROM pension.proposal") }
            #expect(try await records.lookAtMovements(by: first, today: Self.later).proposals == 1)
            #expect(try await records.lookAtMovements(by: first, today: Self.later).proposals == 0)
            // An entry of whom none is given, and a record that lost its own.
            try await database.give("A3", born: "", sequence: 2, ["idojiyu": "02", "idonengappi": "2026-06-15"])
            try await database.give("A2", born: "", sequence: 2)
            #expect(try await records.lookAtMovements(by: first, today: Self.later).proposals == 4)
            #expect(
                try await told(database) == [
                    "A1 acquire-at-20 birth-date-unknown", "A2 acquire-at-20 birth-date-unknown", "A2 lose-at-60 birth-date-unknown",
                    "A3 acquire-at-20 birth-date-unknown", "A3 acquire-from-abroad birth-date-unknown",
                ])
            #expect(try await proposals(database).allSatisfy { $0.content.reasons.contains { $0.text.contains("生年月日") } })
            // Once it is given, the age is counted from it.
            try await database.give("A1", born: "2006-06-22", sequence: 3)
            #expect(try await records.lookAtMovements(by: first, today: day("2026-06-22")).proposals == 1)
            #expect(try await proposals(database).compactMap(\.content.effectiveOn) == [day("2026-06-21")])
        }
    }

    /// What the register leaves open of who is new here, or is a resident no more, is asked and never passed over.
    @Test func whatTheRegisterLeavesOpenIsHeld() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] { try await database.give(number) }
            try await records.record("A1", .reached20, NoticeTerms())
            _ = try await records.lookAtMovements(by: first, today: today)
            let nonResident = ["juminjotai": "", "jutogaijotai": "4"]
            for number in ["A1", "A2"] { try await database.give(number, sequence: 2, nonResident) }
            // Came from abroad, and no day is told; is new, and neither reason nor day is told, as of the protected; is new by their age.
            try await database.give("E1", sequence: 2, ["idojiyu": "02", "idonengappi": ""])
            try await database.give("E2", sequence: 2, ["idojiyu": "", "idonengappi": "", "yokushifuragu": "1"])
            try await database.give("B1", born: "2006-06-16", sequence: 2, ["idojiyu": "", "idonengappi": ""])
            // Came after the first look and died before the next.
            try await database.give("G1", sequence: 2, ["idojiyu": "02", "idonengappi": "2026-06-12"])
            try await database.takeBack("G1", sequence: 3, reason: "23", lostOn: "2026-06-16")
            try await database.give("G2", sequence: 2)
            try await database.takeBack("G2", sequence: 3, reason: "23", lostOn: "2020-06-16")
            _ = try await records.lookAtMovements(by: first, today: Self.later)
            #expect(
                try await told(database) == [
                    "A1 lose-abroad day-unknown", "B1 acquire-at-20 ", "E1 acquire-from-abroad day-unknown", "E2 acquire-from-abroad day-unknown",
                    "G1 lose-by-death class-unknown",
                ])
            #expect(try await records.lookAtMovements(by: first, today: Self.later) == MovementRun(persons: 0, proposals: 0))
            // A non-resident becomes a resident by whatever reason: whence is asked.
            try await database.give("A2", sequence: 3)
            _ = try await records.lookAtMovements(by: first, today: Self.later)
            #expect(try await told(database).contains("A2 acquire-from-abroad day-unknown"))
            let gone = try #require(try await proposals(database).first { $0.number == "G1" })
            let receipt = try await records.dismiss(gone.id, because: "住民記録で、海外に住む人と確かめた", by: first, today: Self.later)
            _ = try await records.accept(receipt.reception, despiteDoubts: false, by: second, today: Self.later)
            #expect(try await proposals(database).allSatisfy { $0.number != "G1" })
        }
    }

    /// 転入の日に訂正された人: the register tells the correction alone, so that the day on which they became a resident says whether they came.
    @Test func whoCameAndWasCorrectedBeforeTheLookIsAsked() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            func give(_ number: String, _ reason: String, on day: String, since: String? = nil, born: String = "1990-04-15") async throws {
                let items = ["idojiyu": reason, "idonengappi": day].merging(since.map { ["juminnengappi": $0] } ?? [:]) { $1 }
                try await database.give(number, born: born, sequence: 2, items)
            }
            // Of those whom the first look finds, nobody: not even who came on its day.
            try await give("F1", "47", on: "2026-06-10", since: "2026-06-10")
            try await give("F2", "53", on: "2026-06-10")
            #expect(try await records.lookAtMovements(by: first, today: today) == MovementRun(persons: 2, proposals: 0))
            try await give("C1", "47", on: "2026-06-10", since: "2026-06-10")
            #expect(try await records.lookAtMovements(by: first, today: today).proposals == 1)
            try await give("C2", "49", on: "2026-06-12", since: "2026-06-12")
            // It is not told since when, and the correction is of now; or of before.
            try await give("C3", "53", on: "2026-06-12")
            try await give("O1", "43", on: "2026-06-09")
            // Came before, is past the age, or came before it.
            try await give("O2", "53", on: "2026-06-12", since: "2026-06-09")
            try await give("O3", "53", on: "2026-06-12", since: "2026-06-12", born: "1960-04-15")
            try await give("B1", "53", on: "2026-06-12", since: "2026-06-12", born: "2006-06-16")
            _ = try await records.lookAtMovements(by: first, today: Self.later)
            #expect(
                try await told(database) == [
                    "B1 acquire-at-20 ", "C1 acquire-from-abroad day-unknown", "C2 acquire-from-abroad day-unknown", "C3 acquire-from-abroad day-unknown",
                ])
        }
    }

    /// What became of somebody between two looks is asked once, in however many batches the hub tells it.
    @Test func whoWasGoneBetweenTwoLooksIsAskedOnce() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            _ = try await records.lookAtMovements(by: first, today: today)
            try await database.give("G1", sequence: 2, ["idojiyu": "02", "idonengappi": "2026-06-12"])
            try await database.takeBack("G1", sequence: 3, reason: "23", lostOn: "2026-06-16")
            #expect(try await records.lookAtMovements(by: first, today: Self.later).proposals == 1)
            try await database.takeBack("G1", sequence: 4)
            #expect(try await records.lookAtMovements(by: first, today: Self.later) == MovementRun(persons: 1, proposals: 0))
        }
    }

    /// Also of a non-resident, whom the register has as one.
    @Test func aDeathIsProposedOfWhoeverHasSomethingUnfinished() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let nonResident = ["juminjotai": "", "jutogaijotai": "4"]
            try await database.give("A1", born: "1965-01-10")
            try await database.give("A2", born: "1965-01-10")
            try await database.give("A3", born: "1965-01-10", nonResident)
            _ = try await records.lookAtMovements(by: first, today: today)
            for (number, digits) in [("A1", "2150123456"), ("A3", "2150123457")] { _ = try await records.receive(basic: digits, of: number) }
            for number in ["A1", "A2"] {
                try await database.give(number, born: "1965-01-10", sequence: 2, ["juminjotai": "3", "idojiyu": "23", "idonengappi": "2026-06-15"])
            }
            try await database.give("A3", born: "1965-01-10", sequence: 2, ["juminjotai": "", "jutogaijotai": "5", "idonengappi": "2026-06-15"])
            _ = try await records.lookAtMovements(by: first, today: Self.later)
            let made = try await proposals(database)
            #expect(
                made.map { "\($0.number) \($0.content.kind.rawValue) \($0.content.filing.rawValue)" }.sorted() == [
                    "A1 lose-by-death not-needed", "A3 lose-by-death not-needed",
                ])
        }
    }
}
