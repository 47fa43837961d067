package import Addressee
internal import Postgres
internal import ReceiverLedger

/// 束の全国地方公共団体コード and who must not be found, as whoever makes a batch knows them: the module knows neither.
package struct BatchTerms: Sendable {
    /// 全国地方公共団体コード, six digits.
    package let body: String
    /// Of whom no medium says where they are, beside those of whom the module was told.
    package let hidden: Set<AddresseeNumber>

    package init(body: String, hidden: Set<AddresseeNumber>) { (self.body, self.hidden) = (body, hidden) }
}

extension PensionRecords {
    /// Reports in one batch at most.
    package static let mostInBatch = 10_000
    /// Times that a report goes at most.
    private static let mostAttempts: Int32 = 10_000

    /// 束の作成. Puts reports that are due into a batch, with what they say now: what is in one is in no other.
    ///
    /// - Parameter filter: which; its states and its limit do not count. Where it names receptions, all of them have to be due.
    /// - Throws: `PensionRefused` J0017, J0052, J0053, J0065; `PostgresError`.
    package func makeBatch(_ filter: ReportFilter, _ terms: BatchTerms, by clerk: Clerk, today: CalendarDay) async throws -> ReportBatchNumber {
        try await pool.transaction(retries: 2) { connection in
            let batch = try await batchNumber(today, on: connection)
            var wanted = filter
            (wanted.states, wanted.limit) = ([.due], Self.mostInBatch)
            let asked = try await takeBacksAsked(on: connection)
            wanted.without.formUnion(asked)
            let due = try await reports(wanted, withContents: true, on: connection).reports
            let persons = try await follow(Set(due.map(\.number)), try await Follow.of(today, on: connection), on: connection)
            // Whoever takes one back has its person's row: what was said before this had it is read now.
            let said = Set(try await takeBacks(of: due.map(\.standing.id.reception), on: connection).filter { $0.value.last?.step != .dismissed }.keys)
            let reports = due.filter { !said.contains($0.standing.id.reception) }
            try await requireDue(filter.receptions, among: reports, asked: asked.union(said), on: connection)
            guard !reports.isEmpty else { throw PensionRefused.nothingDue }
            if let full = reports.first(where: { $0.standing.id.attempt > Self.mostAttempts }) {
                throw PensionRefused.noNumber("報告 \(full.standing.id.reception) の回")
            }
            try await seal.insert(
                .reportBatch,
                """
                SELECT \(batch.fiscalYear)::integer AS fiscal_year, \(batch.number)::integer AS number, now() AS made_at, \(today.postgres)::date AS made_on,
                  \(Int32(reports.count))::integer AS items, \(terms.body)::text AS body, \(clerk.section)::text AS section,
                  \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by
                """, on: connection)
            try await keepItems(of: reports, in: batch, on: connection)
            for start in stride(from: 0, to: reports.count, by: Self.readAtOnce) {
                let some = reports[start..<min(start + Self.readAtOnce, reports.count)]
                try await keepContents(of: some, try some.map { try persons[$0.number].orUnreadable() }, terms, on: connection)
            }
            try await Act(kind: .batchMade, clerk: clerk, reason: "\(batch)").record(seal, on: connection)
            return batch
        }
    }

    private func keepItems(of reports: [Report], in batch: ReportBatchNumber, on connection: Connection) async throws {
        let ids = reports.map(\.standing.id)
        try await seal.insert(
            .reportItem,
            """
            SELECT r.fiscal_year, r.number, r.attempt, \(batch.fiscalYear)::integer AS batch_year, \(batch.number)::integer AS batch_number, r.line::integer,
              r.atenabango, 'accepted'::text AS outcome
            FROM unnest(\(ids.map(\.reception.fiscalYear)), \(ids.map(\.reception.number)), \(ids.map(\.attempt)), \(reports.map(\.number)))
              WITH ORDINALITY AS r (fiscal_year, number, attempt, atenabango, line)
            """, on: connection)
    }

    /// Of some reports what they say, and of each of them its person, whose row is the transaction's.
    private func keepContents(of reports: ArraySlice<Report>, _ persons: [FollowedPerson], _ terms: BatchTerms, on connection: Connection) async throws {
        var contents: [String] = []
        for (report, record) in zip(reports, try await records(of: persons, on: connection)) {
            contents.append(try KeptJSON.of(try await content(of: report, record, hidden: terms.hidden, on: connection)))
        }
        let ids = reports.map(\.standing.id)
        try await seal.insert(
            .reportContent,
            """
            SELECT r.fiscal_year, r.number, r.attempt, r.content::json
            FROM unnest(\(ids.map(\.reception.fiscalYear)), \(ids.map(\.reception.number)), \(ids.map(\.attempt)), \(contents))
              AS r (fiscal_year, number, attempt, content)
            """, on: connection)
    }

    /// - Parameter asked: receptions that somebody asks to take back.
    private func requireDue(_ named: [ReceptionNumber], among reports: [Report], asked: Set<ReceptionNumber>, on connection: Connection) async throws {
        let due = Set(reports.map(\.standing.id.reception))
        guard let missing = named.first(where: { !due.contains($0) }) else { return }
        guard !asked.contains(missing) else { throw PensionRefused.notDue(missing, "確定を取り消すことの確認を待っているか、取り消されています。") }
        var filter = ReportFilter()
        (filter.states, filter.receptions) = ([], [missing])
        let standing = try await self.reports(filter, on: connection).reports.first?.standing
        throw PensionRefused.notDue(missing, standing.map { "報告は「\($0.state.label)」です。" } ?? "確定していないか、報告しない種類の受付です。")
    }

    /// The next number of the fiscal year. The row is locked until the transaction ends: those who make batches take turns.
    private func batchNumber(_ today: CalendarDay, on connection: Connection) async throws -> ReportBatchNumber {
        let year = Int32(CalendarMonth(of: today).fiscalYear)
        let rows = try await connection.query(
            """
            INSERT INTO pension.report_batch_count AS held (fiscal_year, last) VALUES (\(year), 1)
            ON CONFLICT ON CONSTRAINT report_batch_count_pkey DO UPDATE SET last = least(held.last::bigint + 1, \(Int64(Int32.max)))::integer RETURNING last
            """)
        guard let next = try rows.first?.decode(Int32.self) else { throw PensionRefused.unreadable }
        let number = try await connection.freeNumber(
            from: next, to: .max, among: "SELECT number FROM pension.report_batch WHERE fiscal_year = \(year)", of: "報告の束")
        if number != next { try await connection.execute("UPDATE pension.report_batch_count SET last = \(number) WHERE fiscal_year = \(year)") }
        return ReportBatchNumber(fiscalYear: year, number: number)
    }
}

extension FollowedPerson? {
    fileprivate func orUnreadable() throws(PensionRefused) -> FollowedPerson {
        guard let person = self else { throw .unreadable }
        return person
    }
}
