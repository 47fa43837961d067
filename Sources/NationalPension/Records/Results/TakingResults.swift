package import Addressee
internal import Postgres

/// 取込の結果. What became of the rows of a list, and which reports of its transmittal it says nothing of.
package struct TakenResults: Sendable, Unprinted {
    /// Names the list.
    package let list: Int64
    /// 件数.
    package let lines: Int
    /// Rows of this list that answer a report, by rule.
    package let matched: Int
    /// Of these, how many reports came back.
    package let returned: Int
    /// Rows of lists before that were matched now.
    package let matchedAnew: Int
    /// Receptions that the results made, and that another person has to accept.
    package let receptions: [ReceptionNumber]
    /// Reports of the transmittal that the list says nothing of.
    package let missing: [ReportID]
}

extension PensionRecords {
    /// 処理結果の取込. Takes a list of results in, whole or not at all; what names its report is matched, the rest is on the work lists. Rows of lists before are
    /// tried again.
    ///
    /// - Parameter bytes: the file, in `encoding`.
    /// - Throws: `PensionRefused` J0049, J0057, J0058; `PostgresError`.
    package func takeResults(_ bytes: [UInt8], in encoding: ReportEncoding, by clerk: Clerk, today: CalendarDay) async throws -> TakenResults {
        guard let text = try ReportCharacters.text(bytes, in: encoding) else { throw PensionRefused.results(nil, "指定の文字コードとして読めません。") }
        let read = try ResultCSV().read(text)
        if let late = read.rows.firstIndex(where: { $0.decidedOn > today }) { throw PensionRefused.results(late + 3, "処理日が今日より後です。") }
        do {
            return try await pool.transaction(retries: 2) { connection in
                try await takeTurns(on: connection)
                let known = try await connection.query("SELECT FROM pension.result_list WHERE digest = pg_catalog.sha256(\(bytes)::bytea)")
                guard known.isEmpty else { throw PensionRefused.takenBefore }
                let transmitted = try await transmitted(read.batch, on: connection)
                let list = try await keep(read, bytes, by: clerk, on: connection)
                try await Act(kind: .resultsTaken, clerk: clerk, reason: "\(list)").record(seal, on: connection)
                let matched = try await matchAll(by: clerk, today: today, on: connection)
                let own = matched.filter { $0.list == list }
                let named = Set(read.rows.map(\.report))
                let standings = try await standings(of: transmitted.map(\.reception), on: connection)
                let missing = transmitted.filter { id in
                    !named.contains("\(id)") && standings[id.reception].id == id && standings[id.reception].state == .sent
                }
                return TakenResults(
                    list: list, lines: read.rows.count, matched: own.count, returned: own.count { $0.outcome == .returned },
                    matchedAnew: matched.count - own.count, receptions: matched.compactMap(\.reception),
                    missing: missing)
            }
        } catch let error as PostgresError where error.isUniqueViolation && error.constraint == "result_list_digest_unique" {
            throw PensionRefused.takenBefore
        }
    }

    /// 再突合. Tries the rows again that no list's taking in has matched.
    ///
    /// - Returns: how many were matched now.
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func matchAgain(by clerk: Clerk, today: CalendarDay) async throws -> Int {
        try await pool.transaction(retries: 2) { connection in
            try await takeTurns(on: connection)
            return try await matchAll(by: clerk, today: today, on: connection).count
        }
    }

    /// Those who match results take turns, with each other and with those who make batches.
    func takeTurns(on connection: Connection) async throws {
        _ = try await connection.query("SELECT FROM pension.report_batch_count ORDER BY fiscal_year FOR UPDATE")
    }

    /// Reports of the batch that a list names.
    private func transmitted(_ number: ReportBatchNumber?, on connection: Connection) async throws -> [ReportID] {
        guard let number else { return [] }
        return try await contents(of: try await batch(number, on: connection), on: connection).map(\.id)
    }

    private func keep(_ read: ReadResults, _ bytes: [UInt8], by clerk: Clerk, on connection: Connection) async throws -> Int64 {
        guard let list = try await connection.query("SELECT nextval('pension.result_list_list_id_seq')").first?.decode(Int64.self) else {
            throw PensionRefused.unreadable
        }
        try await seal.insert(
            .resultList,
            """
            SELECT \(list)::bigint AS list_id, now() AS taken_at, \(read.batch?.fiscalYear)::integer AS batch_year,
              \(read.batch?.number)::integer AS batch_number, \(Int32(read.rows.count))::integer AS lines, pg_catalog.sha256(\(bytes)::bytea) AS digest,
              \(ResultCSV.name)::text AS layout, \(clerk.section)::text AS section, \(clerk.account)::text AS entered_by,
              \(clerk.setUpBy)::text AS entered_set_up_by
            """, on: connection)
        for (index, row) in read.rows.enumerated() {
            try await seal.insert(
                .resultRow,
                "SELECT \(list)::bigint AS list_id, \(Int32(index + 1))::integer AS line, \(try KeptJSON.of(row))::text::json AS content", on: connection)
        }
        return list
    }

