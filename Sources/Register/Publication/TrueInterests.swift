package import AccessControl
package import Addressee
package import Postgres

/// 真正な関心の登録. Whom a system counts as having registered, by publishing about them or by registering an interest, as the program wrote it: a row that was put in, or
/// altered, past the program begins nothing and ends nothing (decision 0084).
package struct TrueInterests: Sendable {
    private struct Turn: Sendable {
        let place: Position
        let isPublished: Bool
        let holds: Bool
    }

    /// By person, in the order in which they were written, under the person's lock: sessions draw positions of the journal many at a time, and transactions their
    /// ids before they wait. The database keeps each one's moment behind the last one's, also where its clock was set back.
    private var turns: [Int64: [Turn]] = [:]

    /// - Parameter rows: what a statement of these answered.
    package init(_ rows: Rows, _ seal: RowSeal) throws {
        for row in rows {
            let (person, xact, position, isPublished, holds, form, mac) = try row.decode((Int64, UInt64, Int64, Bool, Bool, [UInt8], [UInt8]?).self)
            guard seal.holds(.interest, form, mac) else { continue }
            turns[person, default: []].append(Turn(place: Position(xact: xact, position: position), isPublished: isPublished, holds: holds))
        }
    }

    private static let columns =
        "SELECT i.addressee_id, i.xact, i.journal_position, i.cause = 'p', i.holds, \(SealedTable.interest.sealed("i")) FROM dataset.interest i"

    /// A system's, of these persons: one look-up by index each.
    package static func statement(of system: SystemName, _ persons: [Int64]) -> Query {
        """
        \(unsafeSQL: columns) WHERE i.addressee_id = ANY (\(persons)) AND i.system = \(system.rawValue) ORDER BY i.addressee_id, i.recorded_at
        """
    }

    /// The same of whoever is numbered after one id and up to another.
    package static func statement(of system: SystemName, after: Int64, upTo last: Int64) -> Query {
        """
        \(unsafeSQL: columns) WHERE i.system = \(system.rawValue) AND i.addressee_id > \(after) AND i.addressee_id <= \(last)
        ORDER BY i.addressee_id, i.recorded_at
        """
    }

    /// Of whom something true is known.
    package var persons: some Sequence<Int64> { turns.keys }

    /// Whether the system counts as having registered a person, at a place of the journal.
    package func holds(_ person: Int64, at place: Position = .newest) -> Bool {
        var (publishes, isRegistered) = (false, false)
        for turn in turns[person] ?? [] where turn.place <= place {
            if turn.isPublished { publishes = turn.holds } else { isRegistered = turn.holds }
        }
        return publishes || isRegistered
    }

    /// Whether the system counts as one that publishes about a person.
    package func publishes(_ person: Int64) -> Bool { turns[person]?.last { $0.isPublished }?.holds ?? false }

    /// Whether something of it began or ended between two places.
    package func moved(_ person: Int64, after: Position, upTo end: Position) -> Bool {
        turns[person]?.contains { $0.place > after && $0.place <= end } ?? false
    }
}
