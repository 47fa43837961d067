internal import Addressee

/// An invented city: a pure function of (persons, seed, day). A household is invented again whenever it is asked for, so that a city of
/// a million takes a few megabytes: the number of the first person of each household.
struct City: Sendable {
    /// 市区町村コード of the body whose city it is, where none is asked for: さいたま市.
    static let usualBody = "111007"

    /// 市区町村コード of the body whose city it is.
    let bodyCode: String
    let persons: Int
    let seed: UInt64
    let today: CalendarDay
    let composer: Composer
    let numbers: Numbers
    /// Number of the first person of each household, ascending.
    private(set) var firstPersons: [UInt32] = []

    var tables: ReferenceTables { composer.tables }

    init(persons: Int, seed: UInt64, today: CalendarDay, of body: LocalGovernmentCode? = nil) throws(GenerationError) {
        guard (1...10_000_000).contains(persons) else {
            throw .request("persons: \(persons) given, 1 to 10,000,000 expected")
        }
        self.persons = persons
        self.seed = seed
        self.today = today
        bodyCode = body?.value ?? Self.usualBody
        composer = Composer(tables: try ReferenceTables(of: body), today: today)
        numbers = Numbers(seed: seed)
    }

    /// Settles the city: every person once, in the order of their numbers.
    mutating func settle(_ visit: (Person) throws -> Void) rethrows {
        firstPersons.removeAll(keepingCapacity: true)
        var first = 1
        while first <= persons {
            let members = household(firstPersons.count, from: first)
            firstPersons.append(UInt32(first))
            for member in members { try visit(member) }
            first += members.count
        }
    }

    var households: Int { firstPersons.count }

    /// A household as it stood at the first load.
    func household(_ index: Int) -> [Person] { household(index, from: Int(firstPersons[index])) }

    /// The household that a person of the first load was recorded in.
    func householdIndex(of number: Int) -> Int {
        var low = 0
        var high = firstPersons.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if Int(firstPersons[middle]) <= number { low = middle } else { high = middle - 1 }
        }
        return low
    }

    private func household(_ index: Int, from first: Int) -> [Person] {
        var random = SplitMix64(seed: seed, stream: UInt64(index))
        let fate = Fate(&random)
        let foreign = random.chance(fate == .removed ? 3_000 : 285)
        let kind: Composer.Kind = fate == .dead || fate == .removed ? .single : composer.kind(&random)
        var members = composer.household(kind, foreign: foreign, &random)
        if members.count > persons - first + 1 { members.removeLast(members.count - (persons - first + 1)) }
        if fate == .dead, random.chance(9_000) { members[0].birth.year = Int16(today.year - 62 - random.below(20) - random.below(18)) }
        // One of those born on a day that no calendar has is in every city, however small.
        if index == 3, !foreign, fate == .living {
            members[0].birth = WrittenDate(year: 1955, month: 2, day: 29)
            members[0].unknownBirth = nil
        }
        // And some who are old enough for a pension of before 1961 (老齢福祉年金: born until 1 April 1916) are in nearly every city.
        if (5..<13).contains(index), kind == .single, !foreign, fate == .living {
            members[0].birth = WrittenDate(year: 1916, month: 3, day: index)
            members[0].unknownBirth = nil
        }
        Biography(city: self).write(into: &members, household: index, first: first, fate: fate, &random)
        return members
    }

    /// What became of a household.
    enum Fate: Sendable {
        case living, movedOut, dead, removed, provisional, protected

        init(_ random: inout SplitMix64) {
            self =
                switch random.below(10_000) {
                case 0..<150: .movedOut
                case 150..<290: .dead
                case 290..<330: .removed
                case 330..<340: .provisional
                case 340..<354: .protected
                default: .living
                }
        }
    }
}
