public import Addressee
public import Postgres

/// 業務システムの証明書. A certificate on the list of a system, and whether it still opens something.
public struct SystemCertificate: Sendable {
    /// SHA-256 of its DER, in lower-case hexadecimal.
    public let fingerprint: String
    /// Whom it names; nil for one that was blocked and never listed.
    public let system: SystemName?
    /// End of its validity; nil where it was never listed.
    public let endsAt: PostgresInstant?
    /// When it came on the list; nil where it never did.
    public let addedAt: PostgresInstant?
    /// Who added it; of a first use, the certificate itself.
    public let addedBy: String?
    /// Whether its first use put it there, and nobody.
    public let isFirstSight: Bool
    /// 失効. Since when it opens nothing; nil where it does.
    public let blockedAt: PostgresInstant?
    /// Who blocked it.
    public let blockedBy: String?
    /// Why.
    public let reason: String?

    /// Those of one system, or all, in the order in which they came.
    static func all(of system: SystemName?, on connection: Connection) async throws -> [SystemCertificate] {
        let rows = try await connection.query(
            """
            SELECT fingerprint, c.system, c.ends_at, c.added_at, c.added_by, coalesce(c.is_first_sight, false) AS is_first_sight, b.blocked_at, b.blocked_by, b.reason
            FROM access.system_certificate c FULL JOIN access.certificate_block b USING (fingerprint)
            WHERE \(system?.rawValue)::text IS NULL OR c.system = \(system?.rawValue)
            ORDER BY c.system, c.added_at, fingerprint
            """)
        return try rows.map { row in
            SystemCertificate(
                fingerprint: try row.decode("fingerprint"), system: try row.decode("system", as: String?.self).flatMap(SystemName.init(rawValue:)),
                endsAt: try row.decode("ends_at"), addedAt: try row.decode("added_at"), addedBy: try row.decode("added_by"),
                isFirstSight: try row.decode("is_first_sight"), blockedAt: try row.decode("blocked_at"), blockedBy: try row.decode("blocked_by"),
                reason: try row.decode("reason"))
        }
    }
}