    /// A row that was matched.
    struct Matched: Sendable {
        let list: Int64
        let report: ReportID
        let outcome: ResultRow.Outcome
        let reception: ReceptionNumber?
    }

    private func matchAll(by clerk: Clerk, today: CalendarDay, on connection: Connection) async throws -> [Matched] {
        var awaited = try await awaitedReports(on: connection)
        var matched: [Matched] = []
        let matching = ResultMatching(Array(awaited.values))
        for open in try await openRows(on: connection) {
            guard case .report(let id) = matching.find(open.row), let report = awaited.removeValue(forKey: id) else { continue }
            matched.append(try await answer(open, report, byRule: true, because: open.row.reason, by: clerk, today: today, on: connection))
        }
        return matched
    }

    /// Keeps that a row answers a report; what came back is a task for a clerk, what was decided on an application a reception for another to accept.
    func answer(
        _ open: OpenResult, _ report: ReportContent, byRule: Bool, because reason: String, by clerk: Clerk, today: CalendarDay, on connection: Connection
    ) async throws -> Matched {
        let id = report.id
        let number = try AddresseeNumber(report.number)
        let made = try await receive(open.row, of: report, by: clerk, today: today, on: connection)
        try await seal.insert(
            .resultAnswer,
            """
            SELECT \(open.list)::bigint AS list_id, \(open.line)::integer AS line, now() AS answered_at, \(id.reception.fiscalYear)::integer AS fiscal_year,
              \(id.reception.number)::integer AS number, \(id.attempt)::integer AS attempt, \(open.row.outcome.rawValue)::text AS outcome,
              \(byRule)::boolean AS by_rule, \(made?.fiscalYear)::integer AS result_year, \(made?.number)::integer AS result_number,
              \(reason)::text AS reason, \(clerk.section)::text AS section, \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by
            """, on: connection)
        try await Act(kind: .resultMatched, clerk: clerk, number: number, reception: id.reception).record(seal, on: connection)
        if open.row.outcome == .returned {
            try await self.open(.held, "日本年金機構から返戻されました。理由: \(open.row.reason)", id.reception, number, by: clerk, on: connection)
        }
        return Matched(list: open.list, report: id, outcome: open.row.outcome, reception: made)
    }

    /// The reception of a decision on an application: it counts once another person has accepted it.
    private func receive(_ row: ResultRow, of report: ReportContent, by clerk: Clerk, today: CalendarDay, on connection: Connection) async throws
        -> ReceptionNumber?
    {
        guard let ruling = row.ruling else { return nil }
        let number = try AddresseeNumber(report.number)
        guard report.kind.isApplication else {
            try await open(.held, "免除等の申請でない報告に、承認または却下の結果が届きました。", report.id.reception, number, by: clerk, on: connection)
            return nil
        }
        let (kind, content): (NoticeKind, FiledContent) =
            switch ruling {
            case .granted(let kind, let months): (.exemptionGranted, .event(.fact(.exemptionGranted(kind: kind, months: months))))
            case .refused: (.exemptionRefused, .nothing)
            }
        let filing = Filing(number: number, kind: kind, receivedOn: today, remarks: "報告 \(report.id) の処理結果")
        do throws(any Error) {
            return try await receive(filing, by: clerk, today: today, on: connection) { _ in (content, kind == .exemptionRefused ? row.decidedOn : nil) }
                .reception
        } catch let refused as PensionRefused where refused != .unreadable {
            // Recorded already, or in the way of something that waits: the result stands, and a clerk looks at it.
            try await open(.held, "処理結果の決定を受け付けられません（\(refused.code)）。\(refused.rule)", report.id.reception, number, by: clerk, on: connection)
            return nil
        }
    }

    /// What was sent and not answered, by its id.
    func awaitedReports(on connection: Connection) async throws -> [ReportID: ReportContent] {
        let standings = try await standings(on: connection)
        let ids = standings.standings.values.filter { $0.state == .sent && !standings.blocked.contains($0.id) }.map(\.id)
        let rows = try await connection.query(
            """
            SELECT c.content::text, \(unsafeSQL: SealedRecord.reportContent.sealed("c")) FROM pension.report_content c
            WHERE (fiscal_year, number, attempt) IN (SELECT * FROM unnest(
              \(ids.map(\.reception.fiscalYear)), \(ids.map(\.reception.number)), \(ids.map(\.attempt))))
            """)
        var found: [ReportID: ReportContent] = [:]
        for row in rows {
            let (text, form, mac) = try row.decode((String, [UInt8], [UInt8]?).self)
            guard seal.holds(.reportContent, form, mac) else { continue }
            let content: ReportContent = try KeptJSON.read(text)
            found[content.id] = content
        }
        return found
    }
}
