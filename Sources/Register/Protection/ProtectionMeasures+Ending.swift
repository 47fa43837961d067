public import AccessControl
internal import Addressee
internal import AuditTrail
internal import Governance
internal import Postgres

/// 支援措置の終了: proposed by one person, decided by another whose set-up is apart (decision 0017).
extension ProtectionMeasures {
    /// Proposes that protection ends: of a measure, for everybody under it or for some; or, without one, of what rows stated of persons whom no measure protects.
    ///
    /// - Returns: the proposal's number.
    /// - Throws: `AccessRefused`, `ProtectionRefused` (both recorded), `PostgresError`.
    public func proposeEnd(by principal: Principal, of persons: [ProtectedPerson], measure: Int64? = nil, because reason: String) async throws -> Int64 {
        let told = measure.map { ["measure": String($0)] } ?? [:]
        return try await acting(.endProposed, .liftSuppression, principal, fields: told) { connection in
            guard reason.isTold(upTo: 500) else { throw ProtectionRefused.noReason }
            let named = try await ending(persons, measure, on: connection)
            let ids = named.map(\.id)
            // Whoever proposes the same at once takes turns here.
            _ = try await NamedPerson.locked(ids, on: connection)
            let waiting = try await connection.query(
                """
                SELECT FROM register.end_proposal p WHERE p.measure_id IS NOT DISTINCT FROM \(measure) AND p.addressee_ids && \(ids)
                    AND NOT EXISTS (SELECT FROM register.end_decision d WHERE d.proposal_id = p.proposal_id) LIMIT 1
                """)
            guard waiting.isEmpty else { throw ProtectionRefused.waitsAlready }
            let setUpBy = try await SetUp.of(principal, on: connection)
            let numbers = try await seal.returning(
                .endProposal,
                """
                INSERT INTO register.end_proposal (proposed_at, measure_id, proposed_by, set_up_by, reason, addressee_ids)
                VALUES (\(now()), \(measure), \(principal.account), \(setUpBy), \(reason), \(ids))
                """, on: connection)
            let proposal = numbers.first.flatMap { Int64($0) } ?? 0
            var fields = fields(principal).merging(told) { $1 }
            fields["proposal"] = String(proposal)
            return Recorded(proposal, as: named.map { event(.endProposed, $0, fields, reason, principal) })
        }
    }

    /// Whose protection is to end.
    private func ending(_ persons: [ProtectedPerson], _ measure: Int64?, on connection: Connection) async throws -> [NamedPerson] {
        guard let measure else {
            let named = try await NamedPerson.resolved(persons, on: connection)
            let covering = try await StandingMeasure.of(named.map(\.id), seal, on: connection)
            guard covering.isEmpty else { throw ProtectionRefused.coveredBy(covering.map(\.id)) }
            let ends = try await TrueEnds.of(named.map(\.id), seal, on: connection)
            for person in named {
                guard try await isProtected(person.id, ends, on: connection) else { throw ProtectionRefused.notProtected }
            }
            return named
        }
        let rows = try await connection.query(
            """
            SELECT a.addressee_id, a.atenabango FROM register.measure_person m JOIN register.addressee a USING (addressee_id)
            WHERE m.measure_id = \(measure) ORDER BY m.is_together, a.addressee_id
            """)
        let all = try rows.map { NamedPerson(id: try $0.decode("addressee_id"), number: try $0.decode("atenabango")) }
        let standing = try await StandingMeasure.of(all.map(\.id), seal, on: connection).first { $0.id == measure }?.persons ?? []
        guard !standing.isEmpty else { throw ProtectionRefused.unknownMeasure }
        guard !persons.isEmpty else { return all.filter { standing.contains($0.id) } }
        var chosen: [NamedPerson] = []
        for person in try await NamedPerson.resolved(persons, on: connection) {
            // Under a measure a person stands by one of their numbers.
            let same = try await connection.query("SELECT register.sharing_number(\(person.id))").map { try $0.decode(Int64.self) } + [person.id]
            guard let found = all.first(where: { same.contains($0.id) && standing.contains($0.id) }) else { throw ProtectionRefused.unknownMeasure }
            if !chosen.contains(found) { chosen.append(found) }
        }
        return chosen
    }

