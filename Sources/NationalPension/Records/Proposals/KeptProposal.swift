package import Addressee
internal import Postgres
internal import ReceiverLedger

/// 処理の案, as it is kept. Nobody's record changes by it: it is received like a notice, and another person checks that.
package struct KeptProposal: Sendable, Unprinted {
    /// Names it.
    package let id: Int64
    /// 宛名番号.
    package let number: String
    /// The day in Japan on which it was made.
    package let madeOn: CalendarDay
    /// What it calls for, with the reasons.
    package let content: PensionProposal
    /// 受付 by which it is being carried out or dismissed, or was; `nil` while it waits for a clerk.
    package let reception: ReceptionNumber?
    /// 処理状態 of that reception.
    package let state: LedgerRow.State?
    /// Whether that reception says that nothing is called for after all.
    let isDismissed: Bool
    /// The proposal that stands in its place, of a row that came again mended; `nil` where none does.
    package let supersededBy: Int64?

    /// Whether it waits for a clerk: nothing was received for it, or what was came back, and no other stands in its place.
    package var isOpen: Bool { supersededBy == nil && (state == nil || state == .returned || state == .cancelled || state == .takenBack) }
}

/// 処理の案の見方.
package struct ProposalFilter: Sendable {
    /// Also what is being checked, and what is done.
    package var all = false
    /// Only of one person.
    package var number: AddresseeNumber?
    /// Only this one.
    package var id: Int64?
    /// Only what was to be filed before the day.
    package var overdueOn: CalendarDay?
    /// At most so many.
    package var limit = 50

    package init() {}
}

extension PensionRecords {
    /// Proposals, what is due first.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    package func proposals(_ filter: ProposalFilter) async throws -> [KeptProposal] { try await pool.withConnection { try await proposals(filter, on: $0) } }

    func proposals(_ filter: ProposalFilter, on connection: Connection) async throws -> [KeptProposal] {
        var most = filter.limit
        while true {
            let rows = try await connection.query(Self.query(filter, most))
            let read = try rows.map { try KeptProposal($0, seal) }
            // What another stands in place of waits for nobody; that one does, this program says, and no row that somebody put in.
            let shown = filter.all ? read : read.filter { $0.supersededBy == nil }
            guard shown.count < filter.limit, rows.count == most else { return Array(shown.prefix(filter.limit)) }
            most += most
        }
    }

    private static func query(_ filter: ProposalFilter, _ most: Int) -> Query {
        // Only what is asked for stands in it: a plan is kept for each way of asking.
        var sql = Query.StringInterpolation(literalCapacity: 1_300, interpolationCount: 4)
        sql.appendLiteral(
            """
            SELECT p.proposal_id, p.atenabango, floor(extract(epoch FROM p.made_at))::bigint, p.content::text, r.fiscal_year, r.number, r.state,
              coalesce(r.kind = '\(NoticeKind.proposalDismissed.rawValue)', false), s.superseded_by, \(SealedRecord.proposalSuperseded.sealed("s"))
            FROM pension.proposal p LEFT JOIN LATERAL (
              SELECT fiscal_year, number, state, kind FROM pension.ledger l WHERE l.proposal_id = p.proposal_id ORDER BY fiscal_year DESC, number DESC LIMIT 1
            ) r ON true
            LEFT JOIN pension.proposal_superseded s ON s.proposal_id = p.proposal_id
            WHERE true
            """)
        if !filter.all { sql.appendLiteral(" AND (r.state IS NULL OR r.state IN ('returned', 'cancelled', 'taken-back'))") }
        if let number = filter.number {
            sql.appendLiteral(" AND p.atenabango = ")
            sql.appendInterpolation(number.value)
        }
        if let id = filter.id {
            sql.appendLiteral(" AND p.proposal_id = ")
            sql.appendInterpolation(id)
        }
        if let day = filter.overdueOn {
            sql.appendLiteral(" AND p.due_on < ")
            sql.appendInterpolation(day.postgres)
        }
        sql.appendLiteral(" ORDER BY p.due_on NULLS FIRST, p.proposal_id LIMIT ")
        sql.appendInterpolation(Int64(most))
        return Query(stringInterpolation: sql)
    }

    /// - Returns: 1 where it is new, 0 where the same cause made it before.
    func keep(_ proposal: PensionProposal, of number: AddresseeNumber, cause: String, on connection: Connection) async throws -> Int {
        try await connection.execute(
            """
            INSERT INTO pension.proposal (effective_on, due_on, atenabango, kind, cause, content)
            VALUES (\(proposal.effectiveOn?.postgres), \(proposal.due?.postgres), \(number.value), \(proposal.kind.rawValue), \(cause),
              \(try KeptJSON.of(proposal))::text::json)
            ON CONFLICT ON CONSTRAINT proposal_cause_unique DO NOTHING
            """)
    }

