internal import Addressee

/// 法定免除、産前産後、育児、基金、裁定請求: what else the earlier system kept of a household.
extension PensionHousehold {
    /// The law of childcare is in force from here (令和8年10月).
    private static let childcareFrom = MonthNumber(2026, 10)
    /// 産前産後免除 began in April 2019.
    private static let maternityFrom = MonthNumber(2019, 4)

    /// - Parameter through: 基準日.
    mutating func record(_ through: CalendarDay, _ random: inout SplitMix64) {
        for index in members.indices where members[index].isPlain { exemptByLaw(index, through, &random) }
        raise(through, &random)
        for index in members.indices { claim(index, through, &random) }
    }

    // MARK: of the first class

    /// Somebody who goes on as 第1号, not about to attain 60.
    private func class1(_ member: PensionMember, _ through: CalendarDay) -> PensionLife.Step? {
        guard let life = member.life, life.current == .class1, let last = life.steps.last, member.isGiven(on: through), let born = member.person.born,
            LegalAge.attained(60, born: born) > through.adding(days: 62)
        else { return nil }
        return last
    }

    private mutating func exemptByLaw(_ index: Int, _ through: CalendarDay, _ random: inout SplitMix64) {
        guard let last = class1(members[index], through) else { return }
        let days = Int(through.daysSince2000 - last.from.daysSince2000)
        if random.chance(300), days > 700 {
            let began = last.from.adding(days: random.within(600...(days - 1)))
            let grounds: [PensionMember.Legal.Ground] = [.disability, .disability, .disability, .livelihoodProtection, .livelihoodProtection, .facility]
            let ground = grounds[random.below(grounds.count)]
            let over = began.adding(days: random.within(200...900))
            let ended = ground == .livelihoodProtection && over <= through && random.chance(3_000) ? over : nil
            var paid: PensionMember.Months?
            // 納付申出 since April 2014.
            if began.year >= 2015, random.chance(2_000) {
                let first = MonthNumber(of: began) + 1
                let end = min(first + random.below(12), MonthNumber(of: ended ?? through))
                if first <= end { paid = PensionMember.Months(first: first, last: end) }
            }
            members[index].legal = PensionMember.Legal(ground: ground, began: began, ended: ended, paid: paid)
        } else if random.chance(300), days > 100, let earliest = CalendarDay(year: 1992, month: 1, day: 1), last.from > earliest {
            let joined = last.from.adding(days: random.within(40...(days - 30)))
            let over = joined.adding(days: random.within(300...1_500))
            members[index].fund = PensionMember.Fund(joined: joined, left: over <= through && random.chance(3_000) ? over : nil)
        }
    }

    // MARK: of parents

    private mutating func raise(_ through: CalendarDay, _ random: inout SplitMix64) {
        let children = members.map(\.person).filter { $0.relation == .child && $0.unknownBirth == nil && !$0.isProvisional }.compactMap(\.born)
        for index in members.indices where members[index].person.relation == .householder || members[index].person.relation.isPartner {
            let member = members[index]
            guard let life = member.life, member.isGiven(on: through) else { continue }
            for born in children.sorted() where born <= through {
                let month = MonthNumber(of: born)
                if !member.person.isMale, month >= Self.maternityFrom, life.insuredClass(in: month) == .class1, random.chance(8_000),
                    members[index].births.last.map({ MonthNumber(of: $0) < month }) ?? true
                {
                    members[index].births.append(born)
                }
                // Till the child is one.
                guard MonthNumber(of: through) >= Self.childcareFrom, month + 11 >= Self.childcareFrom, member.additional == nil,
                    let last = class1(member, through),
                    MonthNumber(of: last.from) <= max(month, Self.childcareFrom), random.chance(7_000)
                else { continue }
                members[index].raised.append(born)
            }
        }
    }

    // MARK: claims

    private mutating func claim(_ index: Int, _ through: CalendarDay, _ random: inout SplitMix64) {
        let person = members[index].person
        guard person.unknownBirth == nil, !person.isProvisional, let born = person.born else { return }
        func received(_ day: CalendarDay, _ ground: PensionMember.Claim.Ground) -> PensionMember.Claim? {
            let claim = PensionMember.Claim(ground: ground, received: day)
            return claim.sent <= through ? claim : nil
        }
        switch person.state {
        case .dead:
            guard (20..<75).contains(person.age(on: person.movedOn)), random.chance(6_000) else { return }
            members[index].claim = received(person.movedOn.adding(days: random.within(20...200)), .survivor(died: person.movedOn))
        case .resident:
            if let legal = members[index].legal, legal.ground == .disability {
                // A year and a half after the first visit.
                let ground = PensionMember.Claim.Ground.disability(firstVisit: legal.began.adding(days: -549), certain: legal.began)
                members[index].claim = received(legal.began.adding(days: random.within(10...100)), ground)
            } else if let latest = CalendarDay(year: 1916, month: 4, day: 1), born <= latest {
                members[index].claim = received(LegalAge.attained(70, born: born).adding(days: random.within(5...20)), .oldAgeWelfare)
            } else if (65..<86).contains(person.age(on: through)), random.chance(300) {
                let right = LegalAge.attained(65, born: born)
                members[index].claim = received(right.adding(days: random.within(5...60)), .oldAge(right: right))
            }
        case .movedOut, .removed: return
        }
    }
}
