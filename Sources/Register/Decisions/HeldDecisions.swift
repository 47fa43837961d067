public import AccessControl
public import Addressee
public import AuditTrail
internal import Governance
public import Postgres

/// 保留の決定 (CT-13). Two people of the staff decide on rows and claims that wait: one proposes, another confirms, and what was decided is in the register in
/// the same transaction. Every act and every refusal is an event.
public struct HeldDecisions: Sendable {
    package let pool: Pool
    package let vault: Vault
    package let today: @Sendable () -> CalendarDay
    private var seal: RowSeal { RowSeal(keys: vault.keys) }

    /// - Parameter today: the day in Japan.
    public init(pool: Pool, vault: Vault, today: @escaping @Sendable () -> CalendarDay = { .todayInJapan() }) {
        (self.pool, self.vault, self.today) = (pool, vault, today)
    }

    /// A page of what waits, the oldest first. That it was read is an event.
    ///
    /// - Parameters:
    ///   - after: number of the last on the page before; nil: from the beginning.
    ///   - limit: 1 to `HeldPage.most`.
    /// - Throws: `AccessRefused`, `HeldRefused` H0008 (both recorded), `PostgresError`.
    public func list(
        by principal: Principal, _ filter: HeldFilter = HeldFilter(), after: Int64? = nil, limit: Int = HeldPage.usual
    ) async throws -> HeldPage {
        func check() throws(HeldRefused) {
            guard (1...HeldPage.most).contains(limit) else { throw .wrongLimit }
        }
        return try await pool.permit(principal, [.correct], as: Attempt(.heldListed, refusing: HeldRefused.self), first: check) { _, connection in
            let number = filter.number?.value
            let rows = try await connection.query(
                """
                SELECT \(unsafeSQL: QueueEntry.columnsSQL) FROM intake.held h
                WHERE h.held_id > \(after ?? 0) AND (\(filter.isAll) OR h.state IN ('w', 'p', 'q'))
                    AND (\(filter.code)::text IS NULL OR h.code = \(filter.code))
                    AND (\(filter.system?.rawValue)::text IS NULL OR h.source = \(filter.system?.rawValue))
                    AND (\(number)::text IS NULL OR h.atenabango = \(number) OR h.other_atenabango = \(number))
                ORDER BY h.held_id LIMIT \(Int64(limit) + 1)
                """)
            let entries = try rows.prefix(limit).map { try QueueEntry($0) }
            var fields = fields(principal)
            fields["count"] = String(entries.count)
            fields["code"] = filter.code
            fields["system"] = filter.system?.rawValue
            fields["after"] = after.map(String.init)
            return Recorded(HeldPage(entries: entries, more: rows.count > limit), as: AuditEvent(.heldListed, by: principal.name, fields: fields))
        }
    }

    /// Proposes a decision; it is applied once another person has confirmed it.
    ///
    /// - Throws: `AccessRefused`, `HeldRefused` (both recorded), `PostgresError`.
    public func decide(by principal: Principal, _ id: Int64, as decision: HeldDecision, because reason: String) async throws {
        try await acting(.heldProposed, id, reason, principal) { entry, _, connection in
            guard entry.state == .waiting else { throw HeldRefused.unknown }
            guard entry.allowed.contains(decision) else { throw HeldRefused.notAllowed(entry.allowed) }
            try await self.act("p", decision, entry, to: .proposed, reason, principal, on: connection)
            var fields = fields(principal, entry)
            fields["decision"] = decision.rawValue
            return Recorded(as: event(.heldProposed, entry, fields, reason, principal))
        }
    }

    /// Confirms what another person proposed, and applies it.
    ///
    /// - Throws: `AccessRefused`, `HeldRefused` (both recorded), `PostgresError`, `KeyError`.
    public func confirm(by principal: Principal, _ id: Int64, because reason: String) async throws {
        try await acting(.heldDecided, id, reason, principal) { entry, acts, connection in
            guard [.proposed, .takingBack].contains(entry.state) else {
                throw [.waiting, .decided].contains(entry.state) ? HeldRefused.notProposed : .unknown
            }
            // The last step, and not one that was withdrawn since.
            guard let asked = acts.last, asked.act == (entry.state == .takingBack ? "a" : "p") else { throw HeldRefused.notProposed }
            try await secondPerson(principal, after: asked.byWhom, on: asked.day, connection)
            let ruling = HeldRuling(entry: entry, vault: vault, today: today(), byWhom: principal.name, connection: connection)
            var fields = fields(principal, entry)
            fields["proposed_by"] = asked.byWhom
            if entry.state == .takingBack {
                try await ruling.takeBack()
                try await self.act("b", nil, entry, to: .waiting, reason, principal, on: connection)
                fields["decision"] = "taken-back"
            } else {
                guard let decision = asked.decision else { throw HeldRefused.notProposed }
                let stays = try await ruling.apply(decision)
                try await self.act("c", decision, entry, to: stays ? .waiting : .decided, reason, principal, on: connection)
                fields["decision"] = decision.rawValue
            }
            try await connection.execute("SELECT pg_notify('atena_journal', '')")
            return Recorded(as: event(.heldDecided, entry, fields, reason, principal))
        }
    }

