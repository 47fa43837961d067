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
        try await seal.write(
            .ledger,
            """
            INSERT INTO access.ledger (recorded_at, from_day, recorded_on, account, act, basis, right_name, by_whom, department, reason)
            SELECT DISTINCT \(now()), \(day), \(now().day), \(account), \(act), 'transfer', right_name, \(byWhom), department, \(reason)
            FROM access.department_right WHERE department = \(department) AND (\(task)::text IS NULL OR task = \(task))
                AND from_day <= \(day) AND coalesce(until_day > \(day), true)
            """, on: connection)
    }

    /// Ends every individual right of a person from a day on, whether in force or to come; revocations stay, also those that a grant stood above.
    func endIndividualRights(of account: String, from day: CalendarDay, byWhom: String, reason: String, on connection: Connection) async throws {
        try await seal.write(
            .ledger,
            """
            INSERT INTO access.ledger (recorded_at, from_day, recorded_on, account, act, basis, right_name, by_whom, reason)
            SELECT \(now()), \(day), \(now().day), \(account),
                CASE WHEN EXISTS (
                    SELECT FROM access.ledger r WHERE r.account = \(account) AND r.right_name = last.right_name AND r.department IS NULL AND r.act = 'revoke'
                        AND NOT EXISTS (SELECT FROM access.ledger e WHERE e.account = r.account AND e.right_name = r.right_name AND e.department IS NULL
                            AND e.act = 'end' AND e.ledger_id > r.ledger_id)
                ) THEN 'revoke' ELSE 'end' END, 'transfer', right_name, \(byWhom), \(reason)
            FROM (
                SELECT DISTINCT ON (right_name) right_name, act FROM access.ledger
                WHERE account = \(account) AND department IS NULL AND coalesce(until_day > \(day), true) ORDER BY right_name, ledger_id DESC
            ) AS last WHERE act = 'grant'
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