    /// Whether something protects the person by one record.
    func isProtected(_ id: Int64, _ ends: TrueEnds, on connection: Connection) async throws -> Bool {
        try await !connection.query(
            """
            SELECT FROM register.protection p WHERE p.addressee_id = \(id) AND NOT EXISTS (
                SELECT FROM register.protection_end e
                WHERE e.addressee_id = p.addressee_id AND e.ordinal > p.ordinal AND e.end_id = ANY (\(unsafeSQL: ends.sql))) LIMIT 1
            """
        ).isEmpty
    }

    /// 決定の結果
    public struct Ended: Sendable {
        /// Persons whose protection ended.
        public let persons: Int
        /// Records that are protected no more.
        public let records: Int
        /// Persons who are protected all the same, by other measures.
        public let stayProtected: Int
    }

    /// Approves what another person proposed: protection ends, and receivers are told by the journal. Whom another measure protects stays protected.
    ///
    /// - Throws: `AccessRefused`, `ProtectionRefused` (both recorded), `PostgresError`.
    @discardableResult
    public func approveEnd(by principal: Principal, _ proposal: Int64, because reason: String) async throws -> Ended {
        try await deciding(principal, proposal, reason) { waiting, connection in
            let setUp = TwoPeople.Word(account: waiting.proposedBy, on: waiting.proposedOn, setUpBy: waiting.setUpBy)
            switch try await TwoPeople(connection: connection, today: today).violation(by: principal, holding: .liftSuppression, after: setUp) {
            case nil: break
            case .some(.ownProposal): throw ProtectionRefused.samePerson
            case .some(.service): throw ProtectionRefused.onlyPersons
            case .some(.withoutRight): throw ProtectionRefused.rightLost
            default: throw ProtectionRefused.notTwoPeople
            }
            _ = try await NamedPerson.locked(waiting.persons.map(\.id), on: connection)
            try await decide(waiting, isApproved: true, reason, principal, on: connection)
            return try await end(waiting, reason, principal, on: connection)
        }
    }

    /// Rejects what was proposed, or withdraws one's own; nothing ends.
    ///
    /// - Throws: `AccessRefused`, `ProtectionRefused` (both recorded), `PostgresError`.
    public func rejectEnd(by principal: Principal, _ proposal: Int64, because reason: String) async throws {
        try await deciding(principal, proposal, reason) { waiting, connection in
            try await decide(waiting, isApproved: false, reason, principal, on: connection)
            var fields = decisionFields(waiting, principal)
            fields["decision"] = "rejected"
            return Recorded(as: waiting.persons.map { event(.endDecided, $0, fields, reason, principal) })
        }
    }

    /// A proposal that waits, and is true.
    private struct Waiting: Sendable {
        let id: Int64
        let measure: Int64?
        let persons: [NamedPerson]
        let proposedBy: String
        let proposedOn: CalendarDay
        let setUpBy: String?
    }

