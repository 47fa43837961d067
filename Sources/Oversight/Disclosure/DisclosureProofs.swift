internal import LogSealing
internal import Postgres
package import TransparencyLog

/// What became of proving the lines of a report.
public struct DisclosureProofs: Sendable {
    /// Events that are proven to be sealed as they are told.
    public var proven = 0
    /// Events that are not sealed yet: sealing takes about a second.
    public var unsealed: [Int64] = []
    /// Events that are not what was sealed.
    public var altered: [Int64] = []
}

extension DisclosureReporting {
    /// Proves that each event of a report is in the newest signed tree, offline checkable with the public key alone.
    ///
    /// A batch names others, too: its proof leaves the personal fields out, whose commitment stands in the sealed body. `atena audit prove` gives the whole.
    /// - Parameter write: is given each proof.
    /// - Throws: `PostgresError`, `LogError`, and what `write` throws.
    package func prove(
        _ report: DisclosureReport, key: VerifierKey, write: (Int64, InclusionProof) throws -> Void
    ) async throws -> DisclosureProofs {
        try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            var proofs = DisclosureProofs()
            for line in report.lines {
                do {
                    guard var proof = try await AuditLog.proof(of: line.event, key: key, on: connection) else {
                        proofs.unsealed.append(line.event)
                        continue
                    }
                    if LoggedEvent.Naming.allCases.contains(where: { proof.event.personal?.contains("\"\($0.rawValue)\":") == true }) {
                        (proof.event.salt, proof.event.personal) = (nil, nil)
                    }
                    try write(line.event, proof)
                    proofs.proven += 1
                } catch is LogFault {
                    proofs.altered.append(line.event)
                }
            }
            return proofs
        }
    }
}
