internal import LogSealing
internal import Postgres
package import TransparencyLog

/// What became of proving events of a report.
public struct DisclosureProofs: Sendable {
    /// Events that are proven to be sealed as they are told.
    public var proven = 0
    /// Events that are not sealed yet: sealing takes about a second.
    public var unsealed: [Int64] = []
    /// Events that are not what was sealed.
    public var altered: [Int64] = []
}

extension DisclosureReporting {
    /// Proves that each of these events is in the newest signed tree, offline checkable with the public key alone.
    ///
    /// A batch or a list names others, too: its proof leaves the personal fields out, whose commitment stands in the sealed body. `atena audit prove` gives the whole.
    /// - Parameter write: is given each proof.
    /// - Throws: `PostgresError`, `LogError`, and what `write` throws.
    package func prove(
        _ events: [Int64], key: VerifierKey, write: (Int64, InclusionProof) throws -> Void
    ) async throws -> DisclosureProofs {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            var proofs = DisclosureProofs()
            for event in events {
                do {
                    guard var proof = try await AuditLog.proof(of: event, key: key, on: connection) else {
                        proofs.unsealed.append(event)
                        continue
                    }
                    // Of one person alone are those that begin with the person's id.
                    let isAlone = proof.event.personal?.hasPrefix("{\"addressee_id\":") ?? true
                    if !isAlone || LoggedEvent.Naming.allCases.contains(where: { proof.event.personal?.contains("\"\($0.rawValue)\":") == true }) {
                        (proof.event.salt, proof.event.personal) = (nil, nil)
                    }
                    try write(event, proof)
                    proofs.proven += 1
                } catch is LogFault {
                    proofs.altered.append(event)
                }
            }
            return proofs
        }
    }
}
