package import Addressee
internal import Postgres
internal import ReceiverLedger

/// 受付件数. Receptions of one kind in a fiscal year, counted from the ledger and nowhere else: each count is the rows that the same filter lists (INCIDENTS 21).
package struct ReceptionCount: Sendable, Hashable {
    /// 届出の種類.
    package let kind: NoticeKind
    /// By state; one without receptions is not in it.
    package internal(set) var counts: [LedgerRow.State: Int]
    /// Of those that wait, how many are past the day of their report.
    package internal(set) var overdue: Int

    /// All states.
    package var all: Int { counts.values.reduce(0, +) }
}

extension PensionRecords {
    /// Receptions of a fiscal year by kind, in the order of the kinds; kinds without any are not listed.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func statistics(ofFiscalYear year: Int32, today: CalendarDay) async throws -> [ReceptionCount] {
        let rows = try await pool.query(
            """
            SELECT kind, state, count(*), count(*) FILTER (WHERE decided_by IS NULL AND due_on < \(today.postgres)) FROM pension.ledger
            WHERE fiscal_year = \(year) GROUP BY kind, state
            """)
        var found: [NoticeKind: ReceptionCount] = [:]
        // What lacks papers, only the rows of the papers say, with their MACs.
        var claims = LedgerFilter()
        (claims.fiscalYear, claims.kinds, claims.limit) = (year, NoticeKind.allCases.filter(\.isClaim), .max)
        for row in rows {
            let (kind, state, count, overdue) = try row.decode((String, String, Int64, Int64).self)
            guard let kind = NoticeKind(rawValue: kind), let state = LedgerRow.State(rawValue: state) else { throw PensionRefused.unreadable }
            found[kind, default: ReceptionCount(kind: kind, counts: [:], overdue: 0)].counts[state] = Int(count)
            found[kind]?.overdue += Int(overdue)
        }
        for row in try await ledger(claims).rows where row.state == .incomplete {
            found[row.kind]?.counts[row.recorded, default: 0] -= 1
            found[row.kind]?.counts[.incomplete, default: 0] += 1
        }
        return NoticeKind.allCases.compactMap { found[$0] }
    }
}
