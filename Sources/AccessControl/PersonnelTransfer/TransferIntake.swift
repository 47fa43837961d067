public import Addressee
internal import AuditTrail
internal import Foundation
package import Postgres
public import SourceFiles

extension AccessControl {
    /// Takes a personnel-transfer file in: rows of today and before take effect, later ones wait for their day, wrong ones are told and the others go on.
    ///
    /// - Throws: `FileRefused` for a file that can't be read as one, or is another body's; `AccessRefused` A0001.
    public func takeTransfers(by administrator: Principal, _ path: String, encoding: FileEncoding = .utf8) async throws -> TransferReport {
        let attempt = Attempt(.transferTaken, refusing: FileRefused.self, retries: 3, now: now)
        func read() async throws -> TransferFile {
            let body = try await pool.withConnection { try await HubBody.read(on: $0) }?.code
            return try await TransferFile.read(path, encoding: encoding, of: body, today: now().day)
        }
        return try await pool.permit(administrator, [.administerAccess], as: attempt, first: read) { file, connection in
            // One file at a time, and no row takes effect meanwhile.
            try await connection.execute("SELECT pg_advisory_xact_lock(hashtext('access.transfer'))")
            var report = TransferReport()
            report.rowsRead = file.rowsRead
            report.faults = file.faults
            let (known, good) = try await sorted(file.rows, by: administrator, on: connection, &report.faults)
            report.unchanged = known
            report.rejected = Set(report.faults.map(\.line)).count
            let due = good.count { $0.day <= now().day }
            (report.applied, report.waiting) = (due, good.count - due)
            report.faults.sort { ($0.line, $0.code) < ($1.line, $1.code) }
            let id = try await store(file, good, report, by: administrator, on: connection)
            try await applyAllDue(on: connection)
            // What the check let through and the day refused is a rejected row as well.
            for row in try await connection.query(
                "SELECT line, refused_because FROM access.transfer WHERE file_id = \(id) AND refused_because IS NOT NULL ORDER BY line")
            {
                let (line, code) = try row.decode((Int32, String).self)
                guard code != TransferFault.lastAdministrator else {
                    (report.applied, report.waiting) = (report.applied - 1, report.waiting + 1)
                    continue
                }
                report.faults.append(TransferFault(Int(line), code, "行", "発令できません。"))
                report.applied -= 1
                report.rejected += 1
            }
            let stillWaiting = try await connection.query(
                """
                SELECT count(*) FROM access.transfer WHERE file_id = \(id) AND applied_at IS NULL AND refused_because IS NULL AND day <= \(now().day)
                """)
            let unproven = Int(try stillWaiting.first?.decode(Int64.self) ?? 0)
            (report.applied, report.waiting) = (report.applied - unproven, report.waiting + unproven)
            let taken = AuditEvent(
                .transferTaken, by: administrator.name,
                fields: [
                    "applied": String(report.applied), "digest": Data(file.digest).base64EncodedString(), "rejected": String(report.rejected),
                    "rows_read": String(report.rowsRead), "unchanged": String(report.unchanged), "waiting": String(report.waiting),
                ], at: now())
            return Recorded(report, as: taken)
        }
    }

    /// Puts every transfer whose day has come into effect (`atena access daily`); rights are right without it, because each use of an account looks itself.
    ///
    /// - Returns: how many rows took effect.
    package func applyTransfers() async throws -> Int {
        try await pool.transaction(retries: 3) { connection in
            try await connection.execute("SELECT pg_advisory_xact_lock(hashtext('access.transfer'))")
            return try await applyAllDue(on: connection)
        }
    }

