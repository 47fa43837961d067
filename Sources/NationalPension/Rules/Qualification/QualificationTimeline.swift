internal import Addressee

/// 資格の履歴. Of which class a person was, day by day: the record carried over as far as it speaks, then the law, then their own applications.
enum QualificationTimeline {
    /// The steps until a day; and the voluntary periods, which say why they ended.
    static func steps(
        _ life: LifeFacts, until horizon: CalendarDay, tables: RuleTables, doubts: inout [Doubt]
    ) -> (steps: [ClassStep], voluntary: [VoluntaryTimeline.Span]) {
        let compulsory = CompulsoryTimeline.steps(life, until: horizon, tables: tables)
        let voluntary = VoluntaryTimeline.spans(life, compulsory: compulsory, until: horizon, tables: tables, doubts: &doubts)
        var edges = Set(compulsory.map(\.from))
        edges.formUnion(voluntary.flatMap { [$0.from] + [$0.until].compactMap { $0 } })
        if let record = life.carriedOver {
            edges = edges.filter { $0 > record.through }
            edges.formUnion(record.periods.flatMap { [$0.acquired] + [$0.lost].compactMap { $0 } }.filter { $0 <= record.through })
            edges.insert(record.through.adding(days: 1))
        }
        var steps: [ClassStep] = []
        // What the record said goes on where facts say the same on the day after it: their run is the record's.
        var goesOn: (facts: Int, record: Int)?
        for day in edges.sorted() where day <= horizon {
            var step = step(on: day, life, compulsory, voluntary)
            if let last = steps.last, last.insuredClass == step.insuredClass {
                if let record = life.carriedOver, day == record.through.adding(days: 1) { goesOn = (step.run, last.run) }
                if let goesOn, goesOn.facts == step.run { step = ClassStep(from: day, insuredClass: step.insuredClass, run: goesOn.record) }
                if last.run == step.run { continue }
            }
            steps.append(step)
        }
        return (steps, voluntary)
    }

    private static func step(
        on day: CalendarDay, _ life: LifeFacts, _ compulsory: [ClassStep], _ voluntary: [VoluntaryTimeline.Span]
    ) -> ClassStep {
        if let record = life.carriedOver, day <= record.through {
            let index = record.periods.lastIndex { $0.acquired <= day && ($0.lost.map { day < $0 } ?? true) }
            return ClassStep(from: day, insuredClass: index.map { record.periods[$0].insuredClass }, run: index.map { -1 - $0 } ?? 0)
        }
        if let step = compulsory.step(on: day), step.insuredClass != nil { return ClassStep(from: day, insuredClass: step.insuredClass, run: step.run) }
        guard let index = voluntary.lastIndex(where: { $0.contains(day) }) else { return ClassStep(from: day, insuredClass: nil, run: 0) }
        return ClassStep(from: day, insuredClass: voluntary[index].ground.insuredClass, run: 1_000 + index)
    }
}
