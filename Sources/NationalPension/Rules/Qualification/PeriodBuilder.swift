internal import Addressee

/// Puts steps together to periods: which change is a loss, which a change of class, and for what reason (国民年金法第8条, 第9条, 第11条の2).
struct PeriodBuilder {
    private let life: LifeFacts
    private let voluntary: [VoluntaryTimeline.Span]
    private(set) var periods: [QualificationPeriod] = []
    private(set) var doubts: [Doubt] = []
    private var open: [QualificationPeriod.ClassSpan] = []

    init(_ life: LifeFacts, steps: [ClassStep], voluntary: [VoluntaryTimeline.Span]) {
        self.life = life
        self.voluntary = voluntary
        var before: ClassStep?
        for step in steps {
            take(step, after: before)
            before = step
        }
        if let first = open.first { periods.append(QualificationPeriod(first: first, changes: Array(open.dropFirst()), lost: nil, lostBy: nil)) }
    }

    private mutating func take(_ step: ClassStep, after before: ClassStep?) {
        let day = step.from
        switch (before?.insuredClass, step.insuredClass) {
        case (nil, nil): break
        case (nil, let to?): open = [.init(insuredClass: to, from: day, reason: acquisition(of: to, on: day))]
        case (let from?, nil): close(on: day, by: loss(of: from, on: day, to: nil))
        case (let from?, let to?):
            if isChange(from, to, on: day) {
                open.append(.init(insuredClass: to, from: day, reason: change(from: from, to: to, on: day)))
            } else {
                close(on: day, by: loss(of: from, on: day, to: to))
                open = [.init(insuredClass: to, from: day, reason: acquisition(of: to, on: day))]
            }
        }
    }

    private mutating func close(on day: CalendarDay, by reason: QualificationReason) {
        if let first = open.first { periods.append(QualificationPeriod(first: first, changes: Array(open.dropFirst()), lost: day, lostBy: reason)) }
        open = []
    }

    /// A change between classes that come by law is no loss, unless the person has left Japan (法第9条第2号).
    private func isChange(_ from: InsuredClass, _ to: InsuredClass, on day: CalendarDay) -> Bool {
        if let record = life.carriedOver, day <= record.through.adding(days: 1) {
            if day > record.through { return from != to || !hasLeft(on: day) }
            return !record.periods.contains { $0.lost == day && $0.lostBy != nil }
        }
        guard from.isCompulsory, to.isCompulsory, from != to else { return false }
        return from != .class1 || !hasLeft(on: day)
    }

    /// Whether the person left Japan so that the first class ends on a day: the day before, or that day itself where they are of another class from then on.
    private func hasLeft(on day: CalendarDay) -> Bool { life.residence.spans.contains { $0.until == day || $0.endGiven == day } }

    private mutating func acquisition(of insuredClass: InsuredClass, on day: CalendarDay) -> QualificationReason {
        if let period = recorded(from: day) { return period.acquiredBy }
        switch insuredClass {
        case .class2: return .acquireEmployment
        case .voluntary, .specialVoluntary:
            if let span = voluntary.first(where: { $0.from == day }) { return span.ground.reason }
        case .class1, .class3:
            if insuredClass == .class3, life.dependency.begins(on: day) { return .acquireDependency }
            if day == life.ages.insuredFrom { return .acquire20 }
            if life.residence.begins(on: day) { return .acquireEnteredJapan }
            if life.oldAgeBenefit.ends(on: day) { return .acquireOldAgeEnded }
            if life.exclusion.ends(on: day) { return .acquireExclusionEnded }
            if life.employment.ends(on: day) { return .changeLeftEmployment }
            if life.dependency.ends(on: day) { return life.dependencyEnd(on: day) }
        }
        return unexplained(on: day)
    }

    private mutating func change(from: InsuredClass, to: InsuredClass, on day: CalendarDay) -> QualificationReason {
        if let period = recorded(from: day) { return period.acquiredBy }
        switch to {
        case .class2: if life.employment.begins(on: day) { return .changeEmployment }
        case .class3: if life.dependency.begins(on: day) || life.employment.ends(on: day) { return .changeDependency }
        case .class1:
            if from == .class2, life.employment.ends(on: day) { return .changeLeftEmployment }
            if from == .class3, life.dependency.ends(on: day) { return life.dependencyEnd(on: day) }
            if from == .class3 { return .changeDependencyEnded }
        case .voluntary, .specialVoluntary: break
        }
        return unexplained(on: day)
    }

    private mutating func loss(of insuredClass: InsuredClass, on day: CalendarDay, to next: InsuredClass?) -> QualificationReason {
        if day == life.afterDeath { return .loseDeath }
        if let record = life.carriedOver, day <= record.through, let reason = record.periods.first(where: { $0.lost == day })?.lostBy { return reason }
        switch insuredClass {
        case .voluntary, .specialVoluntary:
            if let reason = voluntary.first(where: { $0.until == day })?.endedBy { return reason }
        case .class2: return life.employment.ends(on: day) ? .loseEmployment : .loseClass2Pensioner
        case .class1, .class3:
            if day == life.ages.insuredUntil { return .lose60 }
            if next != nil, next != insuredClass, life.residence.spans.contains(where: { $0.endGiven == day }) { return .loseLeftJapanSameDay }
            if insuredClass == .class3, life.dependency.ends(on: day) { return .loseDependency }
            if life.residence.ends(on: day) { return .loseLeftJapan }
            if insuredClass == .class3 { return .loseDependency }
            if life.oldAgeBenefit.begins(on: day) { return .loseOldAge }
            if life.exclusionLoss.begins(on: day) { return .loseExcluded }
        }
        return unexplained(on: day)
    }

    private func recorded(from day: CalendarDay) -> CarriedOverRecord.Period? {
        guard let record = life.carriedOver, day <= record.through else { return nil }
        return record.periods.first { $0.acquired == day }
    }

    /// On the day after a record that was carried over, facts may tell another class than it did.
    private mutating func unexplained(on day: CalendarDay) -> QualificationReason {
        doubts.append(Doubt(.recordAndFactsDiffer, on: day, Reason("移行した記録と、その後の事実から導いた種別が違います。確かめてください。", "国民年金法第14条")))
        return .carriedOver
    }
}
