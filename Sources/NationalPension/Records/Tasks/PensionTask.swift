package import Addressee
internal import Postgres

/// 課題. What a clerk has to find out before a record can go on (保留).
package struct PensionTask: Sendable, Unprinted {
    /// What kind of question it is.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// 保留
        case held
        /// 二つ目の基礎年金番号
        case secondNumber = "second-number"
        /// 別の人の基礎年金番号
        case numberOfAnother = "number-of-another"
        /// 返戻された報告
        case returnedReport = "report-returned"
        /// 処理結果の確認
        case unclearResult = "result-unclear"
        /// 確定取消しの確認: ends when another has confirmed or dismissed it.
        case takeBack = "take-back"

        /// In Japanese, for people.
        package var label: String {
            switch self {
            case .held: "保留"
            case .secondNumber: "二つ目の基礎年金番号"
            case .numberOfAnother: "別の人の基礎年金番号"
            case .returnedReport: "返戻された報告"
            case .unclearResult: "処理結果の確認"
            case .takeBack: "確定取消しの確認"
            }
        }
    }

    /// Names it.
    package let id: Int64
    /// What kind of question it is.
    package let kind: Kind
    /// 受付番号 of what waits for it.
    package let reception: ReceptionNumber?
    /// 宛名番号, whom it is about.
    package let number: String
    /// 宛名番号 of the other, where a number is of both.
    package let other: String?
    /// What has to be found out.
    package let words: String
    /// The day in Japan since when.
    package let since: CalendarDay
    /// 期限: that of the report of what waits for it; where nothing is reported, of the department's own reports, counted since it was opened.
    package let dueOn: CalendarDay
    /// 受付した課 of what waits for it; `nil` where nothing does.
    package let section: String?
}

/// 課題の見方.
package struct TaskFilter: Sendable {
    /// Only of one person.
    package var number: AddresseeNumber?
    /// Only what was due before the day.
    package var overdueOn: CalendarDay?
    /// Only of what this section received, by its code.
    package var section: String?
    /// At most so many.
    package var limit = 1_000

    package init() {}
}

extension PensionRecords {
    func open(
        _ kind: PensionTask.Kind, _ words: String, _ reception: ReceptionNumber, _ number: AddresseeNumber, other: String? = nil, by clerk: Clerk,
        on connection: Connection
    ) async throws {
        let (year, count) = (reception.fiscalYear, reception.number)
        // Asked once: trying again opens no second one. Two results of one report ask different things.
        let opened = try await connection.execute(
            """
            INSERT INTO pension.task (fiscal_year, number, atenabango, other, kind, words, opened_by)
            SELECT \(year), \(count), \(number.value), \(other), \(kind.rawValue), \(words), \(clerk.account)
            WHERE NOT EXISTS (SELECT FROM pension.task
              WHERE fiscal_year = \(year) AND number = \(count) AND kind = \(kind.rawValue) AND closed_at IS NULL
                AND (\(kind != .unclearResult) OR words = \(words)))
            """)
        guard opened > 0 else { return }
        try await Act(kind: .taskOpened, clerk: clerk, number: number, reception: reception).record(seal, on: connection)
    }

    /// Closes a task with what was found out. It decides nothing: what waits for it is decided by another person, by the rules.
    ///
    /// - Throws: `PensionRefused` J0006, J0013, J0092 of what ends by a confirmation; `PostgresError`.
    package func close(_ task: Int64, found outcome: String, by clerk: Clerk) async throws {
        try EnteredText.outcome.checked(outcome)
        try await pool.transaction { connection in
            let kinds = try await connection.query("SELECT kind FROM pension.task WHERE task_id = \(task) AND closed_at IS NULL")
            guard try kinds.first?.decode(String.self) != PensionTask.Kind.takeBack.rawValue else { throw PensionRefused.takeBackTask }
            let rows = try await connection.query(
                """
                UPDATE pension.task SET closed_at = now(), closed_by = \(clerk.account), outcome = \(outcome)
                WHERE task_id = \(task) AND closed_at IS NULL RETURNING atenabango, fiscal_year, number
                """)
            guard let (addressee, year, count) = try rows.first?.decode((String, Int32?, Int32?).self) else { throw PensionRefused.unknownTask }
            var act = Act(kind: .taskClosed, clerk: clerk, number: try AddresseeNumber(addressee), reason: outcome)
            if let year, let count { act.reception = ReceptionNumber(fiscalYear: year, number: count) }
            try await act.record(seal, on: connection)
        }
    }

