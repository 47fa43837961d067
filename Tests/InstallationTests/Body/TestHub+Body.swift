import AccessControlStand
import Addressee
import Postgres

extension TestHub {
    /// Makes the database another body's, or nobody's, past the trigger that keeps it: as superuser, in place of a set-up of its own.
    func become(_ body: HubBody?) async throws {
        try await admin.script(unsafeSQL: "SET session_replication_role = replica; DELETE FROM governance.body; RESET session_replication_role")
        guard let body else { return }
        try await admin.execute("INSERT INTO governance.body (code, unnamed_until) VALUES (\(body.code.value), \(body.unnamedUntil.map { "\($0)" })::date)")
    }
}
