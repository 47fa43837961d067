internal import Addressee

/// 修正. 41 to 49 and 59.
extension MovementEngine {
    /// 転居 of the whole household: nothing but the address and its date changes.
    mutating func move() {
        guard let someone = resident() else { return }
        let household = members(someone.household)
        guard household.count <= room else { return }
        let dwelling = city.composer.dwelling(&random, flat: household.count == 1 ? 7_000 : 5_000)
        guard dwelling != someone.dwelling else { return }
        let backdate = random.below(15)
        for before in household {
            var person = version(of: before, .move)
            person.movedOn = max(before.movedOn, day.adding(days: -backdate))
            person.dwelling = dwelling
            person.addressSince = person.movedOn
            commit(person)
        }
    }

    mutating func minorCorrection() {
        guard let someone = resident() else { return }
        if !someone.hasFurigana {
            var person = version(of: someone, .minorCorrection, notified: false)
            person.hasFurigana = true
            commit(person)
            cancellableCorrections.add(someone, &random)
            return
        }
        let household = members(someone.household)
        guard household.count <= room else { return }
        var dwelling = someone.dwelling
        city.composer.moveIntoFlat(&dwelling, &random)
        for before in household {
            var person = version(of: before, .minorCorrection, notified: false)
            person.dwelling = dwelling
            commit(person)
        }
    }

    /// 支援措置 set, prolonged, or suppression ended.
    mutating func exOfficioCorrection() {
        let today = day
        guard let someone = resident(where: { !$0.isMale && $0.age(on: today) >= 18 }) else { return }
        let household = someone.suppression == nil ? members(someone.household).filter { $0.relation != .husband } : members(someone.household)
        guard household.count <= room, household.contains(where: { $0.number == someone.number }) else { return }
        let isProvisional = random.chance(2_000)
        for before in household {
            var person = version(of: before, .exOfficioCorrection)
            person.suppression =
                someone.suppression == nil
                ? Suppression(from: person.movedOn, until: isProvisional ? nil : person.movedOn.anniversary(years: 1).adding(days: -1)) : nil
            if person.suppression != before.suppression { commit(person) }
        }
    }

    /// 仮登録 to 本登録, for the whole household.
    mutating func realRegistration() {
        guard let someone = listed(lists.provisional, where: { $0.isProvisional && $0.state == .resident }) else { return }
        let household = members(someone.household)
        guard household.count <= room else { return }
        for before in household {
            var person = version(of: before, .exOfficioCorrection, notified: false)
            person.isProvisional = false
            commit(person)
        }
    }

    mutating func errorCorrection() {
        let today = day
        guard let before = resident(where: { $0.unknownBirth == nil && $0.age(on: today) > 2 && (2...28).contains($0.birth.day) }) else { return }
        var person = version(of: before, .errorCorrection)
        // Never later, or a child would be born after it was entered.
        person.birth.day = UInt8(1 + random.below(Int(before.birth.day) - 1))
        commit(person)
        cancellableCorrections.add(before, &random)
    }

    mutating func numberChange(_ reason: ReasonCode) {
        // Not of those whom departments know by the old number: their files may be loaded afterwards.
        guard let before = resident(where: { ($0.individualSerial ?? .max) < Numbers.nonResidentSerials }) else { return }
        var person = version(of: before, reason, notified: reason == .numberOnRequest)
        person.individualSerial = newSerial()
        commit(person)
    }

    mutating func numberEntered() {
        guard let before = listed(lists.withoutNumber, where: { $0.individualSerial == nil && $0.state == .resident }) else { return }
        var person = version(of: before, .numberEntered, notified: false)
        person.individualSerial = newSerial()
        commit(person)
    }

    mutating func recordCodeChange() {
        guard let before = resident(where: { $0.recordSerial != nil }) else { return }
        var person = version(of: before, .recordCodeOnRequest)
        person.recordSerial = newSerial()
        commit(person)
    }

    mutating func recordCodeEntered() {
        guard let before = listed(lists.withoutRecordCode, where: { $0.recordSerial == nil && $0.state == .resident }) else { return }
        var person = version(of: before, .recordCodeEntered, notified: false)
        person.recordSerial = newSerial()
        commit(person)
    }

    mutating func cancelledCorrection() {
        guard let before = cancellableCorrections.take(&random), let now = person(before.number),
            now.state == .resident, now.history == before.history + 1
        else { return }
        var person = version(of: now, .cancelledCorrection)
        person.birth = before.birth
        person.hasFurigana = before.hasFurigana
        person.formerSurname = before.formerSurname
        person.foreigner = before.foreigner
        commit(person)
    }
}
