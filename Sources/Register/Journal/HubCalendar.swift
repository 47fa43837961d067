package import AccessControl
public import Addressee
package import Postgres

/// The hub's day: ages are counted on it, and it moves only by an entry in the journal, so that the same journal gives the same answers.
package enum HubCalendar {
    /// Days from the hub's day to the day in Japan; nil where it is there or beyond.
    package static func daysBehind(_ day: CalendarDay, today: CalendarDay) -> Int? {
        today > day ? Int(today.daysSince2000) - Int(day.daysSince2000) : nil
    }

    /// The newest day; nil before the first.
    package static func newest(on connection: Connection) async throws -> CalendarDay? {
        try await connection.query("SELECT max(day) AS day FROM journal.calendar").first?.decode(CalendarDay?.self)
    }

    /// Appends `day`, where it is past every day before; whoever calls it moves alone.
    ///
    /// - Parameter seal: under which it is the hub's day; nil where a new hub has no keys yet, which seals it once it has.
    package static func append(_ day: CalendarDay, _ seal: RowSeal?, on connection: Connection) async throws {
        let statement: Query = "INSERT INTO journal.calendar (position, day) VALUES (nextval('journal.position'), \(day))"
        guard let seal else {
            try await connection.execute(statement)
            return
        }
        try await seal.write(.calendar, statement, on: connection)
    }

    /// Journals the persons who can be born on one of these days as having crossed an age.
    ///
    /// - Returns: how many.
    package static func tellCrossing(_ ranges: [ClosedRange<CalendarDay>], on connection: Connection) async throws -> Int {
        guard !ranges.isEmpty else { return 0 }
        return try await connection.execute(
            """
            INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind)
            SELECT nextval('journal.position'), v.addressee_id, 0, v.history_number, 'c'
            FROM \(unsafeSQL: SettledVersions.sql(["birth_sort_day", "birth_last_day"])) AS v
            JOIN unnest(\(ranges.map { PostgresDay(daysSince2000: $0.lowerBound.daysSince2000) }), \(ranges.map { PostgresDay(daysSince2000: $0.upperBound.daysSince2000) })) AS r (first, last)
                ON v.birth_sort_day <= r.last AND coalesce(v.birth_last_day, v.birth_sort_day) >= r.first
            """)
    }

    /// The days that a receiver's holdings may follow between two places: the hub's day at the first, and each that it moved to up to the second, in their
    /// order. Within a move, whoever is further on still follows the day before it, which is among them.
    ///
    /// - Throws: `HubHasNoDay` where none was ever set.
    package static func days(from: Position, upTo end: Position, on connection: Connection) async throws -> [CalendarDay] {
        let start = from.position == .max || from.xact == 0 ? from : Position.below(from.xact)
        let rows = try await connection.query(
            """
            SELECT coalesce(
                (SELECT max(day) FROM journal.calendar WHERE (xact, position) <= (\(start.xact), \(start.position))),
                (SELECT min(day) FROM journal.calendar)) AS day
            UNION
            SELECT day FROM journal.calendar
            WHERE (xact, position) > (\(start.xact), \(start.position)) AND (xact, position) <= (\(end.xact), \(end.position))
            ORDER BY day
            """)
        let days = try rows.compactMap { try $0.decode(CalendarDay?.self) }
        guard !days.isEmpty else { throw HubHasNoDay() }
        return days
    }

    /// First statement of whatever writes versions: the day does not move while it runs, so that a person taken in at midnight is either seen by
    /// the move or taken in on the new day.
    package static let holdingStill: StaticString = "SELECT pg_advisory_xact_lock_shared(hashtext('journal.calendar'))"

    /// First statement of whatever moves the day, or changes which ages count: all writers have committed, and later ones wait.
    package static func moveAlone(on connection: Connection) async throws {
        try await connection.execute("SELECT pg_advisory_xact_lock(hashtext('journal.calendar'))")
    }

    /// The hub's day at a place in the journal; before the first day was set, that first day.
    ///
    /// - Throws: `HubHasNoDay` where none was ever set.
    package static func day(at position: Position, on connection: Connection) async throws -> CalendarDay {
        let rows = try await connection.query(
            """
            SELECT coalesce(
                (SELECT max(day) FROM journal.calendar WHERE (xact, position) <= (\(position.xact), \(position.position))),
                (SELECT min(day) FROM journal.calendar))
            """)
        guard let day = try rows.first?.decode(CalendarDay?.self) else { throw HubHasNoDay() }
        return day
    }
}

/// The hub was never told a day; `atena work --calendar DATE` does.
public struct HubHasNoDay: Error, Sendable {
    package init() {}
}

extension HubHasNoDay: Explained {
    /// X0012.
    public var code: String { "X0012" }
    /// What is missing.
    public var rule: String { "基準日がありません" }
}
