internal import Addressee
internal import Postgres

/// 移行の状態. What became of the rows of a file, by rows that this program wrote.
package struct ImportState: Sendable, Unprinted {
    /// The file.
    package let file: ImportFile
    /// Receptions by what became of them.
    package internal(set) var counts: [LedgerRow.State: Int] = [:]
    /// The first of those that a clerk has to look at.
    package internal(set) var held: [Held] = []
    /// 証印のない行: they are in none of the counts.
    package internal(set) var untrue = 0

    /// 保留の受付.
    package struct Held: Sendable, Unprinted {
        /// Line of the file.
        package let line: Int64
        /// 受付番号.
        package let reception: ReceptionNumber
        /// What has to be found out.
        package let words: String
    }
}

extension PensionRecords {
    /// How the rows of a file stand.
    ///
    /// - Parameter limit: of what is held so many are told.
    /// - Throws: `PensionRefused` J0017, J0023, J0101; `PostgresError`.
    package func importState(_ id: Int64, limit: Int) async throws -> ImportState {
        var state = ImportState(file: try await importFile(id))
        var last = ReceptionNumber(fiscalYear: 0, number: 0)
        while true {
            let rows = try await pool.query(
                """
                SELECT i.line, i.fiscal_year, i.number, d.outcome, (SELECT string_agg(t.words, ' ' ORDER BY t.task_id) FROM pension.task t
                    WHERE t.fiscal_year = i.fiscal_year AND t.number = i.number AND t.closed_at IS NULL),
                  \(unsafeSQL: SealedRecord.importRow.sealed("i")), \(unsafeSQL: SealedRecord.reception.sealed("r")),
                  \(unsafeSQL: SealedRecord.decision.sealed("d"))
                FROM pension.import_row i JOIN pension.reception r ON r.fiscal_year = i.fiscal_year AND r.number = i.number
                LEFT JOIN pension.decision d ON d.fiscal_year = i.fiscal_year AND d.number = i.number
                WHERE i.import_id = \(id) AND (i.fiscal_year, i.number) > (\(last.fiscalYear), \(last.number))
                ORDER BY i.fiscal_year, i.number LIMIT 1000
                """)
            guard !rows.isEmpty else { return state }
            for row in rows {
                let (line, year, number, outcome, words, form, mac, received, receivedMAC, decided, decidedMAC) = try row.decode(
                    (Int64, Int32, Int32, String?, String?, [UInt8], [UInt8]?, [UInt8], [UInt8]?, [UInt8], [UInt8]?).self)
                last = ReceptionNumber(fiscalYear: year, number: number)
                guard seal.holds(.importRow, form, mac), seal.holds(.reception, received, receivedMAC) else {
                    state.untrue += 1
                    continue
                }
                let now: LedgerRow.State
                switch seal.decision(outcome, decided, decidedMAC) {
                case .made(let outcome):
                    guard let known = LedgerRow.State(rawValue: outcome) else { throw PensionRefused.unreadable }
                    now = known
                case .none, .untrue: now = words == nil ? .received : .held
                }
                state.counts[now, default: 0] += 1
                if now == .held, state.held.count < limit { state.held.append(ImportState.Held(line: line, reception: last, words: words ?? "")) }
            }
        }
    }
}
