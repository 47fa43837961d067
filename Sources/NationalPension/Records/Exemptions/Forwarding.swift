package import Addressee
internal import Postgres

/// 進達する意見. With which examination an application goes to the Service.
struct Opinion: Sendable {
    let examination: KeptExamination
    let household: KeptHousehold?
}

extension PensionRecords {
    /// 進達した意見: the number of the examination with which an application was accepted; `nil` of everything else.
    ///
    /// - Throws: `PostgresError`.
    package func opinion(of reception: ReceptionNumber) async throws -> Int64? {
        try await pool.withConnection { try await opinionGiven(on: reception, on: $0) }
    }

    /// Whether the module was ever given somebody of the number.
    ///
    /// - Throws: `PostgresError`.
    package func wasGiven(_ number: AddresseeNumber) async throws -> Bool {
        try await !pool.query("SELECT FROM national_pension.person WHERE atenabango = \(number.value)").isEmpty
    }

    /// Whether the module is given somebody of the number now.
    ///
    /// - Throws: `PostgresError`.
    package func isGiven(_ number: AddresseeNumber) async throws -> Bool {
        try await !pool.query("SELECT FROM national_pension.person WHERE atenabango = \(number.value) AND NOT removed AND items IS NOT NULL").isEmpty
    }

    /// Whether something of the person was kept from when they were given.
    ///
    /// - Throws: `PostgresError`.
    package func wasKept(_ number: AddresseeNumber) async throws -> Bool {
        try await !pool.query("SELECT FROM pension.person WHERE atenabango = \(number.value) AND history_number > 0").isEmpty
    }

    /// What an application may go with, by the hand of another than entered what it stands on.
    ///
    /// - Parameter looked: number of the examination that the other has looked at.
    /// - Throws: `PensionRefused` J0004, J0007 where no examination was looked at, J0032 where it is not examined to the end, J0033 where what the examination
    ///   stood on has changed, or an earlier one was looked at, J0034 where it is none of the application's; `PostgresError`.
    func opinion(_ looked: Int64?, on received: Received, by clerk: Clerk, on connection: Connection) async throws -> Opinion {
        let application = try await application(received, on: connection)
        let (basis, proposal) = try await result(application, on: connection)
        guard let last = try await examinations(of: received.reception, on: connection).first, last.basis == basis, last.proposal == proposal else {
            throw PensionRefused.examinationOutdated
        }
        guard last.state == .decided else { throw PensionRefused.notExamined(last.state) }
        // What was examined anew since, by whomever, nobody but the examiner has seen.
        guard let looked else { throw PensionRefused.terms("申請を確定するときは、確かめた審査の番号を指定してください（--examination）。") }
        guard looked == last.id else {
            let all = try await allExaminations(of: received.reception, on: connection)
            guard all.read.contains(where: { $0.id == looked }) || all.unread.contains(looked) else { throw PensionRefused.unknownExamination }
            throw PensionRefused.examinedSince(looked, last.id)
        }
        let enterers = try await enterers(of: last, application.household, on: connection)
        guard !enterers.contains(where: { $0.account == clerk.account }) else { throw PensionRefused.samePerson }
        return Opinion(examination: last, household: application.household)
    }

    /// Keeps it, with the decision that was made just now.
    func keep(_ opinion: Opinion, of received: Received, by clerk: Clerk, on connection: Connection) async throws {
        try await seal.insert(
            .opinion,
            """
            SELECT \(received.reception.fiscalYear)::integer AS fiscal_year, \(received.reception.number)::integer AS number,
              \(opinion.household?.version ?? 0)::integer AS household_version, \(opinion.examination.id)::bigint AS examination_id, now() AS given_at,
              'accepted'::text AS outcome, \(opinion.household?.enteredBy.account)::text AS household_entered_by, \(clerk.account)::text AS given_by
            """, on: connection)
    }

    /// Who entered what an examination stands on, beside the application itself.
    ///
    /// - Throws: `PensionRefused` J0023 where a declaration is not as this program wrote it; `PostgresError`.
    func enterers(of examination: KeptExamination?, _ household: KeptHousehold?, on connection: Connection) async throws -> [EnteredBy] {
        let declarations = try await declarations(of: examination, on: connection)
        guard examination?.stands(on: declarations) ?? true else { throw PensionRefused.untrue }
        return [household?.enteredBy].compactMap { $0 } + declarations.map(\.enteredBy)
    }

    /// 進達した意見, of an application that was accepted: the examination; `nil` of others, and where the row is not as this program wrote it.
    func opinionGiven(on reception: ReceptionNumber, on connection: Connection) async throws -> Int64? {
        let rows = try await connection.query(
            """
            SELECT examination_id, \(unsafeSQL: SealedRecord.opinion.sealed("o")) FROM pension.opinion o
            WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)
            """)
        guard let (id, form, mac) = try rows.first?.decode((Int64, [UInt8], [UInt8]?).self), seal.holds(.opinion, form, mac) else { return nil }
        return id
    }
}
