package import Addressee
internal import Postgres
internal import ReceiverLedger

extension PensionRecords {
    /// Receives a notice that says a fact, or one without any.
    ///
    /// - Throws: `PensionRefused` J0001, J0007, J0008, J0020; `PostgresError`.
    package func receive(_ filing: Filing, saying terms: NoticeTerms, by clerk: Clerk, today: CalendarDay) async throws -> Receipt {
        guard filing.kind.isFiled else { throw PensionRefused.terms("この種類は、届出としては入力できません。") }
        return try await transaction { connection in
            try await self.receive(filing, by: clerk, today: today, on: connection) {
                try content(filing.kind, terms, receivedOn: filing.receivedOn, $0)
            }
        }
    }

    /// Receives the correction of an event: the same fact with other terms, or another fact.
    ///
    /// - Parameter kind: of the fact that stands in its place; `nil`: of the same.
    /// - Throws: as `receive`; J0010, J0015.
    package func correct(
        _ event: Int64, of number: AddresseeNumber, as kind: NoticeKind?, saying terms: NoticeTerms, receivedOn: CalendarDay, remarks: String,
        by clerk: Clerk, today: CalendarDay
    ) async throws -> Receipt {
        try await transaction { connection in
            let target = try await self.target(event, of: number, today, on: connection)
            guard let kind = kind ?? target.event.fact.map(NoticeKind.init(of:)) else {
                throw PensionRefused.terms("取消しを訂正することはできません。取消しを取り消してください。")
            }
            // One fact in place of all parts would leave months of the others undecided, unseen.
            if case .exemptionDecided? = target.event.fact {
                throw PensionRefused.terms("いくつかの期間に分かれた免除の決定は、訂正できません。記録を取り消し（atena pension notify cancel）、決定を期間ごとに受け付けてください。")
            }
            let filing = Filing(number: number, kind: kind, receivedOn: receivedOn, remarks: remarks)
            return try await self.receive(filing, by: clerk, today: today, on: connection) { record in
                guard case (.event(.fact(let fact)), let day) = try content(kind, terms, receivedOn: receivedOn, record) else {
                    throw PensionRefused.terms("記録を訂正する内容がありません。")
                }
                return (.event(.correction(of: target.event.id, fact)), day)
            }
        }
    }

    /// Receives the cancellation of an event; of a cancellation, too, which puts the first event back.
    ///
    /// - Throws: as `correct`.
    package func cancel(
        _ event: Int64, of number: AddresseeNumber, receivedOn: CalendarDay, remarks: String, by clerk: Clerk, today: CalendarDay
    ) async throws -> Receipt {
        try await transaction { connection in
            let target = try await self.target(event, of: number, today, on: connection)
            let filing = Filing(number: number, kind: .cancellation, receivedOn: receivedOn, remarks: remarks)
            return try await self.receive(filing, by: clerk, today: today, on: connection) { _ in (.event(.cancellation(of: target.event.id)), nil) }
        }
    }

    /// Receives basic data: `change` is given what is recorded, and says what the whole row shall be.
    ///
    /// - Throws: as `receive`.
    package func recordBasic(
        _ number: AddresseeNumber, receivedOn: CalendarDay, remarks: String, by clerk: Clerk, today: CalendarDay, change: (BasicData) throws -> BasicData
    ) async throws -> Receipt {
        let filing = Filing(number: number, kind: .basicData, receivedOn: receivedOn, remarks: remarks)
        return try await transaction { connection in
            try await self.receive(filing, by: clerk, today: today, on: connection) { record in
                let data = try change(record.basic.data)
                guard data != record.basic.data else { throw PensionRefused.terms("登録されている内容と同じです。") }
                return (.basic(data, over: record.basic.historyNumber), nil)
            }
        }
    }

    /// Receives anything, in the transaction that is open.
    ///
    /// - Parameters:
    ///   - proposal: that it carries out or dismisses.
    ///   - content: what it would record, and the day of the fact, by the record as it is.
    func receive(
        _ filing: Filing, for proposal: Int64? = nil, by clerk: Clerk, today: CalendarDay, on connection: Connection,
        content: (PersonRecord) throws -> (FiledContent, happenedOn: CalendarDay?)
    ) async throws -> Receipt {
        // Nothing was received before there were premiums to be exempt from.
        let began = tables.kinds[.legal].firstMonth
        guard CalendarMonth(of: filing.receivedOn) >= began else { throw PensionRefused.received("受付日が、国民年金の始まった \(began.display) より前です。") }
        guard filing.receivedOn <= today else { throw PensionRefused.received("受付日が今日より後です。") }
        try (filing.kind == .proposalDismissed ? EnteredText.reason : .remarks).checked(filing.remarks)
        let person = try await follow(filing.number, on: today, connection)
        let record = try await record(of: person, on: connection)
        let (content, happenedOn) = try content(record)
        return try await enter(filing, content, happenedOn: happenedOn, record, for: proposal, by: clerk, today: today, on: connection)
    }

