internal import Addressee
internal import Postgres

extension PensionRecords {
    /// Rows that are matched in one transaction: the ledger's numbers are not held for longer than these take.
    static let matchedAtOnce = 50

    /// A row that was matched.
    struct Matched: Sendable {
        let list: Int64
        let report: ReportID
        let outcome: ResultRow.Outcome
        let reception: ReceptionNumber?
    }

    /// Matches what names its report, some rows at a time: what a kill leaves is matched by the next look.
    func matchAll(by clerk: Clerk, today: CalendarDay) async throws -> [Matched] {
        let certain = try await pool.transaction(isolation: .repeatableRead, readOnly: true) { try await certainRows(on: $0) }
        var matched: [Matched] = []
        for start in stride(from: 0, to: certain.count, by: Self.matchedAtOnce) {
            let group = Array(certain[start..<min(start + Self.matchedAtOnce, certain.count)])
            do { matched += try await match(group, by: clerk, today: today) } catch is PensionRefused {
                // Of one person something can't be read: their row goes on waiting, and keeps no other's back.
                for row in group {
                    do { matched += try await match([row], by: clerk, today: today) } catch is PensionRefused {}
                }
            }
        }
        return matched
    }

    /// Those who match results take turns, with each other and with those who make batches. Whoever takes this takes persons' rows after it, and the ledger's numbers last.
    func takeTurns(on connection: Connection) async throws {
        _ = try await connection.query("SELECT FROM pension.report_batch_count ORDER BY fiscal_year FOR UPDATE")
    }

    /// Open rows with the reports that they answer by rule; of several rows for one report the first.
    private func certainRows(on connection: Connection) async throws -> [(open: OpenResult, report: ReportContent)] {
        let rows = try await openRows(on: connection)
        // By rule a row answers the report that it names, and none else.
        var (awaited, answered) = try await awaitedReports(of: rows.named, on: connection)
        let matching = ResultMatching(Array(awaited.values), answered: answered)
        return rows.compactMap { open in
            guard case .report(let id) = matching.find(open.row), let report = awaited.removeValue(forKey: id) else { return nil }
            return (open, report)
        }
    }

    private func match(_ group: [(open: OpenResult, report: ReportContent)], by clerk: Clerk, today: CalendarDay) async throws -> [Matched] {
        func persons(_ connection: Connection) async throws -> Set<String> {
            try await takeTurns(on: connection)
            return Set(group.map(\.report.number))
        }
        let answered = try await transaction(taking: persons) { connection, _ in
            // As it is now: another may have matched one of them, or decided on it.
            let awaited = try await awaitedReports(of: group.map(\.report.id.reception), on: connection).reports
            let open = Set(try await openRows(group.map { ($0.open.list, $0.open.line) }, on: connection).map { [$0.list, Int64($0.line)] })
            var matched: [Matched] = []
            for (row, report) in group where awaited[report.id] != nil && open.contains([row.list, Int64(row.line)]) {
                matched.append(try await answer(row, report, because: nil, by: clerk, today: today, on: connection))
            }
            return matched
        }
        // Of what was recalled it is published once more.
        let matched = Set(answered.map(\.report))
        toPublish.add(try group.map(\.report).filter { matched.contains($0.id) }.map { try AddresseeNumber($0.number) })
        return answered
    }

    /// Keeps that a row answers a report; what came back is a task for a clerk, what was decided on an application a reception for another to accept.
    ///
    /// - Parameter reason: how a clerk found out; `nil`: by rule.
    func answer(
        _ open: OpenResult, _ report: ReportContent, because reason: String?, by clerk: Clerk, today: CalendarDay, on connection: Connection
    ) async throws -> Matched {
        let (id, row) = (report.id, open.row)
        let number = try AddresseeNumber(report.number)
        var unclear: [String] = []
        var made: ReceptionNumber?
        do throws(any Error) { made = try await receive(row, of: report, by: clerk, today: today, on: connection) } catch let why as Unclear {
            unclear.append(why.words)
        }
        let answer = SealedRow(
            .resultAnswer,
            """
            SELECT \(open.list)::bigint AS list_id, \(open.line)::integer AS line, now() AS answered_at, \(id.reception.fiscalYear)::integer AS fiscal_year,
              \(id.reception.number)::integer AS number, \(id.attempt)::integer AS attempt, \(row.outcome.rawValue)::text AS outcome,
              \(reason == nil)::boolean AS by_rule, \(made?.fiscalYear)::integer AS result_year, \(made?.number)::integer AS result_number,
              \(row.outcome == .returned ? row.reason : reason ?? "")::text AS reason, \(clerk.section)::text AS section,
              \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by
            """)
        // What came back is told to whoever mends it in the words of the list; how a clerk found it out is in the act.
        let act = Act(kind: .resultMatched, clerk: clerk, number: number, reception: id.reception, reason: reason ?? "")
        try await seal.insert([answer, act.row], on: connection)
        if row.outcome == .returned {
            try await self.open(.returnedReport, "日本年金機構から返戻されました。理由: \(row.reason)", id.reception, number, by: clerk, on: connection)
        }
        if report.basicPensionNumber.isEmpty, !row.basicPensionNumber.isEmpty { unclear.append("基礎年金番号が付けられています。年金基本情報に入力してください。") }
        if !unclear.isEmpty {
            let words = "一覧表 \(open.list) の\(open.line)行目: " + unclear.joined(separator: " ")
            try await self.open(.unclearResult, words, id.reception, number, by: clerk, on: connection)
        }
        return Matched(list: open.list, report: id, outcome: row.outcome, reception: made)
    }

