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
    /// 処理結果の取込. Takes a list of results in, whole or not at all; then what names its report is matched, and the rest is on the work lists. Rows of lists before
    /// are tried again.
    ///
    /// - Parameters:
    ///   - bytes: the file, in `encoding`.
    ///   - body: 全国地方公共団体コード of the body whose records these are: a list that names another, and no ward of it, is none for it. nil: whoever calls knows it.
    /// - Throws: `PensionRefused` J0049, J0051, J0057, J0058, J0139; `PostgresError`.
    package func takeResults(
        _ bytes: [UInt8], in encoding: ReportEncoding, of body: LocalGovernmentCode? = nil, by clerk: Clerk, today: CalendarDay
    ) async throws -> TakenResults {
        guard let text = try ReportCharacters.text(bytes, in: encoding) else {
            throw PensionRefused.results(nil, "指定の文字コードとして読めません。Shift_JISのファイルには --encoding shift_jis を付けてください。")
        }
        let read = try ResultCSV(using: tables).read(text, today: today)
        if let body, let named = read.body, (try? LocalGovernmentCode(named))?.isOf(body) != true {
            throw PensionRefused.anotherBody(named, ours: body.value)
        }
        let (list, transmitted) = try await keep(read, try KeptRows(read, of: bytes), by: clerk)
        let matched = try await matchAll(by: clerk, today: today)
        let own = matched.filter { $0.list == list }
        return TakenResults(
            list: list, lines: read.rows.count, matched: own.count, returned: own.count { $0.outcome == .returned }, matchedAnew: matched.count - own.count,
            receptions: matched.compactMap(\.reception), missing: try await missing(transmitted, in: read))
    }

    /// 再突合. Tries the rows again that no list's taking in has matched.
    ///
    /// - Returns: how many were matched now.
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func matchAgain(by clerk: Clerk, today: CalendarDay) async throws -> Int { try await matchAll(by: clerk, today: today).count }

    /// The rows of a list as they are kept, and what it is known again by.
    private struct KeptRows: Sendable {
        /// The JSON of each, in their order.
        let rows: [String]
        /// 一覧表の同一性. Transmittal and rows, in whatever order: the same list, saved in another encoding, with other line ends or sorted, is the same.
        let said: [UInt8]
        /// The file: lists that were taken in before are known by it.
        let file: [UInt8]

        init(_ read: ReadResults, of file: [UInt8]) throws {
            rows = try read.rows.map { try KeptJSON.of($0) }
            said = Array(([read.batch?.description ?? ""] + rows.sorted()).joined(separator: "\n").utf8)
            self.file = file
        }
    }

    /// Keeps a list with its rows, and finds the reports of its transmittal.
    private func keep(_ read: ReadResults, _ kept: KeptRows, by clerk: Clerk) async throws -> (list: Int64, transmitted: [ReportID]) {
        do {
            return try await pool.transaction(retries: 2) { connection in
                let known = try await connection.query(
                    """
                    SELECT FROM pension.result_list
                    WHERE digest = pg_catalog.sha256(\(kept.said)::bytea) OR digest = pg_catalog.sha256(\(kept.file)::bytea)
                    """)
                guard known.isEmpty else { throw PensionRefused.takenBefore }
                let transmitted = try await transmitted(read.batch, on: connection)
                let list = try await keep(read, kept, by: clerk, on: connection)
                try await Act(kind: .resultsTaken, clerk: clerk, reason: "\(list)").record(seal, on: connection)
                return (list, transmitted)
            }
        } catch let error as PostgresError where error.isUniqueViolation && error.constraint == "result_list_digest_unique" {
            throw PensionRefused.takenBefore
        }
    }

    /// Reports of the transmittal that a list does not name and nothing has answered, whether its hand-over is recorded yet or not.
    private func missing(_ transmitted: [ReportID], in read: ReadResults) async throws -> [ReportID] {
        let named = Set(read.rows.compactMap { ReportID($0.report) })
        let standings = try await pool.withConnection { try await self.standings(of: transmitted.map(\.reception), on: $0) }
        return transmitted.filter { id in
            let standing = standings[id.reception]
            return !named.contains(id) && standing.id == id && [.batched, .released, .sent].contains(standing.state)
        }
    }

    /// Reports of the batch that a list names.
    private func transmitted(_ number: ReportBatchNumber?, on connection: Connection) async throws -> [ReportID] {
        guard let number else { return [] }
        return try await contents(of: try await batch(number, on: connection), on: connection).map(\.id)
    }

    private func keep(_ read: ReadResults, _ kept: KeptRows, by clerk: Clerk, on connection: Connection) async throws -> Int64 {
        let list = try await seal.nextID(of: .resultList, on: connection)
        try await seal.insert(
            .resultList,
            """
            SELECT \(list)::bigint AS list_id, now() AS taken_at, \(read.batch?.fiscalYear)::integer AS batch_year,
              \(read.batch?.number)::integer AS batch_number, \(Int32(read.rows.count))::integer AS lines, pg_catalog.sha256(\(kept.said)::bytea) AS digest,
              \(read.layout)::text AS layout, \(clerk.section)::text AS section, \(clerk.account)::text AS entered_by,
              \(clerk.setUpBy)::text AS entered_set_up_by
            """, on: connection)
        for start in stride(from: 0, to: kept.rows.count, by: Self.readAtOnce) {
            let rows = Array(kept.rows[start..<min(start + Self.readAtOnce, kept.rows.count)])
            try await seal.insert(
                .resultRow,
                """
                SELECT \(list)::bigint AS list_id, (\(Int64(start)) + r.line)::integer AS line, r.content::json
                FROM unnest(\(rows)) WITH ORDINALITY AS r (content, line)
                """, on: connection)
        }
        return list
    }
}
