public import Addressee
internal import AuditTrail
package import Postgres

/// 権限付与・剥奪台帳の1件, to be entered.
package struct RightsLedgerEntry: Sendable {
    var account: String
    var act: String
    var right: Right
    var basis: String
    var from: CalendarDay
    var until: CalendarDay?
    var byWhom: String
    var approvedBy: String?
    var applicationID: Int64?
    var department: String?
    package var reason: String
}

extension AccessControl {
    package func enter(_ entry: RightsLedgerEntry, on connection: Connection) async throws {
        try await seal.write(
            .ledger,
            """
            INSERT INTO access.ledger (recorded_at, application_id, from_day, until_day, recorded_on, account, act, basis, right_name, by_whom, approved_by, department, reason)
            VALUES (\(now()), \(entry.applicationID), \(entry.from), \(entry.until), \(now().day), \(entry.account), \(entry.act), \(entry.basis),
                \(entry.right.rawValue), \(entry.byWhom), \(entry.approvedBy), \(entry.department), \(entry.reason))
            """, on: connection)
    }

    /// Enters that rights of a department (all its tasks, or one) begin or end for a person.
    func enterDepartment(
        _ act: String, account: String, department: String, task: String?, from day: CalendarDay, byWhom: String, reason: String, on connection: Connection
    ) async throws {
        let rows = try await connection.query(
            """
            SELECT right_name, \(unsafeSQL: SealedTable.departmentRight.sealed("r")) FROM access.department_right r
            WHERE department = \(department) AND (\(task)::text IS NULL OR task = \(task)) AND from_day <= \(day) AND coalesce(until_day > \(day), true)
            """)
        // What was put there by SQL is no right of the department, and becomes no line that the program wrote.
        let names = try rows.compactMap { row -> String? in
            let (name, form, mac) = try row.decode((String, [UInt8], [UInt8]?).self)
            return seal.holds(.departmentRight, form, mac) ? name : nil
        }
        try await seal.write(
            .ledger,
            """
            INSERT INTO access.ledger (recorded_at, from_day, recorded_on, account, act, basis, right_name, by_whom, department, reason)
            SELECT \(now()), \(day), \(now().day), \(account), \(act), 'transfer', n.name, \(byWhom), \(department), \(reason)
            FROM unnest(\(Set(names).sorted())) AS n (name)
            """, on: connection)
    }

    /// Ends every individual right of a person from a day on, whether in force or to come; revocations stay, also those that a grant stood above, and what
    /// isn't true may have been one.
    func endIndividualRights(of account: String, from day: CalendarDay, byWhom: String, reason: String, on connection: Connection) async throws {
        let acts = IndividualEntry.ending(try await rightsOfTheDay.entries(of: account, connection), from: day)
        let names = acts.keys.sorted()
        try await seal.write(
            .ledger,
            """
            INSERT INTO access.ledger (recorded_at, from_day, recorded_on, account, act, basis, right_name, by_whom, reason)
            SELECT \(now()), \(day), \(now().day), \(account), e.act, 'transfer', e.name, \(byWhom), \(reason)
            FROM unnest(\(names), \(names.map { acts[$0] ?? "revoke" })) AS e (name, act)
            """, on: connection)
    }

    /// The ledger, newest first; for administrators and auditors.
    ///
    /// - Parameter account: of one person; nil for all.
    public func ledger(by reader: Principal, account: String?, limit: Int) async throws -> [RightsLedgerLine] {
        try await pool.permit(reader, [reader.oneOf(.readLog, orElse: .administerAccess)]) { connection in
            let rows = try await connection.query(
                """
                SELECT ledger_id, recorded_on::text, account, act, right_name, basis, from_day::text, until_day::text, by_whom, approved_by, department, reason
                FROM access.ledger WHERE (\(account)::text IS NULL OR account = \(account)) ORDER BY ledger_id DESC LIMIT \(limit)
                """)
            return try rows.map { row in
                RightsLedgerLine(
                    id: try row.decode("ledger_id"), recordedOn: try row.decode("recorded_on"), account: try row.decode("account"), act: try row.decode("act"),
                    right: try row.decode("right_name"), basis: try row.decode("basis"), from: try row.decode("from_day"), until: try row.decode("until_day"),
                    byWhom: try row.decode("by_whom"), approvedBy: try row.decode("approved_by"), department: try row.decode("department"),
                    reason: try row.decode("reason"))
            }
        }
    }
}
