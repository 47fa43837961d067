internal import Addressee
internal import AuditTrail
internal import Postgres

extension AccessControl {
    /// Puts a person's transfers whose day has come into effect, in order: everything of the old department ends on the day, individual rights too, and
    /// the new one's begins. The caller holds the lock of transfers.
    ///
    /// A row that no longer fits is refused, recorded with its rule, and doesn't come again; that of the last administrator waits for a successor, and where
    /// something of the person isn't true all of theirs wait until it is put right.
    /// - Returns: how many took effect.
    @discardableResult
    func applyDue(account: String, on connection: Connection) async throws -> Int {
        let rows = try await connection.query(
            """
            SELECT t.line, t.account, t.name, t.kind, t.old_department, t.new_department, t.post, t.task, t.day, t.transfer_id, f.by_whom, t.refused_because,
                \(unsafeSQL: SealedTable.transfer.form("t")) AS form, t.mac, \(unsafeSQL: SealedTable.transferFile.form("f")) AS file_form, f.mac AS file_mac
            FROM access.transfer t JOIN access.transfer_file f USING (file_id)
            WHERE t.account = \(account) AND t.applied_at IS NULL AND t.day <= \(now().day) ORDER BY t.day, t.transfer_id
            """)
        guard !rows.isEmpty, try await rightsOfTheDay.isPostingProven(account, connection) else { return 0 }
        var applied = 0
        for row in rows {
            guard let transfer = try Self.transfer(row), seal.holds(.transfer, try row.decode("form"), try row.decode("mac")),
                seal.holds(.transferFile, try row.decode("file_form"), try row.decode("file_mac"))
            else { continue }
            let id = try row.decode("transfer_id", as: Int64.self)
            let (takenInBy, refusedBefore) = (try row.decode("by_whom", as: String.self), try row.decode("refused_because", as: String?.self))
            var fields = ["account": account, "day": transfer.day.description, "kind": transfer.kind.rawValue]
            if !transfer.oldDepartment.isEmpty { fields["old"] = transfer.oldDepartment }
            if !transfer.newDepartment.isEmpty { fields["new"] = transfer.newDepartment }
            do {
                try await connection.savepoint { try await takeEffect(transfer, takenInBy: takenInBy, on: $0) }
                try await decided(id, at: now(), nil, on: connection)
                try await AuditEvent(.transferApplied, by: Self.byTransfer, fields: fields, at: now()).record(on: connection)
                applied += 1
            } catch let fault as TransferFault where fault.code == TransferFault.lastAdministrator {
                // The last administrator waits for a successor, with nothing but the administration of access; what comes later waits behind.
                if refusedBefore == nil {
                    try await decided(id, at: nil, fault.code, on: connection)
                    fields["code"] = fault.code
                    try await AuditEvent(.transferApplied, isFailure: true, by: Self.byTransfer, fields: fields, at: now()).record(on: connection)
                }
                return applied
            } catch let fault as TransferFault {
                try await decided(id, at: now(), fault.code, on: connection)
                fields["code"] = fault.code
                try await AuditEvent(.transferApplied, isFailure: true, by: Self.byTransfer, fields: fields, at: now()).record(on: connection)
            }
        }
        return applied
    }

    /// Puts all transfers whose day has come into effect, of whomever; who waits for a successor comes after the others. The caller holds the lock of
    /// transfers.
    ///
    /// - Returns: how many took effect.
    @discardableResult
    func applyAllDue(on connection: Connection) async throws -> Int {
        var applied = 0
        while true {
            let rows = try await connection.query(
                """
                SELECT account FROM access.transfer WHERE applied_at IS NULL AND day <= \(now().day)
                GROUP BY account ORDER BY min(day), min(CASE WHEN old_department = '' THEN 0 WHEN new_department = '' THEN 2 ELSE 1 END), account
                """)
            var round = 0
            for row in rows { round += try await applyDue(account: try row.decode(String.self), on: connection) }
            applied += round
            if round == 0 { return applied }
        }
    }