    /// Receives what a proposal calls for, as a clerk confirms it; it counts once another person has checked the reception.
    ///
    /// What another municipality received and handed on stays received on the day on which that one received it.
    ///
    /// - Parameters:
    ///   - terms: what was found out, in place of what the proposal says; needed where the proposal is held for it.
    ///   - isSamePerson: that it is of the person was found out; needed where the proposal is held for it, and `remarks` tell how.
    /// - Throws: `PensionRefused` J0001, J0007, J0008, J0018–J0020, J0141; `PostgresError`.
    package func confirm(
        _ proposal: Int64, saying terms: NoticeTerms?, isSamePerson: Bool = false, remarks: String, by clerk: Clerk, today: CalendarDay
    ) async throws -> Receipt {
        try await pool.transaction(retries: 2) { connection in
            let kept = try await open(proposal, today, on: connection)
            if let before = kept.content.corrects, try await stands(before, on: connection) { throw PensionRefused.corrects(before) }
            if kept.content.asksWhose {
                guard isSamePerson, remarks.contains(where: { !$0.isWhitespace }) else { throw PensionRefused.proposalOfWhom }
            } else {
                guard kept.content.holds.isEmpty || terms?.day != nil else { throw PensionRefused.proposalHeld }
            }
            let kind = kept.content.notice ?? NoticeKind(of: kept.content.kind)
            guard kind.isFiled || kind == .welfareCertificate else {
                throw PensionRefused.terms("この案は、このままでは受け付けられません。届いた書類により、申請は exemption apply、請求は claim receive で受け付け、案は dismiss としてください。")
            }
            // 20歳到達 speaks of an address since birth, unless the clerk knows another day.
            let filed = kept.content.filed
            let day = filed != nil ? filed?.happenedOn : kind == .reached20 ? nil : kept.content.fact?.happenedOn ?? kept.content.effectiveOn
            let filing = Filing(number: try AddresseeNumber(kept.number), kind: kind, receivedOn: filed?.receivedOn ?? today, remarks: remarks)
            return try await receive(filing, for: proposal, by: clerk, today: today, on: connection) { record in
                if kind == .welfareCertificate {
                    guard terms == nil else { throw PensionRefused.terms("この案には、日などを指定できません。") }
                    guard record.welfare.certificate != nil else { throw PensionRefused.terms("老齢福祉年金の証書は登録されていません。") }
                    return (.welfare(nil, over: record.welfare.historyNumber), nil)
                }
                return try content(kind, terms ?? NoticeTerms(day: day), receivedOn: filing.receivedOn, record)
            }
        }
    }

    /// Receives that a proposal calls for nothing after all; it is gone once another person has checked that.
    ///
    /// - Throws: as `confirm`; J0006.
    package func dismiss(_ proposal: Int64, because reason: String, by clerk: Clerk, today: CalendarDay) async throws -> Receipt {
        try EnteredText.reason.checked(reason)
        return try await pool.transaction(retries: 2) { connection in
            let kept = try await open(proposal, today, on: connection)
            let filing = Filing(number: try AddresseeNumber(kept.number), kind: .proposalDismissed, receivedOn: today, remarks: reason)
            return try await receive(filing, for: proposal, by: clerk, today: today, on: connection) { _ in (.nothing, nil) }
        }
    }

    /// Whether something is received by it: it waits still, or was accepted and is not taken back. By a dismissal nothing is.
    private func stands(_ reception: ReceptionNumber, on connection: Connection) async throws -> Bool {
        let rows = try await connection.query(
            "SELECT kind, state FROM pension.ledger WHERE fiscal_year = \(reception.fiscalYear) AND number = \(reception.number)")
        guard let (kind, text) = try rows.first?.decode((String, String).self), let state = LedgerRow.State(rawValue: text) else {
            throw PensionRefused.unreadable
        }
        return kind != NoticeKind.proposalDismissed.rawValue && ![.returned, .cancelled, .takenBack].contains(state)
    }

    /// A proposal that waits for a clerk, with its person's row.
    private func open(_ proposal: Int64, _ today: CalendarDay, on connection: Connection) async throws -> KeptProposal {
        let numbers = try await connection.query("SELECT atenabango FROM pension.proposal WHERE proposal_id = \(proposal)")
        guard let number = try numbers.first?.decode(String.self) else { throw PensionRefused.unknownProposal }
        _ = try await follow(try AddresseeNumber(number), on: today, connection)
        var filter = ProposalFilter()
        (filter.id, filter.all) = (proposal, true)
        guard let kept = try await proposals(filter, on: connection).first else { throw PensionRefused.unknownProposal }
        if let other = kept.supersededBy { throw PensionRefused.superseded(by: other) }
        guard kept.isOpen else { throw PensionRefused.unknownProposal }
        return kept
    }
}

extension KeptProposal {
    fileprivate init(_ row: Row, _ seal: PensionSeal) throws {
        let (id, number, at, content, year, count, state, isDismissed, other, form, mac) = try row.decode(
            (Int64, String, Int64, String, Int32?, Int32?, String?, Bool, Int64?, [UInt8], [UInt8]?).self)
        var reception: ReceptionNumber?
        if let year, let count { reception = ReceptionNumber(fiscalYear: year, number: count) }
        self.init(
            id: id, number: number, madeOn: CalendarDay(inJapanAt: at), content: try KeptJSON.read(content), reception: reception,
            state: state.flatMap(LedgerRow.State.init(rawValue:)), isDismissed: isDismissed,
            supersededBy: other != nil && seal.holds(.proposalSuperseded, form, mac) ? other : nil)
    }
}
