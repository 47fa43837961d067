package import Addressee
package import AuditTrail
package import Postgres

/// 許可. The one place where a right is asked: whoever lacks it is refused, and the refusal is on record before it is told.
extension Pool {
    /// Does what a principal has the right to do: asks the right, opens the transaction, and writes what the log is told of it in the same. What is refused is
    /// undone, and on record in a transaction of its own before it is told.
    ///
    /// - Parameters:
    ///   - rights: all that it takes; the first that is lacking is told.
    ///   - body: the act, given its transaction.
    /// - Throws: `AccessRefused` A0001 and what the attempt refuses with, both recorded; what else `body` throws; `PostgresError`.
    @discardableResult
    package func permit<Answer>(
        _ principal: Principal, _ rights: [Right], as attempt: Attempt, _ body: (Connection) async throws -> Recorded<Answer>
    ) async throws -> Answer {
        func nothing() {}
        return try await permit(principal, rights, as: attempt, first: nothing) { _, connection in try await body(connection) }
    }

    /// The same of an act that looks at something before its transaction.
    ///
    /// - Parameters:
    ///   - first: what comes after the right and before the transaction: whether there is a reason, and what takes long or lies outside. What it finds is given
    ///     to the act.
    ///   - body: the act, given what was found and its transaction.
    @discardableResult
    package func permit<Found, Answer>(
        _ principal: Principal, _ rights: [Right], as attempt: Attempt, first: () async throws -> Found,
        _ body: (Found, Connection) async throws -> Recorded<Answer>
    ) async throws -> Answer {
        for right in rights where !principal.may(right) {
            guard attempt.kind.tellsRefusal else { try await principal.refuse(AccessRefused(right), right, at: self) }
            try await permit(principal, right, or: attempt.kind, fields: attempt.fields)
        }
        do {
            let found = try await first()
            return try await transaction(isolation: attempt.isolation, opening: attempt.opening, retries: attempt.retries) { connection in
                let done = try await body(found, connection)
                for event in done.events { try await event.record(on: connection) }
                return done.answer
            }
        } catch let refused as any Explained where attempt.isRefused(by: refused) {
            try await refuse(attempt.kind, refused.code, by: principal, fields: attempt.fields, at: attempt.now())
            throw refused
        }
    }

    /// The same by the rights held now, read in the act's transaction after its locks: what was taken while it waited is gone.
    ///
    /// - Parameters:
    ///   - rights: of which it takes one.
    ///   - refused: told, and recorded, where none is held; one of those that the attempt refuses with.
    ///   - day: the day in Japan, asked behind the locks: of whoever waits over midnight the new one counts.
    ///   - locks: on what the act waits for its turn.
    ///   - body: the act, given the principal with the rights of now.
    @discardableResult
    package func permit<Answer>(
        _ principal: Principal, nowHoldingOneOf rights: [Right], or refused: any Explained, on day: () -> CalendarDay, as attempt: Attempt,
        first: () async throws -> Void, after locks: (Connection) async throws -> Void,
        _ body: (Principal, Connection) async throws -> Recorded<Answer>
    ) async throws -> Answer {
        try await permit(principal, [], as: attempt, first: first) { _, connection in
            try await locks(connection)
            let person = try await principal.asOfNow(on: connection, day: day())
            guard rights.contains(where: person.may) else { throw refused }
            return try await body(person, connection)
        }
    }

    /// Reads what a principal has the right to read and the log tells nothing of, as of one moment.
    ///
    /// - Throws: `AccessRefused` A0001, recorded; what `body` throws; `PostgresError`.
    package func permit<Answer>(
        _ principal: Principal, _ rights: [Right], reading body: (Connection) async throws -> Answer
    ) async throws -> Answer {
        for right in rights { try await permit(principal, right) }
        return try await transaction(isolation: .repeatableRead, readOnly: true, body)
    }

    /// Asks a right, of what takes more than one transaction (decision 0085).
    ///
    /// - Throws: `AccessRefused` A0001, or `PostgresError` where the refusal could not be recorded.
    package func permit(_ principal: Principal, _ right: Right) async throws {
        guard !principal.may(right) else { return }
        try await principal.refuse(AccessRefused(right), right, at: self)
    }

    /// Asks it, too; a refusal is recorded as the failure of what was tried.
    ///
    /// - Parameters:
    ///   - kind: of the event; its failure has the fields `department`, `refusal` and `terminal`.
    ///   - fields: what else the failure tells.
    /// - Throws: `AccessRefused`, `PostgresError`.
    package func permit(_ principal: Principal, _ right: Right, or kind: EventKind, fields: [String: String] = [:]) async throws {
        guard !principal.may(right) else { return }
        let refused = AccessRefused(right)
        try await refuse(kind, refused.code, by: principal, fields: fields)
        throw refused
    }

    /// Records the failure of what a principal tried: as `refusal`, with where they acted as far as the kind tells it; as `code` by the kinds that tell no more.
    package func refuse(
        _ kind: EventKind, _ code: String, by principal: Principal, fields: [String: String] = [:], at instant: PostgresInstant = .now()
    ) async throws {
        var told = fields
        if kind.tellsRefusal {
            told["refusal"] = code
            if kind.onFailure.contains("terminal") { told["terminal"] = principal.terminal }
            if kind.onFailure.contains("department") { told["department"] = principal.department }
        } else {
            told["code"] = code
        }
        try await query(AuditEvent(kind, isFailure: true, by: principal.name, fields: told, at: instant).statement()).written()
    }
}

extension EventKind {
    /// Whether its failure says by `refusal` why.
    fileprivate var tellsRefusal: Bool { onFailure.contains("refusal") }
}

extension Principal {
    /// The first of some rights that it holds; where it holds none of them the last, whose lack is told.
    package func oneOf(_ rights: Right..., orElse last: Right) -> Right { rights.first(where: may) ?? last }

    /// Passes a person of the staff; the refusal of a service account is recorded first.
    ///
    /// - Throws: `AccessRefused` A0012, or `PostgresError` where the refusal could not be recorded.
    package func requirePerson(at pool: Pool) async throws {
        guard isService else { return }
        try await refuse(.onlyPersons, at: pool)
    }

    fileprivate func refuse(_ refused: AccessRefused, _ right: Right? = nil, at pool: Pool) async throws -> Never {
        var fields = ["code": refused.code, "terminal": terminal]
        fields["right"] = right?.rawValue
        fields["department"] = department
        let event = AuditEvent(.accessRefused, isFailure: true, by: name, fields: fields)
        try await pool.withConnection { try await event.record(on: $0) }
        throw refused
    }
}
