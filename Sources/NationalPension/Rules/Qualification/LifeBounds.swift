internal import Addressee

/// 生涯の外の事実. Facts about months, and of ages, that no life has: each is a doubt, and none is left out of what is derived.
///
/// Days before birth and after death are doubts of `LifeFacts`; here is what is about months, about a child, or about an age.
enum LifeBounds {
    /// No fact is about a later age.
    private static let longestLife = 130

    static func doubts(_ facts: Set<PensionFact>, born: CalendarDay, tables: RuleTables) -> [Doubt] {
        let death = facts.compactMap { if case .died(let day) = $0 { day } else { nil } }.min()
        let (from, until) = (tables.ages.attained(.insuredFrom, born: born), tables.ages.attained(.insuredUntil, born: born))
        let last = LegalAge.attained(longestLife, born: born)
        var doubts: [Doubt] = []
        func outside(_ first: CalendarDay, _ end: CalendarDay) {
            if first < born, CalendarMonth(of: first) < CalendarMonth(of: born) {
                doubts.append(Doubt(.beforeBirth, on: first, Reason("生年月日より前の月の記録があります。", "国民年金法第14条")))
            }
            if let death, CalendarMonth(of: end) > CalendarMonth(of: death) {
                doubts.append(Doubt(.afterDeath, on: end, Reason("死亡日より後の月の記録があります。", "国民年金法第9条第1号")))
            }
        }
        func ofInsured(_ first: CalendarDay, _ end: CalendarDay) {
            outside(first, end)
            let (firstMonth, lastMonth) = (CalendarMonth(of: from), CalendarMonth(of: until))
            if CalendarMonth(of: first) < firstMonth || CalendarMonth(of: end) >= lastMonth {
                doubts.append(
                    Doubt(
                        .outsideAge, on: first,
                        Reason(
                            "被保険者となる年齢（\(firstMonth.display)から\(lastMonth.adding(-1).display)まで）の外の月の記録があります。",
                            tables.ages.inForce(.insuredFrom, on: from).article)))
            }
        }
        for fact in facts {
            switch fact {
            case .exemptionGranted(_, let months), .exemptionRevoked(_, let months), .paymentElected(let months):
                ofInsured(months.first.firstDay, months.last.firstDay)
            case .exemptionDecided(let decision):
                for part in decision.granted { ofInsured(part.months.first.firstDay, part.months.last.firstDay) }
            case .maternity(let month, _):
                outside(month.firstDay, month.firstDay)
                if month.firstDay >= until { doubts.append(beyond(month.firstDay, tables)) }
            case .childcare(let childBorn, let begins, _, _):
                outside(min(childBorn, begins), begins)
                if begins >= until { doubts.append(beyond(begins, tables)) }
            case .dependencyBegan(let day, _), .legalExemptionBegan(let day, _):
                if day >= until { doubts.append(beyond(day, tables)) }
            case .carriedOver(let record):
                for period in record.periods {
                    let end = period.lost?.adding(days: -1) ?? record.through
                    outside(period.acquired, end)
                    doubts += Self.doubts(period, end, from, until, tables)
                }
            default: break
            }
            if let day = fact.happenedOn, day > last {
                doubts.append(Doubt(.outsideAge, on: day, Reason("\(longestLife)歳より後の日の記録があります。", "国民年金法第14条")))
            }
        }
        return doubts
    }

    /// Of the ages of the classes (国民年金法第7条第1項, 附則第5条); 第2号 has none. What is older than the classes is a doubt of `Replay`.
    private static func doubts(
        _ period: CarriedOverRecord.Period, _ end: CalendarDay, _ from: CalendarDay, _ until: CalendarDay, _ tables: RuleTables
    ) -> [Doubt] {
        guard period.insuredClass != .class2 else { return [] }
        var doubts: [Doubt] = []
        if period.acquired < from, period.acquired >= tables.eras.firstDay(.actOf1985) {
            let limit = tables.ages.inForce(.insuredFrom, on: from)
            let reason = Reason("\(limit.years)歳に達する日より前の期間があります。", limit.article)
            // Records of the spouses of 第2号 were entered late and by hand.
            doubts.append(Doubt(period.insuredClass == .class3 ? .recordAndFactsDiffer : .outsideAge, on: period.acquired, reason))
        }
        if period.insuredClass.isCompulsory, end >= until { doubts.append(beyond(end, tables)) }
        return doubts
    }

    private static func beyond(_ day: CalendarDay, _ tables: RuleTables) -> Doubt {
        let limit = tables.ages.inForce(.insuredUntil, on: day)
        return Doubt(.outsideAge, on: day, Reason("\(limit.years)歳に達した日以後の記録があります。第1号・第3号被保険者ではない年齢です。", limit.article))
    }
}
