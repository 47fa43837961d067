internal import Addressee

/// 強制加入の種別 (国民年金法第7条, 附則第3条). The class that somebody is of by law alone, day by day.
enum CompulsoryTimeline {
    /// The steps until a day, in order; each differs from the one before.
    static func steps(_ life: LifeFacts, until horizon: CalendarDay, tables: RuleTables) -> [ClassStep] {
        let class3Residence = tables.eras.firstDay(.class3Residence)
        var steps: [ClassStep] = []
        for day in life.edges.union([class3Residence]).sorted() where day <= horizon {
            let wasClass1 = steps.last?.insuredClass == .class1
            let insuredClass = insuredClass(life, on: day, wasClass1: wasClass1, class3Residence: class3Residence)
            let run = insuredClass == .class1 ? life.residence.index(on: day) ?? 0 : 0
            let step = ClassStep(from: day, insuredClass: insuredClass, run: run)
            if let last = steps.last, last.insuredClass == step.insuredClass, last.run == step.run { continue }
            if steps.isEmpty, insuredClass == nil { continue }
            steps.append(step)
        }
        return steps
    }

    private static func insuredClass(_ life: LifeFacts, on day: CalendarDay, wasClass1: Bool, class3Residence: CalendarDay) -> InsuredClass? {
        if let after = life.afterDeath, day >= after { return nil }
        if life.employment.contains(day), !life.isPensioner(on: day) { return .class2 }
        guard life.ages.insuredFrom <= day, day < life.ages.insuredUntil else { return nil }
        let isResident = life.residence.contains(day)
        if life.dependency.contains(day), isResident || !life.needsResidence(day) || day < class3Residence { return .class3 }
        guard isResident, !life.oldAgeBenefit.contains(day) else { return nil }
        // Whoever is excluded does not become insured on that day; whoever was insured loses it on the day after (法第9条).
        return (wasClass1 ? life.exclusionLoss : life.exclusion).contains(day) ? nil : .class1
    }
}
