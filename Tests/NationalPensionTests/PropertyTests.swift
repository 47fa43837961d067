import Addressee
import NationalPension
import Testing

/// Random lives, each from a seed: what must hold of every one of them.
@Suite struct PropertyTests {
    private static let horizon = day("2080-12-31")

    /// Any facts at all: contradictions, doubles, facts after death.
    static func wild(_ seed: UInt64) -> (born: BirthDate?, events: [PensionEvent]) {
        var random = SplitMix64(seed: seed)
        let born = day("1966-04-02").adding(days: random.below(16_000))
        var facts: [PensionFact] = random.below(10) > 0 ? [.addressGained(on: born)] : []
        for _ in 0..<random.below(14) { facts.append(fact(&random, born)) }
        var events: [PensionEvent] = []
        for fact in facts { events.append(PensionEvent(id: .init("e\(events.count)"), .fact(fact), receivedOn: born, recordedAt: Int64(events.count))) }
        // Corrections and cancellations, each of an event that nothing stands on yet.
        for target in 1..<max(2, facts.count) where random.below(6) == 0 && target < facts.count {
            let id = PensionEvent.ID("e\(events.count)")
            let target = PensionEvent.ID("e\(target)")
            let content: PensionEvent.Content = random.below(2) == 0 ? .cancellation(of: target) : .correction(of: target, fact(&random, born))
            events.append(PensionEvent(id: id, content, receivedOn: born, recordedAt: Int64(events.count)))
            if random.below(4) == 0 {
                events.append(PensionEvent(id: .init("e\(events.count)"), .cancellation(of: id), receivedOn: born, recordedAt: Int64(events.count)))
            }
        }
        return (try? BirthDate(written: born.description), events)
    }

    private static func fact(_ random: inout SplitMix64, _ born: CalendarDay) -> PensionFact {
        let on = born.adding(days: 6_900 + random.below(19_000))
        let first = CalendarMonth(of: on)
        let months = MonthSpan(first: first, last: first.adding(random.below(24))) ?? MonthSpan(first)
        switch random.below(34) {
        case 0, 1: return .addressGained(on: on)
        case 2, 3: return .addressLost(on: on)
        case 4: return .died(on: on)
        case 5, 6, 7: return .employmentBegan(on: on)
        case 8, 9, 10: return .employmentEnded(on: on)
        case 11, 12: return .dependencyBegan(on: on, isExemptFromResidence: random.below(4) == 0)
        case 13: return .dependencyEnded(on: on)
        case 14: return random.below(2) == 0 ? .spouseEmploymentEnded(on: on) : .spouse65thBirthday(on: on)
        case 15: return random.below(2) == 0 ? .oldAgeBenefitBegan(on: on) : .oldAgeBenefitEnded(on: on)
        case 16: return random.below(2) == 0 ? .exclusionBegan(on: on) : .exclusionEnded(on: on)
        case 17, 18:
            // Mostly at the age for it.
            let ground = VoluntaryGround.allCases[random.below(5)]
            let age: Int? =
                switch ground {
                case .resident: 21_950
                case .specialResident, .specialAbroad: 23_800
                case .abroad, .pensioner: nil
                }
            let applied = age.map { born.adding(days: $0 + random.below(1_700)) } ?? on
            return .voluntaryApplied(on: applied, ground: ground, paidMonths: random.below(2) == 0 ? nil : 400 + random.below(90))
        case 19: return random.below(2) == 0 ? .voluntaryWithdrawn(on: on) : .voluntaryLapsed(on: on)
        case 20: return random.below(2) == 0 ? .fullMonthsReached(on: on) : .oldAgePensionAcquired(on: on)
        case 21, 22: return .additionalApplied(on: on)
        case 23: return .additionalWithdrawn(on: on)
        case 24: return random.below(2) == 0 ? .fundJoined(on: on) : .fundLeft(on: on)
        case 25, 26: return .exemptionGranted(kind: ExemptionKind.allCases[3 + random.below(6)], months: months)
        case 27: return .exemptionRevoked(kind: ExemptionKind.allCases[3 + random.below(6)], months: months)
        case 28: return .legalExemptionBegan(on: on, ground: LegalGround.allCases[random.below(6)])
        case 29: return .legalExemptionEnded(on: on, ground: LegalGround.allCases[random.below(6)])
        case 30: return .paymentElected(months: months)
        case 31: return .maternity(month: first, isMultiple: random.below(4) == 0)
        case 32: return random.below(2) == 0 ? .farmersPensionBegan(on: on) : .farmersPensionEnded(on: on)
        default:
            return .childcare(
                childBorn: on, from: on.adding(days: random.below(100)), until: random.below(2) == 0 ? nil : on.adding(days: random.below(500)),
                isBirthMother: random.below(2) == 0)
        }
    }

