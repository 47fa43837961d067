package import AccessControlStand
package import Addressee
import Crypto
package import Foundation
import Governance
import Postgres
package import Sharing

/// A medium that two people have agreed to.
extension TestHub {
    /// SHA-256 of a certificate; nothing of what is none.
    package static func fingerprint(_ pem: String) -> String {
        let lines = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }
        guard let der = Data(base64Encoded: lines.joined()), !der.isEmpty else { return "" }
        return SHA256.hash(data: der).map { String(format: "%02x", $0) }.joined()
    }

    /// Brings these policies into force, of which the system's names the certificate, and has one person propose a medium for it and another release it.
    ///
    /// - Parameter policies: all that are to be in force; none: those that are.
    /// - Returns: its number.
    package func medium(
        _ policies: [TestPolicy], _ system: SystemName = .tax, dataset: String = "addressee", to certificate: String, format: ExtractFormat = .csv,
        authority: String? = nil,
        isReleased: Bool = true, now: @escaping @Sendable () -> Date = { Date() }
    ) async throws -> Int64 {
        let fingerprint = Self.fingerprint(certificate)
        if !policies.isEmpty {
            let named = policies.map { policy in
                var policy = policy
                if policy.system == system, !fingerprint.isEmpty, policy.ways.contains("medium") { policy.recipients.append(fingerprint) }
                return policy
            }
            try await load(PolicyLibrary(documents: TestPolicy.documents(named)))
        }
        let requests = MediaRequests(
            provisioning: provisioning, authority: authority, now: { .init(microsecondsSince1970: Int64(now().timeIntervalSince1970 * 1_000_000)) })
        let medium = try await requests.propose(
            by: Staff.with(.operateDeliveries, account: "6001"), system, dataset: dataset, format: format, to: certificate, because: "年次の突合のため")
        if isReleased {
            try await requests.decide(by: Staff.with(.operateDeliveries, account: "6002"), medium, isReleased: true, because: "年次の突合のため")
        }
        return medium
    }
}