    private func deciding<R: Sendable>(
        _ principal: Principal, _ proposal: Int64, _ reason: String, _ body: (Waiting, Connection) async throws -> Recorded<R>
    ) async throws -> R {
        try await acting(.endDecided, .liftSuppression, principal, fields: ["proposal": String(proposal)]) { connection in
            guard reason.isTold(upTo: 500) else { throw ProtectionRefused.noReason }
            // Two who decide at once take turns here, and the second finds it decided.
            let rows = try await connection.query(
                """
                SELECT p.measure_id, p.addressee_ids, p.proposed_by, (p.proposed_at AT TIME ZONE 'Asia/Tokyo')::date, p.set_up_by,
                    \(unsafeSQL: SealedTable.endProposal.sealed("p"))
                FROM register.end_proposal p WHERE p.proposal_id = \(proposal) FOR UPDATE OF p
                """)
            guard let row = rows.first else { throw ProtectionRefused.notWaiting }
            let (measure, ids, proposedBy, day, setUpBy, form, mac) = try row.decode(
                (Int64?, [Int64], String, CalendarDay, String?, [UInt8], [UInt8]?).self)
            guard try await connection.query("SELECT FROM register.end_decision WHERE proposal_id = \(proposal)").isEmpty else {
                throw ProtectionRefused.notWaiting
            }
            guard seal.holds(.endProposal, form, mac) else { throw ProtectionRefused.untrueRow }
            let persons = try await connection.query(
                "SELECT addressee_id, atenabango FROM register.addressee WHERE addressee_id = ANY (\(ids)) ORDER BY array_position(\(ids), addressee_id)"
            ).map { NamedPerson(id: try $0.decode("addressee_id"), number: try $0.decode("atenabango")) }
            return try await body(
                Waiting(id: proposal, measure: measure, persons: persons, proposedBy: proposedBy, proposedOn: day, setUpBy: setUpBy), connection)
        }
    }

    private func decide(_ waiting: Waiting, isApproved: Bool, _ reason: String, _ principal: Principal, on connection: Connection) async throws {
        // The key lets one decision through, whatever comes at the same moment.
        let written = try await seal.write(
            .endDecision,
            """
            INSERT INTO register.end_decision (proposal_id, decided_at, approved, decided_by, reason)
            VALUES (\(waiting.id), \(now()), \(isApproved), \(principal.account), \(reason)) ON CONFLICT DO NOTHING
            """, on: connection)
        guard written == 1 else { throw ProtectionRefused.notWaiting }
    }

    private func decisionFields(_ waiting: Waiting, _ principal: Principal) -> [String: String] {
        var fields = fields(principal)
        fields["proposal"] = String(waiting.id)
        fields["measure"] = waiting.measure.map(String.init)
        fields["proposed_by"] = waiting.proposedBy
        return fields
    }

    /// Ends what stands of everybody under the same numbers, but for those whom another measure protects.
    private func end(_ waiting: Waiting, _ reason: String, _ principal: Principal, on connection: Connection) async throws -> Recorded<Ended> {
        var (ended, records, kept) = (0, 0, 0)
        var events: [AuditEvent] = []
        for person in waiting.persons {
            let isCovered = try await !StandingMeasure.of([person.id], seal, on: connection).isEmpty
            var fields = decisionFields(waiting, principal)
            (fields["decision"], fields["stays_protected"]) = ("ended", isCovered ? "yes" : "no")
            events.append(event(.endDecided, person, fields, reason, principal))
            guard !isCovered else {
                kept += 1
                continue
            }
            ended += 1
            let ids = try await connection.query(
                """
                SELECT s.id FROM (SELECT \(person.id) UNION SELECT register.sharing_number(\(person.id))) AS s (id)
                WHERE EXISTS (SELECT FROM register.protection p WHERE p.addressee_id = s.id)
                """
            ).map { try $0.decode(Int64.self) }
            records += try await seal.write(
                .protectionEnd,
                """
                INSERT INTO register.protection_end (addressee_id, journal_position, ended_at, proposal_id)
                SELECT p.id, nextval('journal.position'), \(now()), \(waiting.id) FROM unnest(\(ids)) AS p (id)
                """, on: connection)
        }
        try await connection.execute(
            """
            INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind)
            SELECT e.journal_position, e.addressee_id, \(ItemSet.ofProtection.rawValue), v.history_number, 'v'
            FROM register.protection_end e CROSS JOIN LATERAL register.newest(e.addressee_id) AS v WHERE e.proposal_id = \(waiting.id)
            """)
        try await connection.execute("SELECT pg_notify('atena_journal', '')")
        return Recorded(Ended(persons: ended, records: records, stayProtected: kept), as: events)
    }
}
