internal import AccessControl
internal import Addressee
internal import Governance
internal import Postgres

/// 自動応答不可の項目: what of one person's answer a policy leaves out until somebody decides (`confirm-items`, and where a protected
/// person is), and what a person of the staff decided about it (CT-18).
enum WithheldItems {
    /// In SQL, whether something was decided for the policy's system about items of a person `v` that stands now; which of it is true, `TrueAnswers` says. Nothing of
    /// a policy that has no such items.
    static func areDecided(_ policy: Policy) -> String? {
        guard policy.mayNeedConfirmation else { return nil }
        // Slugs of a policy that was parsed: letters, digits and hyphens only.
        return """
            coalesce((
                SELECT true FROM answer.request q
                WHERE q.addressee_id = v.addressee_id AND q.system = '\(policy.system.rawValue)' AND q.dataset = '\(policy.dataset.rawValue)'
                    AND q.items <> 0 AND q.stands_until > now() LIMIT 1), false)
            """
    }

    /// Ends what is released of items: it was released under a version that ends, for its purpose, as precise as it gives them.
    static func endReleases(_ system: SystemName, _ dataset: DatasetName, _ seal: RowSeal, on connection: Connection) async throws {
        try await seal.update(
            .answerRequest,
            """
            t.system = \(system.rawValue) AND t.dataset = \(dataset.rawValue) AND t.items <> 0 AND t.outcome = 'r' AND t.stands_until > now()
            \(unsafeSQL: RowSeal.set(.answerRequest)) stands_until = now()
            """, on: connection)
    }
}
