internal import Addressee
internal import Governance
internal import Postgres

extension PolicyStore {
    /// The items of a set, as the policy that a receiver had last for a dataset calls them.
    ///
    /// - Returns: none where no policy is known any more.
    func items(_ set: ItemSet, of system: String, _ dataset: String, on connection: Connection) async throws -> [Item] {
        guard !set.isEmpty, let system = SystemName(rawValue: system) else { return [] }
        guard let policy = try await inForce(system, dataset, on: connection) else { return [] }
        // What closes a policy names none of its items.
        let named = policy.closing == nil ? policy : try await version(policy.closing?.version ?? "", on: connection)
        return (named ?? policy).catalogue.items(of: set)
    }
}

extension [Item] {
    /// The names one after another, as the log has them; nil for none.
    var named: String? { isEmpty ? nil : map(\.rawValue).joined(separator: " ") }
}
