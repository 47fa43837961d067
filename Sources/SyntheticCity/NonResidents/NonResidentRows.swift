internal import Addressee

/// The rows of one system's file, in order.
struct NonResidentRows {
    let people: NonResidents
    let source: NonResidents.Source
    /// Residents who may be shown: those whose number stays what it was.
    let isFree: (Person) -> Bool

    func record(_ row: Int) -> NonResidentRecord {
        let city = people.city
        var random = SplitMix64(seed: city.seed ^ 0x524F_5753, stream: UInt64(source.position) << 32 | UInt64(row))
        let resident = people.resident(row: row, of: source, where: isFree)
        let person = resident ?? people.person(people.id(row: row, of: source))
        var record = NonResidentRecord(
            person: person,
            number: Numbers.nonResidents + Int64(source.position) * 10_000_000_000 + Int64(row),
            place: resident?.wentTo ?? city.composer.japan(&random),
            operatorNumber: random.within(1_000...9_999),
            operatedOn: city.today.adding(days: -1 - random.below(2_000)),
            operatedAt: random.within((8 * 3_600 + 1_800)...(18 * 3_600)))
        if resident == nil {
            if random.chance(150) { record.place = .abroad(country: Nationality.weights.pick(&random)) }
            // Not every department may handle individual numbers for everyone it knows.
            record.showsIndividualNumber = !random.chance(1_500)
        }
        if random.chance(5_000) { record.dwelling = person.dwelling }
        if random.chance(300) { record.number = nil }
        record.isClosed = random.chance(300)
        return record
    }
}
