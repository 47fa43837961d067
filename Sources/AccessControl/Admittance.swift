package import AuditTrail
package import Postgres

extension Pool {
    /// Refuses an operator who lacks a right; the refusal is recorded as the failure of what they tried, before it is told.
    ///
    /// - Parameters:
    ///   - kind: of the event; its failure has the fields `department`, `refusal` and `terminal`.
    ///   - fields: what else the failure tells.
    /// - Throws: `AccessRefused`, `PostgresError`.
    package func admit(_ operator: Operator, _ right: Right, or kind: EventKind, fields: [String: String] = [:]) async throws {
        guard !`operator`.may(right) else { return }
        let refused = AccessRefused(right)
        try await refuse(kind, refused.code, by: `operator`, fields: fields)
        throw refused
    }

    /// Records the failure of what an operator tried.
    package func refuse(_ kind: EventKind, _ code: String, by operator: Operator, fields: [String: String] = [:]) async throws {
        var told = fields
        told["refusal"] = code
        told["terminal"] = `operator`.terminal
        told["department"] = `operator`.department
        try await query(AuditEvent(kind, isFailure: true, by: `operator`.name, fields: told).statement()).written()
    }
}
