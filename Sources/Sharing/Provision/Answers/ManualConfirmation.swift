public import AccessControl
public import Addressee
internal import AuditTrail
internal import Governance
package import Postgres
internal import Register

/// 自動応答不可 (CT-18). Flags persons about whom nothing is answered automatically, and decides on what was withheld.
///
/// Deciding takes a person with the right; lifting a flag takes two (CT-13). Every act and every refusal is an event.
public struct ManualConfirmation: Sendable {
    /// Days for which a decision stands for the same question, unless told otherwise.
    public static let usualDays = 7

    package let pool: Pool
    let store: PolicyStore
    let seal: RowSeal
    private let today: @Sendable () -> CalendarDay

    /// Decides on what `provisioning` withholds.
    public init(provisioning: Provisioning) {
        (pool, store, today) = (provisioning.pool, provisioning.store, provisioning.today)
        seal = RowSeal(keys: provisioning.vault.keys)
    }

    /// Flags a person; from now on nothing about them goes out before somebody releases it.
    ///
    /// - Throws: `AccessRefused`, `AnswerRefused` (both recorded), `PostgresError`.
    public func flag(by principal: Principal, _ number: AddresseeNumber, because reason: String) async throws {
        try await deciding(.answerFlagged, .correct, reason, principal) { connection in
            let id = try await id(of: number, on: connection)
            guard try await !lock(id, on: connection).isFlagged else { throw AnswerRefused.flaggedAlready }
            try await act("s", id, reason, principal, on: connection)
            return AuditEvent(
                .answerFlagged, by: principal.name, fields: fields(principal), personal: personal(id, number.value, reason), addresseeID: id)
        }
    }

    /// Asks for a flag to be lifted; it stands until somebody else confirms.
    ///
    /// - Throws: `AccessRefused`, `AnswerRefused` (both recorded), `PostgresError`.
    public func askToLift(by principal: Principal, _ number: AddresseeNumber, because reason: String) async throws {
        try await deciding(.answerFlagLifted, .liftSuppression, reason, principal) { connection in
            let id = try await id(of: number, on: connection)
            try await flagged(id, on: connection)
            try await act("a", id, reason, principal, on: connection)
            var fields = fields(principal)
            fields["step"] = "asked"
            return AuditEvent(.answerFlagLifted, by: principal.name, fields: fields, personal: personal(id, number.value, reason), addresseeID: id)
        }
    }

    /// Confirms the lifting that another person asked for; whoever was withheld goes out with the next delivery.
    ///
    /// - Throws: `AccessRefused`, `AnswerRefused` (both recorded), `PostgresError`.
    public func confirmLifting(by principal: Principal, _ number: AddresseeNumber, because reason: String) async throws {
        try await deciding(.answerFlagLifted, .liftSuppression, reason, principal) { connection in
            let id = try await id(of: number, on: connection)
            try await flagged(id, on: connection)
            let last = try await connection.query(
                """
                SELECT f.act::text, f.by_whom, (f.recorded_at AT TIME ZONE 'Asia/Tokyo')::date, \(unsafeSQL: SealedTable.flagAct.sealed("f"))
                FROM answer.flag_act f WHERE f.addressee_id = \(id) ORDER BY f.flag_act_id DESC LIMIT 1
                """)
            guard let (step, asker, day, form, mac) = try last.first?.decode((String, String, CalendarDay, [UInt8], [UInt8]?).self), step == "a",
                seal.holds(.flagAct, form, mac)
            else { throw AnswerRefused.notAsked }
            try await secondPerson(principal, .liftSuppression, after: asker, on: day, or: .samePerson, connection)
            try await act("l", id, reason, principal, on: connection)
            try await seal.update(
                .answerRequest,
                """
                t.addressee_id = \(id) AND t.items = 0 AND t.outcome IS NULL \(unsafeSQL: RowSeal.set(.answerRequest))
                outcome = 'w', decided_at = clock_timestamp(), decided_by = \(principal.name), reason = \(reason)
                """, on: connection)
            try await tellReceivers(of: id, on: connection)
            var fields = fields(principal)
            fields["step"] = "lifted"
            return AuditEvent(.answerFlagLifted, by: principal.name, fields: fields, personal: personal(id, number.value, reason), addresseeID: id)
        }
    }