    /// The same for one account, before its rights are looked at; costs one look-up where nothing is due.
    func applyTransfers(of account: String, on connection: Connection) async throws {
        let due = try await connection.query("SELECT FROM access.transfer WHERE account = \(account) AND applied_at IS NULL AND day <= \(now().day) LIMIT 1")
        guard !due.isEmpty else { return }
        try await connection.execute("SELECT pg_advisory_xact_lock(hashtext('access.transfer'))")
        let isWaiting = try await connection.query(
            "SELECT FROM access.transfer WHERE account = \(account) AND refused_because = \(TransferFault.lastAdministrator) AND applied_at IS NULL LIMIT 1")
        try await applyDue(account: account, on: connection)
        // Perhaps the successor is among the others of the day; looked for once, the daily step does it again.
        if isWaiting.isEmpty { try await applyAllDue(on: connection) }
    }

    /// Rows that can be taken, each checked against where its person stands on its day, after all rows of earlier days.
    ///
    /// - Returns: how many were taken in before, and the good ones.
    private func sorted(
        _ rows: [TransferRow], by administrator: Principal, on connection: Connection, _ faults: inout [TransferFault]
    ) async throws -> (known: Int, good: [TransferRow]) {
        let departments = Set(try await connection.query("SELECT department FROM access.department").map { try $0.decode(String.self) })
        let accounts = Array(Set(rows.map(\.account))).sorted()
        var currentPostings = try await currentPostings(of: accounts, on: connection)
        var earlier: [TransferRow.Key: Bool] = [:]
        var waiting: [TransferRow] = []
        for row in try await transfers(of: accounts, on: connection) {
            earlier[row.transfer.key] = true
            if row.isWaiting { waiting.append(row.transfer) }
        }
        var known = 0
        var good: [TransferRow] = []
        var candidates: [(row: TransferRow, isNew: Bool)] = waiting.map { ($0, false) }
        for row in rows {
            if earlier[row.key] != nil {
                known += 1
                continue
            }
            earlier[row.key] = true
            if row.account == administrator.account {
                faults.append(TransferFault(row.line, "T0011", "職員番号", "自分の異動は取り込めません。別の権限管理者が取り込んでください。"))
                continue
            }
            let unknown = [("旧所属", row.oldDepartment), ("新所属", row.newDepartment)].filter { !$0.1.isEmpty && !departments.contains($0.1) }
            faults += unknown.map { TransferFault(row.line, "T0003", $0.0, "登録されていない所属コードです。") }
            if unknown.isEmpty { candidates.append((row, true)) }
        }
        // Rows taken in before come first on their day, then the file's in their order.
        candidates.sort { ($0.row.day, $0.isNew ? 1 : 0, $0.row.line) < ($1.row.day, $1.isNew ? 1 : 0, $1.row.line) }
        for (row, isNew) in candidates {
            let fault = currentPostings[row.account, default: CurrentPostings()].apply(row)
            guard isNew else { continue }
            // Where something of the person isn't true, the row waits until that is put right; meanwhile nothing is theirs from its day on.
            if let fault, currentPostings[row.account]?.restsOnUntrue != true { faults.append(fault) } else { good.append(row) }
        }
        return (known, good)
    }

    func currentPostings(of accounts: [String], on connection: Connection) async throws -> [String: CurrentPostings] {
        var currentPostings: [String: CurrentPostings] = [:]
        for row in try await connection.query(
            """
            SELECT account, name, closed_at IS NOT NULL, \(unsafeSQL: SealedTable.person.sealed("p")) FROM access.person p WHERE account = ANY(\(accounts))
            """)
        {
            let (account, name, isClosed, form, mac) = try row.decode((String, String, Bool, [UInt8], [UInt8]?).self)
            currentPostings[account] =
                seal.holds(.person, form, mac) ? CurrentPostings(name: name, isClosed: isClosed) : CurrentPostings(restsOnUntrue: true)
        }
        for row in try await connection.query(
            """
            SELECT account, department, from_day, until_day IS NULL, \(unsafeSQL: SealedTable.assignment.sealed("a")) FROM access.assignment a
            WHERE account = ANY(\(accounts))
            """)
        {
            let (account, department, from, isOpen, form, mac) = try row.decode((String, String, CalendarDay, Bool, [UInt8], [UInt8]?).self)
            if !seal.holds(.assignment, form, mac) {
                currentPostings[account]?.restsOnUntrue = true
            } else if isOpen {
                currentPostings[account]?.departments[department] = from
            }
        }
        return currentPostings
    }

