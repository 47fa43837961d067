internal import Addressee
internal import Governance
internal import Postgres

/// 自動応答不可の項目: what of one person's answer a policy leaves out until somebody decides (`confirm-items`, and where a protected
/// person is), and what a person of the staff decided about it (CT-18).
enum WithheldItems {
    /// Selected beside a person `a` where the policy has such items: what is released now, and what is refused.
    ///
    /// Decisions about different sets of items may stand side by side where the policy changed between them; a refusal outweighs a release.
    static func columns(_ policy: Policy?) -> String {
        guard let policy, policy.mayNeedConfirmation else { return "" }
        // Slugs of a policy that was parsed: letters, digits and hyphens only.
        func decided(_ outcomes: String, _ name: String) -> String {
            """
            , (
                SELECT coalesce(bit_or(q.items), 0) FROM answer.request q
                WHERE q.addressee_id = a.addressee_id AND q.system = '\(policy.system.rawValue)' AND q.dataset = '\(policy.dataset.rawValue)'
                    AND q.items <> 0 AND q.outcome IN (\(outcomes)) AND q.stands_until > now()
            ) AS \(name)
            """
        }
        return decided("'r'", "items_released") + decided("'n', 'x'", "items_declined")
    }

    /// What somebody released, and what somebody decided against or nobody decided about in time, in a row with `columns`.
    static func decided(_ row: Row) throws -> (released: ItemSet, declined: ItemSet) {
        (
            ItemSet(rawValue: try row.decode("items_released", as: Int64.self)), ItemSet(rawValue: try row.decode("items_declined", as: Int64.self))
        )
    }

    /// Ends what is released of items: it was released under a version that ends, for its purpose, as precise as it gives them.
    static func endReleases(_ system: SystemName, _ dataset: DatasetName, on connection: Connection) async throws {
        try await connection.execute(
            """
            UPDATE answer.request SET stands_until = now()
            WHERE system = \(system.rawValue) AND dataset = \(dataset.rawValue) AND items <> 0 AND outcome = 'r' AND stands_until > now()
            """)
    }
}
