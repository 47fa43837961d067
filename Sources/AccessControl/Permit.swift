package import Addressee
package import AuditTrail
package import Postgres

/// 権限の確認. The one place where a right is asked: whoever lacks it is refused, and the refusal is on record before it is told.
extension Pool {
    /// Permits what a principal has the right to do.
    ///
    /// - Throws: `AccessRefused` A0001, or `PostgresError` where the refusal could not be recorded.
    package func permit(_ principal: Principal, _ right: Right) async throws {
        guard !principal.may(right) else { return }
        try await principal.refuse(AccessRefused(right), right, at: self)
    }

    /// Permits it, too; a refusal is recorded as the failure of what was tried.
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

    /// Records the failure of what a principal tried.
    package func refuse(_ kind: EventKind, _ code: String, by principal: Principal, fields: [String: String] = [:]) async throws {
        var told = fields
        told["refusal"] = code
        told["terminal"] = principal.terminal
        told["department"] = principal.department
        try await query(AuditEvent(kind, isFailure: true, by: principal.name, fields: told).statement()).written()
    }
}

extension Principal {
    /// Passes a person of the staff; the refusal of a service account is recorded first.
    ///
    /// - Throws: `AccessRefused` A0012, or `PostgresError` where the refusal could not be recorded.
    package func requirePerson(at pool: Pool) async throws {
        guard isService else { return }
        try await refuse(.onlyPersons, at: pool)
    }

    fileprivate func refuse(_ refused: AccessRefused, _ right: Right? = nil, at pool: Pool) async throws {
        var fields = ["code": refused.code, "terminal": terminal]
        fields["right"] = right?.rawValue
        fields["department"] = department
        let event = AuditEvent(.accessRefused, isFailure: true, by: name, fields: fields)
        try await pool.withConnection { try await event.record(on: $0) }
        throw refused
    }
}