    /// What a clerk has to look at: the result stands all the same.
    private struct Unclear: Error { let words: String }

    /// The reception of a decision on an application: it counts once another person has accepted it.
    ///
    /// - Throws: `Unclear` where none can be made, and one might have to be.
    private func receive(_ row: ResultRow, of report: ReportContent, by clerk: Clerk, today: CalendarDay, on connection: Connection) async throws
        -> ReceptionNumber?
    {
        guard let ruling = row.ruling else {
            guard report.kind.isApplication || report.kind == .exemptionCancelApplied, row.outcome == .processed else { return nil }
            throw Unclear(words: "免除等の申請が処理済ですが、承認か却下かの決定がありません。年金事務所に確かめてください。")
        }
        if report.kind == .exemptionCancelApplied { return try await receive(ruling, of: report, by: clerk, today: today, on: connection) }
        guard report.kind.isApplication else { throw Unclear(words: "免除等の申請でない報告に、承認または却下の結果が届きました。") }
        let (kind, content): (NoticeKind, FiledContent) =
            switch ruling {
            case .granted(let kind, let months): (.exemptionGranted, .event(.fact(.exemptionGranted(kind: kind, months: months))))
            case .decided(let decision): (.exemptionGranted, .event(.fact(.exemptionDecided(decision))))
            case .refused: (.exemptionRefused, .nothing)
            }
        return try await receive(
            content, kind, happenedOn: kind == .exemptionRefused ? row.decidedOn : nil, of: report, by: clerk, today: today, on: connection)
    }

    /// The reception of a decision on 取消しの申請: months are exempt no longer once another person has accepted it. One that was refused leaves the record as it is, and a clerk tells
    /// the applicant.
    ///
    /// - Throws: `Unclear` where it was refused, or is not of what was applied for.
    private func receive(_ ruling: ResultRow.Ruling, of report: ReportContent, by clerk: Clerk, today: CalendarDay, on connection: Connection) async throws
        -> ReceptionNumber
    {
        if case .decided = ruling { throw Unclear(words: "取消しの申請の決定が、いくつかの期間に分かれています。年金事務所に確かめ、notify receive で受け付けてください。") }
        guard case .granted(let kind, let months) = ruling else {
            throw Unclear(words: "免除等の取消しの申請が却下されました。承認された免除はそのままです。申請した人に伝えてください。")
        }
        let rows = try await connection.query(
            """
            SELECT content::text, \(unsafeSQL: SealedRecord.reception.sealed("r")) FROM pension.reception r
            WHERE fiscal_year = \(report.id.reception.fiscalYear) AND number = \(report.id.reception.number)
            """)
        guard let (kept, form, mac) = try rows.first?.decode((String, [UInt8], [UInt8]?).self), seal.holds(.reception, form, mac),
            case .request(.exemptionCancellation(let applied)) = try KeptJSON.read(kept, as: FiledContent.self)
        else { throw PensionRefused.unreadable }
        guard applied.allows(kind, months) else {
            throw Unclear(words: "処理結果の免除の種類か月が、取消しの申請と合いません（\(applied.article)）。年金事務所に確かめてください。")
        }
        return try await receive(
            .event(.fact(.exemptionRevoked(kind: kind, months: months))), .exemptionRevoked, happenedOn: nil, of: report, by: clerk, today: today,
            on: connection)
    }

    private func receive(
        _ content: FiledContent, _ kind: NoticeKind, happenedOn: CalendarDay?, of report: ReportContent, by clerk: Clerk, today: CalendarDay,
        on connection: Connection
    ) async throws -> ReceptionNumber {
        let filing = Filing(number: try AddresseeNumber(report.number), kind: kind, receivedOn: today, remarks: "報告 \(report.id) の処理結果")
        do throws(any Error) {
            return try await receive(filing, by: clerk, today: today, on: connection) { _ in (content, happenedOn) }.reception
        } catch let refused as PensionRefused where refused != .unreadable {
            // Recorded already, or in the way of something that waits.
            throw Unclear(words: "処理結果の決定を受け付けられません（\(refused.code)）。\(refused.rule)")
        }
    }

    /// Of receptions what was sent and not answered, by its id, what was recalled and is only due again among it; and the ids of what was answered.
    func awaitedReports(of receptions: [ReceptionNumber], on connection: Connection) async throws -> (
        reports: [ReportID: ReportContent], answered: Set<ReportID>
    ) {
        let standings = try await standings(of: receptions, on: connection)
        let sent = standings.standings.values.filter { $0.state == .sent }.map(\.id)
        let ids = (sent + standings.recalled.values).filter { !standings.blocked.contains($0) }
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
        return (found, standings.answered)
    }
}
