internal import Addressee

/// 記載. 01 to 09.
extension MovementEngine {
    mutating func moveIn() {
        let origin = city.composer.japan(&random)
        let foreign = random.chance(400)
        var kind = city.composer.kind(&random)
        if random.chance(5_000) { kind = .single }
        var members = city.composer.household(kind, foreign: foreign, &random)
        if members.count > room { members = city.composer.household(.single, foreign: foreign, &random) }
        settle(members, reason: .moveIn, from: origin)
    }

    mutating func moveInFromAbroad() {
        let foreign = random.chance(8_000)
        let person = city.composer.household(.single, foreign: foreign, &random)
        let country = person[0].foreigner?.nationality ?? Nationality.weights.pick(&random)
        settle(person, reason: .moveInFromAbroad, from: .abroad(country: country))
    }

    mutating func enter(reason: ReasonCode, foreign: Bool, from origin: DistantPlace?) {
        settle(city.composer.household(.single, foreign: foreign, &random), reason: reason, from: origin)
    }

    /// Someone whom a department already knows as a non-resident: a new addressee number, the same individual number.
    mutating func moveInOfNonResident() {
        guard let id = nonResidentsWhoMayMoveIn.popFirst() else { return }
        let known = nonResidents.person(id)
        guard known.age(on: day) >= 18, var person = city.composer.household(.single, foreign: false, &random).first else { return }
        person.isMale = known.isMale
        person.birth = known.birth
        person.unknownBirth = known.unknownBirth
        person.surname = known.surname
        person.given = known.given
        person.foreigner = known.foreigner
        person.hasFurigana = true
        settle([person], reason: .moveIn, from: city.composer.japan(&random), serial: known.individualSerial)
    }

    private mutating func settle(_ members: [Person], reason: ReasonCode, from origin: DistantPlace?, serial: Int64? = nil) {
        let household = newHousehold()
        let movedOn = day.adding(days: -random.below(15))
        for member in members {
            var person = member
            person.number = newPersonNumber()
            person.household = household
            let fresh = newSerial()
            person.individualSerial = serial ?? fresh
            person.recordSerial = fresh
            person.reason = reason
            // A child born after the move moved in unborn: take it as born before.
            let born = CalendarDay(year: Int(person.birth.year), month: Int(person.birth.month), day: Int(person.birth.day))
            let since = max(movedOn, born ?? movedOn)
            person.movedOn = since
            person.notifiedOn = day
            person.residentSince = since
            person.addressSince = since
            person.cameFrom = origin
            join(person, household: household)
            commit(person)
        }
        if members.count == 1, let person = made.last { entrants.add(person.number, &random) }
    }

    mutating func returnOfMovedOut() {
        guard let before = listed(lists.movedOut, where: { $0.state == .movedOut }) else { return }
        let reason: ReasonCode = if case .abroad = before.wentTo { .moveInFromAbroad } else { .moveIn }
        var person = version(of: before, reason, backdated: 14)
        person.state = .resident
        person.cameFrom = before.wentTo
        person.wentTo = nil
        person.household = newHousehold()
        person.relation = .householder
        person.dwelling = city.composer.dwelling(&random, flat: 6_000)
        person.residentSince = person.movedOn
        person.addressSince = person.movedOn
        join(person, household: person.household)
        commit(person)
    }

    mutating func birth() {
        let today = day
        guard
            let mother = resident(
                tries: 80,
                where: {
                    !$0.isMale && (20...43).contains($0.age(on: today))
                        && ($0.relation == .wife || $0.relation == .householder || $0.relation == .unmarriedWife)
                }),
            let head = members(mother.household).first(where: { $0.relation == .householder })
        else { return }
        let born = day.adding(days: -random.below(14))
        let male = random.chance(5_120)
        // A child of a marriage takes the household's surname; of a Japanese parent, the Japanese nationality.
        let parent = head.foreigner == nil ? head : mother
        let nationality = parent.foreigner?.nationality ?? -1
        var child = city.composer.person(
            &random, .child, male: male, age: 0, surname: parent.foreigner?.surname ?? parent.surname, nationality: nationality, mother.dwelling)
        child.birth = WrittenDate(born)
        child.number = newPersonNumber()
        child.household = mother.household
        child.hasFurigana = true
        let fresh = newSerial()
        child.individualSerial = fresh
        child.recordSerial = fresh
        child.reason = .birth
        child.movedOn = born
        child.notifiedOn = day
        child.residentSince = born
        child.addressSince = born
        child.suppression = mother.suppression
        join(child, household: child.household)
        commit(child)
    }

    /// 帰化: the foreigner's record is removed, the Japanese one entered, under the same addressee number.
    mutating func naturalisation() {
        let today = day
        guard room >= 2, let before = listed(lists.foreigners, where: { $0.state == .resident && $0.foreigner != nil && $0.age(on: today) >= 18 })
        else { return }
        var removed = version(of: before, .removalByNaturalisation)
        removed.state = .removed
        commit(removed)
        var entered = version(of: removed, .entryByNaturalisation)
        entered.state = .resident
        let name = before.foreigner?.commonName ?? city.composer.commonName(male: before.isMale, &random)
        entered.surname = name.surname
        entered.given = name.given
        entered.foreigner = nil
        entered.hasFurigana = true
        commit(entered)
    }

    mutating func lossOfNationality() {
        let today = day
        guard room >= 2, let before = resident(where: { $0.foreigner == nil && $0.relation == .householder && $0.age(on: today) >= 18 })
        else { return }
        var removed = version(of: before, .removalByLossOfNationality)
        removed.state = .removed
        commit(removed)
        var entered = version(of: removed, .entryByLossOfNationality)
        entered.state = .resident
        let nationality = Nationality.all.count - 1
        let country = Nationality.all[nationality]
        entered.formerSurname = nil
        entered.foreigner = Foreigner(
            nationality: nationality, surname: random.below(country.surnames.count),
            given: random.below((before.isMale ? country.maleNames : country.femaleNames).count), script: .roman,
            commonName: Foreigner.CommonName(surname: before.surname, given: before.given))
        commit(entered)
    }

    mutating func recreation() {
        guard let before = resident() else { return }
        commit(version(of: before, [ReasonCode.recreationEntry, .restorationEntry, .recreationRemoval, .restorationRemoval][random.below(4)], notified: false))
    }

    /// A removal that was a mistake: the record is again as it was.
    mutating func cancelledRemoval() {
        guard let before = cancellableRemovals.take(&random), let now = person(before.number),
            now.state != .resident, now.history == before.history + 1
        else { return }
        var person = version(of: now, .cancelledRemoval)
        person.state = .resident
        person.wentTo = before.wentTo
        let heads = members(before.household).contains { $0.relation == .householder }
        // Between the two, the household may have got another householder, or lost its own.
        if heads == (before.relation == .householder) {
            person.household = newHousehold()
            person.relation = .householder
            join(person, household: person.household)
        }
        commit(person)
    }
}
