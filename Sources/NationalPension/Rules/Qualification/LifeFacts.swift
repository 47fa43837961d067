internal import Addressee

/// 資格に関わる事実. The facts of a life, put in order by what they are about, with the days of law that follow from them.
struct LifeFacts: Sendable {
    let born: CalendarDay
    let ages: Ages
    let residence: DaySpans
    let employment: DaySpans
    let dependency: DaySpans
    let oldAgeBenefit: DaySpans
    /// Days on which an exclusion keeps from becoming insured: from the day of the fact.
    let exclusion: DaySpans
    /// The first days on which an exclusion ends the first class: the day after the fact.
    let exclusionLoss: DaySpans
    /// First day after the death.
    let afterDeath: CalendarDay?
    let oldAgePensionAcquired: [CalendarDay]
    let voluntary: [Application]
    let withdrawn: [CalendarDay]
    let lapsed: [CalendarDay]
    let fullMonthsReached: [CalendarDay]
    let nationalityLost: [CalendarDay]
    let carriedOver: CarriedOverRecord?
    let doubts: [Doubt]
    /// Dependencies that need no residence in Japan, by the day they began.
    private let exemptFromResidence: Set<CalendarDay>
    /// Why a dependency ended, by the first day on which it was no more.
    private let dependencyEnds: [CalendarDay: QualificationReason]

    /// Days on which ages of the law were attained.
    struct Ages: Sendable {
        let insuredFrom: CalendarDay
        let insuredUntil: CalendarDay
        let voluntaryUntil: CalendarDay
        let specialUntil: CalendarDay
        let class2Pensioner: CalendarDay
    }

    struct Application: Sendable, Hashable {
        let on: CalendarDay
        let ground: VoluntaryGround
        let paidMonths: Int?
    }

    /// - Throws: `HeldForClerk` where two records were carried over, or one claims a day twice.
    init(_ facts: Set<PensionFact>, born: CalendarDay, tables: RuleTables) throws(HeldForClerk) {
        let reasons = tables.reasons
        var deaths: [CalendarDay] = []
        var begins: [Topic: Set<CalendarDay>] = [:]
        var ends: [Topic: [CalendarDay: CalendarDay]] = [:]
        var exempt: Set<CalendarDay> = []
        var dependencyEnds: [CalendarDay: QualificationReason] = [:]
        var pensions: [CalendarDay] = []
        var applications: [Application] = []
        var withdrawn: [CalendarDay] = []
        var lapsed: [CalendarDay] = []
        var full: [CalendarDay] = []
        var nationality: [CalendarDay] = []
        var records: [CarriedOverRecord] = []
        func endDependency(_ day: CalendarDay, _ reason: QualificationReason) {
            let first = reasons.day(reason, from: day)
            // Two reasons on one day: the earlier day of law, then the code, whatever came first.
            let before = ends[.dependency]?[day]
            if before.map({ first < $0 }) ?? true { ends[.dependency, default: [:]][day] = first }
            if dependencyEnds[first].map({ reason.rawValue < $0.rawValue }) ?? true { dependencyEnds[first] = reason }
        }
        for fact in facts {
            switch fact {
            case .died(let day): deaths.append(day)
            case .employmentBegan(let day): begins[.employment, default: []].insert(reasons.day(.acquireEmployment, from: day))
            case .employmentEnded(let day): ends[.employment, default: [:]][day] = reasons.day(.loseEmployment, from: day)
            case .dependencyBegan(let day, let isExempt):
                begins[.dependency, default: []].insert(day)
                if isExempt { exempt.insert(day) }
            case .dependencyEnded(let day): endDependency(day, .changeDependencyEnded)
            case .spouseEmploymentEnded(let day): endDependency(day, .changeSpouseLeftEmployment)
            case .spouse65thBirthday(let day): endDependency(day, .changeSpouse65)
            case .oldAgeBenefitBegan(let day): begins[.oldAgeBenefit, default: []].insert(reasons.day(.loseOldAge, from: day))
            case .oldAgeBenefitEnded(let day): ends[.oldAgeBenefit, default: [:]][day] = reasons.day(.acquireOldAgeEnded, from: day)
            case .exclusionBegan(let day): begins[.exclusion, default: []].insert(day)
            case .exclusionEnded(let day): ends[.exclusion, default: [:]][day] = reasons.day(.acquireExclusionEnded, from: day)
            case .oldAgePensionAcquired(let day): pensions.append(day)
            case .voluntaryApplied(let day, let ground, let paid): applications.append(Application(on: day, ground: ground, paidMonths: paid))
            case .voluntaryWithdrawn(let day): withdrawn.append(day)
            case .voluntaryLapsed(let day): lapsed.append(day)
            case .fullMonthsReached(let day): full.append(day)
            case .nationalityLost(let day): nationality.append(day)
            case .carriedOver(let record): records.append(record)
            case .addressGained, .addressLost, .movedWithinJapan, .additionalApplied, .additionalWithdrawn, .farmersPensionBegan, .farmersPensionEnded,
                .fundJoined, .fundLeft,
                .exemptionGranted, .exemptionDecided, .exemptionRevoked,
                .legalExemptionBegan,
                .legalExemptionEnded, .paymentElected, .maternity, .childcare:
                break
            }
        }
        guard records.count <= 1, records.first?.overlap == nil else {
            throw HeldForClerk([Hold(.eventsContradict, Reason("移行した記録が重なっています。どちらの期間によるか決めてください。", "国民年金法第14条"))])
        }
        self.born = born
        ages = Ages(
            insuredFrom: tables.ages.attained(.insuredFrom, born: born), insuredUntil: tables.ages.attained(.insuredUntil, born: born),
            voluntaryUntil: tables.ages.attained(.voluntaryUntil, born: born), specialUntil: tables.ages.attained(.specialVoluntaryUntil, born: born),
            class2Pensioner: tables.ages.attained(.class2Pensioner, born: born))
        residence = .residence(of: facts, using: tables)
        func spans(_ topic: Topic) -> DaySpans {
            DaySpans(begins: begins[topic] ?? [], ends: ends[topic] ?? [:], what: topic.what, article: topic.article)
        }
        employment = spans(.employment)
        dependency = spans(.dependency)
        oldAgeBenefit = spans(.oldAgeBenefit)
        exclusion = spans(.exclusion)
        exclusionLoss = exclusion.beginning(by: reasons[.loseExcluded].rule)
        let death = deaths.min()
        afterDeath = death.map { reasons.day(.loseDeath, from: $0) }
        oldAgePensionAcquired = pensions.sorted()
        voluntary = applications.sorted { ($0.on, $0.ground.rawValue, $0.paidMonths ?? -1) < ($1.on, $1.ground.rawValue, $1.paidMonths ?? -1) }
        self.withdrawn = withdrawn.sorted()
        self.lapsed = lapsed.sorted()
        fullMonthsReached = full.sorted()
        nationalityLost = nationality.sorted()
        carriedOver = records.first
        exemptFromResidence = exempt
        self.dependencyEnds = dependencyEnds
        var doubts = residence.doubts + employment.doubts + oldAgeBenefit.doubts + exclusion.doubts
        // A spouse may leave employment or turn 65 without a dependency at that time: no doubt.
        doubts += dependency.doubts.filter { doubt in
            doubt.kind != .endWithoutBegin || doubt.day.map { facts.contains(.dependencyEnded(on: $0)) } ?? true
        }
        if Set(deaths).count > 1 { doubts.append(Doubt(.deathsDiffer, on: death, Reason("死亡日の異なる記録があります。早い日によっています。", "国民年金法第9条第1号"))) }
        for day in facts.compactMap(\.happenedOn) {
            if day < born { doubts.append(Doubt(.beforeBirth, on: day, Reason("生年月日より前の日の記録があります。", "国民年金法第14条"))) }
            if let death, day > death { doubts.append(Doubt(.afterDeath, on: day, Reason("死亡日より後の日の記録があります。", "国民年金法第9条第1号"))) }
        }
        self.doubts = doubts
    }

