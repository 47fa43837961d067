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
        switch try await transfers(of: account, on: day, connection) {
        case .inEffect: break
        // Who waits for a successor keeps nothing but the administration of access.
        case .waitingForSuccessor: held = held.filter { $0.key == .administerAccess }
        case .unproven: return [:]
        }
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
        var said: [Right: Individual] = [:]
        for entry in try await entries(of: account, connection) where entry.covers(day) {
            guard let right = Right(rawValue: entry.right) else { continue }
            switch entry.act {
            case "grant": said[right, default: .init()].granted = said[right]?.granted ?? Way(by: Set(entry.by), on: max(entry.recordedOn, entry.from))
            // An entry that isn't true may have been the one that took the right.
            case nil, "revoke": said[right] = Individual(isRevoked: true)
            default: said[right] = nil
            }
        }
        return said
    }

    /// The individual entries of a person's rights, in the order in which they were entered.
    func entries(of account: String, _ connection: Connection) async throws -> [IndividualEntry] {
        let rows = try await connection.query(
            """
            SELECT right_name, act, array_remove(ARRAY[by_whom, approved_by], NULL), recorded_on, from_day, until_day,
                \(unsafeSQL: SealedTable.ledger.sealed("l"))
            FROM access.ledger l WHERE account = \(account) AND department IS NULL ORDER BY ledger_id
            """)
        return try rows.map { row in
            let (right, act, by, recordedOn, from, until, form, mac) = try row.decode(
                (String, String, [String], CalendarDay, CalendarDay, CalendarDay?, [UInt8], [UInt8]?).self)
            return IndividualEntry(
                right: right, act: seal.holds(.ledger, form, mac) ? act : nil, by: by, recordedOn: recordedOn, from: from, until: until)
        }
    }

    /// How far a person's transfers have come.
    private enum Transfers {
        case inEffect
        case waitingForSuccessor
        /// What the program did not write as it is may be one that ended everything, and did not take effect.
        case unproven
    }

    private func transfers(of account: String, on day: CalendarDay, _ connection: Connection) async throws -> Transfers {
        let rows = try await connection.query(
            """
            SELECT t.applied_at IS NULL, t.refused_because, \(unsafeSQL: SealedTable.transfer.sealed("t")), \(unsafeSQL: SealedTable.transferFile.sealed("f"))
            FROM access.transfer t JOIN access.transfer_file f USING (file_id) WHERE t.account = \(account) AND t.day <= \(day)
            """)
        var (found, isDue) = (Transfers.inEffect, false)
        for row in rows {
            let (isWaiting, refused, form, mac, file, fileMAC) = try row.decode((Bool, String?, [UInt8], [UInt8]?, [UInt8], [UInt8]?).self)
            guard seal.holds(.transfer, form, mac) else { return .unproven }
            guard isWaiting else { continue }
            guard seal.holds(.transferFile, file, fileMAC) else { return .unproven }
            if refused == TransferFault.lastAdministrator { found = .waitingForSuccessor } else { isDue = true }
        }
        // It waits because where the person stands isn't proven either.
        if isDue, try await !isPostingProven(account, connection) { return .unproven }
        return found
    }

    /// Whether all that says where a person stands is true: on anything else no transfer takes effect, nor is it refused for it.
    func isPostingProven(_ account: String, _ connection: Connection) async throws -> Bool {
        let rows = try await connection.query(
            """
            SELECT true, \(unsafeSQL: SealedTable.person.sealed("p")) FROM access.person p WHERE account = \(account)
            UNION ALL SELECT false, \(unsafeSQL: SealedTable.assignment.sealed("a")) FROM access.assignment a WHERE account = \(account)
            """)
        return try rows.allSatisfy { row in
            let (isPerson, form, mac) = try row.decode((Bool, [UInt8], [UInt8]?).self)
            return seal.holds(isPerson ? .person : .assignment, form, mac)
        }
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
            SELECT department, \(unsafeSQL: SealedTable.assignment.sealed("a")) FROM access.assignment a
            WHERE account = \(account) AND from_day <= \(day) AND coalesce(until_day > \(day), true) ORDER BY from_day, assignment_id
            """)
        for row in rows {
            let (department, form, mac) = try row.decode((String, [UInt8], [UInt8]?).self)
            if seal.holds(.assignment, form, mac) { return department }
        }
        return nil
    }

    /// Open accounts that hold a right on a day and can sign in: password and code are set.
    func holders(of right: Right, on day: CalendarDay, _ connection: Connection) async throws -> Set<String> {
        var holders: Set<String> = []
        let candidates = try await connection.query(
            """
            SELECT account, \(unsafeSQL: SealedTable.person.sealed("p")) FROM access.person p JOIN access.credential c USING (account)
            WHERE closed_at IS NULL AND password_set_at IS NOT NULL AND account IN (
                SELECT account FROM access.ledger WHERE right_name = \(right.rawValue) AND act = 'grant'
                UNION ALL SELECT a.account FROM access.assignment a JOIN access.department_right r USING (department) WHERE r.right_name = \(right.rawValue)
            )
            """)
        for row in candidates {
            let (account, form, mac) = try row.decode((String, [UInt8], [UInt8]?).self)
            guard seal.holds(.person, form, mac) else { continue }
            if try await read(account, on: day, connection)[right] != nil { holders.insert(account) }
        }
        return holders
    }
}

/// 台帳の個別の記載. An entry of the ledger about a person's right, whatever their department has.
struct IndividualEntry: Sendable {
    let right: String
    /// `grant`, `revoke` or `end`; nil where the program did not write the entry as it is: then its days say nothing either.
    let act: String?
    /// Whoever had a part in it.
    let by: [String]
    let recordedOn: CalendarDay
    let from: CalendarDay
    /// First day after it.
    let until: CalendarDay?

    /// Whether it says something on a day.
    func covers(_ day: CalendarDay) -> Bool { act == nil || from <= day && isOpen(on: day) }

    private func isOpen(on day: CalendarDay) -> Bool { act == nil || until.map { $0 > day } ?? true }

    /// What ends, from a day on, all that entries give, by right. Beneath a grant a revocation may lie, and what isn't true may be a grant or a revocation:
    /// in its place a revocation is entered, so that nothing that somebody puts in, or puts right again later, gives the right back.
    ///
    /// - Parameter entries: of one person, in the order in which they were entered.
    static func ending(_ entries: [IndividualEntry], from day: CalendarDay) -> [String: String] {
        var (gives, isRevoked): ([String: Bool], Set<String>) = ([:], [])
        for entry in entries {
            switch entry.act {
            case nil, "revoke": isRevoked.insert(entry.right)
            case "end": isRevoked.remove(entry.right)
            default: break
            }
            if entry.isOpen(on: day) { gives[entry.right] = entry.act == nil || entry.act == "grant" }
        }
        return gives.filter(\.value).reduce(into: [:]) { $0[$1.key] = isRevoked.contains($1.key) ? "revoke" : "end" }
    }
}
