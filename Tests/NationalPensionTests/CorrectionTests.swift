import Addressee
import Foundation
import NationalPension
import Testing

/// 訂正・取消し・不詳: history is kept, and what is not known is not guessed.
@Suite struct CorrectionTests {
    private func event(_ id: String, _ content: PensionEvent.Content, at instant: Int64 = 0) -> PensionEvent {
        PensionEvent(id: .init(id), content, receivedOn: day("2026-04-01"), recordedAt: instant)
    }

    private func history(_ events: [PensionEvent]) throws -> InsuredHistory {
        try Replay.history(of: events, born: try BirthDate(written: "1990-06-15"), on: day("2030-12-31"), using: RuleTables.delivered())
    }

    private var entry: PensionEvent { event("1", .fact(.addressGained(on: day("2020-05-20")))) }

    @Test func aCorrectionStandsInPlaceOfTheEvent() throws {
        let corrected = event("2", .correction(of: "1", .addressGained(on: day("2020-06-02"))))
        #expect(try history([entry, corrected]).told == ["1 2020-06-02 acquire-entered-japan"])
        #expect(try history([corrected, entry]).told == ["1 2020-06-02 acquire-entered-japan"])
    }

    @Test func aCorrectionOfACorrectionIsTheOneThatHolds() throws {
        let events = [
            entry, event("2", .correction(of: "1", .addressGained(on: day("2020-06-02")))),
            event("3", .correction(of: "2", .addressGained(on: day("2020-07-07")))),
        ]
        #expect(try history(events).told == ["1 2020-07-07 acquire-entered-japan"])
        // The last one cancelled: the one before holds again.
        #expect(try history(events + [event("4", .cancellation(of: "3"))]).told == ["1 2020-06-02 acquire-entered-japan"])
    }

    @Test func aCancelledEventIsAsIfItHadNotBeen() throws {
        let cancelled = event("2", .cancellation(of: "1"))
        #expect(try history([entry, cancelled]).told == [])
        #expect(try history([event("3", .cancellation(of: "2")), cancelled, entry]).told == ["1 2020-05-20 acquire-entered-japan"])
    }

    @Test func aDeathThatIsCancelledGivesTheLifeBack() throws {
        let death = event("2", .fact(.died(on: day("2024-03-01"))))
        #expect(try history([entry, death]).told == ["1 2020-05-20 acquire-entered-japan | 2024-03-02 lose-death"])
        #expect(try history([entry, death, event("3", .cancellation(of: "2"))]).told == ["1 2020-05-20 acquire-entered-japan"])
    }

    @Test func twoCorrectionsOfOneEventAreHeld() throws {
        let events = [
            entry, event("2", .correction(of: "1", .addressGained(on: day("2020-06-02"))), at: 1),
            event("3", .correction(of: "1", .addressGained(on: day("2020-07-07"))), at: 2),
        ]
        #expect(throws: HeldForClerk.self) { try history(events) }
        // One of the two cancelled, the other holds.
        #expect(try history(events + [event("4", .cancellation(of: "2"))]).told == ["1 2020-07-07 acquire-entered-japan"])
    }

    @Test func ringsAndDoubleIdsAreHeld() throws {
        let ring = [event("1", .cancellation(of: "2")), event("2", .cancellation(of: "1"))]
        #expect(throws: HeldForClerk.self) { try history(ring) }
        #expect(throws: HeldForClerk.self) { try history([event("1", .cancellation(of: "1"))]) }
        #expect(throws: HeldForClerk.self) { try history([entry, event("1", .fact(.addressGained(on: day("2021-01-01"))))]) }
        // The same event twice is one.
        #expect(try history([entry, entry]).told == ["1 2020-05-20 acquire-entered-japan"])
    }

    @Test func aCorrectionThatCameBeforeItsEventWaits() throws {
        let correction = event("2", .correction(of: "1", .addressGained(on: day("2020-06-02"))))
        #expect(try history([correction]).doubts.map(\.kind) == [.targetMissing])
        #expect(try history([correction, entry]).doubts == [])
    }