    static let byTransfer = "personnel-transfer"

    private func decided(_ transfer: Int64, at instant: PostgresInstant?, _ code: String?, on connection: Connection) async throws {
        try await seal.update(
            .transfer, "t.transfer_id = \(transfer) \(unsafeSQL: RowSeal.set(.transfer)) applied_at = \(instant), refused_because = \(code)", on: connection)
    }

    private func takeEffect(_ row: TransferRow, takenInBy: String, on connection: Connection) async throws {
        var postings = try await currentPostings(of: [row.account], on: connection)[row.account] ?? CurrentPostings()
        let before = postings.departments
        if row.kind.hasOld { try await lockAdministrators(on: connection) }
        if let fault = postings.apply(row) { throw fault }
        let reason = "人事異動（\(row.kind.rawValue)）"
        if row.kind == .joins { try await join(row, on: connection) }
        for department in before.keys.sorted() where postings.departments[department] == nil || department == row.oldDepartment {
            try await end(department, of: row, reason: reason, on: connection)
        }
        if row.kind.hasOld {
            try await endIndividualRights(of: row.account, from: row.day, byWhom: Self.byTransfer, reason: reason, on: connection)
        }
        if row.kind.hasNew {
            try await assign(
                row.account, to: row.newDepartment, task: row.task.isEmpty ? nil : row.task, post: row.post.isEmpty ? nil : row.post, from: row.day,
                byWhom: Self.byTransfer, takenInBy: takenInBy, on: connection)
        }
        if row.kind == .leaves {
            try await seal.update(
                .person, "t.account = \(row.account) \(unsafeSQL: RowSeal.set(.person)) closed_at = \(now()), closed_because = 'left'", on: connection)
            try await endTokens(of: row.account, on: connection)
        }
        if row.kind.hasOld, try await rightsOfTheDay.holders(of: .administerAccess, on: now().day, connection).isEmpty {
            throw TransferFault(row.line, TransferFault.lastAdministrator, "職員番号", AccessRefused.lastAdministrator.rule)
        }
    }

    /// A new person, or one who comes back: without password and code, until an administrator gives a set-up code.
    private func join(_ row: TransferRow, on connection: Connection) async throws {
        // Numbers that differ in case only would be taken for one another.
        let alike = try await connection.query(
            "SELECT FROM access.person WHERE lower(account) = lower(\(row.account)) AND account <> \(row.account)")
        guard alike.isEmpty, !Self.reservedNames.contains(row.account.lowercased()) else {
            throw TransferFault(row.line, "T0014", "職員番号", "大文字・小文字だけが違う職員番号が登録されているか、使えない職員番号です。")
        }
        // Somebody who comes back; what was put in past the program stays nobody.
        let returned = try await seal.update(
            .person, "t.account = \(row.account) \(unsafeSQL: RowSeal.set(.person)) closed_at = NULL, closed_because = NULL, opened_at = \(now())",
            on: connection)
        if returned == 0 {
            try await seal.write(
                .person,
                """
                INSERT INTO access.person (account, opened_at, name, by_whom) VALUES (\(row.account), \(now()), \(row.name), \(Self.byTransfer))
                ON CONFLICT DO NOTHING
                """, on: connection)
        }
        _ = try await issueSetUpCode(row.account, byWhom: Self.byTransfer, on: connection)
    }

    private func end(_ department: String, of row: TransferRow, reason: String, on connection: Connection) async throws {
        let rows = try await connection.query(
            "SELECT task FROM access.assignment WHERE account = \(row.account) AND department = \(department) AND until_day IS NULL")
        let task = try rows.first?.decode(String?.self)
        try await enterDepartment(
            "end", account: row.account, department: department, task: task ?? nil, from: row.day, byWhom: Self.byTransfer, reason: reason, on: connection)
        try await seal.update(
            .assignment,
            """
            t.account = \(row.account) AND t.department = \(department) AND t.until_day IS NULL
            \(unsafeSQL: RowSeal.set(.assignment)) until_day = \(row.day)
            """, on: connection)
    }
}
