import AccessControl
import Foundation

extension HubComposition {
    /// The person signed in at this terminal, for what a program may never do.
    ///
    /// - Throws: `AccessRefused` A0012 where a service account acts; on record.
    func person(_ environment: [String: String]) async throws -> Principal {
        try await acting.requirePerson(at: pool)
        return acting
    }
}
