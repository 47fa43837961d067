import Addressee
import Foundation
import HubServer
import MutualTLS
import Synchronization

/// A list of certificates that a test sets; whatever it says nothing of is good.
final class FakeRegister: CertificateRegister {
    struct State {
        var standing: [String: CertificateStanding] = [:]
        /// Of whatever is not named.
        var usual = CertificateStanding.good
        var oldTLS: Set<SystemName> = []
        var enrolled: [String] = []
        var handlers: [@Sendable (Set<String>) -> Void] = []
    }

    let state = Mutex(State())

    func standing(of identity: ClientIdentity) -> CertificateStanding { state.withLock { $0.standing[identity.fingerprint] ?? $0.usual } }

    func enrol(_ identity: ClientIdentity) async throws {
        state.withLock {
            $0.enrolled.append(identity.byWhom)
            $0.standing[identity.fingerprint] = .good
        }
    }

    func allowsOldTLS(_ system: SystemName) -> Bool { state.withLock { $0.oldTLS.contains(system) } }
    func onBlocked(_ handler: @escaping @Sendable (Set<String>) -> Void) { state.withLock { $0.handlers.append(handler) } }

    func block(_ fingerprint: String) {
        let handlers = state.withLock { state in
            state.standing[fingerprint] = .blocked
            return state.handlers
        }
        for handler in handlers { handler([fingerprint]) }
    }
}
