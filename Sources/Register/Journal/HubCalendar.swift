package import AccessControl
public import Addressee
package import Postgres

/// The hub's day: ages are counted on it, and it moves only by an entry in the journal, so that the same journal gives the same answers. A row that the program
/// has not written as it is, is no day of the hub.
package enum HubCalendar {
    /// Days from the hub's day to the day in Japan; nil where it is there or beyond.
    package static func daysBehind(_ day: CalendarDay, today: CalendarDay) -> Int? {
        today > day ? Int(today.daysSince2000) - Int(day.daysSince2000) : nil
    }

    /// The newest day that the program has written; nil before the first.
    ///
    /// - Parameter seal: under which it is one, as of all that asks for days; nil for whoever has no keys, and takes the row for what it says.
    package static func newest(_ seal: RowSeal?, on connection: Connection) async throws -> CalendarDay? {
        try await first("SELECT \(unsafeSQL: row) FROM journal.calendar c ORDER BY c.day DESC", seal, on: connection)
    }

    /// What a statement joins that asks for the newest day with other things: one row `c`, whose ``columns`` ``newest(_:_:on:)`` takes.
    package static let joined =
        "(VALUES (true)) AS one (there) LEFT JOIN LATERAL (SELECT n.day, \(SealedTable.calendar.form("n")) AS form, n.mac FROM journal.calendar n ORDER BY n.day DESC LIMIT 1) AS c ON true"
    /// Of ``joined``, to be selected.
    package static let columns = "c.day, c.form, c.mac"

    /// The newest day, of which another statement has told the newest row.
    package static func newest(_ told: (day: CalendarDay?, form: [UInt8]?, mac: [UInt8]?), _ seal: RowSeal?, on connection: Connection) async throws
        -> CalendarDay?
    {
        guard let day = told.day, let form = told.form else { return nil }
        if seal?.holds(.calendar, form, told.mac) != false { return day }
        return try await newest(seal, on: connection)
    }

    /// Of a row `c`: its day, and what tells whether it is one.
    private static let row = "c.day, \(SealedTable.calendar.sealed("c"))"

    private static func day(_ row: Row, _ seal: RowSeal?) throws -> CalendarDay? {
        let (day, form, mac) = try row.decode((CalendarDay, [UInt8], [UInt8]?).self)
        return seal?.holds(.calendar, form, mac) != false ? day : nil
    }

    /// The first true one of these rows: mostly the first of all.
    private static func first(_ rows: Query, _ seal: RowSeal?, on connection: Connection) async throws -> CalendarDay? {
        guard let row = try await connection.query(rows.between(unsafeSQL: "", " LIMIT 1")).first else { return nil }
        if let day = try day(row, seal) { return day }
        for row in try await connection.query(rows) {
            if let day = try day(row, seal) { return day }
        }
        return nil
    }

    private static func oldest(_ seal: RowSeal?, on connection: Connection) async throws -> CalendarDay? {
        try await first("SELECT \(unsafeSQL: row) FROM journal.calendar c ORDER BY c.day", seal, on: connection)
    }

    /// Where the hub came to a day, or to the first after it that it moved to: everything up to the end of the transaction that moved it.
    ///
    /// - Returns: nil where it did not come so far, or is younger than the day.
    package static func came(to day: CalendarDay, _ seal: RowSeal?, on connection: Connection) async throws -> Position? {
        guard let oldest = try await oldest(seal, on: connection), oldest < day else { return nil }
        let rows = try await connection.query("SELECT c.xact, \(unsafeSQL: row) FROM journal.calendar c WHERE c.day >= \(day) ORDER BY c.day")
        for row in rows {
            let (xact, _, form, mac) = try row.decode((UInt64, CalendarDay, [UInt8], [UInt8]?).self)
            if seal?.holds(.calendar, form, mac) != false { return Position(xact: xact, position: .max) }
        }
        return nil
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
    package static func days(from: Position, upTo end: Position, _ seal: RowSeal?, on connection: Connection) async throws -> [CalendarDay] {
        let start = from.position == .max || from.xact == 0 ? from : Position.below(from.xact)
        let rows = try await connection.query(
            """
            (SELECT true, \(unsafeSQL: row) FROM journal.calendar c WHERE (xact, position) <= (\(start.xact), \(start.position)) ORDER BY c.day DESC LIMIT 1)
            UNION ALL
            (SELECT false, \(unsafeSQL: row) FROM journal.calendar c
            WHERE (xact, position) > (\(start.xact), \(start.position)) AND (xact, position) <= (\(end.xact), \(end.position)))
            """)
        var (first, days): (CalendarDay?, Set<CalendarDay>) = (nil, [])
        for row in rows {
            let (isFirst, day, form, mac) = try row.decode((Bool, CalendarDay, [UInt8], [UInt8]?).self)
            guard seal?.holds(.calendar, form, mac) != false else { continue }
            if isFirst { first = day } else { days.insert(day) }
        }
        // Before the first day was set, or where the newest row is none.
        if first == nil { first = try await self.day(at: start, seal, on: connection) }
        if let first { days.insert(first) }
        return days.sorted()
    }

    /// The days that a reader may stop at who has not read what is above the horizon: the newest that everybody can see, and each after it.
    package static func aboveHorizon(_ seal: RowSeal?, on connection: Connection) async throws -> [CalendarDay] {
        var settled = try await first(
            "SELECT \(unsafeSQL: row) FROM journal.calendar c WHERE xact < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY c.day DESC", seal, on: connection)
        // Where nobody could read a day yet, the first that anybody will see is the first there is.
        if settled == nil { settled = try await oldest(seal, on: connection) }
        guard let settled else { return [] }
        let rows = try await connection.query("SELECT \(unsafeSQL: row) FROM journal.calendar c WHERE c.day >= \(settled) ORDER BY c.day")
        return try rows.compactMap { try day($0, seal) }
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
    package static func day(at position: Position, _ seal: RowSeal?, on connection: Connection) async throws -> CalendarDay {
        let before: Query = """
            SELECT \(unsafeSQL: row) FROM journal.calendar c WHERE (xact, position) <= (\(position.xact), \(position.position)) ORDER BY c.day DESC
            """
        if let day = try await first(before, seal, on: connection) { return day }
        guard let day = try await oldest(seal, on: connection) else { throw HubHasNoDay() }
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
