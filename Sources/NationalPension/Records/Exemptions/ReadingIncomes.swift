internal import Addressee
internal import Postgres

extension PensionRecords {
    /// What is known of everybody's income that an application needs.
    func incomes(_ application: KeptApplication, on connection: Connection) async throws -> [KnownIncome] {
        let year = application.incomeYear(tables)
        let numbers = application.persons.compactMap(application.number(of:))
        let taxes = try await taxRecords(of: numbers, fiscalYear: year + 1, on: connection)
        let declarations = try await declarations(application, year, numbers, on: connection)
        let asked = try await questions(application, year, numbers, on: connection)
        return application.persons.map { person in
            let number = application.number(of: person)
            let (tax, declared) = (number.flatMap { taxes[$0] }, declarations[person] ?? [:])
            let told = tax.map { IncomeReading($0.items, year: year, using: tables) }
            func income(
                _ source: KnownIncome.Source?, _ items: [String: String], _ reading: IncomeReading?, isUnsettled: Bool = false,
                _ declared: DeclaredItems = [:]
            ) -> KnownIncome {
                KnownIncome(
                    person: person, year: year, number: number, source: source, declarations: declared.isEmpty ? nil : declared.ids, items: items,
                    reading: reading, isUnsettled: isUnsettled, asked: asked[person])
            }
            // The record goes before a declaration, once it tells an income; what it leaves open, a declaration may tell.
            if let tax, case .told(let statement)? = told {
                let more = declared.filter { tables.incomes.besideTheIncome.contains($0.key) && tax.items[$0.key] == nil }
                guard statement.unstated != nil, !more.isEmpty else {
                    return income(.tax(tax.version), tax.items, told, isUnsettled: tax.isUnsettled)
                }
                let items = tax.items.merging(more.said) { told, _ in told }
                return income(.tax(tax.version), items, IncomeReading(items, year: year, using: tables), isUnsettled: tax.isUnsettled, more)
            }
            if let last = declared.ids.last {
                return income(.declared(last), declared.said, IncomeReading(declared.said, year: year, isDeclared: true, using: tables), declared)
            }
            return income(tax.map { .tax($0.version) }, tax?.items ?? [:], told, isUnsettled: tax?.isUnsettled ?? false)
        }
    }

    /// What the tax record itself tells, without what was declared beside it.
    func taxItems(of known: KnownIncome?, on connection: Connection) async throws -> [String: String] {
        guard let known, let number = known.number else { return [:] }
        return try await taxRecords(of: [number], fiscalYear: known.year + 1, on: connection)[number]?.items ?? [:]
    }

    private struct TaxRow {
        let version: Int32
        let items: [String: String]
        let isUnsettled: Bool
    }

    private func taxRecords(of numbers: [String], fiscalYear: Int, on connection: Connection) async throws -> [String: TaxRow] {
        let rows = try await connection.query(
            """
            SELECT atenabango, rirekibango, waiting <> 0, items::text FROM national_pension.tax_income
            WHERE atenabango = ANY (\(numbers)) AND record_key = \(String(fiscalYear)) AND NOT removed
            """)
        var found: [String: TaxRow] = [:]
        for row in rows {
            let (number, version, isUnsettled, items) = try row.decode((String, Int32, Bool, String).self)
            found[number] = TaxRow(version: version, items: try KeptJSON.read(items), isUnsettled: isUnsettled)
        }
        return found
    }

