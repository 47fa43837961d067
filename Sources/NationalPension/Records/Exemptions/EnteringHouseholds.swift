package import Addressee
internal import Postgres

extension PensionRecords {
    /// Keeps who spouse and householder are, for an application that waits; what was entered before stays beside it.
    ///
    /// - Returns: the examination that follows.
    /// - Throws: `PensionRefused` J0002, J0003, J0007, J0023, J0028, J0065; `PostgresError`.
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
            guard entry != application.household?.entry else { throw PensionRefused.terms("入力されている内容と同じです。") }
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
}
