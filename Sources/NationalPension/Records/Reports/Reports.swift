package import Addressee
internal import Postgres
internal import ReceiverLedger

/// 報告. An accepted reception whose kind is reported to the Service, and how its report stands.
package struct Report: Sendable, Unprinted {
    /// How it stands.
    package let standing: ReportStanding
    /// 届出の種類.
    package let kind: NoticeKind
    /// 宛名番号.
    package let number: String
    /// 受付日.
    package let receivedOn: CalendarDay
    /// 報告の期限: that of the day of receipt, however often it goes.
    package let dueOn: CalendarDay?
    /// 受付した課.
    package let section: String
    /// 確定日: the day in Japan since when it is to be reported.
    package let acceptedOn: CalendarDay
    /// What was received; `nil` of a list, which does not tell it.
    let content: FiledContent?
    /// 事実の日.
    let happenedOn: CalendarDay?
}

/// 報告の見方. Which reports are shown, or go in a batch.
package struct ReportFilter: Sendable {
    /// Only in these states; all where it is empty.
    package var states: Set<ReportState> = [.due]
    /// Only of these kinds; all where it is empty.
    package var kinds: [NoticeKind] = []
    /// Only of these receptions; all where it is empty.
    package var receptions: [ReceptionNumber] = []
    /// Not of these.
    package var without: Set<ReceptionNumber> = []
    /// Only of one fiscal year of receipt.
    package var fiscalYear: Int32?
    /// Only what was due before the day, and is not sent.
    package var overdueOn: CalendarDay?
    /// Only what this section received, by its code.
    package var section: String?
    /// At most so many.
    package var limit = 50

    package init() {}

    /// States of what is shown: what is overdue is still to be sent; `nil` where nothing can be both.
    fileprivate var wanted: Set<ReportState>? {
        let asked = states.isEmpty ? Set(ReportState.allCases) : states
        let wanted = overdueOn == nil ? asked : asked.filter(\.isToBeSent)
        return wanted.isEmpty ? nil : wanted
    }
}

/// 報告の一覧, and what was found beside it.
package struct ReportList: Sendable, Unprinted {
    /// What is due first is first.
    package let reports: [Report]
    /// Rows that this program did not write as they are: nothing of them counts.
    package let untrueRows: Int
}

/// 報告件数. How the reports of one kind stand.
package struct ReportCount: Sendable, Hashable {
    /// 届出の種類.
    package let kind: NoticeKind
    /// By state; one without reports is not in it.
    package let counts: [ReportState: Int]
}

