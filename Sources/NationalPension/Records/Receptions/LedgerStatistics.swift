package import Addressee
internal import Postgres

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

/// 受付件数の表.
package struct LedgerStatistics: Sendable {
    /// In the order of the kinds; kinds without any are not listed.
    package let counts: [ReceptionCount]
    /// 証印のない行: they are in none of the counts, as they are in none of the lists'.
    package let untrue: Int
    /// Whether not all were counted, because there are too many.
    package let isCut: Bool
}

extension PensionRecords {
    /// Receptions of a fiscal year by kind: of rows whose MACs were read, of one state.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func statistics(ofFiscalYear year: Int32, today: CalendarDay) async throws -> LedgerStatistics {
        var filter = LedgerFilter()
        (filter.all, filter.fiscalYear, filter.isByNumber, filter.limit, filter.mostRead) = (true, year, true, .max, 1_000_000)
        return try await inOneState { connection in
            var found: [NoticeKind: ReceptionCount] = [:]
            let listed = try await list(filter, on: connection) { row -> LedgerRow? in
                guard row.isTrue else { return nil }
                found[row.kind, default: ReceptionCount(kind: row.kind, counts: [:], overdue: 0)].counts[row.state, default: 0] += 1
                if row.state.isOpen, let due = row.dueOn, due < today { found[row.kind]?.overdue += 1 }
                return nil
            }
            return LedgerStatistics(counts: NoticeKind.allCases.compactMap { found[$0] }, untrue: listed.untrue, isCut: listed.isCut)
        }
    }
}
