internal import Postgres

/// 証印の点検の進み. How far a pass has come.
package struct SealProgress: Sendable, Hashable {
    /// Whether all rows have been gone through, and the next pass begins anew.
    package let isRound: Bool
    /// Tables of which this round found more than the one before.
    package let more: [UntruePensionRows]
}

extension PensionRecords {
    /// Rows that are read at once: the longest that a table takes in are little more than a megabyte each.
    private static let portion = 16

    /// 証印の点検. Goes on through all rows that carry a MAC, whoever reads them or not, and remembers those that this program did not write as they are.
    ///
    /// - Parameter most: bytes of rows, as their MACs cover them, after which the pass stops: its work and its memory are bounded, however much is kept.
    /// - Throws: `PostgresError`; the next pass goes on where the last one stopped.
    package func checkSeals(bytes most: Int = 32 << 20) async throws -> SealProgress {
        var (round, left) = (seals.running, most)
        // By their places, in which they are read then, and none that is not looked at.
        try await pool.transaction(readOnly: true, opening: ["SET LOCAL enable_seqscan = off"]) { connection in
            while left > 0, round.table < SealedRecord.all.count {
                let record = SealedRecord.all[round.table]
                let rows = try await connection.query(
                    """
                    SELECT ctid::text, \(unsafeSQL: record.isOfReception ? "fiscal_year, number" : "NULL::integer, NULL::integer"), \(unsafeSQL: record.sealed("r"))
                    FROM \(unsafeSQL: record.name) r WHERE ctid > \(round.place)::text::tid LIMIT \(Int64(Self.portion))
                    """)
                for row in rows {
                    let (place, year, number, form, mac) = try row.decode((String, Int32?, Int32?, [UInt8], [UInt8]?).self)
                    (round.place, left) = (place, left - form.count)
                    guard !seal.holds(record, form, mac) else { continue }
                    var reception: ReceptionNumber?
                    if let year, let number { reception = ReceptionNumber(fiscalYear: year, number: number) }
                    round.found(record.name, reception)
                }
                if rows.count < Self.portion { (round.table, round.place) = (round.table + 1, SealFindings.Round.start) }
            }
        }
        guard round.table == SealedRecord.all.count else {
            seals.went(round)
            return SealProgress(isRound: false, more: [])
        }
        return SealProgress(isRound: true, more: seals.ended(round))
    }

    /// 証印のない行, by table, as far as the rounds have come.
    package var untrueRows: [UntruePensionRows] { seals.untrue }
}
