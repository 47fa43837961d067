public import AccessControl
import Addressee
import AuditTrail
import Foundation
package import HubServer
package import MutualTLS
import Postgres

/// The list of certificates, as the server asks it.
extension CertificateList: CertificateRegister {
    package func standing(of identity: ClientIdentity) -> CertificateStanding {
        switch standing(of: identity.fingerprint, naming: identity.system, on: .todayInJapan()) {
        case .listed: .good
        case .blocked: .blocked
        case .unlisted: .unlisted
        case .unseen: .unseen
        case .unknown: .unknown
        }
    }

    package func enrol(_ identity: ClientIdentity) async throws {
        guard let system = identity.system else { return }
        try await enrol(identity.fingerprint, naming: system, endsAt: PostgresInstant(identity.endsAt), by: identity.byWhom)
    }
}

extension PostgresInstant {
    /// To the second, as certificates know it.
    init(_ date: Date) { self.init(microsecondsSince1970: Int64(date.timeIntervalSince1970) * 1_000_000) }
}