    /// Releases or refuses what waits, or what lapsed and was not asked again since.
    ///
    /// A person who is released goes out with the next delivery; items that are released come with the system's next question about the person, and
    /// on no other way.
    /// - Parameters:
    ///   - isReleased: whether the receiver may have it.
    ///   - days: for which the same question is answered so, 1 to 30.
    /// - Throws: `AccessRefused`, `AnswerRefused` (both recorded), `PostgresError`.
    public func decide(by principal: Principal, _ request: Int64, isReleased: Bool, because reason: String, days: Int = Self.usualDays) async throws {
        try await deciding(.answerDecided, .operateDeliveries, reason, principal) { connection in
            guard (1...30).contains(days) else { throw AnswerRefused.wrongDays }
            // Two who decide at once take turns here, and the second finds it decided.
            let waiting = try await connection.query(
                """
                SELECT \(unsafeSQL: SealedTable.answerRequest.sealed("q")) FROM answer.request q
                WHERE q.request_id = \(request) AND (q.outcome IS NULL OR (q.outcome = 'x' AND NOT \(unsafeSQL: WaitingAnswers.wasAskedAgain("q"))))
                FOR UPDATE OF q
                """)
            guard let (form, mac) = try waiting.first?.decode(([UInt8], [UInt8]?).self) else { throw AnswerRefused.unknownRequest }
            guard seal.holds(.answerRequest, form, mac) else { throw AnswerRefused.untrueRow }
            try await seal.update(
                .answerRequest,
                """
                t.request_id = \(request) \(unsafeSQL: RowSeal.set(.answerRequest)) outcome = \(isReleased ? "r" : "n")::text::"char",
                    decided_at = clock_timestamp(), decided_by = \(principal.name), reason = \(reason),
                    stands_until = clock_timestamp() + \(Int64(days)) * interval '1 day'
                """, on: connection)
            let rows = try await connection.query(
                """
                SELECT q.addressee_id, a.atenabango, q.system, q.dataset, q.stands_until, q.items, q.asked_by,
                    (q.asked_at AT TIME ZONE 'Asia/Tokyo')::date AS asked_on
                FROM answer.request q JOIN register.addressee a USING (addressee_id) WHERE q.request_id = \(request)
                """)
            guard let row = rows.first else { throw AnswerRefused.unknownRequest }
            if isReleased {
                try await secondPerson(
                    principal, .operateDeliveries, after: row.decode("asked_by"), on: row.decode("asked_on"), or: .ownQuestion, connection)
            }
            let id = try row.decode("addressee_id", as: Int64.self)
            let (system, dataset) = try (row.decode("system", as: String.self), row.decode("dataset", as: String.self))
            // Beside a row that isn't true nothing would be released.
            if isReleased, try await !TrueAnswers.of([id], system, dataset, seal, on: connection)[id].isTrue { throw AnswerRefused.untrueRow }
            let items = ItemSet(rawValue: try row.decode("items"))
            if isReleased, items.isEmpty { try await tellReceivers(of: id, on: connection) }
            var fields = fields(principal)
            fields["outcome"] = isReleased ? "released" : "refused"
            fields["request"] = String(request)
            fields["items"] = try await store.items(items, of: system, dataset, on: connection).named
            (fields["system"], fields["dataset"]) = (system, dataset)
            fields["until"] = JapanTime(try row.decode("stands_until")).iso8601
            return AuditEvent(
                .answerDecided, by: principal.name, fields: fields, personal: personal(id, try row.decode("atenabango"), reason), addresseeID: id)
        }
    }

    // MARK: parts

    /// Right, person and reason first; a refusal is recorded as the failure of what was tried.
    private func deciding(
        _ kind: EventKind, _ right: Right, _ reason: String, _ principal: Principal, _ body: (Connection) async throws -> AuditEvent
    ) async throws {
        func check() throws(AnswerRefused) {
            guard !principal.isService else { throw .onlyPersons }
            guard LookupReason(.audit, reason).isTold else { throw .noReason }
        }
        let attempt = Attempt(kind, refusing: AnswerRefused.self, opening: [HubCalendar.holdingStill])
        try await pool.permit(principal, [right], as: attempt, first: check) { _, connection in Recorded(as: try await body(connection)) }
    }

    /// Passes who is a second person to whoever asked; a system that asked is nobody's first.
    ///
    /// - Parameter whom: who asked, as records name them.
    private func secondPerson(
        _ person: Principal, _ right: Right, after whom: String, on day: CalendarDay, or same: AnswerRefused, _ connection: Connection
    ) async throws {
        guard whom.hasPrefix("staff ") else { return }
        let word = TwoPeople.Word(account: String(whom.dropFirst("staff ".count)), on: day)
        switch try await TwoPeople(connection: connection, today: today()).violation(by: person, holding: right, after: word) {
        case nil: return
        case .some(.ownProposal): throw same
        case .some(.service): throw AnswerRefused.onlyPersons
        case .some(.withoutRight): throw AnswerRefused.rightLost
        default: throw AnswerRefused.notTwoPeople
        }
    }

    private func id(of number: AddresseeNumber, on connection: Connection) async throws -> Int64 {
        let rows = try await connection.query("SELECT addressee_id FROM register.addressee WHERE atenabango = \(number.value)")
        guard let id = try rows.first?.decode(Int64.self) else { throw AnswerRefused.unknownPerson }
        return id
    }

    /// Two who act at once take turns on the person's row.
    ///
    /// - Returns: how the flag stands; of no system.
    private func lock(_ id: Int64, on connection: Connection) async throws -> TrueAnswers.Person {
        _ = try await connection.query("SELECT 1 FROM register.addressee WHERE addressee_id = \(id) FOR UPDATE")
        return try await TrueAnswers.of([id], "", "", seal, on: connection)[id]
    }

    /// Passes who is flagged, by acts that are true: beside one that isn't no lifting counts.
    private func flagged(_ id: Int64, on connection: Connection) async throws {
        let person = try await lock(id, on: connection)
        guard person.isFlagged else { throw AnswerRefused.notFlagged }
        guard person.isTrue else { throw AnswerRefused.untrueRow }
    }

    private func act(_ act: String, _ id: Int64, _ reason: String, _ principal: Principal, on connection: Connection) async throws {
        try await seal.write(
            .flagAct,
            """
            INSERT INTO answer.flag_act (addressee_id, act, by_whom, reason)
            VALUES (\(id), \(act)::text::"char", \(principal.name), \(reason))
            """, on: connection)
    }

    /// An entry in the journal, by which those it was withheld from learn the state of the person.
    private func tellReceivers(of id: Int64, on connection: Connection) async throws {
        _ = try await ToldAgain.append([id], on: connection)
    }

    package func fields(_ principal: Principal) -> [String: String] {
        var fields = ["terminal": principal.terminal]
        fields["department"] = principal.department
        return fields
    }

    private func personal(_ id: Int64, _ number: String, _ reason: String) -> [String: String] {
        ["addressee_id": String(id), "atenabango": number, "reason_text": reason]
    }
}
