package import Addressee
internal import Postgres
internal import ReceiverLedger

/// 確認待ちの受付. What whoever checks has to know of who entered it.
package struct EnteredBy: Sendable, Hashable {
    /// 入力者.
    package let account: String
    /// The day in Japan on which it was entered.
    package let on: CalendarDay
    /// Who had handed them their set-up code by then; `nil` where nobody did.
    package let setUpBy: String?
}

extension PensionRecords {
    /// Who entered a reception that waits to be decided.
    ///
    /// - Throws: `PensionRefused` J0002, J0003, J0023; `PostgresError`.
    package func entry(of reception: ReceptionNumber) async throws -> EnteredBy {
        let rows = try await pool.query(
            """
            SELECT r.entered_by, floor(extract(epoch FROM r.entered_at))::bigint, r.entered_set_up_by, \(unsafeSQL: SealedRecord.reception.sealed("r")),
              d.outcome, \(unsafeSQL: SealedRecord.decision.sealed("d"))
            FROM pension.reception r LEFT JOIN pension.decision d ON d.fiscal_year = r.fiscal_year AND d.number = r.number
            WHERE r.fiscal_year = \(reception.fiscalYear) AND r.number = \(reception.number)
            """)
        guard
            let (account, at, setUpBy, form, mac, outcome, decided, decidedMAC) = try rows.first?.decode(
                (String, Int64, String?, [UInt8], [UInt8]?, String?, [UInt8], [UInt8]?).self)
        else { throw PensionRefused.unknownReception }
        let decision = seal.decision(outcome, decided, decidedMAC)
        guard seal.holds(.reception, form, mac), decision != .untrue else { throw PensionRefused.untrue }
        guard decision == .none else { throw PensionRefused.decided }
        return EnteredBy(account: account, on: CalendarDay(inJapanAt: at), setUpBy: setUpBy)
    }

