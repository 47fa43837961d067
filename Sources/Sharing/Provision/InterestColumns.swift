internal import Addressee
internal import Governance
internal import Postgres
internal import Register

/// 登録. Whether a policy's system counts as having registered a person beside what the record says, selected beside a version `v` and read in one place. Nothing
/// is selected where no scope asks.
struct InterestColumns {
    /// Of a page: at its end, at its beginning, and whether it moved between them. Both places stand in `ofPage`, so that the text is the same for every page
    /// and its plan is kept.
    static func sql(_ receiver: SystemName) -> String {
        // A slug of a policy that was parsed: letters, digits and hyphens only.
        let system = receiver.rawValue
        func holds(_ place: String) -> String { Self.holds("v", system, "\(place)_xact", "\(place)_position") }
        return """
            , \(holds("place.end")) AS is_interested, \(holds("place.from")) AS was_interested,
                EXISTS (
                    SELECT FROM dataset.interest i WHERE i.addressee_id = v.addressee_id AND i.system = '\(system)'
                        AND (i.xact, i.journal_position) > (place.from_xact, place.from_position)
                        AND (i.xact, i.journal_position) <= (place.end_xact, place.end_position)) AS interest_moved
            """
    }

    /// Beside the persons of a page: the places that `sql` names.
    static let ofPage = "AS place (from_xact, from_position, end_xact, end_position)"

    /// Of one person, now.
    static func now(_ policy: Policy?) -> String {
        guard let policy, policy.scope.asks.contains(.interest) else { return "" }
        let newest = Position.newest
        let interested = holds("a", policy.system.rawValue, "'\(newest.xact)'::xid8", "\(newest.position)")
        return ", \(interested) AS is_interested, \(interested) AS was_interested, false AS interest_moved"
    }

    /// Most persons interest no system but by their record: whether there is any row is asked first, by index. The function is parsed and planned anew in every
    /// statement that comes to call it, and run as a statement of its own for every person.
    private static func holds(_ alias: String, _ system: String, _ xact: String, _ position: String) -> String {
        """
        CASE WHEN EXISTS (SELECT FROM dataset.interest any_of WHERE any_of.addressee_id = \(alias).addressee_id AND any_of.system = '\(system)')
            THEN dataset.interested(\(alias).addressee_id, '\(system)', \(xact), \(position)) ELSE false END
        """
    }

    /// Of everybody: a table `i` beside `v`, with a column `systems` for `FactColumns.ofLine`.
    static let join = """
        LEFT JOIN (
            SELECT addressee_id, string_agg(DISTINCT system, ' ') AS systems
            FROM (
                SELECT DISTINCT ON (addressee_id, system, cause) addressee_id, system, holds FROM dataset.interest
                ORDER BY addressee_id, system, cause, journal_position DESC
            ) AS last WHERE holds GROUP BY addressee_id
        ) AS i ON i.addressee_id = v.addressee_id
        """

    /// The same of one system alone, as an expression: those whom it registered are few beside everybody, and no further join carries every line along.
    ///
    /// - Parameter place: up to where it counts.
    static func ofEverybody(_ system: SystemName, at place: Position) -> String {
        """
        CASE WHEN EXISTS (
            SELECT FROM (
                SELECT DISTINCT ON (addressee_id, cause) addressee_id, holds FROM dataset.interest
                WHERE system = '\(system.rawValue)' AND (xact, journal_position) <= ('\(place.xact)'::xid8, \(place.position))
                ORDER BY addressee_id, cause, journal_position DESC
            ) AS last WHERE last.holds AND last.addressee_id = v.addressee_id
        ) THEN '\(system.rawValue)' END
        """
    }

    private let system: SystemName
    private let columns: (isNow: Column<Bool>, was: Column<Bool>, moved: Column<Bool>)?

    /// - Parameter isAsked: whether they were selected.
    init(_ rows: Rows, _ system: SystemName, isAsked: Bool) throws {
        self.system = system
        guard isAsked else {
            columns = nil
            return
        }
        columns = try (rows.column("is_interested"), rows.column("was_interested"), rows.column("interest_moved"))
    }

    /// Puts into the facts what holds now.
    ///
    /// - Parameter earlier: what versions before said of the person.
    /// - Returns: the same with what held then, and the facts as they may have been before in this, where it moved.
    func apply(_ row: Row, to facts: inout PersonFacts, earlier: [PersonFacts] = []) throws -> [PersonFacts] {
        guard let columns else { return earlier }
        let (isNow, was) = (try row.decode(columns.isNow), try row.decode(columns.was))
        let hasMoved = try row.decode(columns.moved) || was != isNow
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
