public import Addressee
internal import AuditTrail
internal import Postgres

extension AccessControl {
    /// Longest time an individual right is given for, in days.
    public static let longestIndividualRight = 366

    /// Applies for an individual right, for oneself or, as an administrator, on behalf of somebody.
    ///
    /// - Parameter until: first day after it; a year at most.
    /// - Returns: the application's number.
    /// - Throws: `AccessRefused` A0001, A0012, A0014, A0015, A0021.
    public func apply(
        by applicant: Principal, for account: String, right: Right, from: CalendarDay, until: CalendarDay, reason: String
    ) async throws -> Int64 {
        let fields = ["account": account, "right": right.rawValue]
        func check() throws {
            guard !applicant.isService else { throw AccessRefused.onlyPersons }
            guard from < until, until <= from.adding(days: Self.longestIndividualRight), from >= now().day else {
                throw AccessRefused.wrongInput("期間は今日以降の日から1年以内で、終わりの日（その日から無効）を初めの日より後にしてください。")
            }
            guard reason.count >= 5, reason.count <= 500 else { throw AccessRefused.wrongInput("理由を5文字以上500文字以下で書いてください。") }
        }
        let told = Self.tellable(account).merging(["right": right.rawValue]) { $1 }
        // For oneself it takes no right.
        return try await pool.permit(
            applicant, applicant.account == account ? [] : [.administerAccess], as: attempt(.applied, fields: told), first: check
        ) { _, connection in
            guard try await closedBecause(account, on: connection) == nil else { throw AccessRefused.closedPerson }
            let setUpBy = try await SetUp.of(applicant, on: connection)
            let numbers = try await seal.returning(
                .application,
                """
                INSERT INTO access.application (applied_at, from_day, until_day, account, applied_by, right_name, reason, set_up_by)
                VALUES (\(now()), \(from), \(until), \(account), \(applicant.account), \(right.rawValue), \(reason), \(setUpBy))
                """, on: connection)
            let id = numbers.first.flatMap { Int64($0) } ?? 0
            return Recorded(
                id,
                as: AuditEvent(
                    .applied, by: applicant.name,
                    fields: fields.merging(["application": String(id), "from": from.description, "until": until.description]) { $1 }, at: now()))
        }
    }

    /// Approves an application: the right is entered in the ledger and acts from its first day.
    ///
    /// Whoever decides is a second person as the two-person rule has it, both to its author and to its subject.
    /// - Throws: `AccessRefused` A0001, A0011 for its subject and its author, A0012, A0015, A0019, A0020, A0026 and A0027 by the two-person rule.
    public func approve(by approver: Principal, _ id: Int64) async throws { try await decide(by: approver, id, isApproved: true, reason: "") }

    /// Rejects an application with a reason.
    ///
    /// - Throws: `AccessRefused` as `approve`, and A0021 without a reason.
    public func reject(by approver: Principal, _ id: Int64, reason: String) async throws {
        try await decide(by: approver, id, isApproved: false, reason: reason)
    }

    /// Applications, those that wait first.
    public func applications(by reader: Principal, onlyWaiting: Bool) async throws -> [RightApplication] {
        try await pool.permit(reader, [.administerAccess]) { connection in
            let rows = try await connection.query(
                """
                SELECT a.application_id, a.account, a.right_name, a.from_day::text, a.until_day::text, a.applied_by, a.reason,
                    CASE WHEN d.approved THEN 'approved' WHEN NOT d.approved THEN 'rejected' ELSE 'waiting' END AS state,
                    d.decided_by
                FROM access.application a LEFT JOIN access.application_decision d USING (application_id)
                WHERE NOT \(onlyWaiting) OR d.application_id IS NULL ORDER BY d.application_id IS NOT NULL, a.application_id DESC LIMIT 1000
                """)
            return try rows.map { row in
                RightApplication(
                    id: try row.decode("application_id"), account: try row.decode("account"), right: try row.decode("right_name"),
                    from: try row.decode("from_day"), until: try row.decode("until_day"), appliedBy: try row.decode("applied_by"),
                    reason: try row.decode("reason"), state: try row.decode("state"), decidedBy: try row.decode("decided_by"))
            }
        }
    }

