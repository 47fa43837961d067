internal import Postgres

/// 証印の点検の進み. How far a pass has come.
package struct SealProgress: Sendable, Hashable {
    /// Whether all rows have been gone through, and the next pass begins anew.
    package let isRound: Bool
    /// Tables of which this round found more than the one before.
    package let more: [UntruePensionRows]
}

extension PensionRecords {
    private static let step: Int64 = 128

    /// 証印の点検. Goes on through all rows that carry a MAC, whoever reads them or not, and remembers those that this program did not write as they are.
    ///
    /// - Parameter blocks: of the tables' storage that are read at most: the work of one pass is bounded, however much is kept.
    /// - Throws: `PostgresError`; the next pass goes on where this one stopped.
    package func checkSeals(blocks: Int64 = 4_096) async throws -> SealProgress {
        var (round, left) = (seals.running, blocks)
        while round.table < SealedRecord.all.count {
            let record = SealedRecord.all[round.table]
            let size = try await pool.query(
                "SELECT pg_catalog.pg_relation_size(\(record.name)::text::regclass) / pg_catalog.current_setting('block_size')::bigint")
            let end = try size.first?.decode(Int64.self) ?? 0
            while round.block < end {
                guard left > 0 else {
                    seals.went(round)
                    return SealProgress(isRound: false, more: [])
                }
                let last = round.block + Self.step
                let rows = try await pool.query(
                    """
                    SELECT \(unsafeSQL: record.isOfReception ? "fiscal_year, number" : "NULL::integer, NULL::integer"), \(unsafeSQL: record.sealed("r")) FROM \(unsafeSQL: record.name) r
                    WHERE ctid >= \("(\(round.block),0)")::text::tid AND ctid < \("(\(last),0)")::text::tid
                    """)
                for row in rows {
                    let (year, number, form, mac) = try row.decode((Int32?, Int32?, [UInt8], [UInt8]?).self)
                    guard !seal.holds(record, form, mac) else { continue }
                    var reception: ReceptionNumber?
                    if let year, let number { reception = ReceptionNumber(fiscalYear: year, number: number) }
                    round.found(record.name, reception)
                }
                (round.block, left) = (last, left - Self.step)
            }
            (round.table, round.block) = (round.table + 1, 0)
        }
        return SealProgress(isRound: true, more: seals.ended(round))
    }

    /// 証印のない行, by table, as far as the rounds have come.
    package var untrueRows: [UntruePensionRows] { seals.untrue }
}
