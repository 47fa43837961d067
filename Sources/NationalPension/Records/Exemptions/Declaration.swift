internal import Addressee
internal import Postgres

/// 所得の申立ての入力. Who entered a declared income, and by what: whoever checks an application sees it.
package struct Declaration: Sendable, Unprinted {
    /// Names it.
    package let id: Int64
    /// 受付番号 of the application under which it was entered.
    package let reception: ReceptionNumber
    /// 入力者, and when.
    package let enteredBy: EnteredBy
    /// By what it was declared.
    package let remarks: String
}

extension PensionRecords {
    /// The declarations that an examination stands on, as far as this program wrote them.
    func declarations(of examination: KeptExamination?, on connection: Connection) async throws -> [Declaration] {
        let ids = examination?.declared ?? []
        guard !ids.isEmpty else { return [] }
        return try await connection.query(
            """
            SELECT declaration_id, fiscal_year, number, entered_by, floor(extract(epoch FROM entered_at))::bigint, entered_set_up_by, remarks,
              \(unsafeSQL: SealedRecord.declaredIncome.sealed("d"))
            FROM pension.declared_income d WHERE declaration_id = ANY (\(ids)) ORDER BY declaration_id
            """
        ).compactMap { row in
            let (id, year, number, by, at, setUpBy, remarks, form, mac) = try row.decode(
                (Int64, Int32, Int32, String, Int64, String?, String, [UInt8], [UInt8]?).self)
            guard seal.holds(.declaredIncome, form, mac) else { return nil }
            return Declaration(
                id: id, reception: ReceptionNumber(fiscalYear: year, number: number),
                enteredBy: EnteredBy(account: by, on: CalendarDay(inJapanAt: at), setUpBy: setUpBy), remarks: remarks)
        }
    }
}

extension KnownIncome {
    /// Numbers of the declarations that tell it; before there could be several, there was one.
    package var declared: [Int64] {
        if let declarations { return declarations }
        if let supplement { return [supplement] }
        return if case .declared(let id)? = source { [id] } else { [] }
    }
}

extension KeptExamination {
    /// Numbers of the declarations that it stands on.
    fileprivate var declared: [Int64] { basis.incomes.flatMap(\.declared) }

    /// Whether all of them are among these.
    func stands(on declarations: [Declaration]) -> Bool { Set(declared).isSubset(of: declarations.map(\.id)) }
}