    /// Withdraws a proposal that nobody has confirmed, at once; or asks for a decision to be taken back, which another person confirms.
    ///
    /// - Returns: whether another person has to confirm.
    /// - Throws: `AccessRefused`, `HeldRefused` (both recorded), `PostgresError`.
    @discardableResult
    public func undo(by principal: Principal, _ id: Int64, because reason: String) async throws -> Bool {
        try await acting(.heldWithdrawn, id, reason, principal) { entry, _, connection in
            switch entry.state {
            case .proposed:
                try await self.act("w", nil, entry, to: .waiting, reason, principal, on: connection)
                return Recorded(false, as: event(.heldWithdrawn, entry, fields(principal, entry), reason, principal))
            case .takingBack:
                try await self.act("w", nil, entry, to: .decided, reason, principal, on: connection)
                return Recorded(false, as: event(.heldWithdrawn, entry, fields(principal, entry), reason, principal))
            case .decided:
                let ruling = HeldRuling(entry: entry, vault: vault, today: today(), byWhom: principal.name, connection: connection)
                guard try await ruling.isReversible else { throw HeldRefused.notReversible }
                try await self.act("a", nil, entry, to: .takingBack, reason, principal, on: connection)
                var fields = fields(principal, entry)
                fields["decision"] = "take-back"
                return Recorded(true, as: event(.heldProposed, entry, fields, reason, principal))
            case .waiting, .settled: throw HeldRefused.unknown
            }
        }
    }

    // MARK: parts

    /// Right, person and reason first; a refusal is recorded as the failure of what was tried.
    private func acting<R: Sendable>(
        _ kind: EventKind, _ id: Int64, _ reason: String, _ principal: Principal, _ body: (QueueEntry, [HeldAct], Connection) async throws -> Recorded<R>
    ) async throws -> R {
        func check() throws(HeldRefused) {
            guard !principal.isService else { throw .onlyPersons }
            guard LookupReason(.correction, reason).isTold else { throw .noReason }
        }
        let attempt = Attempt(kind, refusing: HeldRefused.self, fields: ["entry": String(id)], opening: [HubCalendar.holdingStill], retries: 3)
        return try await pool.permit(principal, [.correct], as: attempt, first: check) { _, connection in
            // Two who act at once take turns here.
            let rows = try await connection.query(
                """
                SELECT \(unsafeSQL: QueueEntry.columnsSQL), \(unsafeSQL: SealedTable.held.form("h")) AS form, h.mac
                FROM intake.held h WHERE h.held_id = \(id) FOR UPDATE OF h
                """)
            guard let row = rows.first else { throw HeldRefused.unknown }
            guard seal.holds(.held, try row.decode("form"), try row.decode("mac")), let acts = try await HeldAct.all(of: id, seal, on: connection) else {
                throw HeldRefused.untrueRow
            }
            return try await body(try QueueEntry(row), acts, connection)
        }
    }

    private func secondPerson(_ person: Principal, after whom: String, on day: CalendarDay, _ connection: Connection) async throws {
        guard whom.hasPrefix("staff ") else { throw HeldRefused.notProposed }
        let word = TwoPeople.Word(account: String(whom.dropFirst("staff ".count)), on: day)
        switch try await TwoPeople(connection: connection, today: today()).violation(by: person, holding: .correct, after: word) {
        case nil: return
        case .some(.ownProposal): throw HeldRefused.samePerson
        case .some(.service): throw HeldRefused.onlyPersons
        case .some(.withoutRight): throw HeldRefused.rightLost
        default: throw HeldRefused.notTwoPeople
        }
    }

    private func act(
        _ act: String, _ decision: HeldDecision?, _ entry: QueueEntry, to state: QueueEntry.State, _ reason: String, _ principal: Principal,
        on connection: Connection
    ) async throws {
        try await seal.update(
            .held, "t.held_id = \(entry.id) \(unsafeSQL: RowSeal.set(.held)) state = \(state.rawValue)::text::\"char\"", on: connection)
        try await seal.write(
            .heldAct,
            """
            INSERT INTO intake.held_act (held_id, act, decision, by_whom, reason)
            VALUES (\(entry.id), \(act)::text::"char", \(decision?.rawValue), \(principal.name), \(reason))
            """, on: connection)
    }

    private func fields(_ principal: Principal, _ entry: QueueEntry? = nil) -> [String: String] {
        var fields = ["terminal": principal.terminal]
        fields["department"] = principal.department
        fields["entry"] = entry.map { String($0.id) }
        fields["code"] = entry?.code
        return fields
    }

    private func event(_ kind: EventKind, _ entry: QueueEntry, _ fields: [String: String], _ reason: String, _ principal: Principal) -> AuditEvent {
        AuditEvent(kind, by: principal.name, fields: fields, personal: entry.personal(reason), addresseeID: entry.addresseeID)
    }
}
