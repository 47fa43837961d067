package import Addressee
internal import Postgres

extension PensionRecords {
    /// Keeps who spouse and householder are, for an application that waits; what was entered before stays beside it.
    ///
    /// - Returns: the examination that follows.
    /// - Throws: `PensionRefused` J0002, J0003, J0007, J0023, J0028, J0065, J0067; `PostgresError`.
    package func enter(
        _ household: (_ asOf: CalendarDay, _ applicant: AddresseeNumber) throws -> HouseholdEntry, for reception: ReceptionNumber, by clerk: Clerk,
        today: CalendarDay
    ) async throws -> KeptExamination {
        try await pool.transaction(retries: 2) { connection in
            let application = try await openApplication(reception, today: today, on: connection)
            guard application.application.group == .general else { throw PensionRefused.terms("学生納付特例では、世帯を審査しません。") }
            let entry = try household(application.referenceDay(tables), application.number)
            guard entry.household.asOf == application.referenceDay(tables) else {
                throw PensionRefused.terms("世帯と配偶者は\(EraDate.display(application.referenceDay(tables)))現在で確かめてください（国民年金法施行規則第77条）。")
            }
            if let before = application.household?.entry, entry.saysTheSame(as: before) { throw PensionRefused.terms("入力されている内容と同じです。") }
            try require(entry, tellsWhoIsWho: application, by: try await incomes(application, on: connection))
            // Behind every one that counts; beside rows that somebody put in ahead.
            let free = try await connection.query(
                """
                SELECT n FROM generate_series(\((application.household?.version ?? 0) + 1)::integer, 10000) AS n
                WHERE NOT EXISTS (SELECT FROM pension.household
                  WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number) AND household_version = n)
                ORDER BY n LIMIT 1
                """)
            guard let version = try free.first?.decode(Int32.self) else { throw PensionRefused.noNumber("世帯の版") }
            try await seal.insert(
                .household,
                """
                SELECT \(version)::integer AS household_version, \(reception.fiscalYear)::integer AS fiscal_year, \(reception.number)::integer AS number,
                  now() AS entered_at, \(application.number.value)::text AS atenabango, \(clerk.section)::text AS section,
                  \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by, \(try KeptJSON.of(entry))::text::json AS content
                """, on: connection)
            try await Act(kind: .householdEntered, clerk: clerk, number: application.number, reception: reception).record(seal, on: connection)
            return try await examine(try await openApplication(reception, today: today, on: connection), by: clerk, on: connection)
        }
    }

    /// Somebody of whom something was asked or declared is entered again so that it is known whether it is the same person: otherwise the question would be
    /// put again, or an income be taken for another's.
    ///
    /// - Throws: `PensionRefused` J0007 where nobody could be meant, J0067.
    private func require(_ entry: HouseholdEntry, tellsWhoIsWho application: KeptApplication, by known: [KnownIncome]) throws(PensionRefused) {
        for person in [ExemptionPerson.spouse, .householder] {
            guard let now = entry.relative(person) else { continue }
            let before = application.household?.entry.relative(person)
            if now.isSame == true {
                guard let before else { throw .terms("前に入力した\(person.label)はいません。同じ人とすることはできません。") }
                guard before.number == nil || now.number == nil || before.number == now.number else {
                    throw .terms("宛名番号の違う\(person.label)を、前に入力した人と同じ人とすることはできません。")
                }
            }
            guard let before, now.isSame == nil, !now.isOne(with: before), before.number == nil || now.number == nil else { continue }
            let isKnown = known.contains { income in
                guard income.person == person else { return false }
                if case .declared? = income.source { return true }
                return income.asked != nil
            }
            guard !isKnown else { throw .sameOrOther(person) }
        }
    }
}
