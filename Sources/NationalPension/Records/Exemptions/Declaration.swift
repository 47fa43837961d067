package import Addressee
internal import Postgres

/// 所得の申立ての入力. Who entered a declared income, and by what: whoever checks an application sees it.
package struct Declaration: Sendable, Unprinted {
    /// Names it.
    package let id: Int64
    /// 受付番号 of the application under which it was entered.
    package let reception: ReceptionNumber
    /// The day in Japan on which it was entered.
    package let on: CalendarDay
    /// 入力者.
    package let by: String
    /// By what it was declared.
    package let remarks: String
}

extension PensionRecords {
    /// The declarations that an examination stands on.
    func declarations(of examination: KeptExamination?, on connection: Connection) async throws -> [Declaration] {
        let ids = examination?.basis.incomes.compactMap { income -> Int64? in if case .declared(let id)? = income.source { id } else { nil } } ?? []
        guard !ids.isEmpty else { return [] }
        return try await connection.query(
            """
            SELECT declaration_id, fiscal_year, number, floor(extract(epoch FROM entered_at))::bigint, entered_by, remarks,
              \(unsafeSQL: SealedRecord.declaredIncome.sealed("d"))
            FROM pension.declared_income d WHERE declaration_id = ANY (\(ids)) ORDER BY declaration_id
            """
        ).compactMap { row in
            let (id, year, number, at, by, remarks, form, mac) = try row.decode((Int64, Int32, Int32, Int64, String, String, [UInt8], [UInt8]?).self)
            guard seal.holds(.declaredIncome, form, mac) else { return nil }
            return Declaration(
                id: id, reception: ReceptionNumber(fiscalYear: year, number: number), on: CalendarDay(inJapanAt: at), by: by, remarks: remarks)
        }
    }
}
