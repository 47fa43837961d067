internal import Addressee

/// 世帯と氏名の修正. 50 to 58.
extension MovementEngine {
    /// A grown-up member becomes a householder at the same address.
    mutating func split() {
        let today = day
        guard let before = resident(where: { $0.relation != .householder && !$0.relation.isPartner && $0.age(on: today) >= 18 }) else { return }
        var person = version(of: before, .split)
        person.household = newHousehold()
        person.relation = .householder
        join(person, household: person.household)
        commit(person)
        splits.add(before, &random)
    }

    /// A household that was split is one again.
    mutating func joinAgain() {
        guard let (before, now) = takeSplit() else { return }
        var person = version(of: now, .join)
        person.household = before.household
        person.relation = before.relation
        join(person, household: person.household)
        commit(person)
    }

    /// Another member goes over to the household that was split off.
    mutating func householdChange() {
        let today = day
        guard let (before, now) = takeSplit() else { return }
        let other = members(before.household).first {
            $0.relation != .householder && !$0.relation.isPartner && $0.age(on: today) >= 18 && $0.dwelling == now.dwelling && isFree($0)
        }
        guard let other else { return }
        var person = version(of: other, .householdChange)
        person.household = now.household
        person.relation = .relative
        join(person, household: person.household)
        commit(person)
    }

    /// Someone who was split off, before and now, if both households still stand at one address.
    private mutating func takeSplit() -> (Person, Person)? {
        guard let before = splits.take(&random), let now = person(before.number), now.state == .resident, isFree(now),
            now.household != before.household, now.dwelling == before.dwelling, members(now.household).count == 1,
            let head = members(before.household).first(where: { $0.relation == .householder }), head.dwelling == now.dwelling
        else { return nil }
        return (before, now)
    }

    mutating func householderChange() {
        guard let someone = resident(where: { $0.relation == .wife || $0.relation == .husband }) else { return }
        let household = members(someone.household)
        let changes = household.compactMap { member -> (Person, Relation)? in
            let relation = Succession.relation(of: member, to: someone)
            return relation == member.relation ? nil : (member, relation)
        }
        guard changes.count <= room else { return }
        for (before, relation) in changes {
            var person = version(of: before, .householderChange)
            person.relation = relation
            commit(person)
        }
    }

    mutating func formerSurname(_ reason: ReasonCode) {
        let found =
            reason == .formerSurnameEntered
            ? resident(where: { $0.foreigner == nil && $0.formerSurname == nil && $0.relation == .wife })
            : listed(lists.withFormerSurname, where: { $0.formerSurname != nil && $0.state == .resident })
        guard let before = found else { return }
        var person = version(of: before, reason)
        person.formerSurname = reason == .formerSurnameRemoved ? nil : city.tables.surnameWeights.pick(&random)
        guard person.formerSurname != before.formerSurname else { return }
        commit(person)
        cancellableCorrections.add(before, &random)
    }

    mutating func commonNameEntered() {
        guard let before = listed(lists.foreigners, where: { $0.state == .resident && $0.foreigner != nil && $0.foreigner?.commonName == nil })
        else { return }
        var person = version(of: before, .commonNameEntered)
        person.foreigner?.commonName = city.composer.commonName(male: person.isMale, &random)
        commit(person)
        cancellableCorrections.add(before, &random)
    }

    mutating func commonNameRemoved() {
        guard let before = listed(lists.withCommonName, where: { $0.state == .resident && $0.foreigner?.commonName != nil }) else { return }
        var person = version(of: before, .commonNameRemoved)
        person.foreigner?.commonName = nil
        commit(person)
        cancellableCorrections.add(before, &random)
    }
}