    /// What is wrong with a history, in words; nothing where it is sound.
    private func faults(_ history: InsuredHistory) -> [String] {
        var faults: [String] = []
        func hold(_ holds: Bool, _ what: String) { if !holds { faults.append(what) } }
        // Periods follow each other and are not empty; within them classes follow each other.
        for (earlier, later) in zip(history.periods, history.periods.dropFirst()) {
            hold(earlier.lost.map { $0 <= later.acquired } ?? false, "periods overlap")
        }
        for period in history.periods {
            let days = period.spans.map(\.from) + [period.lost].compactMap { $0 }
            hold(zip(days, days.dropFirst()).allSatisfy { $0 < $1 }, "days out of order")
            hold((period.lost == nil) == (period.lostBy == nil), "a loss without a reason")
            hold(!zip(period.spans, period.changes).contains { $0.insuredClass == $1.insuredClass }, "a change to the same class")
            hold(period.spans.allSatisfy(\.insuredClass.isCompulsory) || period.changes.isEmpty, "a change of class of a voluntary period")
        }
        // Each month once, in order.
        for (earlier, later) in zip(history.runs, history.runs.dropFirst()) { hold(earlier.months.last < later.months.first, "a month twice") }
        for run in history.runs {
            let mayPay = run.exemption == nil || run.exemption == .maternity || (run.exemption == .legal && run.isPaymentElected)
            hold(!run.hasAdditionalPremium || mayPay, "additional premium and exemption")
            hold(
                !run.hasAdditionalPremium || (!run.isFundMember && (run.insuredClass == .class1 || run.insuredClass == .voluntary)),
                "additional premium of others")
            hold(run.exemption == nil || run.insuredClass == .class1, "an exemption outside the first class")
            hold(!run.isPaymentElected || run.exemption == .legal, "elected payment without legal exemption")
        }
        // 480 months are the most that the first and third class give, from 20 to 60.
        hold(history.totals.class1 + history.totals.class3 <= 480, "more than 480 months")
        return faults
    }

