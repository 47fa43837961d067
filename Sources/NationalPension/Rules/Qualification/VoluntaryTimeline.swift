internal import Addressee

/// 任意加入の期間 (国民年金法附則第5条, 平成16年法律第104号附則第23条). From the day of the application, never from before, until the first ground of loss.
enum VoluntaryTimeline {
    struct Span: Sendable, Hashable {
        let from: CalendarDay
        let until: CalendarDay?
        let ground: VoluntaryGround
        /// Why it ended; nil while it goes on.
        let endedBy: QualificationReason?

        func contains(_ day: CalendarDay) -> Bool { from <= day && until.map { day < $0 } ?? true }
    }

    static func spans(_ life: LifeFacts, compulsory: [ClassStep], until horizon: CalendarDay, tables: RuleTables, doubts: inout [Doubt]) -> [Span] {
        var spans: [Span] = []
        for application in life.voluntary where application.on <= horizon {
            let start = start(application, life)
            let article = tables.reasons[application.ground.reason].article
            if spans.contains(where: { $0.contains(start) }) {
                doubts.append(Doubt(.beginWithoutEnd, on: start, Reason("任意加入をしている間に、もう一度申出があります。", article)))
                continue
            }
            if let refusal = refusal(application, on: start, life, compulsory, tables: tables, doubts: &doubts) {
                doubts.append(Doubt(.voluntaryNotAllowed, on: start, Reason(refusal, article)))
                continue
            }
            let end = ends(application, from: start, life, compulsory, tables: tables).min { ($0.day, $0.reason.rawValue) < ($1.day, $1.reason.rawValue) }
            if let end, end.day <= start {
                doubts.append(Doubt(.voluntaryNotAllowed, on: start, Reason("申出の日に、任意加入の資格を失う事由（\(tables.reasons[end.reason].label)）があります。", article)))
                continue
            }
            spans.append(Span(from: start, until: end?.day, ground: application.ground, endedBy: end?.reason))
        }
        return spans
    }

    /// Whoever applies before they leave is insured from the day on which they have no address any more, not while they are compulsorily insured.
    private static func start(_ application: LifeFacts.Application, _ life: LifeFacts) -> CalendarDay {
        guard !application.ground.livesInJapan, let index = life.residence.index(on: application.on),
            life.residence.spans[index].endGiven == application.on, let until = life.residence.spans[index].until
        else { return application.on }
        return until
    }

    private static func refusal(
        _ application: LifeFacts.Application, on day: CalendarDay, _ life: LifeFacts, _ compulsory: [ClassStep], tables: RuleTables, doubts: inout [Doubt]
    ) -> String? {
        if let after = life.afterDeath, day >= after { return "死亡の後の申出です。" }
        if compulsory.step(on: day)?.insuredClass != nil { return "強制加入の被保険者は任意加入できません。" }
        let isResident = life.residence.contains(day)
        if application.ground.livesInJapan != isResident { return isResident ? "国内に住所があるため、在外の任意加入はできません。" : "国内に住所がないため、この任意加入はできません。" }
        if application.ground.livesInJapan, life.exclusion.contains(day) { return "適用除外に該当するため、任意加入できません。" }
        if !application.ground.livesInJapan, let lost = life.nationalityLost.first, lost < day { return "日本国籍を有しないため、在外の任意加入はできません。" }
        let ages = life.ages
        switch application.ground {
        case .resident: if !(ages.insuredUntil <= day && day < ages.voluntaryUntil) { return "60歳以上65歳未満ではありません。" }
        case .abroad: if !(ages.insuredFrom <= day && day < ages.voluntaryUntil) { return "20歳以上65歳未満ではありません。" }
        case .pensioner:
            if !(ages.insuredFrom <= day && day < ages.insuredUntil) { return "20歳以上60歳未満ではありません。" }
            if !life.oldAgeBenefit.contains(day) { return "老齢給付等を受けることができる者ではありません。" }
        case .specialResident, .specialAbroad:
            if !(ages.voluntaryUntil <= day && day < ages.specialUntil) { return "65歳以上70歳未満ではありません。" }
            if let acquired = life.oldAgePensionAcquired.first, acquired <= day { return "老齢の年金の受給権があるため、特例任意加入はできません。" }
            guard let bound = tables.specialVoluntaryBirths.bound(on: day, born: life.born) else { return "特例任意加入の対象となる生年月日ではありません。" }
            if bound.status == .unconfirmed {
                doubts.append(Doubt(.ruleUnconfirmed, on: day, Reason("特例任意加入の生年月日の範囲は未確認の改正によっています。日本年金機構に確かめてください。", bound.article)))
            }
        }
        let full = tables.amounts.fullMonths(on: day)
        if let paid = application.paidMonths, paid >= full { return "すでに満額（\(full)月）に達しています。" }
        return nil
    }

    private static func ends(
        _ application: LifeFacts.Application, from start: CalendarDay, _ life: LifeFacts, _ compulsory: [ClassStep], tables: RuleTables
    ) -> [(day: CalendarDay, reason: QualificationReason)] {
        let ground = application.ground
        let isSpecial = ground.insuredClass == .specialVoluntary
        var ends: [(CalendarDay, QualificationReason)] = [isSpecial ? (life.ages.specialUntil, .specialLose70) : (life.ages.voluntaryUntil, .voluntaryLose65)]
        func first(_ days: [CalendarDay], _ reason: QualificationReason) {
            guard let day = days.first(where: { $0 >= start }) else { return }
            ends.append((tables.reasons.day(reason, from: day), reason))
        }
        if let after = life.afterDeath { ends.append((after, .loseDeath)) }
        if let step = compulsory.first(where: { $0.from >= start && $0.insuredClass != nil }) {
            ends.append((step.from, step.insuredClass == .class2 ? .voluntaryLoseEmployment : .voluntaryLoseCompulsory))
        }
        first(life.withdrawn, .voluntaryLoseWithdrawn)
        first(life.lapsed, ground.livesInJapan ? .voluntaryLoseLapsedResident : .voluntaryLoseLapsedAbroad)
        first(life.fullMonthsReached, .voluntaryLose480)
        if !isSpecial, let paid = application.paidMonths {
            // The last missing month is full when it is over, so the first day after it is the day on which 480 months are reached.
            ends.append((CalendarMonth(of: start).adding(tables.amounts.fullMonths(on: start) - paid).firstDay, .voluntaryLose480))
        }
        if ground.livesInJapan {
            if let index = life.residence.index(on: start), let until = life.residence.spans[index].until { ends.append((until, .voluntaryLoseLeftJapan)) }
            first(life.exclusion.spans.map(\.from), .voluntaryLoseExcluded)
        } else {
            first(life.residence.spans.map(\.from), .voluntaryLoseEnteredJapan)
            first(life.nationalityLost, .voluntaryLoseNationality)
        }
        if ground == .pensioner { first(life.oldAgeBenefit.spans.compactMap(\.endGiven), .voluntaryLoseNoPension) }
        if isSpecial { first(life.oldAgePensionAcquired, .specialLoseEntitled) }
        return ends
    }
}
