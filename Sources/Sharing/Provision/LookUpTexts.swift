internal import Addressee
internal import Governance
internal import Register
internal import Synchronization

/// 照会の文. The statement that reads persons who are asked about one by one, but for its end, which says who they are: its text is made once for each policy, for
/// making it costs as much as reading a person.
final class LookUpTexts: Sendable {
    /// By content hash of the policy.
    private let made = Mutex<[String: String]>([:])

    func text(_ policy: Policy?, _ ends: TrueEnds) -> String {
        guard let policy, ends == .none else { return Self.text(of: policy, ends) }
        return made.withLock { made in
            if let known = made[policy.contentHash] { return known }
            let text = Self.text(of: policy, ends)
            made[policy.contentHash] = text
            return text
        }
    }

    /// Whether the numbers are read beside the persons; whoever runs the text does so as the role for it then (`Vault.answering`).
    static func opensNumbers(_ policy: Policy?) -> Bool { policy?.mayGiveIndividualNumber == true }

    private static func text(of policy: Policy?, _ ends: TrueEnds) -> String {
        let opensNumbers = opensNumbers(policy)
        return """
            SELECT \(PersonColumns.sql)\(policy.map { ItemExpression.columns($0, confirmed: true) } ?? ""),
                \(StandingColumns.sql(policy, ends)), \(asksInterest(policy)) AS asks_interest\(opensNumbers ? ", \(Vault.encryptedColumns)" : "")
            FROM register.addressee a CROSS JOIN LATERAL register.settled(a.addressee_id) AS v
            \(ProtectionColumns.latest(ends))
            \(opensNumbers ? Vault.encryptedBeside : "")
            """
    }

    /// Of most persons nobody ever registered an interest: only then is asked which of it is true.
    private static func asksInterest(_ policy: Policy?) -> String {
        guard let policy, policy.scope.asks.contains(.interest) else { return "false" }
        // A system's name is of lower-case letters, digits and hyphens only.
        return "EXISTS (SELECT FROM dataset.interest i WHERE i.addressee_id = a.addressee_id AND i.system = '\(policy.system.rawValue)')"
    }
}