    /// Closes what is open for a reception that has been decided.
    func closeTasks(of received: Received, _ outcome: String, by clerk: Clerk, on connection: Connection) async throws {
        try await closeTasks(of: received.reception, received.number, outcome, by: clerk, on: connection)
    }

    /// Closes what is open for a reception.
    ///
    /// - Parameter kind: only these; `nil`: all.
    func closeTasks(
        _ kind: PensionTask.Kind? = nil, of reception: ReceptionNumber, _ number: AddresseeNumber, _ outcome: String, by clerk: Clerk,
        on connection: Connection
    ) async throws {
        let (year, count) = (reception.fiscalYear, reception.number)
        let closed = try await connection.execute(
            """
            UPDATE pension.task SET closed_at = now(), closed_by = \(clerk.account), outcome = \(outcome)
            WHERE fiscal_year = \(year) AND number = \(count) AND closed_at IS NULL AND (\(kind == nil) OR kind = \(kind?.rawValue)::text)
            """)
        for _ in 0..<closed {
            try await Act(kind: .taskClosed, clerk: clerk, number: number, reception: reception, reason: outcome).record(seal, on: connection)
        }
    }

    /// Open tasks, of one person or of all, the oldest first.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func tasks(of number: AddresseeNumber? = nil, limit: Int = 1_000) async throws -> [PensionTask] {
        try await pool.withConnection { try await tasks(of: number, limit: limit, on: $0) }
    }

    /// Open tasks, the oldest first.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func tasks(_ filter: TaskFilter) async throws -> [PensionTask] { try await pool.withConnection { try await tasks(filter, on: $0) } }

    func tasks(of number: AddresseeNumber?, limit: Int, on connection: Connection) async throws -> [PensionTask] {
        var filter = TaskFilter()
        (filter.number, filter.limit) = (number, limit)
        return try await tasks(filter, on: connection)
    }

    func tasks(_ filter: TaskFilter, on connection: Connection) async throws -> [PensionTask] {
        var found: [PensionTask] = []
        let isNarrow = filter.overdueOn != nil || filter.section != nil
        var sql = Query.StringInterpolation(literalCapacity: 1_000, interpolationCount: 3)
        sql.appendLiteral(
            """
            SELECT t.task_id, t.kind, t.fiscal_year, t.number, t.atenabango, t.other, t.words, floor(extract(epoch FROM t.opened_at))::bigint, r.due_on,
              r.section, \(SealedRecord.reception.sealed("r"))
            FROM pension.task t LEFT JOIN pension.reception r ON r.fiscal_year = t.fiscal_year AND r.number = t.number
            WHERE t.closed_at IS NULL
            """)
        if let number = filter.number {
            sql.appendLiteral(" AND t.atenabango = ")
            sql.appendInterpolation(number.value)
        }
        if let section = filter.section {
            sql.appendLiteral(" AND r.section = ")
            sql.appendInterpolation(section)
        }
        sql.appendLiteral(" ORDER BY t.opened_at, t.task_id LIMIT ")
        sql.appendInterpolation(isNarrow ? Int64.max : Int64(filter.limit))
        let rows = try await connection.query(Query(stringInterpolation: sql))
        for row in rows {
            let (id, kind, year, count, addressee, other, words, at, dueOn, section, form, mac) = try row.decode(
                (Int64, String, Int32?, Int32?, String, String?, String, Int64, PostgresDay?, String?, [UInt8], [UInt8]?).self)
            guard let kind = PensionTask.Kind(rawValue: kind) else { throw PensionRefused.unreadable }
            var reception: ReceptionNumber?
            if let year, let count { reception = ReceptionNumber(fiscalYear: year, number: count) }
            let since = CalendarDay(inJapanAt: at)
            // What nobody received has no day and no section.
            let isTrue = reception != nil && seal.holds(.reception, form, mac)
            let due = isTrue ? dueOn.map { CalendarDay(daysSince2000: $0.daysSince2000) } : nil
            let task = PensionTask(
                id: id, kind: kind, reception: reception, number: addressee, other: other, words: words, since: since,
                dueOn: due ?? FilingDue.report(receivedOn: since, using: tables).due, section: isTrue ? section : nil)
            if let day = filter.overdueOn, task.dueOn >= day { continue }
            if filter.section != nil, task.section == nil { continue }
            found.append(task)
            if found.count == filter.limit { break }
        }
        return found
    }
}
