internal import AccessControl
internal import Addressee
internal import Governance
internal import Postgres
internal import Register

/// 登録. Whether a policy's system counts as having registered a person beside what the record says, put into the facts in one place. Nothing is read where no scope
/// asks.
struct InterestFacts {
    private let system: SystemName
    private let interests: TrueInterests
    /// Of a page: its end.
    private let end: Position

    init(_ system: SystemName, _ interests: TrueInterests, at end: Position = .newest) { (self.system, self.interests, self.end) = (system, interests, end) }

    /// Those of these persons; nil where nobody asks, or without keys.
    static func of(
        _ persons: [Int64], _ system: SystemName, isAsked: Bool, at end: Position = .newest, _ seal: RowSeal?, on connection: Connection
    ) async throws -> InterestFacts? {
        guard isAsked, let seal else { return nil }
        let rows = try await connection.query(TrueInterests.statement(of: system, persons))
        return InterestFacts(system, try TrueInterests(rows, seal), at: end)
    }

    /// Puts into the facts what holds at the end.
    func apply(_ person: Int64, to facts: inout PersonFacts) { if interests.holds(person, at: end) { facts = with(facts) } }

    /// The same, with what may have held before.
    ///
    /// - Parameters:
    ///   - place: where the page begins.
    ///   - earlier: what versions before said of the person.
    /// - Returns: the same with what held then, and the facts as they may have been before in this, where it moved.
    func apply(_ person: Int64, since place: Position, to facts: inout PersonFacts, earlier: [PersonFacts]) -> [PersonFacts] {
        let (isNow, was) = (interests.holds(person, at: end), interests.holds(person, at: place))
        let hasMoved = interests.moved(person, after: place, upTo: end) || was != isNow
        let without = facts
        if isNow { facts = with(facts) }
        // Which of the versions it moved beside nobody knows: each counts with it and without.
        if hasMoved { return earlier.flatMap { [with($0), $0] } + [with(without), without] }
        return was ? earlier.map(with) : earlier
    }

    private func with(_ facts: PersonFacts) -> PersonFacts {
        var facts = facts
        facts.interested = [system]
        return facts
    }
}

/// The same of everybody: whom each system counts as having registered.
struct InterestedPersons: Sendable {
    /// Ids that are gone through in one statement.
    private static let portion: Int64 = 50_000

    private var systems: [(name: SystemName, persons: Bitmap)] = []

    /// Of nobody.
    static let nobody = InterestedPersons()

    private init() {}

    /// Of one system, at a place of the journal: read and verified once, before anybody is gone through.
    init(_ system: SystemName, at place: Position, _ seal: RowSeal, on connection: Connection) async throws {
        var persons = Bitmap()
        let ids = try await connection.query("SELECT min(addressee_id), max(addressee_id) FROM dataset.interest WHERE system = \(system.rawValue)")
        if let (first, last) = try ids.first?.decode((Int64?, Int64?).self), let first, let last {
            var after = first - 1
            while after < last {
                let upTo = min(after + Self.portion, last)
                let interests = try TrueInterests(try await connection.query(TrueInterests.statement(of: system, after: after, upTo: upTo)), seal)
                for person in interests.persons where interests.holds(person, at: place) { persons.insert(person) }
                after = upTo
            }
        }
        systems = [(system, persons)]
    }

    /// Of all systems, now; of none without keys.
    init(_ seal: RowSeal?, on connection: Connection) async throws {
        guard let seal else { return }
        let names = try await connection.query("SELECT DISTINCT system FROM dataset.interest ORDER BY system").map { try $0.decode(String.self) }
        for name in names.compactMap(SystemName.init(rawValue:)) {
            systems += try await InterestedPersons(name, at: .newest, seal, on: connection).systems
        }
    }

    /// Puts into a person's facts which of them do.
    func apply(_ person: Int64, to facts: inout PersonFacts) {
        // Both threads of a count ask the same ones of everybody: nothing of theirs is copied for a look.
        systems.withUnsafeBufferPointer { systems in
            for place in systems.indices where systems[place].persons.contains(person) { facts.interested.append(systems[place].name) }
        }
    }
}
