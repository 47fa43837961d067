/// Persons of the first load to whom rare movements can happen. Bounded: a sample is enough to draw from.
struct WatchLists: Sendable {
    static let limit = 20_000
    private(set) var movedOut: [Int] = []
    private(set) var dead: [Int] = []
    private(set) var provisional: [Int] = []
    private(set) var withoutNumber: [Int] = []
    private(set) var withoutRecordCode: [Int] = []
    private(set) var foreigners: [Int] = []
    private(set) var withFormerSurname: [Int] = []
    private(set) var withCommonName: [Int] = []
    private(set) var residents = 0

    mutating func note(_ person: Person) {
        func add(_ list: inout [Int]) {
            if list.count < Self.limit { list.append(person.number) }
        }
        switch person.state {
        case .movedOut: add(&movedOut)
        case .dead: add(&dead)
        case .removed: break
        case .resident:
            residents += 1
            if person.isProvisional {
                add(&provisional)
                return
            }
            if person.individualSerial == nil { add(&withoutNumber) }
            if person.recordSerial == nil { add(&withoutRecordCode) }
            if person.foreigner != nil { add(&foreigners) }
            if person.foreigner?.commonName != nil { add(&withCommonName) }
            if person.formerSurname != nil { add(&withFormerSurname) }
        }
    }
}
