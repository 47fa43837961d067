internal import Addressee
internal import Postgres

/// What a person may do on a day: rights of the departments assigned that day, changed by the individual entries of the ledger in force.
///
/// Of the individual entries (no department) that cover the day, the last one entered decides: a grant gives, a revocation takes, whatever the
/// department has; an end leaves it to the department. Ranks play no part (CT-6).
enum RightsOfTheDay {
    static func read(_ account: String, on day: CalendarDay, _ connection: Connection) async throws -> [Right: Operator.Grant] {
        var held: [Right: Operator.Grant] = [:]
        let departmental = try await connection.query(
            """
            SELECT r.right_name, CASE WHEN r.entered_at > a.entered_at THEN r.by_whom ELSE a.by_whom END,
                (greatest(r.entered_at, a.entered_at) AT TIME ZONE 'Asia/Tokyo')::date
            FROM access.assignment a JOIN access.department_right r ON r.department = a.department AND (a.task IS NULL OR r.task = a.task)
            WHERE a.account = \(account) AND a.from_day <= \(day) AND coalesce(a.until_day > \(day), true)
                AND r.from_day <= \(day) AND coalesce(r.until_day > \(day), true)
            ORDER BY greatest(r.entered_at, a.entered_at)
            """)
        for row in departmental {
            let (name, by, on) = try row.decode((String, String, CalendarDay).self)
            // The entry of longest standing counts: it alone would give the right.
            if let right = Right(rawValue: name), held[right] == nil { held[right] = .init(by: by, on: on) }
        }
        let individual = try await connection.query(
            """
            SELECT DISTINCT ON (right_name) right_name, act, coalesce(approved_by, by_whom), recorded_on FROM access.ledger
            WHERE account = \(account) AND department IS NULL AND from_day <= \(day) AND coalesce(until_day > \(day), true)
            ORDER BY right_name, ledger_id DESC
            """)
        for row in individual {
            let (name, act, by, on) = try row.decode((String, String, String, CalendarDay).self)
            guard let right = Right(rawValue: name) else { continue }
            switch act {
            case "grant": held[right] = held[right] ?? .init(by: by, on: on)
            case "revoke": held[right] = nil
            default: break
            }
        }
        return held
    }

    /// The department that names a person in records: of several, the first.
    static func department(_ account: String, on day: CalendarDay, _ connection: Connection) async throws -> String? {
        let rows = try await connection.query(
            """
            SELECT department FROM access.assignment WHERE account = \(account) AND from_day <= \(day) AND coalesce(until_day > \(day), true)
            ORDER BY from_day, assignment_id LIMIT 1
            """)
        return try rows.first?.decode(0, as: String.self)
    }

    /// Open accounts that hold a right on a day.
    static func holders(of right: Right, on day: CalendarDay, _ connection: Connection) async throws -> Set<String> {
        var holders: Set<String> = []
        let candidates = try await connection.query(
            """
            SELECT account FROM access.person WHERE closed_at IS NULL AND account IN (
                SELECT account FROM access.ledger WHERE right_name = \(right.rawValue) AND act = 'grant'
                UNION ALL SELECT a.account FROM access.assignment a JOIN access.department_right r USING (department) WHERE r.right_name = \(right.rawValue)
            )
            """)
        for row in candidates {
            let account = try row.decode(0, as: String.self)
            if try await read(account, on: day, connection)[right] != nil { holders.insert(account) }
        }
        return holders
    }
}
