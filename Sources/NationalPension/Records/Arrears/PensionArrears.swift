package import Addressee
internal import Postgres
internal import ReceiverLedger

/// 期限を過ぎたもの. What of the department's work is past its day; holds no personal data. Where nothing is, each count is nought and no day is named.
package struct PensionArrears: Sendable, Hashable, Codable {
    /// So many, and the earliest of their days.
    package struct Count: Sendable, Hashable, Codable {
        /// How many.
        package let count: Int
        /// 最も古い期限; `nil` where there is none.
        package let oldest: CalendarDay?

        init(_ days: [CalendarDay]) { (count, oldest) = (days.count, days.min()) }
    }

    /// 確認を待つ受付 past the day of their report.
    package let receptions: Count
    /// 報告 that the Service has not been sent, or that it gave back, past their day.
    package let reports: Count
    /// 課題 past their day.
    package let tasks: Count
    /// 処理の案 that nobody has received or dismissed, past the day of the filing.
    package let proposals: Count
    /// Since when the report that waits longest has waited for a batch, where that is longer than a week; `nil` otherwise: where nothing waits, none is late.
    package let batchLateSince: CalendarDay?

    /// 束を作る間隔: what is due goes in a batch within so many days.
    package static let batchDays = 7

    /// Days by which a batch is late; 0 where none is.
    package func batchDaysLate(on today: CalendarDay) -> Int {
        batchLateSince.map { Int(today.daysSince2000 - $0.daysSince2000) - Self.batchDays } ?? 0
    }
}

extension PensionRecords {
    /// What is past its day, of one state: by the same reading as the lists, each count the rows that its list shows.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func arrears(on today: CalendarDay) async throws -> PensionArrears {
        try await inOneState { connection in
            var ledger = LedgerFilter()
            (ledger.overdueOn, ledger.limit) = (today, .max)
            let receptions = try await list(ledger, on: connection) { $0.isTrue && $0.state.isOpen ? $0.dueOn : nil }.rows
            var due = ReportFilter()
            due.limit = .max
            let waiting = try await reports(due, on: connection).reports
            var tasks = TaskFilter()
            (tasks.overdueOn, tasks.limit) = (today, .max)
            let elsewhere = try await overdueElsewhere(on: today, connection)
            let reports = (waiting + elsewhere).compactMap(\.dueOn).filter { $0 < today }
            let taskDays = try await self.tasks(tasks, on: connection).map(\.dueOn)
            let proposals = try await overdueProposals(on: today, connection)
            let lateSince = waiting.map(\.acceptedOn).min().flatMap { Int(today.daysSince2000 - $0.daysSince2000) > PensionArrears.batchDays ? $0 : nil }
            return PensionArrears(
                receptions: .init(receptions), reports: .init(reports), tasks: .init(taskDays), proposals: .init(proposals), batchLateSince: lateSince)
        }
    }

    /// Reports past their day that are in a batch which was not handed over, or that the Service gave back and nobody has mended: few, however many were sent.
    private func overdueElsewhere(on today: CalendarDay, _ connection: Connection) async throws -> [Report] {
        let rows = try await connection.query(
            """
            SELECT i.fiscal_year, i.number FROM pension.report_batch b
            JOIN pension.report_item i ON i.batch_year = b.fiscal_year AND i.batch_number = b.number
            JOIN pension.reception r ON r.fiscal_year = i.fiscal_year AND r.number = i.number AND r.due_on < \(today.postgres)::date
            WHERE NOT EXISTS (SELECT FROM pension.report_step s
              WHERE s.batch_year = b.fiscal_year AND s.batch_number = b.number AND s.step IN ('handed', 'cancelled'))
            UNION
            SELECT a.fiscal_year, a.number FROM pension.result_answer a
            WHERE a.outcome = 'returned' AND NOT EXISTS (SELECT FROM pension.report_mending m
              WHERE m.fiscal_year = a.fiscal_year AND m.number = a.number AND m.attempt = a.attempt)
            """)
        var named = ReportFilter()
        named.receptions = try rows.map { ReceptionNumber(fiscalYear: try $0.decode("fiscal_year"), number: try $0.decode("number")) }
        guard !named.receptions.isEmpty else { return [] }
        (named.states, named.overdueOn, named.limit) = ([.batched, .released, .returned], today, .max)
        return try await reports(named, on: connection).reports
    }

    private func overdueProposals(on today: CalendarDay, _ connection: Connection) async throws -> [CalendarDay] {
        var proposals = ProposalFilter()
        (proposals.overdueOn, proposals.limit) = (today, .max)
        return try await self.proposals(proposals, on: connection).compactMap(\.content.due)
    }
}
