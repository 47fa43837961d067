internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Postgres

/// 媒体の申し出と決定, as they stand in the database: both true, or as good as not there.
struct MediumRequest: Sendable {
    /// Days for which a release may be used.
    static let releaseDays: Int64 = 7

    let id: Int64
    let system: SystemName
    let dataset: String
    let format: ExtractFormat
    let policyVersion: String
    let fingerprint: String
    let certificate: String
    let proposedBy: String
    let proposedAt: PostgresInstant
    let setUpBy: String?
    /// What another person decided; nil while nobody has.
    let decision: Decision?

    struct Decision: Sendable {
        let isReleased: Bool
        let at: PostgresInstant
        let by: String
    }

    /// One medium, locked until the transaction ends: whoever decides on it, writes it or moves it takes turns.
    ///
    /// - Throws: `MediaRefused` M0010 for a number of none, M0017 where a row is not as the program wrote it; `PostgresError`.
    static func locked(_ id: Int64, _ seal: RowSeal, on connection: Connection) async throws -> MediumRequest {
        let rows = try await connection.query(
            """
            SELECT m.system, m.dataset, m.format, m.policy_version, m.fingerprint, m.certificate, m.proposed_by, m.proposed_at, m.set_up_by,
                \(unsafeSQL: SealedTable.medium.sealed("m"))
            FROM provision.medium m WHERE m.medium_id = \(id) FOR UPDATE OF m
            """)
        guard let row = rows.first else { throw MediaRefused.unknownMedium }
        let (system, dataset, format, version, fingerprint, certificate, proposedBy, at, setUpBy, form, mac) = try row.decode(
            (String, String, String, String, String, String, String, PostgresInstant, String?, [UInt8], [UInt8]?).self)
        guard seal.holds(.medium, form, mac), let system = SystemName(rawValue: system), let format = ExtractFormat(rawValue: format) else {
            throw MediaRefused.untrueRow
        }
        return MediumRequest(
            id: id, system: system, dataset: dataset, format: format, policyVersion: version, fingerprint: fingerprint, certificate: certificate,
            proposedBy: proposedBy, proposedAt: at, setUpBy: setUpBy, decision: try await decision(id, seal, on: connection))
    }

    private static func decision(_ id: Int64, _ seal: RowSeal, on connection: Connection) async throws -> Decision? {
        let rows = try await connection.query(
            """
            SELECT d.released, d.decided_at, d.decided_by, \(unsafeSQL: SealedTable.mediumDecision.sealed("d"))
            FROM provision.medium_decision d WHERE d.medium_id = \(id)
            """)
        guard let (isReleased, at, by, form, mac) = try rows.first?.decode((Bool, PostgresInstant, String, [UInt8], [UInt8]?).self) else { return nil }
        guard seal.holds(.mediumDecision, form, mac) else { throw MediaRefused.untrueRow }
        return Decision(isReleased: isReleased, at: at, by: by)
    }

    /// Passes what may be written at a moment.
    ///
    /// - Throws: `MediaRefused` M0012 where nobody else has released it, M0019 where that is too long ago.
    func requireReleased(at now: PostgresInstant) throws(MediaRefused) {
        guard let decision, decision.isReleased else { throw .notReleased }
        guard decision.at.adding(seconds: Self.releaseDays * 86_400).microsecondsSince2000 > now.microsecondsSince2000 else { throw .releaseIsOver }
    }
}
