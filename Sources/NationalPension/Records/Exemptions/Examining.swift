package import Addressee
internal import Postgres

extension PensionRecords {
    /// Examines an application by all that is known now. Where nothing has changed, the examination that stands is given; otherwise another one is kept.
    ///
    /// - Throws: `PensionRefused` J0002, J0003, J0023, J0028; `PostgresError`.
    package func examine(_ reception: ReceptionNumber, by clerk: Clerk, today: CalendarDay) async throws -> KeptExamination {
        try await pool.transaction(retries: 2) { connection in
            try await examine(try await openApplication(reception, today: today, on: connection), by: clerk, on: connection)
        }
    }

    func examine(_ application: KeptApplication, by clerk: Clerk, on connection: Connection) async throws -> KeptExamination {
        let reception = application.reception
        let (basis, proposal) = try await result(application, on: connection)
        if let last = try await examinations(of: reception, on: connection).first, last.basis == basis, last.proposal == proposal { return last }
        let id = try await seal.nextID(of: .examination, on: connection)
        let state = ExaminationState(basis, proposal)
        try await seal.insert(
            .examination,
            """
            SELECT \(id)::bigint AS examination_id, now() AS examined_at, \(reception.fiscalYear)::integer AS fiscal_year,
              \(reception.number)::integer AS number, \(application.number.value)::text AS atenabango, \(clerk.section)::text AS section,
              \(clerk.account)::text AS examined_by, \(state.rawValue)::text AS state, \(try KeptJSON.of(basis))::text::json AS basis,
              \(try KeptJSON.of(proposal))::text::json AS proposal
            """, on: connection)
        try await Act(kind: .examined, clerk: clerk, number: application.number, reception: reception).record(seal, on: connection)
        guard let kept = try await examinations(of: reception, on: connection).first, kept.id == id else { throw PensionRefused.unreadable }
        return kept
    }

    /// What the rules make of an application now, and what of.
    func result(_ application: KeptApplication, on connection: Connection) async throws -> (ExaminationBasis, ExemptionProposal) {
        let record = try await record(of: application.person, on: connection)
        let form = application.application
        var (history, holds): (InsuredHistory?, [Hold]) = (nil, [])
        if !record.events.isEmpty {
            do throws(HeldForClerk) { history = try record.history(on: form.months.last.lastDay, using: tables) } catch { holds = error.holds }
        }
        let birth = record.birth
        if birth == nil { holds.append(BirthDay.notGiven(on: form.months.last.lastDay, tables)) }
        let incomes = try await incomes(application, on: connection)
        let household = application.household?.entry
        let basis = ExaminationBasis(
            application: form, householdVersion: application.household?.version ?? 0, household: household, born: birth?.written,
            bornNotation: birth?.unknownNotation, incomes: incomes,
            months: history?.runs.filter { $0.months.first <= form.months.last && form.months.first <= $0.months.last }, holds: holds,
            order: tables.order(on: form.filedOn).kinds(form.group))
        let unknown = ExemptionHousehold(asOf: application.referenceDay(tables), spouse: .unknown, householder: .unknown)
        let proposal = ExemptionExamination(
            form, born: try birth ?? BirthDate(written: "0000-00-00", unknownNotation: "不詳"), household: household?.household ?? unknown,
            incomes: incomes.known,
            history: history, using: tables
        ).proposal()
        return (basis, proposal)
    }

    /// Examinations of an application that this program wrote and can read, the newest first.
    func examinations(of reception: ReceptionNumber, on connection: Connection) async throws -> [KeptExamination] {
        try await allExaminations(of: reception, on: connection).read
    }

    /// - Returns: beside them the numbers of those that another version of the program wrote, in a form that this one does not read: they are named, and
    ///   keep nobody from examining anew.
    func allExaminations(of reception: ReceptionNumber, on connection: Connection) async throws -> (read: [KeptExamination], unread: [Int64]) {
        let rows = try await connection.query(
            """
            SELECT examination_id, floor(extract(epoch FROM examined_at))::bigint, examined_by, state, basis::text, proposal::text,
              \(unsafeSQL: SealedRecord.examination.sealed("e"))
            FROM pension.examination e WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number) ORDER BY examination_id DESC
            """)
        var (read, unread): ([KeptExamination], [Int64]) = ([], [])
        for row in rows {
            let (id, at, by, state, basis, proposal, form, mac) = try row.decode((Int64, Int64, String, String, String, String, [UInt8], [UInt8]?).self)
            guard seal.holds(.examination, form, mac) else { continue }
            guard let state = ExaminationState(rawValue: state), let basis = try? KeptJSON.read(basis, as: ExaminationBasis.self),
                let proposal = try? KeptJSON.read(proposal, as: ExemptionProposal.self)
            else {
                unread.append(id)
                continue
            }
            read.append(KeptExamination(id: id, on: CalendarDay(inJapanAt: at), by: by, state: state, basis: basis, proposal: proposal))
        }
        return (read, unread)
    }
}
