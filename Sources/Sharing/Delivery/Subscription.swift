internal import Addressee
internal import Postgres

/// 配信の開始. That a receiver is pushed to, and up to where.
enum Subscription {
    /// Begins it where there is none yet. In a later incarnation the receiver may hold what a lost future gave it, which is looked for first.
    static func begin(_ system: SystemName, _ dataset: DatasetName, on connection: Connection) async throws {
        try await connection.execute(
            """
            INSERT INTO delivery.subscription (system, dataset, sequence, surplus_due)
            SELECT \(system.rawValue), \(dataset.rawValue), first_sequence, number > 1
            FROM journal.incarnation ORDER BY number DESC LIMIT 1 ON CONFLICT DO NOTHING
            """)
    }
}
