public import Addressee

/// Invented persons for the kit; their numbers begin with `K` and the run's name, so that they meet nobody.
public struct SamplePersons: Sendable {
    let run: String

    /// - Parameter run: up to 8 half-width letters or digits, another for each run against the same receiver.
    public init(run: String) {
        self.run = String(run.prefix(8))
    }

    /// Addressee number of the person at an index from 0.
    public func number(_ index: Int) throws(ValueError) -> AddresseeNumber {
        let digits = String(index)
        return try AddresseeNumber("K" + run + String(repeating: "0", count: max(0, 6 - digits.count)) + digits)
    }

    /// A resident's state at a version: every version has another name and address.
    public func upsert(_ index: Int, version: Int) throws(ValueError) -> Entry {
        Entry(
            addresseeNumber: try number(index),
            historyNumber: version,
            operation: .upsert,
            items: [
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
            ],
            individualNumber: index % 5 == 4 ? nil : try individualNumber(index),
            reasons: [ReasonOnDay(idojiyu: "41", idonengappi: CalendarDay(daysSince2000: 9_000 + Int32(version)))]
        )
    }

    /// The same of a protected person (支援措置): what tells where they are is withheld.
    public func protected(_ index: Int, version: Int) throws(ValueError) -> Entry {
        var entry = try upsert(index, version: version)
        let place = ItemCatalogue.register.items.filter { entry.items[$0] != nil && ItemCatalogue.register.ofPlace.contains($0) }
        for item in place { entry.items[item] = nil }
        (entry.withheld, entry.reasons) = (place, [])
        return entry
    }

    /// The person leaves the receiver's scope.
    public func removal(_ index: Int, version: Int) throws(ValueError) -> Entry {
        Entry(
            addresseeNumber: try number(index), historyNumber: version, operation: .remove,
            reasons: [ReasonOnDay(idojiyu: "21", idonengappi: CalendarDay(daysSince2000: 9_500))])
    }

    /// Nothing is told of the person until somebody decides.
    public func awaiting(_ index: Int) throws(ValueError) -> Entry {
        Entry.awaitingConfirmation(try number(index), keeping: [.kojinbango] + (try upsert(index, version: 1)).items.keys)
    }

    /// A state that no receiver can take: a birth date that is no date, a value with a NUL in it.
    public func unusable(_ index: Int, version: Int) throws(ValueError) -> Entry {
        var entry = try upsert(index, version: version)
        entry.items[.seinengappi] = "2001-13-45"
        entry.items[.shimei] = "検査\u{0}郎"
        return entry
    }

    private func individualNumber(_ index: Int) throws(ValueError) -> IndividualNumber {
        let digits = String(index)
        let first = Array((String(repeating: "9", count: max(0, 11 - digits.count)) + digits).utf8)
        return try IndividualNumber(digits: first + [CheckDigit.individualNumber(first)])
    }
}