    /// Who entered what waits to be decided: the reception, and of an application the household and the declared incomes that the examination stands on, of
    /// a claim what came later, and why it goes without the rest, of a result the list and what matched it.
    ///
    /// - Parameters:
    ///   - examination: that it is to be accepted with: what is entered after it was made is not asked for here, and keeps it from being accepted.
    ///   - mark: of a claim, as it is to be accepted; so, too.
    /// - Throws: as `entry(of:)`; J0034, J0048, J0066.
    package func entries(of reception: ReceptionNumber, examination: Int64? = nil, mark: String? = nil) async throws -> [EnteredBy] {
        let entry = try await entry(of: reception)
        let others = try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection -> [EnteredBy] in
            let results = try await resultEnterers(of: reception, on: connection)
            guard results.isEmpty else { return results }
            if let claim = try await keptClaim(reception, on: connection) {
                // Of what still lacks nothing could have been looked at to the end.
                guard mark == nil || mark == claim.mark || !claim.untold.isEmpty else { throw PensionRefused.claimMoved }
                return claim.enterers
            }
            guard let examination else { return [] }
            let all = try await allExaminations(of: reception, on: connection)
            guard let kept = all.read.first(where: { $0.id == examination }) else {
                throw all.unread.contains(examination) ? PensionRefused.unreadExamination : .unknownExamination
            }
            let household = try await households(of: reception, on: connection).first { $0.version == kept.basis.householdVersion }
            return try await enterers(of: kept, household, on: connection)
        }
        return [entry] + others
    }

    /// 確定. Another person has checked the reception; from now on it counts.
    ///
    /// - Parameters:
    ///   - despiteDoubts: also where doubts come with it that the person was told of.
    ///   - examination: of an application, the one that the person has looked at; with another it is not accepted.
    ///   - mark: of a claim, as the person has looked at it; so, too.
    /// - Returns: whom it is about, and what the record was, and has become.
    /// - Throws: `PensionRefused` J0002–J0004, J0009–J0011, J0015, J0016, J0023, J0024, J0032 and J0033 of an application, J0042 and J0048 of a claim, J0102 of a certificate, and J0012, after a task was opened; `PostgresError`.
    package func accept(
        _ reception: ReceptionNumber, despiteDoubts: Bool, examination: Int64? = nil, mark: String? = nil, by clerk: Clerk, today: CalendarDay
    ) async throws -> (person: AddresseeNumber, outlook: Outlook) {
        let outcome = try await transaction { connection in
            let received = try await waiting(reception, today: today, on: connection)
            let accepted = try await accept(
                received, despiteDoubts: despiteDoubts, examination: examination, mark: mark, by: clerk, today: today, on: connection)
            return (person: received.number, outlook: accepted)
        }
        let outlook = try outcome.outlook.get()
        toPublish.add([outcome.person])
        return (outcome.person, outlook)
    }

    /// The same in the transaction that is open.
    ///
    /// - Returns: J0012 where a number stands against it, after a task was opened, which stays; then nothing was accepted.
    func accept(
        _ received: Received, despiteDoubts: Bool, examination: Int64? = nil, mark: String? = nil, by clerk: Clerk, today: CalendarDay,
        on connection: Connection
    ) async throws -> Result<Outlook, PensionRefused> {
        try await requireAnother(than: clerk, for: received, on: connection)
        let record = try await record(of: received.person, on: connection)
        let outlook = Outlook(record, with: received.content, receivedOn: received.receivedOn, today: today, using: tables)
        if let standing = record.standing(received.content) { throw PensionRefused.standing(standing) }
        guard outlook.holds.isEmpty else { throw PensionRefused.held(outlook.holds) }
        guard despiteDoubts || outlook.newDoubts.isEmpty else { throw PensionRefused.doubts(outlook.newDoubts) }
        if case .basic(let data, let version) = received.content {
            guard record.basic.historyNumber == version else { throw PensionRefused.basicMoved }
            if let conflict = try await claim(data.basicPensionNumber, of: received.number, isDead: record.isDead, on: connection) {
                try await open(conflict, received, by: clerk, on: connection)
                return .failure(.numberConflict)
            }
        }
        if case .welfare(_, let version) = received.content, record.welfare.historyNumber != version { throw PensionRefused.welfareMoved }
        var opinion: Opinion?
        if case .application = received.content { opinion = try await self.opinion(examination, on: received, by: clerk, on: connection) }
        if case .claim = received.content { try await requireComplete(received.reception, as: mark, by: clerk, on: connection) }
        let event = try newEvent(received, record)
        let number = try await decide(received, .accepted, clerk, reason: "", writing: event?.row, on: connection)
        try await write(received, on: connection)
        if let opinion { try await keep(opinion, of: received, by: clerk, on: connection) }
        if let event, let number {
            // As the record is now, with the event under its number.
            let isDead = PersonRecord.isDead(record.events.map(\.event) + [event.said(number)])
            if let conflict = try await claim(record.basic.data.basicPensionNumber, of: received.number, isDead: isDead, on: connection) {
                try await open(conflict, received, by: clerk, on: connection)
            }
        }
        return .success(outlook)
    }

    /// 返戻. Another person has looked at the reception, and it goes back to whoever filed it; it never counts.
    ///
    /// - Throws: `PensionRefused` J0002–J0004, J0006; `PostgresError`.
    package func giveBack(_ reception: ReceptionNumber, because reason: String, by clerk: Clerk, today: CalendarDay) async throws {
        try await close(reception, .returned, because: reason, by: clerk, today: today)
    }

    /// 取下げ. Another person takes what was entered by mistake out of the way. It stays in the ledger, and never counts.
    ///
    /// - Throws: `PensionRefused` J0002–J0004, J0006; `PostgresError`.
    package func withdraw(_ reception: ReceptionNumber, because reason: String, by clerk: Clerk, today: CalendarDay) async throws {
        try await close(reception, .cancelled, because: reason, by: clerk, today: today)
    }

    /// The same in the transaction that is open.
    func withdraw(_ received: Received, because reason: String, by clerk: Clerk, on connection: Connection) async throws {
        try await requireAnother(than: clerk, for: received, on: connection)
        try await decide(received, .cancelled, clerk, reason: reason, on: connection)
    }

    /// 引継ぎ. Another municipality goes on with it; it stays in the ledger, and never counts here. In the transaction that is open.
    func handOn(_ received: Received, because reason: String, by clerk: Clerk, on connection: Connection) async throws {
        try await requireAnother(than: clerk, for: received, on: connection)
        try await decide(received, .handedOn, clerk, reason: reason, on: connection)
    }

    private func close(_ reception: ReceptionNumber, _ outcome: Outcome, because reason: String, by clerk: Clerk, today: CalendarDay) async throws {
        try EnteredText.reason.checked(reason)
        try await transaction { connection in
            let received = try await waiting(reception, today: today, on: connection)
            try await requireAnother(than: clerk, for: received, on: connection)
            try await decide(received, outcome, clerk, reason: reason, on: connection)
        }
    }

    /// Whoever entered it, or what it stands on, decides nothing about it.
    private func requireAnother(than clerk: Clerk, for received: Received, on connection: Connection) async throws {
        let enterers = try await resultEnterers(of: received.reception, on: connection).map(\.account) + [received.enteredBy]
        guard !enterers.contains(clerk.account) else { throw PensionRefused.samePerson }
    }

    private enum Outcome: String {
        case accepted, returned, cancelled
        case handedOn = "handed-on"

        var act: ToldAct.Kind {
            switch self {
            case .accepted: .accepted
            case .returned: .returned
            case .cancelled: .cancelled
            case .handedOn: .handedOn
            }
        }

        var label: String {
            switch self {
            case .accepted: "確定"
            case .returned: "返戻"
            case .cancelled: "取下げ"
            case .handedOn: "引継ぎ"
            }
        }
    }

    /// - Parameter row: that follows from the decision, and is written with it.
    /// - Returns: its number.
    @discardableResult
    private func decide(
        _ received: Received, _ outcome: Outcome, _ clerk: Clerk, reason: String, writing row: SealedRow? = nil, on connection: Connection
    ) async throws -> Int64? {
        let decision = SealedRow(
            .decision,
            """
            SELECT \(received.reception.fiscalYear)::integer AS fiscal_year, \(received.reception.number)::integer AS number, now() AS decided_at,
              \(outcome.rawValue)::text AS outcome, \(received.enteredBy)::text AS entered_by, \(clerk.account)::text AS decided_by, \(reason)::text AS reason
            """)
        let act = Act(kind: outcome.act, clerk: clerk, number: received.number, reception: received.reception, reason: reason)
        let numbers = try await seal.insert([decision, act.row] + (row.map { [$0] } ?? []), on: connection)
        // What had to be found out for it has been, or need not be any more.
        try await closeTasks(of: received, "受付を\(outcome.label)としたため", by: clerk, on: connection)
        return row == nil ? nil : numbers.last ?? nil
    }

    /// 確定する異動. An event that an accepted reception makes.
    private struct NewEvent {
        let content: PensionEvent.Content
        let receivedOn: CalendarDay
        let row: SealedRow

        /// As the rules read it, once it has its number; none of them looks at the time.
        func said(_ number: Int64) -> PensionEvent { PensionEvent(id: .init(String(number)), content, receivedOn: receivedOn, recordedAt: 0) }
    }

    /// - Returns: `nil` of a reception that says none.
    private func newEvent(_ received: Received, _ record: PersonRecord) throws -> NewEvent? {
        guard case .event(let said) = received.content else { return nil }
        var target: Int64?
        if let id = said.target {
            guard let found = record.events.first(where: { $0.event.id == id }) else { throw PensionRefused.noEvent }
            guard !found.isSpokenFor(in: record.events) else { throw PensionRefused.spokenFor }
            target = found.number
        }
        let act = said.target == nil ? "fact" : said.fact == nil ? "cancellation" : "correction"
        let content = try KeptJSON.of(said)
        let row = SealedRow.numbered(
            .event,
            """
            SELECT \(target)::bigint AS target, now() AS recorded_at, \(received.reception.fiscalYear)::integer AS fiscal_year,
              \(received.reception.number)::integer AS number, \(received.receivedOn.postgres)::date AS received_on,
              \(said.fact?.happenedOn?.postgres)::date AS happened_on, \(received.number.value)::text AS atenabango, \(act)::text AS act,
              \(said.fact.map { NoticeKind(of: $0).rawValue })::text AS fact, 'accepted'::text AS outcome,
              \(content)::text::json AS content
            """)
        return NewEvent(content: said, receivedOn: received.receivedOn, row: row)
    }

    /// What an accepted reception makes beside events.
    private func write(_ received: Received, on connection: Connection) async throws {
        let (year, count) = (received.reception.fiscalYear, received.reception.number)
        switch received.content {
        case .nothing, .event, .application, .request, .claim, .carriedClaim: break
        case .basic(let data, let version):
            let next = try await connection.freeNumber(
                from: version + 1, to: 1_000_000, among: "SELECT history_number FROM pension.basic_version WHERE atenabango = \(received.number.value)",
                of: "年金基本の版")
            try await seal.insert(
                .basicVersion,
                """
                SELECT \(next)::integer AS history_number, \(year)::integer AS fiscal_year, \(count)::integer AS number, now() AS recorded_at,
                  \(received.number.value)::text AS atenabango, 'accepted'::text AS outcome, \(data.basicPensionNumber)::text AS basic_pension_number,
                  \(data.telephone)::text AS telephone, \(data.remarks)::text AS remarks
                """, on: connection)
        case .welfare(let certificate, let version): try await write(certificate, over: version, received, on: connection)
        }
    }
}
