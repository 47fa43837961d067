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
        // Whoever is entered is needed from now on: their interest is not ended meanwhile (`endInterest`).
        func needed(_ connection: Connection) async throws -> Set<String> { try await subject(of: reception, on: connection) }
        return try await transaction(taking: needed) { connection, takesTurns in
            let application = try await openApplication(reception, today: today, on: connection)
            guard application.application.group == .general else { throw PensionRefused.terms("学生納付特例では、世帯を審査しません。") }
            let entry = try household(application.referenceDay(tables), application.number)
            guard entry.household.asOf == application.referenceDay(tables) else {
                throw PensionRefused.terms("世帯と配偶者は\(EraDate.display(application.referenceDay(tables)))現在で確かめてください（国民年金法施行規則第77条）。")
            }
            try takesTurns(entry.numbers.union([application.number.value]))
            if let before = application.household?.entry, entry.saysTheSame(as: before) { throw PensionRefused.terms("入力されている内容と同じです。") }
            try await require(entry, tellsWhoIsWho: application, on: connection)
            let version = try await connection.freeNumber(
                from: (application.household?.version ?? 0) + 1, to: 10_000,
                among: "SELECT household_version FROM pension.household WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)",
                of: "世帯の版")
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

    /// Somebody of whom something was asked or declared is entered again so that it is known whether it is the same person, whoever or nobody stood there in
    /// between: otherwise the question would be put again, or an income be taken for another's.
    ///
    /// - Throws: `PensionRefused` J0007 where nobody could be meant, J0067; `PostgresError`.
    private func require(_ entry: HouseholdEntry, tellsWhoIsWho application: KeptApplication, on connection: Connection) async throws {
        for person in [ExemptionPerson.spouse, .householder] {
            guard let now = entry.relative(person) else { continue }
            let entered = application.whenLastEntered(person)
            guard let entered, let before = entered.household?.entry.relative(person) else {
                if now.isSame == true { throw PensionRefused.terms("前に入力した\(person.label)はいません。同じ人とすることはできません。") }
                continue
            }
            // Under whatever words they stood meanwhile.
            if now.isSame == true, let number = now.number, !entered.numbersOfLast(person).isSubset(of: [number]) {
                throw PensionRefused.terms("宛名番号の違う\(person.label)を、前に入力した人と同じ人とすることはできません。")
            }
            guard now.isSame == nil, !now.isOne(with: before), before.number == nil || now.number == nil else { continue }
            let isKnown = try await incomes(entered, on: connection).contains { $0.person == person && ($0.asked != nil || !$0.declared.isEmpty) }
            guard !isKnown else { throw PensionRefused.sameOrOther(person) }
        }
    }
}