    @Test func whateverHappenedTheHistoryIsSound() throws {
        let tables = try RuleTables.delivered()
        var looked = (additional: 0, exempt: 0, periods: 0, voluntary: 0)
        for seed in 1...3_000 as ClosedRange<UInt64> {
            let (born, events) = Self.wild(seed)
            let history = try Replay.history(of: events, born: try #require(born), on: Self.horizon, using: tables)
            let faults = faults(history)
            #expect(faults == [], "seed \(seed)")
            looked.additional += history.runs.count { $0.hasAdditionalPremium }
            looked.exempt += history.runs.count { $0.exemption != nil }
            looked.periods += history.periods.count
            looked.voluntary += history.totals.voluntary + history.totals.specialVoluntary
        }
        // The lives have what is looked for.
        #expect(looked.additional > 300 && looked.exempt > 600 && looked.periods > 2_500 && looked.voluntary > 2_500, "\(looked)")
    }

    @Test func anyOrderOfArrivalGivesTheSame() throws {
        let tables = try RuleTables.delivered()
        for seed in 1...1_000 as ClosedRange<UInt64> {
            let (born, events) = Self.wild(seed)
            let birth = try #require(born)
            let told = try Replay.history(of: events, born: birth, on: Self.horizon, using: tables)
            var random = SplitMix64(seed: seed &+ 77_777)
            for _ in 0..<3 {
                // Another order, other days of receipt, other instants of record.
                let shuffled = random.shuffled(events).enumerated().map {
                    PensionEvent(
                        id: $0.element.id, $0.element.content, receivedOn: day("2026-01-01").adding(days: random.below(300)),
                        recordedAt: Int64(1_000 - $0.offset))
                }
                #expect(try Replay.history(of: shuffled, born: birth, on: Self.horizon, using: tables) == told, "seed \(seed)")
            }
        }
    }

    /// Grants, revocations, decisions in parts and births, all of the same two years.
    private static func overlapping(_ seed: UInt64) -> [PensionFact] {
        var random = SplitMix64(seed: seed)
        let kinds = ExemptionKind.allCases.filter(\.isOnApplication)
        var facts: [PensionFact] = []
        for _ in 0..<(6 + random.below(8)) {
            let first = month("2024-07").adding(random.below(18))
            let months = MonthSpan(first: first, last: first.adding(random.below(12))) ?? MonthSpan(first)
            let kind = kinds[random.below(kinds.count)]
            switch random.below(8) {
            case 0: facts.append(.maternity(month: first, isMultiple: random.below(2) == 0))
            case 1, 2: facts.append(.exemptionRevoked(kind: kind, months: months))
            case 3:
                let next = MonthSpan(first: months.last.adding(1), last: months.last.adding(3)) ?? MonthSpan(months.last.adding(1))
                let parts = [ExemptionDecision.Part(months, kind), ExemptionDecision.Part(next, kinds[random.below(kinds.count)])]
                if let decision = ExemptionDecision(parts) { facts.append(.exemptionDecided(decision)) }
            default: facts.append(.exemptionGranted(kind: kind, months: months))
            }
        }
        return facts
    }

    /// How often facts grant a kind in a month, and take it back.
    private static func times(_ kind: ExemptionKind, in month: CalendarMonth, _ facts: Set<PensionFact>) -> (granted: Int, revoked: Int) {
        var times = (granted: 0, revoked: 0)
        for fact in facts {
            switch fact {
            case .exemptionGranted(let granted, let months) where granted == kind && months.contains(month): times.granted += 1
            case .exemptionDecided(let decision) where decision.part(of: month)?.kind == kind: times.granted += 1
            case .exemptionRevoked(let revoked, let months) where revoked == kind && months.contains(month): times.revoked += 1
            default: break
            }
        }
        return times
    }

    /// What overlaps is exempt and doubted in the same way whatever order it came in: the kind of the lowest rank holds, two applied-for kinds of a month are told whatever else
    /// exempts it, and each revocation takes back one grant.
    @Test func whateverOverlapsHoldsAndIsDoubtedInAnyOrder() throws {
        let tables = try RuleTables.delivered()
        let birth = try BirthDate(written: "1990-06-15")
        var looked = (two: 0, again: 0, hidden: 0)
        for seed in 1...300 as ClosedRange<UInt64> {
            let facts = [PensionFact.addressGained(on: day("1990-06-15"))] + Self.overlapping(seed)
            var random = SplitMix64(seed: seed &+ 4_242)
            let all = Set(facts)
            var histories: Set<InsuredHistory> = []
            for _ in 0..<8 {
                let events = random.shuffled(facts).enumerated().map {
                    PensionEvent(id: .init("e\($0.offset)"), .fact($0.element), receivedOn: day("2026-04-01"), recordedAt: Int64($0.offset))
                }
                histories.insert(try Replay.history(of: events, born: birth, on: day("2027-12-31"), using: tables))
            }
            let history = try #require(histories.first)
            #expect(histories.count == 1, "seed \(seed)")
            for month in span("2024-07", "2027-06").months {
                let told = history.doubts.filter { $0.kind == .grantsOverlap && $0.day == month.firstDay }
                let counted = ExemptionKind.allCases.map { ($0, Self.times($0, in: month, all)) }
                let holding = counted.filter { $0.1.granted > $0.1.revoked }.map(\.0)
                let again = counted.count { $0.1.granted > $0.1.revoked && $0.1.revoked > 0 }
                #expect(told.count == again + (holding.count > 1 ? 1 : 0), "seed \(seed), \(month)")
                let exemption = history.runs.run(of: month)?.exemption
                let first = holding.min { tables.kinds[$0].rank < tables.kinds[$1].rank }
                #expect(exemption == first || exemption == .maternity, "seed \(seed), \(month)")
                looked.two += holding.count > 1 ? 1 : 0
                looked.again += again
                looked.hidden += holding.count > 1 && exemption == .maternity ? 1 : 0
            }
        }
        #expect(looked.two > 500 && looked.again > 20 && looked.hidden > 50, "\(looked)")
    }

    /// Whoever lives in Japan from 20 to 60 and is nothing but of the first class has 480 months, on whatever day they were born.
    @Test func aWholeLifeOfTheFirstClassHas480Months() throws {
        let tables = try RuleTables.delivered()
        for offset in stride(from: 0, to: 12_000, by: 7) {
            let born = day("1966-04-02").adding(days: offset)
            let birth = try BirthDate(written: born.description)
            let event = PensionEvent(id: "1", .fact(.addressGained(on: born)), receivedOn: born, recordedAt: 0)
            let history = try Replay.history(of: [event], born: birth, on: day("2070-12-31"), using: tables)
            #expect(history.totals.class1 == 480 && history.totals.all == 480, "\(born)")
            #expect(history.periods.first?.acquired == LegalAge.attained(20, born: born) && history.periods.first?.lost == LegalAge.attained(60, born: born))
        }
    }

    /// A history of a day is the beginning of that of a later one, as far as periods have ended.
    @Test func whatHasEndedDoesNotChangeAsDaysGoBy() throws {
        let tables = try RuleTables.delivered()
        for seed in 1...300 as ClosedRange<UInt64> {
            let (born, events) = Self.wild(seed)
            let birth = try #require(born)
            let later = try Replay.history(of: events, born: birth, on: Self.horizon, using: tables)
            let cut = day("2010-06-15").adding(days: Int(seed) * 40)
            let earlier = try Replay.history(of: events, born: birth, on: cut, using: tables)
            let ended = earlier.periods.filter { $0.lost != nil }
            #expect(Array(later.periods.prefix(ended.count)) == ended, "seed \(seed)")
            #expect(later.insuredClass(on: cut) == earlier.current, "seed \(seed)")
        }
    }

    /// More income never gives a better class; a class that is granted would be granted with less.
    @Test func exemptionFallsWithIncome() throws {
        let rank: [String: Int] = ["full": 0, "three-quarters": 1, "half": 2, "quarter": 3, "refused": 4]
        for seed in 1...200 as ClosedRange<UInt64> {
            var random = SplitMix64(seed: seed)
            var statement = IncomeStatement(year: 2024, totalIncome: 0, disability: random.below(3) == 0 ? .disabled : .none, isWidow: random.below(3) == 0)
            for kind in DependantKind.allCases where random.below(3) == 0 { statement.dependants[kind] = 1 + random.below(3) }
            for kind in DeductionKind.allCases where kind.isActual && random.below(3) == 0 { statement.deductions[kind] = random.below(400_000) }
            var before = 0
            for income in stride(from: 0, through: 6_000_000, by: 111_111) {
                statement.totalIncome = income
                var applicant = Applicant()
                applicant.struck = [.deferral]
                applicant.months = span("2025-07", "2025-07")
                applicant.knows(.applicant, statement)
                let told = try #require(applicant.told().first?.split(separator: " ").last.map(String.init))
                let now = try #require(rank[told])
                #expect(now >= before, "seed \(seed), \(income)")
                before = now
            }
        }
    }
}

/// Seeded generator (Steele, Lea, Flood 2014).
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        for index in elements.indices.dropFirst().reversed() { elements.swapAt(index, below(index + 1)) }
        return elements
    }
}
