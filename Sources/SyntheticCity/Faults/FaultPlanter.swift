internal import Addressee

/// Makes the bad rows. Each is a good row with one thing wrong, about a person of its own or about residents to whom nothing else happens.
struct FaultPlanter {
    private let city: City
    private let firstDay: CalendarDay
    private let layout: ResidentLayout
    private var random: SplitMix64
    private var search: Int
    private var made: Int
    /// Households that planted rows are about.
    private(set) var reserved: Set<Int> = []

    /// - Parameter made: rows made by planters before, whose running numbers are taken.
    init(city: City, edition: LayoutEdition, firstDay: CalendarDay, made: Int = 0) {
        self.made = made
        self.city = city
        self.firstDay = firstDay
        layout = ResidentLayout(city: city, edition: edition)
        random = SplitMix64(seed: city.seed, stream: 0xFA17)
        search = city.households / 3
    }

    /// - Parameter rows: rows of the file without the bad ones, among which it is put.
    mutating func row(_ fault: Fault, amongRows rows: Int, firstSource: NonResidents.Source? = nil) throws(GenerationError) -> PlantedRow {
        made += 1
        let bytes: [UInt8]
        switch fault.place {
        case .residents: bytes = residentRow(fault)
        case .movements: bytes = try movementRow(fault)
        case .nonResidents:
            guard let firstSource else { throw .plant(fault, "needs a system that knows non-residents") }
            bytes = try nonResidentRow(fault, firstSource)
        }
        return PlantedRow(fault: fault, after: rows / 4 + random.below(max(rows / 2, 1)), bytes: bytes)
    }

    // MARK: residents.csv

    private mutating func residentRow(_ fault: Fault) -> [UInt8] {
        var row = Row(newcomer(), layout)
        switch fault {
        case .missingSex: row["seibetsu"] = ""
        case .missingPrefecture: row["jusho_todofuken"] = ""
        case .lettersInIndividualNumber: row["kojinbango"] = String(row["kojinbango"].dropLast()) + "X"
        case .controlCharacter: row["shimei"] += "\u{7}"
        case .unknownSexCode: row["seibetsu"] = "7"
        case .wrongDateForm: row["idonengappi"] = row["idonengappi"].replacing("-", with: "/")
        case .nameTooLong: row["shimei"] = row["shimei"] + String(repeating: "長", count: 100)
        case .shortIndividualNumber: row["kojinbango"] = String(row["kojinbango"].dropLast())
        case .unknownBirthWithoutNotation:
            row["seinengappi_fushofuragu"] = "1"
            row["seinengappi_fushohyoki"] = ""
        case .individualNumberCheckDigit: row["kojinbango"] = Self.spoiled(row["kojinbango"])
        case .residentRecordCodeCheckDigit: row["juminhyokodo"] = Self.spoiled(row["juminhyokodo"])
        case .localGovernmentCodeCheckDigit: row["jusho_shikuchosonkodo"] = Self.spoiled(row["jusho_shikuchosonkodo"])
        case .unknownReason: row["idojiyu"] = "Z9"
        case .impossibleDate: row["idonengappi"] = "\(firstDay.year - 1)-02-30"
        case .birthInFuture: row["seinengappi"] = "2999-12-31"
        case .individualNumberOfZeros: row["kojinbango"] = String(repeating: "0", count: 12)
        case .residentRecordCodeOfZeros: row["juminhyokodo"] = String(repeating: "0", count: 11)
        case .dateOfYearZero: row["juminnengappi"] = "0000-01-01"
        case .reasonForForeignersOnly: row["idojiyu"] = ReasonCode.entryByLossOfNationality.text(in: layout.edition)
        case .columnMissing: row.fields.removeLast()
        case .columnTooMany: row.fields.append("")
        default: break
        }
        var bytes = row.bytes
        if fault == .invalidUTF8 { bytes = row.bytes(replacing: "shimei", with: [0x8D, 0xB2, 0x93, 0xA1]) }
        if fault == .brokenQuote { bytes = row.bytes(replacing: "shimei", with: Array("\"\(row["shimei"])\"様".utf8)) }
        return bytes
    }

