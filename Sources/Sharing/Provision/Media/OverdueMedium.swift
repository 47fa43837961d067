internal import AccessControl
internal import Addressee
internal import AuditTrail
package import Keys
package import Postgres

/// 期限を過ぎた媒体. One that should have come further than its last step; nothing of a person in it.
public struct OverdueMedium: Sendable, Codable, Hashable {
    /// Number that people call it by.
    public let medium: Int64
    /// Receiving system's slug.
    public let system: String
    /// データセット名.
    public let dataset: String
    /// What happened to it last.
    public let step: MediumStep
    /// On which day, `YYYY-MM-DD`.
    public let day: String
    /// Days beyond those in which something should have followed.
    public let daysOverdue: Int

    /// What it is and what to do, in Japanese.
    public var text: String {
        "\(medium)番（\(system)/\(dataset)）: \(day)の\(step.label)の後、次の受渡しの記録が\(daysOverdue)日遅れています。所在を確かめ、atena media show \(medium) の続きを記録してください。"
    }

    /// The oldest first.
    ///
    /// - Throws: `PostgresError`.
    package static func all(_ pool: Pool, _ keys: LiveCipher, at now: @escaping @Sendable () -> PostgresInstant = { .now() }) async throws -> [OverdueMedium] {
        try await pool.withConnection { try await MediaCustody(pool: pool, keys: keys, now: now).overdue(on: $0) }
    }
}
