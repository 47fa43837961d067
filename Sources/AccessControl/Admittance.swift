package import AuditTrail
package import Postgres

extension Pool {
    /// Refuses a principal who lacks a right; the refusal is recorded as the failure of what they tried, before it is told.
    ///
    /// - Parameters:
    ///   - kind: of the event; its failure has the fields `department`, `refusal` and `terminal`.
    ///   - fields: what else the failure tells.
    /// - Throws: `AccessRefused`, `PostgresError`.
    package func admit(_ principal: Principal, _ right: Right, or kind: EventKind, fields: [String: String] = [:]) async throws {
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