    // MARK: movements

    private mutating func movementRow(_ fault: Fault) throws(GenerationError) -> [UInt8] {
        switch fault {
        case .moveInOfResident: return Row(next(try reserve(fault) { $0.state == .resident }, .moveIn), layout).bytes
        case .moveOutOfMovedOut: return Row(next(try reserve(fault) { $0.state == .movedOut }, .moveOut), layout).bytes
        case .deathOfDead: return Row(next(try reserve(fault) { $0.state == .dead }, .death), layout).bytes
        case .moveOfUnknown:
            var person = newcomer()
            person.reason = .move
            return Row(person, layout).bytes
        case .moveChangesName:
            var person = next(try reserve(fault) { $0.state == .resident && $0.foreigner == nil }, .move)
            person.dwelling = city.composer.dwelling(&random, flat: 0)
            person.addressSince = firstDay
            person.given = (person.given + 1) % city.tables.maleNames.count
            return Row(person, layout).bytes
        case .removalForForeignersOnly:
            var person = next(try reserve(fault) { $0.state == .resident && $0.foreigner == nil }, .removalByNaturalisation)
            person.state = .removed
            return Row(person, layout).bytes
        case .oldHistoryNumber:
            var person = try reserve(fault) { $0.state == .resident && $0.history > 1 }
            person.history -= 1
            person.reason = .minorCorrection
            return Row(person, layout).bytes
        case .sameHistoryOtherContent:
            var person = try reserve(fault) { $0.state == .resident }
            person.dwelling.block += 1
            return Row(person, layout).bytes
        case .numberChangedWithoutReason:
            var person = next(try reserve(fault) { $0.state == .resident && $0.individualSerial != nil }, .minorCorrection)
            person.individualSerial = Numbers.plantedSerials + Int64(made)
            return Row(person, layout).bytes
        default:
            let owner = try reserve(fault) { $0.state == .resident && $0.individualSerial != nil && $0.foreigner == nil && $0.unknownBirth == nil }
            var person = stranger(to: owner)
            person.reason = .moveIn
            person.movedOn = firstDay
            person.notifiedOn = firstDay
            person.residentSince = firstDay
            person.addressSince = firstDay
            return Row(person, layout).bytes
        }
    }

    // MARK: non-residents

    private mutating func nonResidentRow(_ fault: Fault, _ source: NonResidents.Source) throws(GenerationError) -> [UInt8] {
        let number = Numbers.nonResidents + Int64(source.position) * 10_000_000_000 + 9_000_000_000 + Int64(made)
        var record = NonResidentRecord(
            person: newcomer(), number: number, place: city.composer.japan(&random), operatorNumber: 1_234,
            operatedOn: city.today.adding(days: -1), operatedAt: 36_000)
        if fault == .nonResidentNumberOfAnother {
            let owner = try reserve(fault) { $0.state == .resident && $0.individualSerial != nil && $0.foreigner == nil && $0.unknownBirth == nil }
            record.person = stranger(to: owner)
        }
        var row = Row(record, NonResidentLayout(city: city, edition: layout.edition))
        switch fault {
        case .nonResidentMissingOperator: row["sosashaid"] = ""
        case .nonResidentMergedWithoutTarget: row["nayosemotofuragu"] = "1"
        case .nonResidentCheckDigit: row["kojinbango"] = Self.spoiled(row["kojinbango"])
        default: break
        }
        return row.bytes
    }

    // MARK: persons

