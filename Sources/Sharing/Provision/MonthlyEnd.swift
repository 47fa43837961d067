internal import AccessControl
internal import Addressee
internal import Governance
internal import Postgres
internal import Register

extension Provisioning {
    /// 提供日の区切り. Up to where whoever asks is told under a monthly policy: what stood when its day came, so that asking again tells the same till it comes again.
    ///
    /// What a version gives first, and takes back, waits for no day: one that came into force since is followed as things stood when it did.
    /// - Returns: nil where it is told as it happens, as by a hub that is younger than the day.
    /// - Throws: `HubHasNoDay`, `PostgresError`.
    func monthlyEnd(of policy: Policy, on connection: Connection) async throws -> JournalEnd? {
        guard policy.schedule != .asItHappens, policy.closing == nil else { return nil }
        let (seal, newest) = (RowSeal(keys: vault.keys), try await JournalEnd.read(on: connection))
        let today = try await HubCalendar.day(at: newest.horizon, seal, on: connection)
        guard let due = policy.schedule.due(by: today), let cut = try await HubCalendar.came(to: due, seal, on: connection) else { return nil }
        let entered = try await connection.query(
            """
            SELECT xact FROM governance.change
            WHERE system = \(policy.system.rawValue) AND dataset = \(policy.dataset.rawValue) AND to_version = \(policy.contentHash)
            ORDER BY change_id DESC LIMIT 1
            """
        ).first?.decode(UInt64.self)
        guard let entered else { return nil }
        return newest.held(at: max(cut, Position(xact: entered, position: .max)))
    }
}
