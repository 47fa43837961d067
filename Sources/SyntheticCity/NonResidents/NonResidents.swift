internal import Addressee

/// 住登外者. Persons whom departments know without their being residents: invented by number, so that several departments can know the same one.
struct NonResidents: Sendable {
    let city: City

    /// How many persons a system knows, and its place in the running numbers.
    struct Source: Sendable {
        let name: SystemName
        let position: Int
        let count: Int
    }

    func source(_ name: SystemName) -> Source {
        // Of 10,000 persons of the city.
        let (position, share): (Int, Int) =
            switch name {
            case .tax: (0, 400)
            case .childcare: (1, 100)
            case .careInsurance: (2, 200)
            case .healthInsurance: (3, 200)
            case .nationalPension: (4, 150)
            case .educationBoard: (5, 50)
            case .residentRecord: (6, 50)
            // Another name: by a hash of its letters (FNV-1a), the same on every run.
            default: (100 + Int(name.rawValue.utf8.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 } % 800), 100)
            }
        return Source(name: name, position: position, count: max(city.persons * share / 10_000, 10))
    }

    /// Persons known to every system that has that many rows; some of them move in later.
    func shared(by sources: [Source]) -> Range<Int> {
        0..<((sources.map(\.count).min() ?? 0) / 5)
    }

    /// A non-resident by number; the day of birth, name, sex and individual number are the same for every system that knows the person.
    func person(_ id: Int) -> Person {
        var random = SplitMix64(seed: city.seed ^ 0x4E52, stream: UInt64(id))
        let foreign = random.chance(250)
        var person = city.composer.household(.single, foreign: foreign, &random)[0]
        person.number = id
        person.individualSerial = Numbers.nonResidentSerials + Int64(id)
        return person
    }

    /// The person of a row: one in five is known to other systems too.
    func id(row: Int, of source: Source) -> Int {
        row % 5 == 0 ? row / 5 : (source.position + 1) * 10_000_000 + row
    }

    /// One row in ten is about someone who is or was a resident, under a number of the system's own: found by the individual number.
    func resident(row: Int, of source: Source, where isFree: (Person) -> Bool) -> Person? {
        guard row % 10 == 3 else { return nil }
        let stride = max(city.persons / (source.count / 10 + 1), 1)
        let start = 1 + (row / 10) * stride + (source.position * 7) % stride
        guard start + stride - 1 <= city.persons else { return nil }
        var found: Person?
        // Those who moved out are the usual case.
        for household in city.householdIndex(of: start)...city.householdIndex(of: min(start + stride - 1, start + 30)) {
            for person in city.household(household) where (start..<(start + stride)).contains(person.number) {
                guard person.individualSerial != nil, !person.isProvisional, isFree(person) else { continue }
                if person.state == .movedOut { return person }
                if found == nil { found = person }
            }
        }
        return found
    }
}

/// One row of a system's file.
struct NonResidentRecord: Sendable {
    var person: Person
    /// 15-digit number of the system's own; nil: to be assigned.
    var number: Int64?
    var showsIndividualNumber = true
    var place: DistantPlace
    var dwelling: Dwelling?
    /// 他業務参照不可
    var isClosed = false
    var operatorNumber: Int
    var operatedOn: CalendarDay
    var operatedAt: Int
}