    /// Someone of whom nothing else is in any file.
    private mutating func newcomer() -> Person {
        var person = city.composer.household(.single, foreign: false, &random)[0]
        person.number = Numbers.plantedPersons + made
        person.household = Numbers.plantedPersons + made
        person.individualSerial = Numbers.plantedSerials + Int64(made)
        person.recordSerial = Numbers.plantedRecordSerials + Int64(made)
        person.birth = WrittenDate(year: city.today.year - random.within(20...59), month: random.within(1...12), day: random.within(1...28))
        person.unknownBirth = nil
        let day = city.today.adding(days: -random.within(1...300))
        person.movedOn = day
        person.notifiedOn = day
        person.residentSince = day
        person.addressSince = day
        return person
    }

    /// Someone of another name, birth date and sex with the individual number of `owner`.
    private mutating func stranger(to owner: Person) -> Person {
        var person = newcomer()
        person.isMale = !owner.isMale
        person.given = 0
        person.individualSerial = owner.individualSerial
        person.surname = (owner.surname + 1) % 400
        if person.birth.year == owner.birth.year { person.birth.year -= 1 }
        return person
    }

    private func next(_ person: Person, _ reason: ReasonCode) -> Person {
        var next = person
        next.history += 1
        next.reason = reason
        next.movedOn = firstDay
        next.notifiedOn = firstDay
        return next
    }

    /// A person of the first load, with a household that is then left alone.
    private mutating func reserve(_ fault: Fault, where condition: (Person) -> Bool) throws(GenerationError) -> Person {
        for _ in 0..<min(city.households, 200_000) {
            search = (search + 1) % city.households
            if reserved.contains(search) { continue }
            if let person = city.household(search).first(where: { !$0.isProvisional && condition($0) }) {
                reserved.insert(search)
                return person
            }
        }
        throw .plant(fault, "nobody in a city of \(city.persons) fits; ask for more persons")
    }

    private static func spoiled(_ number: String) -> String {
        guard let last = number.last?.wholeNumberValue else { return number }
        return String(number.dropLast()) + String((last + 1) % 10)
    }
}

/// A row as fields that can be changed one by one.
private struct Row {
    private let columns: [String]
    var fields: [String]

    init(_ person: Person, _ layout: ResidentLayout) {
        var bytes: [UInt8] = []
        layout.write(person, to: &bytes)
        columns = Self.split(Array("\(ResidentLayout.columns)".utf8))
        fields = Self.split(bytes)
    }

    init(_ record: NonResidentRecord, _ layout: NonResidentLayout) {
        var bytes: [UInt8] = []
        layout.write(record, to: &bytes)
        columns = Self.split(Array("\(NonResidentLayout.columns(layout.edition))".utf8))
        fields = Self.split(bytes)
    }

    subscript(column: String) -> String {
        get { columns.firstIndex(of: column).map { fields[$0] } ?? "" }
        set {
            if let index = columns.firstIndex(of: column) { fields[index] = newValue }
        }
    }

    var bytes: [UInt8] { bytes(replacing: "", with: []) }

    /// The row with the bytes of one field as given, however wrong.
    func bytes(replacing column: String, with value: [UInt8]) -> [UInt8] {
        let replaced = columns.firstIndex(of: column)
        var bytes: [UInt8] = []
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.comma() }
            if index == replaced {
                bytes.append(contentsOf: value)
            } else if field.contains(",") || field.contains("\"") {
                bytes.append(contentsOf: "\"\(field.replacing("\"", with: "\"\""))\"".utf8)
            } else {
                bytes.append(contentsOf: field.utf8)
            }
        }
        return bytes
    }

    private static func split(_ bytes: [UInt8]) -> [String] {
        var fields: [[UInt8]] = [[]]
        var quoted = false
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == UInt8(ascii: "\"") {
                if !quoted, previous == byte { fields[fields.count - 1].append(byte) }
                quoted.toggle()
            } else if byte == UInt8(ascii: ","), !quoted {
                fields.append([])
            } else {
                fields[fields.count - 1].append(byte)
            }
            previous = byte
        }
        return fields.map { String(decoding: $0, as: UTF8.self) }
    }
}