    /// Enters what was filed of a person whose record was read.
    ///
    /// - Throws: as `receive`.
    func enter(
        _ filing: Filing, _ content: FiledContent, happenedOn: CalendarDay?, _ record: PersonRecord, for proposal: Int64? = nil, by clerk: Clerk,
        today: CalendarDay, on connection: Connection
    ) async throws -> Receipt {
        if let happenedOn, happenedOn > filing.receivedOn {
            guard filing.kind.mayLieAhead else { throw PensionRefused.received("事実のあった日が受付日より後です。") }
            guard happenedOn <= filing.receivedOn.adding(days: 366) else { throw PensionRefused.received("事実のあった日が受付日の1年より先です。") }
        }
        if let standing = record.standing(content) { throw PensionRefused.standing(standing) }
        let kept = try KeptJSON.of(content)
        let alike = try await connection.query(
            """
            SELECT r.fiscal_year, r.number, \(unsafeSQL: SealedRecord.reception.sealed("r")), d.outcome, \(unsafeSQL: SealedRecord.decision.sealed("d"))
            FROM pension.reception r LEFT JOIN pension.decision d ON d.fiscal_year = r.fiscal_year AND d.number = r.number
            WHERE r.atenabango = \(filing.number.value) AND r.kind = \(filing.kind.rawValue) AND r.content::text = \(kept)
              AND r.happened_on IS NOT DISTINCT FROM \(happenedOn?.postgres)::date AND r.proposal_id IS NOT DISTINCT FROM \(proposal)::bigint
            """)
        for row in alike {
            let (year, count, form, mac, outcome, decided, decidedMAC) = try row.decode(
                (Int32, Int32, [UInt8], [UInt8]?, String?, [UInt8], [UInt8]?).self)
            guard seal.holds(.reception, form, mac), seal.decision(outcome, decided, decidedMAC).isWaiting else { continue }
            throw PensionRefused.alike(ReceptionNumber(fiscalYear: year, number: count))
        }
        let outlook = Outlook(record, with: content, receivedOn: filing.receivedOn, today: today, using: tables)
        let due = tables.notices[filing.kind].isReported ? FilingDue.report(receivedOn: filing.receivedOn, using: tables) : nil
        let reception = try await number(of: filing.receivedOn, on: connection)
        let row = SealedRow(
            .reception,
            """
            SELECT \(reception.fiscalYear)::integer AS fiscal_year, \(reception.number)::integer AS number, \(filing.receivedOn.postgres)::date AS received_on,
              \(happenedOn?.postgres)::date AS happened_on, \(due?.due.postgres)::date AS due_on, now() AS entered_at, \(proposal)::bigint AS proposal_id,
              \(filing.number.value)::text AS atenabango, \(filing.kind.rawValue)::text AS kind, \(clerk.section)::text AS section,
              \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by, \(kept)::text::json AS content,
              \(filing.remarks)::text AS remarks
            """)
        try await seal.insert([row, Act(kind: .received, clerk: clerk, number: filing.number, reception: reception).row], on: connection)
        if !outlook.holds.isEmpty {
            try await open(.held, outlook.holds.map(\.reason.description).joined(separator: " "), reception, filing.number, by: clerk, on: connection)
        }
        if filing.kind == .welfareCertificate, case .welfare(.some, _) = content, let hold = record.certificateHold {
            try await open(.held, hold, reception, filing.number, by: clerk, on: connection)
        }
        // A claim is made when somebody makes it; its limit is another.
        let filingDue = happenedOn.flatMap {
            tables.notices[filing.kind].isReported && !filing.kind.isClaim ? FilingDue.notification(happenedOn: $0, using: tables) : nil
        }
        return Receipt(reception: reception, outlook: outlook, reportDue: due, filingDue: filingDue)
    }