    /// What was taken in of these persons before. What the program did not write as it is was never taken in, nor was what waits in such a file.
    private func transfers(of accounts: [String], on connection: Connection) async throws -> [(transfer: TransferRow, isWaiting: Bool)] {
        let rows = try await connection.query(
            """
            SELECT t.line, t.account, t.name, t.kind, t.old_department, t.new_department, t.post, t.task, t.day, t.applied_at IS NULL AS is_waiting,
                \(unsafeSQL: SealedTable.transfer.form("t")) AS form, t.mac, \(unsafeSQL: SealedTable.transferFile.form("f")) AS file_form, f.mac AS file_mac
            FROM access.transfer t JOIN access.transfer_file f USING (file_id)
            WHERE t.account = ANY(\(accounts)) ORDER BY t.day, t.transfer_id
            """)
        return try rows.compactMap { row in
            let isWaiting = try row.decode("is_waiting", as: Bool.self)
            guard let transfer = try Self.transfer(row), seal.holds(.transfer, try row.decode("form"), try row.decode("mac")),
                try !isWaiting || seal.holds(.transferFile, row.decode("file_form"), row.decode("file_mac"))
            else { return nil }
            return (transfer, isWaiting)
        }
    }

    /// From the columns line, account, name, kind, old_department, new_department, post, task, day.
    package static func transfer(_ row: Row) throws -> TransferRow? {
        guard let kind = TransferRow.Kind(rawValue: try row.decode("kind")) else { return nil }
        return TransferRow(
            line: Int(try row.decode("line", as: Int32.self)), account: try row.decode("account"), name: try row.decode("name"), kind: kind,
            oldDepartment: try row.decode("old_department"), newDepartment: try row.decode("new_department"), post: try row.decode("post"),
            task: try row.decode("task"), day: try row.decode("day"))
    }

    private func store(
        _ file: TransferFile, _ good: [TransferRow], _ report: TransferReport, by administrator: Principal, on connection: Connection
    ) async throws -> Int64 {
        let numbers = try await seal.returning(
            .transferFile,
            """
            INSERT INTO access.transfer_file (taken_at, applied, waiting, unchanged, rejected, digest, by_whom)
            VALUES (\(now()), \(Int32(report.applied)), \(Int32(report.waiting)), \(Int32(report.unchanged)), \(Int32(report.rejected)), \(file.digest),
                \(administrator.account))
            """, on: connection)
        let id = numbers.first.flatMap { Int64($0) } ?? 0
        try await seal.write(
            .transfer,
            """
            INSERT INTO access.transfer (file_id, line, day, account, kind, name, old_department, new_department, post, task)
            SELECT \(id), * FROM unnest(\(good.map { Int32($0.line) }), \(good.map { PostgresDay(daysSince2000: $0.day.daysSince2000) }), \(good.map(\.account)),
                \(good.map(\.kind.rawValue)), \(good.map(\.name)), \(good.map(\.oldDepartment)), \(good.map(\.newDepartment)), \(good.map(\.post)),
                \(good.map(\.task))) ORDER BY 2, 1
            """, on: connection)
        var ordinals: [Int: Int16] = [:]
        var places: [Int16] = []
        for fault in report.faults {
            ordinals[fault.line, default: 0] += 1
            places.append(ordinals[fault.line] ?? 0)
        }
        try await connection.execute(
            """
            INSERT INTO access.transfer_rejected (file_id, line, ordinal, code, item, rule)
            SELECT \(id), * FROM unnest(\(report.faults.map { Int32($0.line) }), \(places), \(report.faults.map(\.code)), \(report.faults.map(\.item)),
                \(report.faults.map(\.rule)))
            """)
        return id
    }
}
