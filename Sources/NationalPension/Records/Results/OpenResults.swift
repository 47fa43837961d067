package import Addressee
internal import Postgres

/// 突合していない結果. A row of a list that answers no report yet.
package struct OpenResult: Sendable, Unprinted {
    /// Of the list.
    package let list: Int64
    /// Its place there, from 1.
    package let line: Int32
    /// What it says.
    package let row: ResultRow
}

/// 作業一覧の一行: a row that a clerk decides on, on which list it is, and whom it may be about.
package struct DoubtfulResult: Sendable, Unprinted {
    /// The row.
    package let open: OpenResult
    /// Which work list.
    package let doubt: ResultMatching.Doubt
    /// Reports that it may answer.
    package let candidates: [ReportContent]
}

/// 取り込んだ一覧表.
package struct KeptList: Sendable, Unprinted {
    /// Names it.
    package let id: Int64
    /// 送付書の番号 that it answers; `nil` where it names none.
    package let batch: ReportBatchNumber?
    /// 件数.
    package let lines: Int
    /// Rows that nothing was decided on yet.
    package let openLines: Int
    /// The day in Japan on which it was taken in.
    package let on: CalendarDay
    /// Who took it in.
    package let by: String
}

extension PensionRecords {
    /// 作業一覧. Rows that answer no report yet, by the state of now.
    ///
    /// - Parameter doubt: only those of one list.
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func doubtfulResults(_ doubt: ResultMatching.Doubt? = nil, limit: Int = 50) async throws -> [DoubtfulResult] {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let rows = try await openRows(on: connection)
            let (awaited, answered) = try await awaitedReports(
                of: Array(Set(rows.named).union(try await unanswered(on: connection))), on: connection)
            let matching = ResultMatching(Array(awaited.values), answered: answered)
            var found: [DoubtfulResult] = []
            for open in rows where found.count < limit {
                let (why, candidates): (ResultMatching.Doubt, [ReportID]) =
                    switch matching.find(open.row) {
                    case .report(let id): (.waiting, [id])
                    case .doubt(let why, let candidates): (why, candidates)
                    }
                if doubt == nil || doubt == why { found.append(DoubtfulResult(open: open, doubt: why, candidates: candidates.compactMap { awaited[$0] })) }
            }
            return found
        }
    }

    /// Lists that were taken in, the newest first.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func resultLists(limit: Int = 50) async throws -> [KeptList] {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            let open = Dictionary(grouping: try await openRows(on: connection), by: \.list).mapValues(\.count)
            let rows = try await connection.query(
                """
                SELECT list_id, batch_year, batch_number, lines, floor(extract(epoch FROM taken_at))::bigint, entered_by,
                  \(unsafeSQL: SealedRecord.resultList.sealed("l"))
                FROM pension.result_list l ORDER BY list_id DESC LIMIT \(Int64(limit))
                """)
            return try rows.compactMap { row in
                let (id, year, number, lines, at, by, form, mac) = try row.decode((Int64, Int32?, Int32?, Int32, Int64, String, [UInt8], [UInt8]?).self)
                guard seal.holds(.resultList, form, mac) else { return nil }
                var batch: ReportBatchNumber?
                if let year, let number { batch = ReportBatchNumber(fiscalYear: year, number: number) }
                return KeptList(id: id, batch: batch, lines: Int(lines), openLines: open[id] ?? 0, on: CalendarDay(inJapanAt: at), by: by)
            }
        }
    }

    /// Rows of true lists that nothing was decided on, in the order in which they came. One that somebody else wrote an answer to is not among them.
    ///
    /// - Parameter places: only these; `nil`: all.
    func openRows(_ places: [(list: Int64, line: Int32)]? = nil, on connection: Connection) async throws -> [OpenResult] {
        let rows = try await connection.query(
            """
            SELECT r.list_id, r.line, r.content::text, \(unsafeSQL: SealedRecord.resultRow.sealed("r")), \(unsafeSQL: SealedRecord.resultList.sealed("l"))
            FROM pension.result_row r JOIN pension.result_list l ON l.list_id = r.list_id
            WHERE NOT EXISTS (SELECT FROM pension.result_answer a WHERE a.list_id = r.list_id AND a.line = r.line)
              AND (\(places == nil) OR (r.list_id, r.line) IN (SELECT * FROM unnest(\(places?.map(\.list) ?? []), \(places?.map(\.line) ?? []))))
            ORDER BY r.list_id, r.line
            """)
        return try rows.compactMap { row in
            let (list, line, content, form, mac, listForm, listMAC) = try row.decode((Int64, Int32, String, [UInt8], [UInt8]?, [UInt8], [UInt8]?).self)
            guard seal.holds(.resultRow, form, mac), seal.holds(.resultList, listForm, listMAC) else { return nil }
            return OpenResult(list: list, line: line, row: try KeptJSON.read(content))
        }
    }
}

extension [OpenResult] {
    /// Receptions whose reports these rows name.
    var named: [ReceptionNumber] { [ReceptionNumber](Set(compactMap { ReportID($0.row.report)?.reception })) }
}
