package import Addressee
internal import Postgres

extension PensionRecords {
    /// 所得の申立て. Keeps an income as somebody declared it, as the answer to what the tax record does not tell.
    ///
    /// - Parameters:
    ///   - declared: items by their national names, as of the tax record; where that tells the income, only those that it leaves open.
    ///   - restIsNone: whoever declares says that of all items there is none which neither the tax record nor any declaration states.
    ///   - remarks: by what it was declared.
    /// - Returns: the examination that follows.
    /// - Throws: `PensionRefused` J0002, J0003, J0007, J0023, J0028, J0029 where the tax record tells what is declared; `PostgresError`.
    package func declare(
        _ declared: [String: String], restIsNone: Bool = false, of person: ExemptionPerson, year: Int, for reception: ReceptionNumber, remarks: String,
        by clerk: Clerk, today: CalendarDay
    ) async throws -> KeptExamination {
        try EnteredText.remarks.checked(remarks)
        return try await pool.transaction(retries: 2) { connection in
            let application = try await openApplication(reception, today: today, on: connection)
            guard year == application.incomeYear(tables) else {
                throw PensionRefused.terms("この申請で審査するのは、\(application.incomeYear(tables))年分の所得です。")
            }
            guard application.persons.contains(person) else {
                throw PensionRefused.terms("この申請では、\(person.label)の所得を審査しません。世帯の入力を確かめてください。")
            }
            let known = try await incomes(application, on: connection).first { $0.person == person }
            var items = declared
            let told: [String: String]? =
                if case .tax? = known?.source, case .told? = known?.reading { try await taxItems(of: known, on: connection) } else { nil }
            // What was declared before goes on, item by item.
            var stated = told ?? [:]
            if told != nil || known?.declared.isEmpty == false { stated = known?.items ?? [:] }
            if restIsNone { for item in tables.incomes.besideTheIncome where items[item] == nil && stated[item] == nil { items[item] = "0" } }
            if let told {
                // Only of what the record leaves open.
                let open = Set(tables.incomes.besideTheIncome).subtracting(told.keys)
                guard !items.isEmpty, Set(items.keys).isSubset(of: open) else { throw PensionRefused.toldByTax }
            }
            guard !items.isEmpty else { throw PensionRefused.terms("申し立てる項目がありません。") }
            let reading = IncomeReading(stated.merging(items) { $1 }, year: year, isDeclared: told == nil, using: tables)
            if case .unclear(let labels) = reading {
                throw PensionRefused.terms("申し立てられた所得を読めません。金額と人数は半角の数字だけで、区分は税の記録のコードで書いてください。確かめる項目: \(labels.joined(separator: "、"))")
            }
            let id = try await seal.nextID(of: .declaredIncome, on: connection)
            try await seal.insert(
                .declaredIncome,
                """
                SELECT \(id)::bigint AS declaration_id, now() AS entered_at, \(reception.fiscalYear)::integer AS fiscal_year,
                  \(reception.number)::integer AS number, \(application.household?.version ?? 0)::integer AS household_version,
                  \(Int32(clamping: year))::integer AS income_year, \(person.rawValue)::text AS person, \(application.number(of: person))::text AS atenabango,
                  \(clerk.section)::text AS section, \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by,
                  \(try KeptJSON.of(items))::text::json AS items, \(remarks)::text AS remarks
                """, on: connection)
            try await Act(kind: .incomeDeclared, clerk: clerk, number: application.number, reception: reception).record(seal, on: connection)
            return try await examine(application, by: clerk, on: connection)
        }
    }
}