    struct Unknown: Sendable {
        let written: String
        let notation: String
        let earliest: String?
        let latest: String?
    }

    /// 不詳: between which days 20 is attained.
    @Test(arguments: [
        Unknown(written: "1970-00-00", notation: "昭和45年頃", earliest: "1989-12-31", latest: "1990-12-30"),
        Unknown(written: "1970-04-00", notation: "昭和45年4月", earliest: "1990-03-31", latest: "1990-04-29"),
        Unknown(written: "1972-02-00", notation: "昭和47年2月", earliest: "1992-01-31", latest: "1992-02-28"),
        Unknown(written: "0000-00-00", notation: "年月日不詳", earliest: nil, latest: nil),
        Unknown(written: "1970-04-01", notation: "昭和45年4月上旬", earliest: "1990-03-31", latest: "1990-04-29"),
        Unknown(written: "1989-01-00", notation: "平成元年1月", earliest: "2008-12-31", latest: "2009-01-30"),
        Unknown(written: "2006-00-00", notation: "平成18年頃", earliest: "2025-12-31", latest: "2026-12-30"),
    ])
    func unknownBirthDatesAreHeld(example: Unknown) throws {
        let birth = try BirthDate(written: example.written, unknownNotation: example.notation)
        let held = #expect(throws: HeldForClerk.self) {
            try Replay.history(of: [entry], born: birth, on: day("2030-12-31"), using: RuleTables.delivered())
        }
        let hold = try #require(held?.holds.first)
        #expect(hold.kind == .birthDateUnknown && hold.reason.text.contains("20歳") && held?.holds.count == 3)
        #expect(hold.earliest == example.earliest.map(day) && hold.latest == example.latest.map(day))
    }

    /// A day that its month has not stands for the first of the next, as the register counts it.
    @Test func aDayPastTheEndOfItsMonthIsKnown() throws {
        let history = try Replay.history(
            of: [event("1", .fact(.addressGained(on: day("1971-03-01"))))], born: try BirthDate(written: "1971-02-29"), on: day("2031-12-31"),
            using: RuleTables.delivered())
        #expect(history.told == ["1 1991-02-28 acquire-20 | 2031-02-28 lose-60"])
    }

    /// Half from July 2024, and nothing from April 2025.
    private static var refusedFromApril: [PensionFact] {
        let parts = [ExemptionDecision.Part(span("2024-07", "2024-12"), .half), ExemptionDecision.Part(span("2025-04", "2025-06"), nil)]
        return ExemptionDecision(parts).map { [PensionFact.exemptionDecided($0)] } ?? []
    }

    /// What one decision refuses, and another has granted, is asked about once for each month, and for no month of which only one speaks.
    @Test func aMonthThatOneDecisionRefusesAndAnotherGrantsIsADoubt() throws {
        func doubts(_ facts: [PensionFact]) throws -> [CalendarDay?] {
            try Life.resident(born: "1990-06-15", facts).history(on: "2026-11-28").doubts.map(\.day)
        }
        let granted = PensionFact.exemptionGranted(kind: .full, months: span("2025-01", "2025-06"))
        #expect(Self.refusedFromApril.count == 1)
        #expect(try doubts(Self.refusedFromApril) == [])
        #expect(try doubts([granted]) == [])
        let april = day("2025-04-01")
        #expect(try doubts(Self.refusedFromApril + [granted]) == [april, day("2025-05-01"), day("2025-06-01")])
        // What was taken back of what was granted leaves nothing to ask.
        let revoked = PensionFact.exemptionRevoked(kind: .full, months: span("2025-04", "2025-06"))
        #expect(try doubts(Self.refusedFromApril + [granted, revoked]) == [])
    }

    /// What the Service revokes and grants again is granted again, whichever came first; as long as grant and revocation stand beside each other a clerk is told.
    @Test func whatWasRevokedCanBeGrantedAgain() throws {
        let granted = PensionFact.exemptionGranted(kind: .full, months: span("2025-07", "2026-06"))
        let revoked = PensionFact.exemptionRevoked(kind: .full, months: span("2026-04", "2026-06"))
        let again = PensionFact.exemptionGranted(kind: .full, months: span("2026-04", "2026-06"))
        func told(_ facts: [PensionFact]) throws -> InsuredHistory { try Life.resident(born: "1990-06-15", facts).history(on: "2026-11-28") }
        #expect(try told([granted, revoked]).toldMonths == ["1 2010-06..2025-06", "1 2025-07..2026-03 full", "1 2026-04..2026-11"])
        #expect(try told([granted, revoked]).doubts == [])
        for facts in [[granted, revoked, again], [again, revoked, granted], [revoked, again, granted]] {
            let history = try told(facts)
            #expect(history.toldMonths == ["1 2010-06..2025-06", "1 2025-07..2026-06 full", "1 2026-07..2026-11"])
            #expect(history.doubts.map(\.day) == [day("2026-04-01"), day("2026-05-01"), day("2026-06-01")])
            #expect(history.doubts.allSatisfy { $0.kind == .grantsOverlap && $0.reason.text.contains("承認が2回、取消しが1回") })
        }
        // Revoked once more: of May and June nothing is left.
        let history = try told([granted, revoked, again, .exemptionRevoked(kind: .full, months: span("2026-05", "2026-06"))])
        #expect(history.toldMonths == ["1 2010-06..2025-06", "1 2025-07..2026-04 full", "1 2026-05..2026-11"])
        #expect(history.doubts.map(\.day) == [day("2026-04-01")])
    }

    /// Whatever order events came in, what contradicts each other is held in the same words.
    @Test func contradictionsAreHeldInAnyOrder() throws {
        let cancelled = event("5", .cancellation(of: "1"))
        let events = [
            entry, event("2", .correction(of: "1", .addressGained(on: day("2020-06-02")))),
            event("3", .correction(of: "1", .addressGained(on: day("2020-07-07")))),
            cancelled, event("4", .correction(of: "5", .addressGained(on: day("2020-08-08")))), event("6", .fact(.died(on: day("2024-03-31")))),
            event("6", .fact(.died(on: day("2024-04-01")))),
        ]
        var random = SplitMix64(seed: 20_261_201)
        var held: Set<HeldForClerk> = []
        for _ in 0..<40 {
            let shuffled = random.shuffled(events)
            if let told = #expect(throws: HeldForClerk.self, performing: { try history(shuffled) }) { held.insert(told) }
        }
        #expect(held.count == 1 && held.first?.holds.count == 3)
    }

    struct Doubtful: Sendable {
        let facts: [PensionFact]
        let kind: Doubt.Kind
    }

    @Test(arguments: [
        Doubtful(facts: [.employmentEnded(on: day("2024-03-31"))], kind: .endWithoutBegin),
        Doubtful(facts: [.employmentBegan(on: day("2022-04-01")), .employmentBegan(on: day("2024-04-01"))], kind: .beginWithoutEnd),
        Doubtful(facts: [.died(on: day("2024-03-31")), .died(on: day("2024-04-01"))], kind: .deathsDiffer),
        Doubtful(facts: [.died(on: day("2024-03-31")), .employmentBegan(on: day("2024-04-01"))], kind: .afterDeath),
        Doubtful(facts: [.employmentBegan(on: day("1989-04-01"))], kind: .beforeBirth),
        Doubtful(facts: [.dependencyEnded(on: day("2024-03-31"))], kind: .endWithoutBegin),
        Doubtful(facts: [.legalExemptionBegan(on: day("2024-03-31"), ground: .disabilityGrade3Only)], kind: .notALegalGround),
        Doubtful(
            facts: [.exemptionGranted(kind: .full, months: span("2024-07", "2025-06")), .exemptionGranted(kind: .half, months: span("2025-06", "2025-06"))],
            kind: .grantsOverlap),
        Doubtful(facts: [.exemptionGranted(kind: .full, months: span("2025-01", "2025-06"))] + refusedFromApril, kind: .grantsOverlap),
    ])
    func whatDoesNotFitIsADoubt(example: Doubtful) throws {
        let history = try Life.resident(born: "1990-06-15", example.facts).history(on: "2026-11-28")
        #expect(history.doubts.map(\.kind).contains(example.kind))
    }

    @Test func recordsCarriedOverStandAndFactsGoOn() throws {
        let record = CarriedOverRecord(
            through: day("2020-03-31"),
            periods: [
                .init(.class2, acquired: day("2012-04-01"), by: .changeEmployment, lost: day("2015-04-01")),
                .init(.class1, acquired: day("2010-06-14"), by: .acquire20, lost: day("2012-04-01")),
                .init(.class1, acquired: day("2015-04-01"), by: .changeLeftEmployment),
            ])
        let life = try Life.resident(born: "1990-06-15", [.carriedOver(record), .employmentBegan(on: day("2026-04-01"))])
        let history = try life.history(on: "2026-11-28")
        #expect(
            history.told == [
                "1 2010-06-14 acquire-20 > 2 2012-04-01 change-employment > 1 2015-04-01 change-left-employment > 2 2026-04-01 change-employment"
            ])
        #expect(history.doubts == [])
        // Facts that tell another class on the day after are a doubt.
        let other = try Life(born: "1990-06-15", [.carriedOver(record)]).history(on: "2026-11-28")
        #expect(other.doubts.map(\.kind) == [.recordAndFactsDiffer] && other.periods.count == 1 && other.periods.first?.lost == day("2020-04-01"))
        // Records that overlap are held.
        let wrong = CarriedOverRecord(
            through: day("2020-03-31"),
            periods: [.init(.class1, acquired: day("2010-06-14"), by: .acquire20), .init(.class2, acquired: day("2012-04-01"), by: .changeEmployment)])
        #expect(throws: HeldForClerk.self) { try Life.resident(born: "1990-06-15", [.carriedOver(wrong)]).history() }
    }

    /// Reasons that no fact says come with a record of before, and stand in it.
    @Test(arguments: QualificationReason.allCases.filter(\.isOnlyCarriedOver)) func whatOnlyARecordOfBeforeSaysStands(reason: QualificationReason) throws {
        let record = CarriedOverRecord(through: day("2020-03-31"), periods: [.init(.class1, acquired: day("2010-06-14"), by: reason)])
        let life = try Life.resident(born: "1990-06-15", [.carriedOver(record)])
        #expect(try life.history(on: "2026-11-28").told == ["1 2010-06-14 \(reason.rawValue)"])
        #expect(try life.history(on: "2026-11-28").doubts == [])
    }

    @Test func eventsAndHistoriesComeBackFromJSONAndArePrintedInNoWay() throws {
        let life = try Life.resident(
            born: "1990-06-15",
            [
                .employmentBegan(on: day("2012-04-01")), .exemptionGranted(kind: .full, months: span("2024-07", "2025-06")),
                .voluntaryApplied(on: day("2050-07-01"), ground: .resident, paidMonths: 470),
                .childcare(childBorn: day("2026-11-01"), from: day("2026-11-01"), until: nil, isBirthMother: true),
            ])
        let history = try life.history()
        #expect(try JSONDecoder().decode([PensionEvent].self, from: JSONEncoder().encode(life.events)) == life.events)
        #expect(try JSONDecoder().decode(InsuredHistory.self, from: JSONEncoder().encode(history)) == history)
        for text in ["\(history)", "\(life.events)", String(reflecting: history), String(reflecting: life.events)] { #expect(!text.contains("2012")) }
        var dumped = ""
        dump(history, to: &dumped)
        dump(life.events, to: &dumped)
        #expect(!dumped.contains("2012"))
    }
}
