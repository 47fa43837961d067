public import Addressee

/// Invented persons for the kit, and what is told of them; their numbers begin with `K` and the run's name, so that they meet nobody.
///
/// Of a dataset with several records a person each person has two, told apart by the record key, and an index is that of a record.
public struct SamplePersons: Sendable {
    let run: String
    let catalogue: ItemCatalogue

    /// - Parameters:
    ///   - run: up to 8 half-width letters or digits, another for each run against the same receiver.
    ///   - catalogue: of the dataset.
    public init(run: String, of catalogue: ItemCatalogue) {
        (self.run, self.catalogue) = (String(run.prefix(8)), catalogue)
    }

    /// Which of a dataset's records.
    struct Name: Hashable, Comparable, CustomStringConvertible {
        var number: AddresseeNumber
        var key: String?
        var description: String { key.map { "\(number)/\($0)" } ?? "\(number)" }

        /// As inventories are ordered: by number, and then by the key's bytes.
        static func < (a: Self, b: Self) -> Bool {
            a.number == b.number ? (a.key ?? "").utf8.lexicographicallyPrecedes((b.key ?? "").utf8) : a.number < b.number
        }
    }

    /// Name of the record at an index from 0.
    func name(_ index: Int) throws(ValueError) -> Name {
        let digits = String(person(index))
        let number = try AddresseeNumber("K" + run + String(repeating: "0", count: max(0, 6 - digits.count)) + digits)
        return Name(number: number, key: catalogue.recordKey.map { value($0, index % 2 + 1) })
    }

    private func person(_ index: Int) -> Int { catalogue.recordKey == nil ? index : index / 2 }

    /// A record's state at a version: every version says something else.
    public func upsert(_ index: Int, version: Int) throws(ValueError) -> Entry {
        let (name, person) = (try name(index), person(index))
        let hasNumber = catalogue.items.contains(.kojinbango) && person % 5 != 4
        return Entry(
            addresseeNumber: name.number, historyNumber: version, operation: .upsert,
            items: catalogue.isOfRegister ? Self.resident(person, version) : published(index, version, name.key),
            individualNumber: hasNumber ? try individualNumber(person) : nil,
            reasons: catalogue.isOfRegister ? [ReasonOnDay(idojiyu: "41", idonengappi: CalendarDay(daysSince2000: 9_000 + Int32(version)))] : [],
            recordKey: name.key)
    }

    /// The same with another item, and without the individual number.
    func changed(_ index: Int, version: Int) throws(ValueError) -> Entry {
        var entry = try upsert(index, version: catalogue.isOfRegister ? version - 1 : version)
        entry.historyNumber = version
        if catalogue.isOfRegister { entry.items[.jushoKatagaki] = "改番地" }
        entry.individualNumber = nil
        return entry
    }

    /// The same of a protected person (支援措置): what tells where they are is withheld; `nil` of a dataset that tells nothing of it.
    func protected(_ index: Int, version: Int) throws(ValueError) -> Entry? {
        var entry = try upsert(index, version: version)
        let place = catalogue.items.filter { entry.items[$0] != nil && catalogue.ofPlace.contains($0) }
        guard !place.isEmpty else { return nil }
        for item in place { entry.items[item] = nil }
        (entry.withheld, entry.reasons) = (place, [])
        return entry
    }

    /// The record leaves the receiver's scope.
    func removal(_ index: Int, version: Int) throws(ValueError) -> Entry {
        let name = try name(index)
        return Entry(
            addresseeNumber: name.number, historyNumber: version, operation: .remove,
            reasons: catalogue.isOfRegister ? [ReasonOnDay(idojiyu: "21", idonengappi: CalendarDay(daysSince2000: 9_500))] : [], recordKey: name.key)
    }

    /// Nothing is told of the record until somebody decides.
    func awaiting(_ index: Int) throws(ValueError) -> Entry {
        let state = try upsert(index, version: 1)
        return Entry.awaitingConfirmation(state.addresseeNumber, keeping: [.kojinbango] + state.items.keys, recordKey: state.recordKey)
    }

