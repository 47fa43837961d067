public import Addressee
internal import AuditTrail
internal import Postgres

extension AccessControl {
    /// Registers a department.
    ///
    /// - Throws: `AccessRefused` A0017, A0021.
    public func addDepartment(by administrator: Principal, _ department: String, name: String) async throws {
        try await pool.permit(administrator, [.administerAccess], as: attempt(.departmentAdded)) { connection in
            guard department.wholeMatch(of: /[0-9A-Za-z][0-9A-Za-z-]{0,19}/) != nil else { throw AccessRefused.wrongInput("所属コードは半角英数字とハイフン20文字以内です。") }
            guard !name.isEmpty, name.count <= 100 else { throw AccessRefused.wrongInput("所属名は100文字以内で入力してください。") }
            let inserted = try await connection.execute(
                """
                INSERT INTO access.department (department, entered_at, name, by_whom) VALUES (\(department), \(now()), \(name), \(administrator.account))
                ON CONFLICT (department) DO NOTHING
                """)
            guard inserted == 1 else { throw AccessRefused.existsAlready }
            return Recorded(as: AuditEvent(.departmentAdded, by: administrator.name, fields: ["department": department], at: now()))
        }
    }

    /// Gives a department's task a right, from today; it acts at once for everybody there.
    ///
    /// - Throws: `AccessRefused` A0010 where the administrator belongs to the department, A0016, A0017.
    public func allow(by administrator: Principal, _ right: Right, department: String, task: String) async throws {
        let fields = ["department": department, "right": right.rawValue, "task": task]
        try await pool.permit(administrator, [.administerAccess], as: attempt(.departmentRightChanged, fields: fields)) { connection in
            try await needDepartment(department, on: connection)
            try await notOfOneself(administrator, department, on: connection)
            guard !task.isEmpty, task.count <= 40 else { throw AccessRefused.wrongInput("事務は40文字以内で入力してください。") }
            let inserted = try await seal.write(
                .departmentRight,
                """
                INSERT INTO access.department_right (entered_at, from_day, department, task, right_name, by_whom)
                VALUES (\(now()), \(now().day), \(department), \(task), \(right.rawValue), \(administrator.account))
                ON CONFLICT (department, task, right_name) WHERE until_day IS NULL DO NOTHING
                """, on: connection)
            guard inserted == 1 else { throw AccessRefused.existsAlready }
            try await enter("grant", right, department, task, by: administrator, on: connection)
            return Recorded(
                as: AuditEvent(.departmentRightChanged, by: administrator.name, fields: fields.merging(["act": "grant"]) { $1 }, at: now()))
        }
    }

    /// Takes a right from a department's task, at once.
    ///
    /// - Throws: `AccessRefused` A0022, A0024.
    public func disallow(by administrator: Principal, _ right: Right, department: String, task: String) async throws {
        let fields = ["department": department, "right": right.rawValue, "task": task]
        try await pool.permit(administrator, [.administerAccess], as: attempt(.departmentRightChanged, fields: fields)) { connection in
            if right == .administerAccess { try await lockAdministrators(on: connection) }
            try await enter("end", right, department, task, by: administrator, on: connection)
            let ended = try await seal.update(
                .departmentRight,
                """
                t.department = \(department) AND t.task = \(task) AND t.right_name = \(right.rawValue) AND t.until_day IS NULL
                \(unsafeSQL: RowSeal.set(.departmentRight)) until_day = \(now().day), ended_by = \(administrator.account)
                """, on: connection)
            guard ended == 1 else { throw AccessRefused.nothingToEnd }
            if right == .administerAccess, try await rightsOfTheDay.holders(of: right, on: now().day, connection).isEmpty {
                throw AccessRefused.lastAdministrator
            }
            return Recorded(
                as: AuditEvent(.departmentRightChanged, by: administrator.name, fields: fields.merging(["act": "end"]) { $1 }, at: now()))
        }
    }

    /// Departments in order of their codes.
    public func departments(by administrator: Principal) async throws -> [DepartmentSheet] {
        let day = now().day
        return try await pool.permit(administrator, [.administerAccess]) { connection in
            var rights: [String: [String: [String]]] = [:]
            for row in try await connection.query(
                """
                SELECT department, task, right_name FROM access.department_right
                WHERE from_day <= \(day) AND coalesce(until_day > \(day), true) ORDER BY department, task, right_name
                """)
            {
                let (department, task, right) = try row.decode((String, String, String).self)
                rights[department, default: [:]][task, default: []].append(right)
            }
            let rows = try await connection.query(
                """
                SELECT d.department, d.name, (SELECT count(*) FROM access.assignment a WHERE a.department = d.department
                    AND a.from_day <= \(day) AND coalesce(a.until_day > \(day), true))
                FROM access.department d ORDER BY d.department
                """)
            return try rows.map { row in
                let (department, name, persons) = try row.decode((String, String, Int64).self)
                return DepartmentSheet(department: department, name: name, rights: rights[department] ?? [:], persons: Int(persons))
            }
        }
    }

    /// Nobody widens their own rights: not by way of their department, either.
    private func notOfOneself(_ administrator: Principal, _ department: String, on connection: Connection) async throws {
        let own = try await connection.query(
            """
            SELECT coalesce(until_day > \(now().day), true), \(unsafeSQL: SealedTable.assignment.sealed("a")) FROM access.assignment a
            WHERE account = \(administrator.account) AND department = \(department)
            """)
        for row in own {
            let (isOpen, form, mac) = try row.decode((Bool, [UInt8], [UInt8]?).self)
            // One that isn't true may be one that goes on.
            if isOpen || !seal.holds(.assignment, form, mac) { throw AccessRefused.notOneself }
        }
    }

    /// Enters for each person there that the right comes or goes.
    private func enter(_ act: String, _ right: Right, _ department: String, _ task: String, by administrator: Principal, on connection: Connection) async throws
    {
        let day = now().day
        let rows = try await connection.query(
            """
            SELECT account, \(unsafeSQL: SealedTable.assignment.sealed("a")) FROM access.assignment a
            WHERE department = \(department) AND (task IS NULL OR task = \(task)) AND from_day <= \(day) AND coalesce(until_day > \(day), true)
            """)
        // Whom somebody put there by SQL does not belong there.
        let accounts = try rows.compactMap { row -> String? in
            let (account, form, mac) = try row.decode((String, [UInt8], [UInt8]?).self)
            return seal.holds(.assignment, form, mac) ? account : nil
        }
        try await seal.write(
            .ledger,
            """
            INSERT INTO access.ledger (recorded_at, from_day, recorded_on, account, act, basis, right_name, by_whom, department, reason)
            SELECT \(now()), \(day), \(day), p.account, \(act), 'transfer', \(right.rawValue), \(administrator.account), \(department), '所属の権限の変更'
            FROM unnest(\(Set(accounts).sorted())) AS p (account)
            """, on: connection)
    }
}