extension PensionRecords {
    /// Reports, what is due first.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func reports(_ filter: ReportFilter) async throws -> ReportList {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { try await reports(filter, on: $0) }
    }

    /// - Parameter withContents: also what was received.
    func reports(_ filter: ReportFilter, withContents: Bool = false, on connection: Connection) async throws -> ReportList {
        guard let states = filter.wanted else { return ReportList(reports: [], untrueRows: 0) }
        let named = filter.receptions.isEmpty ? nil : filter.receptions
        let standings =
            named == nil && states == [.due]
            ? try await standingsOfDue(on: connection) : try await standings(of: named, year: filter.fiscalYear, on: connection)
        // What stands in a wanted state by its own rows; of the others, who has none, it is due.
        let isAll = states.count == ReportState.allCases.count
        let wanted = isAll ? [] : standings.standings.filter { states.contains($0.value.state) }.map(\.key)
        let isDue = states.contains(.due)
        var (found, untrue, read): ([Report], Int, Int) = ([], standings.untrueRows, 0)
        while found.count < filter.limit {
            let rows = try await rows(filter, wanted, isAll: isAll, isDue: isDue, withContents, after: read, on: connection)
            for row in rows {
                guard let report = try report(row, standings) else {
                    untrue += 1
                    continue
                }
                // One that was taken back has no rows of a batch, and is not due all the same.
                if states.contains(report.standing.state) { found.append(report) }
                if found.count == filter.limit { break }
            }
            read += rows.count
            if rows.count < filter.limit { break }
        }
        return ReportList(reports: found, untrueRows: untrue)
    }

    private func report(_ row: Row, _ standings: ReportStandings) throws -> Report? {
        let (year, count, number, kind, receivedOn, dueOn, happenedOn, section, acceptedAt, content, received, receivedMAC, decided, decidedMAC) =
            try row.decode(
                (
                    Int32, Int32, String, String, PostgresDay, PostgresDay?, PostgresDay?, String, Int64, String?, [UInt8], [UInt8]?, [UInt8], [UInt8]?
                ).self)
        guard seal.holds(.reception, received, receivedMAC), seal.holds(.decision, decided, decidedMAC) else { return nil }
        guard let kind = NoticeKind(rawValue: kind) else { throw PensionRefused.unreadable }
        func day(_ day: PostgresDay) -> CalendarDay { CalendarDay(daysSince2000: day.daysSince2000) }
        return Report(
            standing: standings[ReceptionNumber(fiscalYear: year, number: count)], kind: kind, number: number, receivedOn: day(receivedOn),
            dueOn: dueOn.map(day), section: section, acceptedOn: CalendarDay(inJapanAt: acceptedAt), content: try content.map { try KeptJSON.read($0) },
            happenedOn: happenedOn.map(day))
    }

    /// - Parameters:
    ///   - wanted: receptions that stand in a wanted state by their own rows.
    ///   - read: rows that were read before.
    private func rows(
        _ filter: ReportFilter, _ wanted: [ReceptionNumber], isAll: Bool, isDue: Bool, _ withContents: Bool, after read: Int, on connection: Connection
    ) async throws -> [Row] {
        let without = Array(filter.without)
        return Array(
            try await connection.query(
                """
                SELECT r.fiscal_year, r.number, r.atenabango, r.kind, r.received_on, r.due_on, r.happened_on, r.section,
                  floor(extract(epoch FROM d.decided_at))::bigint,
                  CASE WHEN \(withContents) THEN r.content::text END,
                  \(unsafeSQL: SealedRecord.reception.sealed("r")), \(unsafeSQL: SealedRecord.decision.sealed("d"))
                FROM pension.reception r
                JOIN pension.decision d ON d.fiscal_year = r.fiscal_year AND d.number = r.number AND d.outcome = 'accepted'
                WHERE r.kind = ANY (\(reported(filter.kinds).map(\.rawValue)))
                  AND (\(filter.receptions.isEmpty) OR (r.fiscal_year, r.number) IN (
                    SELECT * FROM unnest(\(filter.receptions.map(\.fiscalYear)), \(filter.receptions.map(\.number)))))
                  AND (\(filter.fiscalYear == nil) OR r.fiscal_year = \(filter.fiscalYear)::integer)
                  AND (\(filter.overdueOn == nil) OR r.due_on < \(filter.overdueOn?.postgres)::date)
                  AND (\(filter.section == nil) OR r.section = \(filter.section)::text)
                  AND (r.fiscal_year, r.number) NOT IN (SELECT * FROM unnest(\(without.map(\.fiscalYear)), \(without.map(\.number))))
                  AND (\(isAll)
                    OR (\(isDue) AND NOT EXISTS (SELECT FROM pension.report_item i WHERE i.fiscal_year = r.fiscal_year AND i.number = r.number))
                    OR (r.fiscal_year, r.number) IN (SELECT * FROM unnest(\(wanted.map(\.fiscalYear)), \(wanted.map(\.number)))))
                ORDER BY r.due_on NULLS LAST, r.fiscal_year, r.number LIMIT \(Int64(filter.limit)) OFFSET \(Int64(read))
                """))
    }

    /// How the reports of receptions stand; those that are not accepted, or whose kind is not reported, are not in it.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func reportStandings(of receptions: [ReceptionNumber]) async throws -> [ReceptionNumber: ReportStanding] {
        guard !receptions.isEmpty else { return [:] }
        var filter = ReportFilter()
        (filter.states, filter.receptions, filter.limit) = ([], receptions, receptions.count)
        let found = try await reports(filter).reports
        return Dictionary(found.map { ($0.standing.id.reception, $0.standing) }) { first, _ in first }
    }

    /// 報告件数. How the reports of a fiscal year's receptions stand, by kind, each count the rows that the same filter lists.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func reportStatistics(ofFiscalYear year: Int32) async throws -> [ReportCount] {
        var filter = ReportFilter()
        (filter.states, filter.fiscalYear, filter.limit) = ([], year, .max)
        var counts: [NoticeKind: [ReportState: Int]] = [:]
        for report in try await reports(filter).reports { counts[report.kind, default: [:]][report.standing.state, default: 0] += 1 }
        return NoticeKind.allCases.compactMap { kind in counts[kind].map { ReportCount(kind: kind, counts: $0) } }
    }

    private func reported(_ kinds: [NoticeKind]) -> [NoticeKind] { (kinds.isEmpty ? NoticeKind.allCases : kinds).filter { tables.notices[$0].isReported } }
}
