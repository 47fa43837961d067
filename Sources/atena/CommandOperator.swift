import Foundation
import Hub

extension HubComposition {
    /// The person signed in at this terminal, for what a program may never do.
    ///
    /// - Throws: `AccessRefused` where nobody is, or a service account acts.
    func person(_ environment: [String: String]) async throws -> Operator {
        guard !acting.isService else { throw AccessRefused.notSignedIn }
        return acting
    }
}