    /// Whether a dependency on a day needs residence in Japan.
    func needsResidence(_ day: CalendarDay) -> Bool { !(dependency.index(on: day).map { exemptFromResidence.contains(dependency.spans[$0].from) } ?? false) }

    /// Why the dependency ended that is no more from a day on.
    func dependencyEnd(on day: CalendarDay) -> QualificationReason { dependencyEnds[day] ?? .changeDependencyEnded }

    /// 65歳以上で老齢の年金の受給権がある: not of the second class (附則第3条).
    func isPensioner(on day: CalendarDay) -> Bool {
        day >= ages.class2Pensioner && (oldAgeBenefit.contains(day) || (oldAgePensionAcquired.first.map { $0 <= day } ?? false))
    }

    /// Every day on which something may change.
    var edges: Set<CalendarDay> {
        var edges = Set(residence.edges + employment.edges + dependency.edges + oldAgeBenefit.edges + exclusion.edges + exclusionLoss.edges)
        edges.formUnion([ages.insuredFrom, ages.insuredUntil, ages.class2Pensioner])
        edges.formUnion(oldAgePensionAcquired)
        if let afterDeath { edges.insert(afterDeath) }
        return edges
    }

    private enum Topic: Hashable {
        case employment, dependency, oldAgeBenefit, exclusion

        var what: String {
            switch self {
            case .employment: "厚生年金保険の資格"
            case .dependency: "被扶養配偶者である期間"
            case .oldAgeBenefit: "老齢給付等の受給権"
            case .exclusion: "適用除外の期間"
            }
        }

        var article: LawArticle {
            switch self {
            case .employment: "国民年金法第7条第1項第2号"
            case .dependency: "国民年金法第7条第1項第3号"
            case .oldAgeBenefit, .exclusion: "国民年金法第7条第1項第1号"
            }
        }
    }
}
