internal import Postgres

extension PensionRecords {
    /// How many rows of an application this program did not write as they are, of whatever table; none of them counts anywhere.
    ///
    /// - Parameter connection: in a transaction that sees one state, with whatever else is shown.
    func untrueRows(of reception: ReceptionNumber, on connection: Connection) async throws -> Int {
        var count = 0
        for record in [SealedRecord.examination, .household, .declaredIncome, .incomeQuestion, .opinion] {
            let rows = try await connection.query(
                """
                SELECT \(unsafeSQL: record.sealed("r")) FROM \(unsafeSQL: record.name) r
                WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)
                """)
            for row in rows {
                let (form, mac) = try row.decode(([UInt8], [UInt8]?).self)
                if !seal.holds(record, form, mac) { count += 1 }
            }
        }
        return count
    }
}
