package import Addressee
internal import Postgres

/// 照会した所得. A question that was put, so that it can be sent.
package struct AskedIncome: Sendable, Hashable, Unprinted {
    /// Whose income of which year.
    package let question: IncomeQuestion
    /// 宛名番号; `nil` of somebody whom the hub does not know.
    package let number: String?
    /// 申立て: who it is, where there is no number.
    package let declared: String
}

extension PensionRecords {
    /// 所得の照会. Notes that incomes are asked for which an application lacks; of one person and year it is noted once, whatever application needs it.
    ///
    /// - Parameter person: only of this one; `nil`: of everybody whose income nobody has asked for.
    /// - Returns: what has to be sent.
    /// - Throws: `PensionRefused` J0002, J0003, J0023, J0028, J0030 where it was asked already, J0031 where nothing lacks; `PostgresError`.
    package func ask(_ reception: ReceptionNumber, only person: ExemptionPerson? = nil, by clerk: Clerk, today: CalendarDay) async throws -> [AskedIncome] {
        // Two applications that need one person's income take turns.
        func needed(_ connection: Connection) async throws -> Set<String> {
            let entry = try await households(of: reception, on: connection).last?.entry
            return try await subject(of: reception, on: connection).union(entry?.numbers ?? [])
        }
        return try await transaction(taking: needed) { connection, takesTurns in
            let application = try await openApplication(reception, today: today, on: connection)
            try takesTurns(Set(application.persons.compactMap(application.number(of:))))
            let examination = try await examine(application, by: clerk, on: connection)
            let questions = examination.proposal.toAsk.filter { person == nil || $0.person == person }
            guard !questions.isEmpty else {
                let asked = examination.basis.incomes.filter { person == nil || $0.person == person }.compactMap(\.asked)
                throw asked.first.map { .askedAlready($0.reception, $0.on) } ?? PensionRefused.nothingToAsk
            }
            var found: [AskedIncome] = []
            for question in questions {
                let number = application.number(of: question.person)
                let id = try await seal.nextID(of: .incomeQuestion, on: connection)
                try await seal.insert(
                    .incomeQuestion,
                    """
                    SELECT \(id)::bigint AS question_id, now() AS asked_at, \(reception.fiscalYear)::integer AS fiscal_year,
                      \(reception.number)::integer AS number, \(application.household?.version ?? 0)::integer AS household_version,
                      \(Int32(clamping: question.year))::integer AS income_year, \(question.isUnfiled)::boolean AS is_unfiled,
                      \(question.person.rawValue)::text AS person, \(number)::text AS atenabango, \(clerk.section)::text AS section,
                      \(clerk.account)::text AS asked_by
                    """, on: connection)
                try await Act(kind: .incomeAsked, clerk: clerk, number: application.number, reception: reception).record(seal, on: connection)
                found.append(
                    AskedIncome(question: question, number: number, declared: application.household?.entry.relative(question.person)?.declared ?? ""))
            }
            _ = try await examine(application, by: clerk, on: connection)
            return found
        }
    }
}
