internal import Addressee

/// 消除. 21 to 28.
extension MovementEngine {
    mutating func moveOut(_ reason: ReasonCode) {
        guard let someone = resident(where: { reason == .moveOut || $0.foreigner != nil || Self.goesAbroad($0) }) else { return }
        let household = members(someone.household)
        let whole = household.count == 1 || someone.relation == .householder || random.chance(3_500)
        guard whole ? household.count <= room : someone.relation != .householder else { return }
        let target: DistantPlace =
            reason == .moveOut
            ? city.composer.japan(&random)
            : .abroad(country: someone.foreigner?.nationality ?? Nationality.weights.pick(&random))
        for before in whole ? household : [someone] {
            var person = version(of: before, reason, backdated: 14)
            person.state = .movedOut
            person.wentTo = target
            commit(person)
            if household.count == 1 || !whole { cancellableRemovals.add(before, &random) }
        }
    }

    /// One Japanese in eight goes abroad as readily as a foreigner; by number, so that the draw stays one.
    private static func goesAbroad(_ person: Person) -> Bool { person.number % 8 == 0 }

    mutating func death() {
        let today = day
        guard
            let before = resident(
                tries: 120,
                where: {
                    let age = $0.age(on: today)
                    return age >= 78 || (age >= 60 && $0.number % 9 == 0) || (age >= 20 && $0.number % 150 == 0)
                })
        else { return }
        let others = members(before.household).filter { $0.number != before.number }
        let successions = before.relation == .householder ? succession(in: others) : []
        guard 1 + successions.count <= room else { return }
        var person = version(of: before, .death, backdated: 7)
        person.state = .dead
        commit(person)
        if before.relation != .householder { cancellableRemovals.add(before, &random) }
        for (member, relation) in successions {
            var next = version(of: member, .householderChange)
            next.relation = relation
            commit(next)
        }
    }

    mutating func exOfficioRemoval() {
        let today = day
        guard let before = resident(where: { $0.relation != .householder || $0.age(on: today) > 30 }),
            before.relation != .householder || members(before.household).count == 1
        else { return }
        var person = version(of: before, .exOfficioRemoval, notified: false)
        person.state = .removed
        commit(person)
        cancellableRemovals.add(before, &random)
    }

    /// An entry that was a mistake: whoever has just moved in alone was never here.
    mutating func cancelledEntry() {
        guard let number = entrants.take(&random), let before = person(number), before.state == .resident, isFree(before),
            before.history == 1, members(before.household).count == 1
        else { return }
        var person = version(of: before, .cancelledEntry)
        person.state = .removed
        commit(person)
    }

    /// New relations where the householder is gone: the partner follows, else the eldest.
    func succession(in others: [Person]) -> [(Person, Relation)] {
        let successor =
            others.first { $0.relation.isPartner }
            ?? others.min { ($0.birth.year, $0.birth.month, $0.number) < ($1.birth.year, $1.birth.month, $1.number) }
        guard let successor else { return [] }
        return others.compactMap { member in
            let relation = Succession.relation(of: member, to: successor)
            return relation == member.relation ? nil : (member, relation)
        }
    }
}
