internal import Addressee

/// Invents households: who lives together, how old they are, what they are called and where they live. A pure function of the random stream.
struct Composer: Sendable {
    let tables: ReferenceTables
    /// Ages are as of this day.
    let today: CalendarDay

    enum Kind: Int, Sendable {
        case single, couple, family, loneParent, threeGenerations, sharing
    }

    /// Shares follow the census of a large commuter city: 2.2 persons to a household, a quarter of the people 65 or older.
    private static let kinds = Weights([388, 226, 238, 84, 28, 36])
    /// Population of the ten wards in hundreds, in the order of their codes (西, 北, 大宮, 見沼, 中央, 桜, 浦和, 南, 緑, 岩槻).
    private static let wards = Weights([950, 1_510, 1_270, 1_650, 1_040, 950, 1_700, 1_970, 1_340, 1_120])

    func kind(_ random: inout SplitMix64) -> Kind { Kind(rawValue: Self.kinds.pick(&random)) ?? .single }

    /// Members in the order of the record, householder first.
    func household(_ kind: Kind, foreign: Bool, _ random: inout SplitMix64) -> [Person] {
        let draft = HouseholdDraft(composer: self, kind: kind, foreign: foreign, random: random)
        random = draft.random
        return draft.members
    }

    func person(
        _ random: inout SplitMix64, _ relation: Relation, male: Bool, age: Int, surname: Int, nationality: Int, _ dwelling: Dwelling
    ) -> Person {
        // Not born after today, however the months lie.
        let born = today.adding(days: -Int(Double(age) * 365.2425) - random.below(365))
        var person = Person(
            relation: relation, isMale: male, birth: WrittenDate(born), surname: surname, dwelling: dwelling, movedOn: today,
            residentSince: today, addressSince: today)
        if nationality >= 0 {
            let country = Nationality.all[nationality]
            let script: Foreigner.Script = !country.writesKanji ? .roman : random.chance(400) ? .kanji : .romanAndKanji
            person.surname = 0
            person.foreigner = Foreigner(
                nationality: nationality, surname: country.surnames.count > surname ? surname : random.below(country.surnames.count),
                given: random.below((male ? country.maleNames : country.femaleNames).count), script: script,
                commonName: random.chance(country.commonNameShare) ? commonName(male: male, &random) : nil)
            person.hasFurigana = random.chance(7_000)
        } else {
            person.given = given(male: male, &random)
            person.hasFurigana = !random.chance(400)
        }
        return person
    }

    func commonName(male: Bool, _ random: inout SplitMix64) -> Foreigner.CommonName {
        Foreigner.CommonName(surname: tables.surnameWeights.pick(&random), given: given(male: male, &random))
    }

    func given(male: Bool, _ random: inout SplitMix64) -> Int { random.below((male ? tables.maleNames : tables.femaleNames).count) }

    /// A surname of the Japanese list, or of the nationality's.
    func surname(_ random: inout SplitMix64, nationality: Int) -> Int {
        nationality < 0 ? tables.surnameWeights.pick(&random) : random.below(Nationality.all[nationality].surnames.count)
    }

    func dwelling(_ random: inout SplitMix64, flat: Int) -> Dwelling {
        let ward = tables.city.wards[Self.wards.pick(&random) % tables.city.wards.count]
        let town = ward.lowerBound + random.below(ward.count)
        let hasChome = tables.city.hasChome[town]
        var dwelling = Dwelling(
            town: town, chome: hasChome ? random.within(1...5) : 0, block: random.within(1...(hasChome ? 42 : 1_980)),
            house: hasChome ? random.within(1...38) : 0)
        if random.chance(flat) { moveIntoFlat(&dwelling, &random) }
        return dwelling
    }

    func moveIntoFlat(_ dwelling: inout Dwelling, _ random: inout SplitMix64) {
        dwelling.building = random.below(random.chance(9_950) ? Buildings.all.count - 1 : Buildings.all.count)
        dwelling.room = random.within(1...12) * 100 + random.within(1...15)
    }

    func japan(_ random: inout SplitMix64) -> DistantPlace {
        .japan(town: random.below(tables.elsewhere.count), block: random.within(1...1_200))
    }

    func makeBirthUnknown(_ person: inout Person, _ random: inout SplitMix64) {
        switch random.below(10) {
        case 0..<4:
            person.unknownBirth = .aboutYear
            person.birth.month = 0
            person.birth.day = 0
        case 4..<6:
            person.unknownBirth = .inYear
            person.birth.month = 0
            person.birth.day = 0
        case 6..<8:
            person.unknownBirth = .inMonth
            person.birth.day = 0
        case 8:
            person.unknownBirth = .earlyInMonth
            person.birth.day = 0
        default:
            person.unknownBirth = .wholly
            person.birth = WrittenDate(year: 0, month: 0, day: 0)
        }
    }
}
