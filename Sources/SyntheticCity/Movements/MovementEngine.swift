internal import Addressee

/// Lets days pass in a city. Each movement follows from the state that the person was in, so a register that has taken in
/// `residents.csv` and the days before accepts every row. Memory grows with the movements made, not with the population.
struct MovementEngine: Sendable {
    let city: City
    var random: SplitMix64
    var day: CalendarDay
    /// Rows that the current event may still make.
    var room = 0
    /// What the current event has made.
    private(set) var made: [Person] = []

    /// Persons as they are now, where that is not as they were at the first load.
    private(set) var changed: [Int: Person] = [:]
    /// Persons who joined a household that they were not in at the first load.
    private var joined: [Int: [Int]] = [:]
    private let reserved: Set<Int>
    private var nextPerson: Int
    private var nextHousehold: Int
    private var nextSerial = Numbers.laterSerials
    private var recent: [Int] = []

    var lists: WatchLists
    let nonResidents: NonResidents
    var nonResidentsWhoMayMoveIn: Range<Int>
    /// Persons before an event that can be cancelled, and those who left a household.
    var cancellableRemovals = Bounded<Person>()
    var cancellableCorrections = Bounded<Person>()
    var entrants = Bounded<Int>()
    var splits = Bounded<Person>()

    /// - Parameter reserved: households that planted rows are about; nothing happens to them.
    init(city: City, lists: WatchLists, reserved: Set<Int> = [], nonResidentsWhoMayMoveIn: Range<Int> = 0..<0) {
        self.city = city
        self.lists = lists
        self.reserved = reserved
        self.nonResidentsWhoMayMoveIn = nonResidentsWhoMayMoveIn
        nonResidents = NonResidents(city: city)
        random = SplitMix64(seed: city.seed, stream: 0xA7E2_0000_0000_0001)
        day = city.today
        nextPerson = city.persons + 1
        nextHousehold = city.households
    }

    /// Makes exactly so many movements on a day, in order.
    mutating func pass(_ day: CalendarDay, movements: Int, _ visit: (Person) throws -> Void) rethrows {
        self.day = day
        var left = movements
        while left > 0 {
            for person in next(room: left) {
                try visit(person)
                left -= 1
            }
        }
    }

    /// The rows of one event, at most `room` and at least one.
    mutating func next(room: Int) -> [Person] {
        made.removeAll(keepingCapacity: true)
        self.room = room
        for _ in 0..<40 {
            let event = MovementEvent.allCases[MovementEvent.weights.pick(&random)]
            happen(event)
            if !made.isEmpty { return made }
        }
        // Always possible, also in an empty city.
        moveIn()
        return made
    }

    // MARK: Persons

    func person(_ number: Int) -> Person? {
        if let person = changed[number] { return person }
        guard number >= 1, number <= city.persons else { return nil }
        let index = city.householdIndex(of: number)
        return city.household(index)[number - Int(city.firstPersons[index])]
    }

    /// Residents of a household now, in the order of their numbers.
    func members(_ household: Int) -> [Person] {
        var people: [Person] = []
        if household < city.households {
            people = city.household(household).map { changed[$0.number] ?? $0 }
        }
        for number in joined[household] ?? [] {
            if let person = changed[number] { people.append(person) }
        }
        return people.filter { $0.household == household && $0.state == .resident }.sorted { $0.number < $1.number }
    }

    func isFree(_ person: Person) -> Bool { !person.isProvisional && !reserved.contains(person.household) }

    /// A resident drawn at random who meets a condition; nil after some tries.
    mutating func resident(tries: Int = 40, where condition: (Person) -> Bool = { _ in true }) -> Person? {
        for _ in 0..<tries {
            let number =
                !recent.isEmpty && random.chance(100)
                ? recent[random.below(recent.count)] : random.within(1...(nextPerson - 1))
            guard let person = person(number), person.state == .resident, isFree(person), condition(person) else { continue }
            return person
        }
        return nil
    }

    /// Someone of a list who still meets a condition.
    mutating func listed(_ list: [Int], where condition: (Person) -> Bool) -> Person? {
        guard !list.isEmpty else { return nil }
        for _ in 0..<10 {
            guard let person = person(list[random.below(list.count)]), isFree(person) || person.isProvisional,
                !reserved.contains(person.household), condition(person)
            else { continue }
            return person
        }
        return nil
    }

    // MARK: Changes

    /// The next version of a person, for a reason, as of today or some days before.
    mutating func version(of person: Person, _ reason: ReasonCode, backdated days: Int = 0, notified: Bool = true) -> Person {
        var next = person
        next.history += 1
        next.reason = reason
        next.movedOn = min(day, max(person.movedOn, day.adding(days: -random.below(days + 1))))
        next.notifiedOn = notified ? day : nil
        return next
    }

    mutating func commit(_ person: Person) {
        changed[person.number] = person
        made.append(person)
        if recent.count < 256 { recent.append(person.number) } else { recent[random.below(256)] = person.number }
    }

    mutating func join(_ person: Person, household: Int) {
        if household < city.households {
            let first = Int(city.firstPersons[household])
            if person.number >= first, person.number < first + city.household(household).count { return }
        }
        if joined[household]?.contains(person.number) != true { joined[household, default: []].append(person.number) }
    }

    mutating func newHousehold() -> Int {
        defer { nextHousehold += 1 }
        return nextHousehold
    }

    mutating func newPersonNumber() -> Int {
        defer { nextPerson += 1 }
        return nextPerson
    }

    mutating func newSerial() -> Int64 {
        defer { nextSerial += 1 }
        return nextSerial
    }
}

/// A list that forgets when it is full, so that a long stream stays small.
struct Bounded<Element: Sendable>: Sendable {
    private var elements: [Element] = []

    mutating func add(_ element: Element, _ random: inout SplitMix64) {
        if elements.count < 4_096 { elements.append(element) } else { elements[random.below(4_096)] = element }
    }

    mutating func take(_ random: inout SplitMix64) -> Element? {
        guard !elements.isEmpty else { return nil }
        let index = random.below(elements.count)
        elements.swapAt(index, elements.count - 1)
        return elements.removeLast()
    }
}
