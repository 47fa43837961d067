public import Addressee
internal import AuditTrail
package import Postgres

extension AccessControl {
    /// Registers a person by hand, in a department from a day on; transfer files are the usual way.
    ///
    /// - Returns: the set-up code, to be handed over in person.
    /// - Throws: `AccessRefused` A0001, A0016, A0017, A0021.
    public func addPerson(
        by administrator: Principal, account: String, name: String, department: String, task: String? = nil, atenabango: AddresseeNumber? = nil
    ) async throws -> SetUpCode {
        func check() throws { try Self.checkForm(account: account, name: name) }
        let attempt = attempt(.personAdded, fields: Self.tellable(account))
        return try await pool.permit(administrator, [.administerAccess], as: attempt, first: check) { _, connection in
            try await needDepartment(department, on: connection)
            let inserted = try await seal.write(
                .person,
                """
                INSERT INTO access.person (account, opened_at, name, by_whom, atenabango)
                VALUES (\(account), \(now()), \(name), \(administrator.account), \(atenabango?.value)) ON CONFLICT DO NOTHING
                """, on: connection)
            guard inserted == 1 else { throw AccessRefused.existsAlready }
            try await assign(account, to: department, task: task, post: nil, from: now().day, byWhom: administrator.account, on: connection)
            var fields = ["account": account, "basis": "administrator", "department": department]
            fields["task"] = task
            let event = AuditEvent(.personAdded, by: administrator.name, fields: fields, at: now())
            let isAlone = try await SetUp.isAlone(administrator.account, rightsOfTheDay, on: now().day, connection)
            return Recorded(try await issueSetUpCode(account, byWhom: administrator.account, isAlone: isAlone, on: connection), as: event)
        }
    }

    /// Gives a person a fresh set-up code: password and code that were lost work no longer. A dormant account is opened again.
    ///
    /// - Throws: `AccessRefused` A0010 for oneself, A0014, A0015 for a person who left, A0022 for the last who may administer access.
    public func recover(by administrator: Principal, account: String) async throws -> SetUpCode {
        try await pool.permit(administrator, [.administerAccess], as: attempt(.recovered, fields: Self.tellable(account))) { connection in
            guard administrator.account != account else { throw AccessRefused.notOneself }
            let because = try await closedBecause(account, on: connection)
            guard because == nil || because == "dormant" else { throw AccessRefused.closedPerson }
            // Until the code is used the person can't sign in: two who recover each other at once would leave nobody.
            try await keepAnAdministrator(without: account, on: connection)
            if because != nil {
                try await seal.update(
                    .person, "t.account = \(account) \(unsafeSQL: RowSeal.set(.person)) closed_at = NULL, closed_because = NULL, opened_at = \(now())",
                    on: connection)
            }
            try await forgetAttempts(account, on: connection)
            let event = AuditEvent(.recovered, by: administrator.name, fields: ["account": account], at: now())
            return Recorded(try await issueSetUpCode(account, byWhom: administrator.account, on: connection), as: event)
        }
    }

    /// Lifts the lock after repeated failures.
    ///
    /// - Throws: `AccessRefused` A0010 for oneself, A0014.
    public func unlock(by administrator: Principal, account: String) async throws {
        try await pool.permit(administrator, [.administerAccess], as: attempt(.unlocked, fields: Self.tellable(account))) { connection in
            guard administrator.account != account else { throw AccessRefused.notOneself }
            _ = try await closedBecause(account, on: connection)
            try await forgetAttempts(account, on: connection)
            return Recorded(as: AuditEvent(.unlocked, by: administrator.name, fields: ["account": account], at: now()))
        }
    }

    /// Closes an account; whoever is signed in with it is signed out at once.
    ///
    /// - Throws: `AccessRefused` A0010, A0014, A0015, A0022.
    public func close(by administrator: Principal, account: String) async throws {
        try await pool.permit(administrator, [.administerAccess], as: attempt(.personClosed, fields: Self.tellable(account))) { connection in
            guard administrator.account != account else { throw AccessRefused.notOneself }
            guard try await closedBecause(account, on: connection) == nil else { throw AccessRefused.closedPerson }
            return Recorded(as: try await close(account, because: "administrator", byWhom: administrator.name, on: connection))
        }
    }

    /// Corrects the name of a person, as after a marriage.
    ///
    /// - Throws: `AccessRefused` A0014, A0021.
    public func rename(by administrator: Principal, account: String, to name: String) async throws {
        try await pool.permit(administrator, [.administerAccess], as: attempt(.personChanged, fields: Self.tellable(account))) { connection in
            try Self.checkForm(account: account, name: name)
            let changed = try await seal.update(.person, "t.account = \(account) \(unsafeSQL: RowSeal.set(.person)) name = \(name)", on: connection)
            guard changed == 1 else { throw AccessRefused.unknownPerson }
            return Recorded(as: AuditEvent(.personChanged, by: administrator.name, fields: ["account": account, "what": "name"], at: now()))
        }
    }

