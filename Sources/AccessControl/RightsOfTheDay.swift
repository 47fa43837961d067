internal import Addressee
internal import Postgres

/// What a person may do on a day: rights of the departments assigned that day, changed by the individual entries of the ledger in force.
///
/// Of the individual entries (no department) that cover the day, the last one entered decides: a grant gives, a revocation takes, whatever the
/// department has; an end leaves it to the department. Ranks play no part (CT-6).
struct RightsOfTheDay {
    /// What tells true rows from others, which give nothing.
    let seal: RowSeal

    func read(_ account: String, on day: CalendarDay, _ connection: Connection) async throws -> [Right: Principal.Grant] {
        var held = try await departmental(account, on: day, connection)
        for (right, individual) in try await individual(account, on: day, connection) {
            switch (individual.isRevoked, individual.granted, held[right]) {
            case (true, let granted, _): held[right] = granted
            case (false, let granted?, let other): held[right] = other.map { $0.on <= granted.on ? $0 : granted } ?? granted
            case (false, nil, _): break
            }
        }
        // Who waits for a successor keeps nothing but the administration of access.
        if try await waitsForSuccessor(account, on: day, connection) { held = held.filter { $0.key == .administerAccess } }
        guard let setUp = try await setUp(account, connection) else { return held.mapValues(\.grant) }
        guard setUp.isTrue else { return [:] }
        return held.mapValues { $0.grant.joined(by: setUp.by, on: setUp.on) }
    }

    /// One way by which a right is held, and since when.
    private struct Way {
        let by: Set<String>
        let on: CalendarDay
        var grant: Principal.Grant { .init(by: by, on: on) }
    }

    /// What the individual entries say of a right.
    private struct Individual {
        /// A revocation lies beneath: what the department has counts no more.
        var isRevoked = false
        var granted: Way?
    }

    private func departmental(_ account: String, on day: CalendarDay, _ connection: Connection) async throws -> [Right: Way] {
        let rows = try await connection.query(
            """
            SELECT r.right_name, array_remove(ARRAY[r.by_whom, a.by_whom, a.taken_in_by], NULL),
                greatest((r.entered_at AT TIME ZONE 'Asia/Tokyo')::date, (a.entered_at AT TIME ZONE 'Asia/Tokyo')::date, r.from_day, a.from_day) AS since,
                \(unsafeSQL: SealedTable.assignment.sealed("a")), \(unsafeSQL: SealedTable.departmentRight.sealed("r"))
            FROM access.assignment a JOIN access.department_right r ON r.department = a.department AND (a.task IS NULL OR r.task = a.task)
            WHERE a.account = \(account) AND a.from_day <= \(day) AND coalesce(a.until_day > \(day), true)
                AND r.from_day <= \(day) AND coalesce(r.until_day > \(day), true)
            ORDER BY since, greatest(r.entered_at, a.entered_at)
            """)
        var held: [Right: Way] = [:]
        for row in rows {
            let (name, by, on, assigned, assignedMAC, allowed, allowedMAC) = try row.decode(
                (String, [String], CalendarDay, [UInt8], [UInt8]?, [UInt8], [UInt8]?).self)
            guard seal.holds(.assignment, assigned, assignedMAC), seal.holds(.departmentRight, allowed, allowedMAC) else { continue }
            // The way of longest standing counts: it alone would give the right.
            if let right = Right(rawValue: name), held[right] == nil { held[right] = Way(by: Set(by), on: on) }
        }
        return held
    }

    private func individual(_ account: String, on day: CalendarDay, _ connection: Connection) async throws -> [Right: Individual] {
        let rows = try await connection.query(
            """
            SELECT right_name, act, array_remove(ARRAY[by_whom, approved_by], NULL), greatest(recorded_on, from_day),
                \(unsafeSQL: SealedTable.ledger.sealed("l"))
            FROM access.ledger l
            WHERE account = \(account) AND department IS NULL AND from_day <= \(day) AND coalesce(until_day > \(day), true) ORDER BY ledger_id
            """)
        var entries: [Right: Individual] = [:]
        for row in rows {
            let (name, act, by, on, form, mac) = try row.decode((String, String, [String], CalendarDay, [UInt8], [UInt8]?).self)
            guard let right = Right(rawValue: name) else { continue }
            // An entry that isn't true may have been the one that took the right.
            switch seal.holds(.ledger, form, mac) ? act : "revoke" {
            case "grant": entries[right, default: .init()].granted = entries[right]?.granted ?? Way(by: Set(by), on: on)
            case "revoke": entries[right] = Individual(isRevoked: true)
            default: entries[right] = nil
            }
        }
        return entries
    }

    private func waitsForSuccessor(_ account: String, on day: CalendarDay, _ connection: Connection) async throws -> Bool {
        try await !connection.query(
            "SELECT FROM access.transfer WHERE account = \(account) AND applied_at IS NULL AND day <= \(day) AND refused_because = 'T0012' LIMIT 1"
        ).isEmpty
    }

    /// Who handed the person the last set-up code, and when it was handed over or, later, used.
    private func setUp(_ account: String, _ connection: Connection) async throws -> (by: String, on: CalendarDay, isTrue: Bool)? {
        let rows = try await connection.query(
            """
            SELECT set_up_by, greatest(set_up_on, (password_set_at AT TIME ZONE 'Asia/Tokyo')::date), \(unsafeSQL: SealedTable.credential.sealed("c"))
            FROM access.credential c WHERE account = \(account)
            """)
        guard let (by, on, form, mac) = try rows.first?.decode((String, CalendarDay, [UInt8], [UInt8]?).self) else { return nil }
        return (by, on, seal.holds(.credential, form, mac))
    }

    /// The department that names a person in records: of several, the first.
    func department(_ account: String, on day: CalendarDay, _ connection: Connection) async throws -> String? {
        let rows = try await connection.query(
            """
            SELECT department FROM access.assignment WHERE account = \(account) AND from_day <= \(day) AND coalesce(until_day > \(day), true)
            ORDER BY from_day, assignment_id LIMIT 1
            """)
        return try rows.first?.decode(String.self)
    }

    /// Open accounts that hold a right on a day and can sign in: password and code are set.
    func holders(of right: Right, on day: CalendarDay, _ connection: Connection) async throws -> Set<String> {
        var holders: Set<String> = []
        let candidates = try await connection.query(
            """
            SELECT account FROM access.person JOIN access.credential USING (account)
            WHERE closed_at IS NULL AND password_set_at IS NOT NULL AND account IN (
                SELECT account FROM access.ledger WHERE right_name = \(right.rawValue) AND act = 'grant'
                UNION ALL SELECT a.account FROM access.assignment a JOIN access.department_right r USING (department) WHERE r.right_name = \(right.rawValue)
            )
            """)
        for row in candidates {
            let account = try row.decode(String.self)
            if try await read(account, on: day, connection)[right] != nil { holders.insert(account) }
        }
        return holders
    }
}
