public import AccessControl
public import Addressee
public import AuditTrail
internal import Crypto
public import Governance
public import Postgres
internal import TextForms

/// 証跡の分析 (CT-8). Runs the checks over the days since the last run, reports what they found, and lets somebody close it with a reason.
///
/// A day may be looked at again and again: a finding is made once for a rule, a subject and a day.
public struct LogAnalysis: Sendable {
    package let pool: Pool

    /// `pool` is that of the hub's database.
    public init(pool: Pool) { self.pool = pool }

    /// Runs every check from the day before the last run's last day up to today.
    ///
    /// - Parameters:
    ///   - text: of the file that the rules came from, for its digest.
    ///   - until: today, unless told otherwise.
    /// - Returns: how many findings are new.
    /// - Throws: `AccessRefused` (recorded), `PostgresError`.
    public func analyse(by principal: Principal, _ rules: AnalysisRules, text: String, until: CalendarDay = .todayInJapan()) async throws -> Int {
        // The hub's own service runs it daily, by the right it works under; reading what it found is another right.
        let right: Right = principal.isService ? .operateDeliveries : .readLog
        let digest = SHA256.hash(data: Array(text.utf8)).hex
        return try await pool.permit(principal, [right], as: Attempt(.analysisRun)) { connection in
            // One at a time: the second starts where the first one ended.
            try await connection.execute("SELECT pg_advisory_xact_lock(hashtext('analysis.run'))")
            let last = try await connection.query("SELECT max(analysed_until), (SELECT min(recorded_at) FROM audit.event) FROM analysis.run")
            let (before, firstEvent) = try last.first?.decode((CalendarDay?, PostgresInstant?).self) ?? (nil, nil)
            let first = firstEvent.map { JapanTime($0).day }
            // The day before, too: what was written then may have been committed after the last run.
            let from = min(before?.adding(days: -1) ?? first ?? until, until)
            var found = 0
            for query in AnalysisQueries(rules: rules, from: from, until: until).all { found += try await connection.execute(query) }
            try await connection.execute(
                """
                INSERT INTO analysis.run (analysed_from, analysed_until, found, rules, by_whom)
                VALUES (\(from), \(until), \(found), \(digest), \(principal.name))
                """)
            let event = AuditEvent(
                .analysisRun, by: principal.name,
                fields: [
                    "found": String(found), "from": from.description, "rules": digest, "terminal": principal.terminal, "until": until.description,
                ])
            return Recorded(found, as: event)
        }
    }

    /// The findings about the days between two, both included.
    ///
    /// - Throws: `AccessRefused` (recorded), `PostgresError`.
    public func report(by principal: Principal, from: CalendarDay, until: CalendarDay) async throws -> AnalysisReport {
        try await pool.permit(principal, [.readLog], as: Attempt(.analysisReported)) { connection in
            let rows = try await connection.query(
                """
                SELECT f.finding_id, f.rule, f.day, f.subject, a.atenabango, f.count, f.threshold, c.closed_by, c.closed_at, c.reason
                FROM analysis.finding f LEFT JOIN analysis.closing c ON c.finding_id = f.finding_id
                LEFT JOIN register.addressee a ON a.addressee_id = f.addressee_id
                WHERE f.day BETWEEN \(from) AND \(until) ORDER BY f.day, f.finding_id
                """)
            let findings = try rows.map { row in
                let rule = try row.decode("rule", as: String.self)
                return Finding(
                    id: try row.decode("finding_id"), rule: rule, label: Finding.labels[rule] ?? rule,
                    day: try row.decode("day", as: CalendarDay.self).description, subject: try row.decode("subject"),
                    addresseeNumber: try row.decode("atenabango"), count: Int(try row.decode("count", as: Int64.self)),
                    threshold: Int(try row.decode("threshold", as: Int64.self)), closedBy: try row.decode("closed_by"),
                    closedAt: try row.decode("closed_at", as: PostgresInstant?.self).map { JapanTime($0).plain }, reason: try row.decode("reason"))
            }
            let last = try await connection.query("SELECT max(analysed_until) FROM analysis.run")
            var fields = ["count": String(findings.count), "from": from.description, "terminal": principal.terminal, "until": until.description]
            fields["department"] = principal.department
            let report = AnalysisReport(
                from: from.description, until: until.description, analysedUntil: try last.first?.decode(CalendarDay?.self)?.description,
                counts: Finding.labels.sorted { $0.key < $1.key }.map { rule, label in
                    let ours = findings.filter { $0.rule == rule }
                    let closed = ours.count { $0.closedBy != nil }
                    return .init(rule: rule, label: label, open: ours.count - closed, closed: closed)
                }, findings: findings)
            return Recorded(report, as: AuditEvent(.analysisReported, by: principal.name, fields: fields))
        }
    }

    /// Closes a finding with what came of looking into it; never undone.
    ///
    /// - Throws: `AccessRefused`, `FindingRefused` (both recorded), `PostgresError`.
    public func close(by principal: Principal, _ finding: Int64, because reason: String) async throws {
        func check() throws(FindingRefused) {
            guard !principal.isService else { throw .onlyPersons }
            guard LookupReason(.audit, reason).isTold else { throw .noReason }
        }
        let attempt = Attempt(.findingClosed, refusing: FindingRefused.self, fields: ["finding": String(finding)])
        try await pool.permit(principal, [.readLog], as: attempt, first: check) { _, connection in
            let rows = try await connection.query("SELECT rule, subject FROM analysis.finding WHERE finding_id = \(finding)")
            guard let (rule, subject) = try rows.first?.decode((String, String).self) else { throw FindingRefused.unknown }
            guard subject != principal.name else { throw FindingRefused.oneself }
            let closed = try await connection.execute(
                """
                INSERT INTO analysis.closing (finding_id, closed_by, reason) VALUES (\(finding), \(principal.name), \(reason))
                ON CONFLICT DO NOTHING
                """)
            guard closed == 1 else { throw FindingRefused.closedAlready }
            var fields = ["finding": String(finding), "rule": rule, "terminal": principal.terminal]
            fields["department"] = principal.department
            return Recorded(as: AuditEvent(.findingClosed, by: principal.name, fields: fields, personal: ["reason_text": reason]))
        }
    }
}
