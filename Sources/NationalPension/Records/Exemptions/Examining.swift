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

    /// 審査の続行. Examines every application that waits, by what has come since: an income that arrived, a record that was corrected.
    ///
    /// - Returns: how many were examined anew.
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func goOn(by clerk: Clerk, today: CalendarDay) async throws -> Int {
        let waiting = try await pool.query(
            """
            SELECT r.fiscal_year, r.number FROM pension.reception r
            WHERE r.kind = ANY (\(NoticeKind.allCases.filter(\.isApplication).map(\.rawValue)))
              AND NOT EXISTS (SELECT FROM pension.decision d WHERE d.fiscal_year = r.fiscal_year AND d.number = r.number)
            ORDER BY r.fiscal_year, r.number
            """
        ).map { try $0.decode((Int32, Int32).self) }
        var (anew, failure): (Int, (any Error)?) = (0, nil)
        for (year, count) in waiting {
            let reception = ReceptionNumber(fiscalYear: year, number: count)
            do throws(any Error) {
                let before = try await pool.withConnection { try await examinations(of: reception, on: $0).first?.id }
                if try await examine(reception, by: clerk, today: today).id != before { anew += 1 }
            } catch let refused as PensionRefused {
                // Decided meanwhile, or a row that this program did not write. What can't be read is told, once the others were looked at.
                if refused == .unreadable { failure = refused }
            }
        }
        if let failure { throw failure }
        return anew
    }

    func examine(_ application: KeptApplication, by clerk: Clerk, on connection: Connection) async throws -> KeptExamination {
        let reception = application.reception
        let (basis, proposal) = try await result(application, on: connection)
        if let last = try await examinations(of: reception, on: connection).first, last.basis == basis, last.proposal == proposal { return last }
        guard let id = try await connection.query("SELECT nextval('pension.examination_examination_id_seq')").first?.decode(Int64.self) else {
            throw PensionRefused.unreadable
        }
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
        if birth == nil {
            holds.append(Hold(.birthDateUnknown, Reason("生年月日が提供されていません。住民記録を確かめてください。", tables.ages.current(.insuredFrom).article)))
        }
        let incomes = try await incomes(application, on: connection)
        let household = application.household?.entry
        let basis = ExaminationBasis(
            application: form, householdVersion: application.household?.version ?? 0, household: household, born: birth?.written,
            bornNotation: birth?.unknownNotation, incomes: incomes,
            months: history?.runs.filter { $0.months.first <= form.months.last && form.months.first <= $0.months.last }, holds: holds,
            order: tables.order.kinds(form.group))
        let unknown = ExemptionHousehold(asOf: application.referenceDay(tables), spouse: .unknown, householder: .unknown)
        let proposal = ExemptionExamination(
            form, born: try birth ?? BirthDate(written: "0000-00-00", unknownNotation: "不詳"), household: household?.household ?? unknown,
            incomes: incomes.known,
            history: history, using: tables
        ).proposal()
        return (basis, proposal)
    }

    /// Examinations of an application that this program wrote, the newest first.
    func examinations(of reception: ReceptionNumber, on connection: Connection) async throws -> [KeptExamination] {
        try await connection.query(
            """
            SELECT examination_id, floor(extract(epoch FROM examined_at))::bigint, examined_by, state, basis::text, proposal::text,
              \(unsafeSQL: SealedRecord.examination.sealed("e"))
            FROM pension.examination e WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number) ORDER BY examination_id DESC
            """
        ).compactMap { row in
            let (id, at, by, state, basis, proposal, form, mac) = try row.decode((Int64, Int64, String, String, String, String, [UInt8], [UInt8]?).self)
            guard seal.holds(.examination, form, mac) else { return nil }
            guard let state = ExaminationState(rawValue: state) else { throw PensionRefused.unreadable }
            return KeptExamination(
                id: id, on: CalendarDay(inJapanAt: at), by: by, state: state, basis: try KeptJSON.read(basis), proposal: try KeptJSON.read(proposal))
        }
    }
}