    /// What was declared of each, item by item: what a later declaration says goes before what an earlier one does, and what it leaves open stays.
    private func declarations(_ application: KeptApplication, _ year: Int, _ numbers: [String], on connection: Connection) async throws
        -> [ExemptionPerson: DeclaredItems]
    {
        let reception = application.reception
        let rows = try await connection.query(
            """
            SELECT i.declaration_id, i.fiscal_year, i.number, i.person, i.atenabango, i.household_version, i.items::text, \(unsafeSQL: SealedRecord.declaredIncome.sealed("i")),
              d.outcome, \(unsafeSQL: SealedRecord.decision.sealed("d"))
            FROM pension.declared_income i LEFT JOIN pension.decision d ON d.fiscal_year = i.fiscal_year AND d.number = i.number
            WHERE i.income_year = \(Int32(clamping: year)) AND (i.atenabango = ANY (\(numbers))
              OR (i.fiscal_year = \(reception.fiscalYear) AND i.number = \(reception.number)))
            ORDER BY i.declaration_id
            """)
        let under = try rows.map { ReceptionNumber(fiscalYear: try $0.decode("fiscal_year"), number: try $0.decode("number")) }
        let takenBack = try await takenBack(of: Array(Set(under)), on: connection)
        var found: [ExemptionPerson: DeclaredItems] = [:]
        for row in rows {
            let (id, fiscalYear, count, person, number, version, items, form, mac, outcome, decided, decidedMAC) = try row.decode(
                (Int64, Int32, Int32, String, String?, Int32, String, [UInt8], [UInt8]?, String?, [UInt8], [UInt8]?).self)
            guard seal.holds(.declaredIncome, form, mac) else { continue }
            // Of what came back, or was taken back, nothing counts; a decision by nobody takes nothing away.
            if case .made(let outcome) = seal.decision(outcome, decided, decidedMAC), outcome != "accepted" { continue }
            let under = ReceptionNumber(fiscalYear: fiscalYear, number: count)
            if takenBack.contains(under) { continue }
            let declared = DeclaredItems(try KeptJSON.read(items), by: id)
            for person in application.persons(of: number, person, under, version) { found[person, default: [:]].merge(declared) { $1 } }
        }
        return found
    }

    private func questions(_ application: KeptApplication, _ year: Int, _ numbers: [String], on connection: Connection) async throws
        -> [ExemptionPerson: KnownIncome.Asked]
    {
        let reception = application.reception
        let rows = try await connection.query(
            """
            SELECT question_id, floor(extract(epoch FROM asked_at))::bigint, asked_by, fiscal_year, number, is_unfiled, person, atenabango, household_version,
              \(unsafeSQL: SealedRecord.incomeQuestion.sealed("q"))
            FROM pension.income_question q
            WHERE income_year = \(Int32(clamping: year)) AND (atenabango = ANY (\(numbers))
              OR (fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)))
            ORDER BY question_id
            """)
        var found: [ExemptionPerson: KnownIncome.Asked] = [:]
        for row in rows {
            let (id, at, by, fiscalYear, count, isUnfiled, person, number, version, form, mac) = try row.decode(
                (Int64, Int64, String, Int32, Int32, Bool, String, String?, Int32, [UInt8], [UInt8]?).self)
            guard seal.holds(.incomeQuestion, form, mac) else { continue }
            let asked = KnownIncome.Asked(
                question: id, on: CalendarDay(inJapanAt: at), by: by, reception: ReceptionNumber(fiscalYear: fiscalYear, number: count), isUnfiled: isUnfiled)
            // The first that was put is the one that counts.
            for person in application.persons(of: number, person, asked.reception, version) where found[person] == nil { found[person] = asked }
        }
        return found
    }
}

/// 申し立てられた項目. What each item says, and the declaration that says it.
private typealias DeclaredItems = [String: (id: Int64, value: String)]

extension DeclaredItems {
    fileprivate init(_ items: [String: String], by id: Int64) { self = items.mapValues { (id, $0) } }

    /// Of the declarations that any of them is by, the oldest first.
    fileprivate var ids: [Int64] { Set(values.map(\.id)).sorted() }
    fileprivate var said: [String: String] { mapValues(\.value) }
}

extension KeptApplication {
    /// Whom of this application a row is about: by the number, under whatever application it was written; under this one, also whoever has been entered anew
    /// since.
    fileprivate func persons(of number: String?, _ person: String, _ reception: ReceptionNumber, _ version: Int32) -> [ExemptionPerson] {
        if let number {
            let named = persons.filter { self.number(of: $0) == number }
            guard named.isEmpty else { return named }
        }
        guard reception == self.reception, let person = ExemptionPerson(rawValue: person), persons.contains(person), isSame(person, in: version) else {
            return []
        }
        return [person]
    }
}