    /// A state that no receiver can take: of a resident a birth date that is no date, of whomever a value with a NUL in it.
    func unusable(_ index: Int, version: Int) throws(ValueError) -> Entry {
        var entry = try upsert(index, version: version)
        if catalogue.isOfRegister { entry.items[.seinengappi] = "2001-13-45" }
        if let item = catalogue.isOfRegister ? .shimei : catalogue.items.first(where: { $0 != .kojinbango && $0 != catalogue.recordKey }) {
            entry.items[item] = "検査\u{0}郎"
        }
        return entry
    }

    /// Whether a text repeats what an unusable state says.
    static func repeatsUnusable(_ text: String) -> Bool { text.contains("2001-13-45") || text.contains("検査") }

    private static func resident(_ index: Int, _ version: Int) -> [Item: String] {
        [
            .shimei: "検査　\(version)郎\u{908A}\u{E0100}\\\"",
            .seibetsu: "1",
            .seinengappi: "\(1940 + index % 80)-02-29",
            .setaibango: "K\(index / 3)",
            .zokugara: index % 3 == 0 ? "世帯主" : "子",
            .jushoTodofuken: "埼玉県",
            .jushoShikugunchosonmei: "さいたま市浦和区",
            .jushoBanchigohyoki: "\(version)番地",
            .juminjotai: "1",
            .juminshubetsu: "1",
            .juminnengappi: "2001-04-01",
        ]
    }

    /// Something of each item but one, another at each version.
    private func published(_ index: Int, _ version: Int, _ key: String?) -> [Item: String] {
        let items = catalogue.items.filter { $0 != .kojinbango }
        let left = items.filter { $0 != catalogue.recordKey }
        let absent = left.isEmpty ? nil : left[(index + version) % left.count]
        var values: [Item: String] = [:]
        for item in items where item != absent || left.count == 1 { values[item] = item == catalogue.recordKey ? key : value(item, index + version) }
        return values
    }

    /// Of the item's kind and length, and one that its dataset takes (値の範囲): what a hub never sends no receiver has to take.
    private func value(_ item: Item, _ turn: Int) -> String {
        let domain = catalogue.domains[item.rawValue] ?? ValueDomain()
        if !domain.codes.isEmpty { return domain.codes[turn % domain.codes.count] }
        let month = turn % 12 + 1
        let twoDigits = month < 10 ? "0\(month)" : "\(month)"
        switch domain.form {
        case .year: return "\(2_000 + turn % 26)"
        case .month: return "\(2_000 + turn / 12 % 26)-\(twoDigits)"
        case .compactMonth: return "\(2_000 + turn / 12 % 26)\(twoDigits)"
        case .birthDate: return "\(1_930 + turn % 90)-02-28"
        case .yearNumber: return "2026-\(turn + 1)"
        case nil: break
        }
        if let length = domain.fixedLength {
            let digits = String("\(turn)".suffix(max(0, length - 1)))
            return "1" + String(repeating: "0", count: max(0, length - 1 - digits.count)) + digits
        }
        return switch item.kind {
        case .date: "20\(10 + turn % 80)-02-28"
        case .fullWidth: String("検査\(turn)".prefix(item.length))
        case .halfWidth: String(String(2_000 + turn % 8_000).suffix(item.length))
        case .integer: item.length < 4 ? "\(turn % 10)" : "\(2_000 + turn % 8_000)"
        }
    }

    private func individualNumber(_ index: Int) throws(ValueError) -> IndividualNumber {
        let digits = String(index)
        let first = Array((String(repeating: "9", count: max(0, 11 - digits.count)) + digits).utf8)
        return try IndividualNumber(digits: first + [CheckDigit.individualNumber(first)])
    }
}

extension Entry {
    /// Which record it is of.
    var name: SamplePersons.Name { SamplePersons.Name(number: addresseeNumber, key: recordKey) }
}

extension HeldEntry {
    /// Which record is held.
    var name: SamplePersons.Name { SamplePersons.Name(number: addresseeNumber, key: recordKey) }
}
