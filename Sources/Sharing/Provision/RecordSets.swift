internal import AuditTrail
internal import Foundation

/// レコードの集合. Which records of which persons a batch gave, took back, or had not taken from it: for each record key (レコードキー) a set of persons.
///
/// What the sets of persons say of a dataset with one record a person, these say of one with several, so that a disclosure report names for each provision which
/// record went (CT-9, CT-15). Keys stand in their order, each without what it has in common with the one before: reports of a city, each with a number of its own,
/// are about ten bytes each.
package struct RecordSets: Sendable {
    /// 区分. In which of its sets an event names a person; `rawValue` is the field.
    package enum Part: String, Sendable, CaseIterable {
        /// Of whom it gave, offered or showed something.
        case given = "persons"
        /// Of whom it told the removal only.
        case takenBack = "taken_back"
        /// Whose entry the receiver did not take.
        case notTaken = "not_taken"
    }

    /// A record of a person.
    package struct Named: Sendable, Hashable {
        let part: Part
        let person: Int64
        let key: String
    }

    /// Personal field of the event.
    package static let field = "record_sets"
    /// Bytes that fit into an event beside everything else: of more, none is named.
    private static let most = 18 << 20

    private var sets: [Part: [String: PersonSet]] = [:]

    /// No record.
    package init() {}

    /// These records, in any order.
    package init(_ named: some Sequence<Named>) {
        for each in named.sorted(by: { $0.person < $1.person }) { insert(each.person, each.key, each.part) }
    }

    /// Those of a compressed form; what is none ends it.
    package init(_ bytes: [UInt8]) {
        var named: [Named] = []
        Self.read(bytes) { part, key, set in
            for person in PersonSet.ids(set) { named.append(Named(part: part, person: person, key: key())) }
        }
        self.init(named)
    }

    /// Of an event's committed fields, as they stand in the log: none where it names none, or they were erased.
    init(personal: String?) {
        let text = personal.flatMap { AuditEvent.personalField(Self.field, in: $0) }
        let bytes: [UInt8] = text.flatMap { Data(base64Encoded: $0) }.map { Array($0) } ?? []
        self.init(bytes)
    }

    /// Adds a record of a person; of each key, persons come in rising order. One without a key is the only one, and needs no name.
    package mutating func insert(_ person: Int64, _ key: String?, _ part: Part) {
        guard let key, !key.isEmpty else { return }
        sets[part, default: [:]][key, default: PersonSet()].insert(person)
    }

    /// All of them.
    var named: [Named] {
        var all: [Named] = []
        for (part, keys) in sets {
            for (key, set) in keys {
                var set = set
                for person in PersonSet.ids(set.finish()) { all.append(Named(part: part, person: person, key: key)) }
            }
        }
        return all
    }

    /// The compressed form; nil where there is nothing to name, or more than an event holds.
    package var bytes: [UInt8]? {
        guard !sets.isEmpty else { return nil }
        var out: [UInt8] = []
        var before: [UInt8] = []
        for (place, part) in Part.allCases.enumerated() {
            for (name, set) in (sets[part] ?? [:]).sorted(by: { $0.key < $1.key }) {
                var set = set
                let (key, persons) = (Array(name.utf8), set.finish())
                let shared = zip(key, before).prefix(while: { $0 == $1 }).count
                for number in [place, shared, key.count - shared] { Self.append(number, to: &out) }
                out += key[shared...]
                Self.append(persons.count, to: &out)
                out += persons
                before = key
                guard out.count <= Self.most else { return nil }
            }
        }
        return out
    }

    /// Keys of the records by which a compressed form names a person; read from the front, nothing else is unpacked.
    package static func keys(of person: Int64, in bytes: [UInt8]) -> [Part: [String]] {
        var found: [Part: [String]] = [:]
        read(bytes) { part, key, set in
            if PersonSet.contains(person, in: set) { found[part, default: []].append(key()) }
        }
        return found
    }

    private static func read(_ bytes: [UInt8], _ body: (Part, () -> String, ArraySlice<UInt8>) -> Void) {
        var rest = bytes[...]
        var key: [UInt8] = []
        while let place = number(&rest), let shared = number(&rest), let own = number(&rest) {
            guard place < Part.allCases.count, shared <= key.count, own <= rest.count else { return }
            key = Array(key.prefix(shared)) + rest.prefix(own)
            rest = rest.dropFirst(own)
            guard let count = number(&rest), count <= rest.count else { return }
            body(Part.allCases[place], { String(decoding: key, as: UTF8.self) }, rest.prefix(count))
            rest = rest.dropFirst(count)
        }
    }

    private static func append(_ value: Int, to out: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            out.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        out.append(UInt8(truncatingIfNeeded: rest))
    }

    /// nil where there is none, or none that says how much of something follows.
    private static func number(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        var (value, shift) = (0, 0)
        while let byte = bytes.popFirst(), shift < 35 {
            value |= Int(byte & 0x7F) << shift
            guard byte & 0x80 != 0 else { return value }
            shift += 7
        }
        return nil
    }
}
