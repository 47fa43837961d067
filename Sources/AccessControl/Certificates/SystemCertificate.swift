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

    /// 初回使用による登録の期限. The last word on it; none where the program did not write that.
    static func enrolment(_ id: Int64?, _ seal: RowSeal, on connection: Connection) async throws -> CalendarDay? {
        guard let id else { return nil }
        let rows = try await connection.query(
            "SELECT e.until_day, \(unsafeSQL: SealedTable.certificateEnrolment.sealed("e")) FROM access.certificate_enrolment e WHERE enrolment_id = \(id)")
        guard let (day, form, mac) = try rows.first?.decode((CalendarDay, [UInt8], [UInt8]?).self) else { return nil }
        return seal.holds(.certificateEnrolment, form, mac) ? day : nil
    }

    /// Those of one system, or all, in the order in which they came. What the program did not list is on no list; whatever blocks one does.
    static func all(of system: SystemName?, _ seal: RowSeal, on connection: Connection) async throws -> [SystemCertificate] {
        let rows = try await connection.query(
            """
            SELECT fingerprint, c.system, c.ends_at, c.added_at, c.added_by, coalesce(c.is_first_sight, false) AS is_first_sight, b.blocked_at, b.blocked_by, b.reason,
                c.fingerprint IS NOT NULL AS is_on_list, \(unsafeSQL: SealedTable.systemCertificate.form("c")) AS form, c.mac
            FROM access.system_certificate c FULL JOIN access.certificate_block b USING (fingerprint)
            WHERE \(system?.rawValue)::text IS NULL OR c.system = \(system?.rawValue)
            ORDER BY c.system, c.added_at, fingerprint
            """)
        return try rows.compactMap { row in
            let isTrue = seal.holds(.systemCertificate, try row.decode("form"), try row.decode("mac"))
            if try row.decode("is_on_list", as: Bool.self), !isTrue {
                guard try row.decode("blocked_at", as: PostgresInstant?.self) != nil else { return nil }
                return SystemCertificate(
                    fingerprint: try row.decode("fingerprint"), system: nil, endsAt: nil, addedAt: nil, addedBy: nil, isFirstSight: false,
                    blockedAt: try row.decode("blocked_at"), blockedBy: try row.decode("blocked_by"), reason: try row.decode("reason"))
            }
            return SystemCertificate(
                fingerprint: try row.decode("fingerprint"), system: try row.decode("system", as: String?.self).flatMap(SystemName.init(rawValue:)),
                endsAt: try row.decode("ends_at"), addedAt: try row.decode("added_at"), addedBy: try row.decode("added_by"),
                isFirstSight: try row.decode("is_first_sight"), blockedAt: try row.decode("blocked_at"), blockedBy: try row.decode("blocked_by"),
                reason: try row.decode("reason"))
        }
    }
}
