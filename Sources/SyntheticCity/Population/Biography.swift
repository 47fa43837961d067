internal import Addressee

/// Gives the members of a household their numbers and a past that explains how they came to the state they are in.
struct Biography {
    let city: City

    func write(into members: inout [Person], household: Int, first: Int, fate: City.Fate, _ random: inout SplitMix64) {
        let today = city.today
        let headAge = max(members[0].age(on: today), 18)
        // Short stays are the most frequent.
        let years = min(headAge, random.chance(5_000) ? random.below(8) : random.below(40))
        let since = today.adding(days: -1 - random.below(365) - years * 365)
        let stay = Int(today.daysSince2000 - since.daysSince2000)
        let movedWithin = stay > 400 && random.chance(4_000) ? since.adding(days: random.within(90...(stay - 1))) : nil
        let origin: DistantPlace? = members[0].foreigner.map { .abroad(country: $0.nationality) } ?? city.composer.japan(&random)
        for index in members.indices {
            var person = members[index]
            person.number = first + index
            person.household = household
            person.individualSerial = random.chance(15) ? nil : Int64(person.number)
            person.recordSerial = random.chance(20) ? nil : Int64(person.number)
            arrive(&person, since: since, movedWithin: movedWithin, origin: origin, &random)
            if random.chance(1_500) { correct(&person, &random) }
            switch fate {
            case .living: break
            case .movedOut: leave(&person, &random)
            case .dead: die(&person, &random)
            case .removed: remove(&person, &random)
            case .provisional:
                let day = today.adding(days: -random.below(5) - 1)
                person = members[index].settledProvisionally(number: person.number, household: household, on: day, from: origin)
            case .protected: protect(&person, &random)
            }
            members[index] = person
        }
    }

    private func arrive(
        _ person: inout Person, since: CalendarDay, movedWithin: CalendarDay?, origin: DistantPlace?, _ random: inout SplitMix64
    ) {
        let born = CalendarDay(year: Int(person.birth.year), month: Int(person.birth.month), day: Int(person.birth.day))
        if let born, born >= since {
            person.residentSince = born
            person.reason = .birth
            person.movedOn = born
            person.notifiedOn = min(born.adding(days: random.below(14)), city.today.adding(days: -1))
            if born >= city.today {
                person.residentSince = city.today.adding(days: -1)
                person.movedOn = person.residentSince
                person.birth = WrittenDate(person.residentSince)
            }
        } else {
            person.residentSince = since
            if case .abroad = origin { person.reason = .moveInFromAbroad }
            person.movedOn = since
            person.notifiedOn = min(since.adding(days: random.below(14)), city.today.adding(days: -1))
            person.cameFrom = origin
        }
        person.addressSince = person.residentSince
        if let movedWithin, movedWithin > person.residentSince {
            person.history += 1
            person.reason = .move
            person.addressSince = movedWithin
            person.movedOn = movedWithin
            person.notifiedOn = min(movedWithin.adding(days: random.below(14)), city.today.adding(days: -1))
        }
    }

    private func later(than day: CalendarDay, _ random: inout SplitMix64) -> CalendarDay {
        day.adding(days: random.below(max(Int(city.today.daysSince2000 - day.daysSince2000), 1)))
    }

    private func correct(_ person: inout Person, _ random: inout SplitMix64) {
        person.history += 1 + random.below(3)
        person.reason = person.formerSurname != nil ? .formerSurnameEntered : random.chance(7_000) ? .minorCorrection : .exOfficioCorrection
        person.movedOn = later(than: person.movedOn, &random)
        person.notifiedOn = person.reason == .formerSurnameEntered ? person.movedOn : nil
    }

    private func leave(_ person: inout Person, _ random: inout SplitMix64) {
        person.history += 1
        person.state = .movedOut
        person.movedOn = later(than: person.movedOn, &random)
        person.notifiedOn = person.movedOn
        if person.foreigner != nil || random.chance(600) {
            person.reason = .moveAbroad
            person.wentTo = .abroad(country: person.foreigner?.nationality ?? Nationality.all.count - 1)
        } else {
            person.reason = .moveOut
            person.wentTo = .japan(town: (person.household * 7) % city.tables.elsewhere.count, block: 1 + person.household % 900)
        }
    }

    private func die(_ person: inout Person, _ random: inout SplitMix64) {
        person.history += 1
        person.state = .dead
        person.reason = .death
        person.movedOn = later(than: person.movedOn, &random)
        person.notifiedOn = min(person.movedOn.adding(days: random.below(8)), city.today.adding(days: -1))
        // Who died before numbers were given has none (法施行 2015-10-05).
        if person.movedOn.year < 2015 { person.individualSerial = nil }
    }

    private func remove(_ person: inout Person, _ random: inout SplitMix64) {
        person.history += 1
        person.state = .removed
        person.reason = person.foreigner != nil && random.chance(4_000) ? .removalByNaturalisation : random.chance(3_000) ? .cancelledEntry : .exOfficioRemoval
        person.movedOn = later(than: person.movedOn, &random)
        person.notifiedOn = nil
    }

    private func protect(_ person: inout Person, _ random: inout SplitMix64) {
        let from = max(person.movedOn, city.today.adding(days: -random.within(1...420)))
        person.history += 1
        person.reason = .exOfficioCorrection
        person.movedOn = from
        person.notifiedOn = nil
        switch random.below(10) {
        case 0: person.suppression = Suppression(from: nil, until: nil)
        case 1, 2: person.suppression = Suppression(from: from, until: nil)
        // One year; the suppression goes on after the end until a clerk ends it.
        default: person.suppression = Suppression(from: from, until: from.anniversary(years: 1).adding(days: -1))
        }
    }
}

extension Person {
    /// 仮登録: entered, not yet decided.
    func settledProvisionally(number: Int, household: Int, on day: CalendarDay, from origin: DistantPlace?) -> Person {
        var person = self
        person.number = number
        person.household = household
        person.isProvisional = true
        person.individualSerial = Int64(number)
        person.recordSerial = Int64(number)
        person.reason = .moveIn
        if case .abroad = origin { person.reason = .moveInFromAbroad }
        let born = CalendarDay(year: Int(birth.year), month: Int(birth.month), day: Int(birth.day))
        let entered = max(day, born ?? day)
        person.movedOn = entered
        person.notifiedOn = entered
        person.residentSince = entered
        person.addressSince = entered
        person.cameFrom = origin
        return person
    }
}