    /// What a notice of a kind would record, and the day of the fact: of 20歳到達 the day on which the age is attained, since when it is to be filed.
    func content(_ kind: NoticeKind, _ terms: NoticeTerms, receivedOn: CalendarDay, _ record: PersonRecord) throws(PensionRefused) -> (
        FiledContent, happenedOn: CalendarDay?
    ) {
        let born = record.birth?.known
        let request: PensionRequest?
        let fact: PensionFact?
        do throws(NoticeFault) {
            request = try kind.request(terms, receivedOn: receivedOn, using: tables)
            fact = request == nil ? try kind.fact(terms, born: born, using: tables) : nil
        } catch { throw .terms(error.what) }
        if let request { return (.request(request), nil) }
        guard let fact else { return (.nothing, terms.day) }
        try requireInTime(kind, terms, born: born, receivedOn: receivedOn)
        return (.event(.fact(fact)), kind.day(of: fact, born: born, using: tables))
    }

    /// Whether the day may be that of such a notice: nobody has an address that they get only later, and a birth that is far off is too early
    /// (国民年金法施行規則第73条の7).
    private func requireInTime(_ kind: NoticeKind, _ terms: NoticeTerms, born: CalendarDay?, receivedOn: CalendarDay) throws(PensionRefused) {
        guard let day = terms.day else { return }
        if kind == .reached20, let attained = born.map({ tables.ages.attained(.insuredFrom, born: $0) }), day > max(attained, receivedOn) {
            throw .received("受付日と、20歳に達する日（\(EraDate.display(attained))）より後の日です。20歳到達の届出に書くのは、国内に住所を有した日です（出生の時からなら書きません）。")
        }
        if kind == .maternity, let from = ParentalExemption.maternity(dueOrBorn: day, isMultiple: terms.isSpecial, using: tables).from, receivedOn < from {
            let limit = tables.limits.limit(.maternityMonthsBefore, on: day)
            throw .received("出産予定日の\(limit.monthsBefore)（\(EraDate.display(from))）から届け出ることができます（\(limit.article)）。")
        }
    }

    /// The next number of the fiscal year that nobody has. The row is locked until the transaction ends: whoever rolls back gives the number back. A row that was
    /// put in ahead, past the program, keeps its number, is listed as 証印なし, and keeps nobody from receiving.
    ///
    /// - Throws: `PensionRefused` J0065 where there is none; `PostgresError`.
    private func number(of day: CalendarDay, on connection: Connection) async throws -> ReceptionNumber {
        let year = Int32(CalendarMonth(of: day).fiscalYear)
        let rows = try await connection.query(
            """
            WITH counted AS (
              INSERT INTO pension.reception_count AS held (fiscal_year, last) VALUES (\(year), 1)
              ON CONFLICT ON CONSTRAINT reception_count_pkey DO UPDATE SET last = least(held.last::bigint + 1, \(Int64(Int32.max)))::integer RETURNING last)
            SELECT n.last, EXISTS (SELECT FROM pension.reception r WHERE r.fiscal_year = \(year) AND r.number = n.last) FROM counted n
            """)
        guard let (next, isTaken) = try rows.first?.decode((Int32, Bool).self) else { throw PensionRefused.unreadable }
        guard isTaken else { return ReceptionNumber(fiscalYear: year, number: next) }
        let free = try await connection.query(
            """
            SELECT CASE WHEN NOT EXISTS (SELECT FROM pension.reception WHERE fiscal_year = \(year) AND number = \(next)) THEN \(next)::integer ELSE (
              SELECT r.number + 1 FROM pension.reception r
              WHERE r.fiscal_year = \(year) AND r.number >= \(next) AND r.number < \(Int32.max)
                AND NOT EXISTS (SELECT FROM pension.reception s WHERE s.fiscal_year = r.fiscal_year AND s.number = r.number + 1)
              ORDER BY r.number LIMIT 1) END
            """)
        guard let number = try free.first?.decode(Int32?.self) else { throw PensionRefused.noNumber("受付処理簿") }
        if number != next {
            try await connection.execute("UPDATE pension.reception_count SET last = \(number) WHERE fiscal_year = \(year)")
        }
        return ReceptionNumber(fiscalYear: year, number: number)
    }

    private func target(_ event: Int64, of number: AddresseeNumber, _ today: CalendarDay, on connection: Connection) async throws -> RecordedEvent {
        let person = try await follow(number, on: today, connection)
        let events = try await record(of: person, on: connection).events
        guard let target = events.first(where: { $0.number == event }) else { throw PensionRefused.noEvent }
        guard !target.isSpokenFor(in: events) else { throw PensionRefused.spokenFor }
        return target
    }
}