    private func decide(by approver: Principal, _ id: Int64, isApproved: Bool, reason: String) async throws {
        let decision = isApproved ? "approved" : "rejected"
        let told = ["application": String(id), "decision": decision]
        try await pool.permit(approver, [.administerAccess], as: attempt(.applicationDecided, fields: told)) { connection in
            guard !approver.isService else { throw AccessRefused.onlyPersons }
            guard isApproved || reason.count >= 5 else { throw AccessRefused.wrongInput("却下の理由を5文字以上で書いてください。") }
            let rows = try await connection.query(
                """
                SELECT account, applied_by, right_name, from_day, until_day, reason, (applied_at AT TIME ZONE 'Asia/Tokyo')::date, set_up_by,
                    \(unsafeSQL: SealedTable.application.sealed("a"))
                FROM access.application a WHERE application_id = \(id)
                """)
            guard let row = rows.first else { throw AccessRefused.unknownApplication }
            let (account, appliedBy, name, from, until, why, appliedOn, setUpBy, form, mac) = try row.decode(
                (String, String, String, CalendarDay, CalendarDay, String, CalendarDay, String?, [UInt8], [UInt8]?).self)
            guard seal.holds(.application, form, mac) else { throw AccessRefused.untrueRow }
            guard approver.account != account, approver.account != appliedBy else { throw AccessRefused.notTheSamePerson }
            guard let right = Right(rawValue: name) else { throw AccessRefused.unknownApplication }
            if isApproved {
                guard try await closedBecause(account, on: connection) == nil else { throw AccessRefused.closedPerson }
                let people = TwoPeople(connection: connection, today: now().day)
                // Neither of the two could be whoever decides: the author then, the subject now.
                for word in [TwoPeople.Word(account: appliedBy, on: appliedOn, setUpBy: setUpBy), .init(account: account, on: appliedOn)] {
                    let violation = try await people.violation(by: approver, holding: .administerAccess, after: word)
                    if let violation { throw AccessRefused(violation) }
                }
            }
            // The key lets one decision through, whoever comes at the same moment.
            let inserted = try await connection.execute(
                """
                INSERT INTO access.application_decision (application_id, decided_at, approved, account, applied_by, decided_by, reason)
                VALUES (\(id), \(now()), \(isApproved), \(account), \(appliedBy), \(approver.account), \(reason)) ON CONFLICT (application_id) DO NOTHING
                """)
            guard inserted == 1 else { throw AccessRefused.decidedAlready }
            let fields = ["account": account, "application": String(id), "decision": decision, "right": name]
            let decided = AuditEvent(.applicationDecided, by: approver.name, fields: fields, at: now())
            guard isApproved else { return Recorded(as: decided) }
            guard until > now().day else { throw AccessRefused.wrongInput("申請の期間が過ぎています。新しく申請してください。") }
            try await enter(
                .init(
                    account: account, act: "grant", right: right, basis: "application", from: max(from, now().day), until: until, byWhom: appliedBy,
                    approvedBy: approver.account, applicationID: id, reason: why), on: connection)
            let granted = AuditEvent(
                .rightGranted, by: approver.name,
                fields: [
                    "account": account, "application": String(id), "approved_by": approver.account, "basis": "application",
                    "from": max(from, now().day).description, "right": name, "until": until.description,
                ], at: now())
            return Recorded(as: [decided, granted])
        }
    }

    /// Gives a right at once while a hub is set up: only as long as nobody but the first administrator ever held the administration of access.
    ///
    /// - Throws: `AccessRefused` A0001, A0010 for oneself, A0014, A0015, A0023 once there was a second administrator.
    public func grantInitially(by administrator: Principal, _ right: Right, to account: String, reason: String) async throws {
        let day = now().day
        let fields = ["account": account, "right": right.rawValue]
        let told = Self.tellable(account).merging(["right": right.rawValue]) { $1 }
        try await pool.permit(administrator, [.administerAccess], as: attempt(.rightGranted, fields: told)) { connection in
            guard administrator.account != account else { throw AccessRefused.notOneself }
            guard try await closedBecause(account, on: connection) == nil else { throw AccessRefused.closedPerson }
            try await lockAdministrators(on: connection)
            let others = try await connection.query(
                """
                SELECT FROM access.ledger
                WHERE right_name = \(Right.administerAccess.rawValue) AND act = 'grant' AND account <> \(administrator.account) LIMIT 1
                """)
            guard others.isEmpty else { throw AccessRefused.twoAdministrators }
            try await enter(
                .init(account: account, act: "grant", right: right, basis: "initial", from: day, byWhom: administrator.account, reason: reason), on: connection)
            return Recorded(
                as: AuditEvent(
                    .rightGranted, by: administrator.name, fields: fields.merging(["basis": "initial", "from": day.description]) { $1 }, at: now()))
        }
    }

    /// Takes a right from a person at once, whatever gave it, the department included.
    ///
    /// - Throws: `AccessRefused` A0001, A0014, A0022, A0024.
    public func revoke(by administrator: Principal, _ right: Right, from account: String, reason: String) async throws {
        let day = now().day
        let fields = ["account": account, "right": right.rawValue]
        let told = Self.tellable(account).merging(["right": right.rawValue]) { $1 }
        try await pool.permit(administrator, [.administerAccess], as: attempt(.rightRevoked, fields: told)) { connection in
            _ = try await closedBecause(account, on: connection)
            guard reason.count >= 5 else { throw AccessRefused.wrongInput("理由を5文字以上で書いてください。") }
            guard try await rightsOfTheDay.read(account, on: day, connection)[right] != nil else { throw AccessRefused.nothingToEnd }
            if right == .administerAccess { try await keepAnAdministrator(without: account, on: connection) }
            try await enter(
                .init(account: account, act: "revoke", right: right, basis: "application", from: day, byWhom: administrator.account, reason: reason),
                on: connection)
            return Recorded(
                as: AuditEvent(
                    .rightRevoked, by: administrator.name, fields: fields.merging(["basis": "application", "from": day.description]) { $1 }, at: now()))
        }
    }
}