    /// Persons in order of their numbers, with their rights of the day.
    ///
    /// - Parameter account: one of them; nil for all.
    public func staff(by administrator: Principal, account: String? = nil) async throws -> [StaffMember] {
        let day = now().day
        return try await pool.permit(administrator, [.administerAccess]) { connection in
            var members: [StaffMember] = []
            let rows = try await connection.query(
                """
                SELECT p.account, p.name, coalesce(p.closed_because, 'open'), c.password_set_at IS NOT NULL,
                    ARRAY(SELECT a.department || coalesce(':' || a.task, '') FROM access.assignment a WHERE a.account = p.account
                        AND a.from_day <= \(day) AND coalesce(a.until_day > \(day), true) ORDER BY 1)
                FROM access.person p LEFT JOIN access.credential c USING (account)
                WHERE \(account)::text IS NULL OR p.account = \(account) ORDER BY p.account
                """)
            for row in rows {
                let (number, name, state, isEnrolled, departments) = try row.decode((String, String, String, Bool, [String]).self)
                let rights = try await rightsOfTheDay.read(number, on: day, connection)
                members.append(
                    StaffMember(
                        account: number, name: name, state: state, departments: departments, rights: Right.allCases.filter { rights[$0] != nil },
                        isEnrolled: isEnrolled))
            }
            return members
        }
    }

    /// Closes accounts that nobody signed in with for so many days (`atena access daily`).
    ///
    /// - Returns: how many.
    package func closeDormant(days: Int = AccessControl.dormantDays, byWhom: String = "access daily") async throws -> Int {
        let limit = now().adding(seconds: -Int64(days) * 86_400)
        return try await pool.transaction(retries: 3) { connection in
            try await lockAdministrators(on: connection)
            let rows = try await connection.query(
                """
                SELECT p.account FROM access.person p LEFT JOIN access.credential c USING (account)
                WHERE p.closed_at IS NULL AND greatest(p.opened_at, c.last_sign_in_at) < \(limit) ORDER BY p.account FOR UPDATE OF p
                """)
            var closed = 0
            for row in rows {
                do {
                    try await close(try row.decode(String.self), because: "dormant", byWhom: byWhom, on: connection).record(on: connection)
                    closed += 1
                } catch let refused as AccessRefused where refused == .lastAdministrator {
                    // Somebody must be able to open the others again.
                    continue
                }
            }
            return closed
        }
    }

    /// Days without sign-in after which an account is dormant, unless told otherwise.
    public static let dormantDays = 90

    // MARK: inside a transaction

    /// - Returns: the event that tells of it, to be written in the same transaction.
    private func close(_ account: String, because: String, byWhom: String, on connection: Connection) async throws -> AuditEvent {
        try await keepAnAdministrator(without: account, on: connection)
        try await seal.update(
            .person,
            """
            t.account = \(account) AND t.closed_at IS NULL \(unsafeSQL: RowSeal.set(.person)) closed_at = \(now()), closed_because = \(because)
            """, on: connection)
        try await endTokens(of: account, on: connection)
        return AuditEvent(.personClosed, by: byWhom, fields: ["account": account, "because": because], at: now())
    }

    /// - Throws: `AccessRefused` A0022 where the person is the last who may administer access.
    func keepAnAdministrator(without account: String, on connection: Connection) async throws {
        try await lockAdministrators(on: connection)
        if try await rightsOfTheDay.holders(of: .administerAccess, on: now().day, connection) == [account] { throw AccessRefused.lastAdministrator }
    }

    /// Whatever may leave the hub without an administrator waits here for its turn.
    func lockAdministrators(on connection: Connection) async throws {
        try await connection.execute("SELECT pg_advisory_xact_lock(hashtext('access.administrators'))")
    }

    /// Why a person is closed; nil while open.
    func closedBecause(_ account: String, on connection: Connection) async throws -> String? {
        guard let row = try await connection.query("SELECT closed_because FROM access.person WHERE account = \(account) FOR UPDATE").first else {
            throw AccessRefused.unknownPerson
        }
        return try row.decode(String?.self)
    }

    /// - Parameter takenInBy: who took the transfer file in, where it is one that assigns.
    package func assign(
        _ account: String, to department: String, task: String?, post: String?, from day: CalendarDay, byWhom: String, takenInBy: String? = nil,
        on connection: Connection
    ) async throws {
        if let post { try await connection.execute("INSERT INTO access.post (post, entered_at) VALUES (\(post), \(now())) ON CONFLICT DO NOTHING") }
        try await seal.write(
            .assignment,
            """
            INSERT INTO access.assignment (entered_at, from_day, account, department, task, post, by_whom, taken_in_by)
            VALUES (\(now()), \(day), \(account), \(department), \(task), \(post), \(byWhom), \(takenInBy))
            """, on: connection)
        try await enterDepartment("grant", account: account, department: department, task: task, from: day, byWhom: byWhom, reason: "発令", on: connection)
    }

    func needDepartment(_ department: String, on connection: Connection) async throws {
        guard try await !connection.query("SELECT FROM access.department WHERE department = \(department)").isEmpty else {
            throw AccessRefused.unknownDepartment
        }
    }
}
