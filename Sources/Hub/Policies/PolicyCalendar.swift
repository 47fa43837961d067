internal import Addressee
internal import Governance
internal import Postgres

/// What a new day does to policies: approved ones come into force, ended ones are closed, and people are warned of ends to come.
struct PolicyCalendar {
    let connection: Connection
    let shelf: PolicyShelf

    /// In the transaction that moves the day, and after it.
    func advance(to day: CalendarDay) async throws {
        try await PolicyLedger.lock(connection)
        let ledger = PolicyLedger(connection: connection)
        let change = PolicyChange(connection: connection, shelf: shelf, actor: PolicyLedger.calendar, eventBy: PolicyLedger.calendar, today: day)
        let bases = try await ledger.basisEnds()
        for policy in try await policies(ledger.versions(in: .approved)) {
            if let end = policy.end(with: bases), end.day <= day {
                try await expire(policy, end, ledger, on: day)
            } else if policy.validFrom <= day {
                try await change.enter(policy, day: day)
            }
        }
        for policy in try await policies(ledger.versions(in: .inForce)) {
            guard let end = policy.end(with: bases) else { continue }
            if end.day <= day {
                try await expire(policy, end, ledger, on: day)
                try await change.close(policy, .expired)
            } else if let days = end.warning(on: day) {
                try await warn(policy, end, days)
            }
        }
    }

    private func policies(_ versions: [String]) async throws -> [Policy] {
        var policies: [Policy] = []
        for version in versions {
            if let policy = try await shelf.version(version, on: connection) { policies.append(policy) }
        }
        return policies
    }

    private func expire(_ policy: Policy, _ end: PolicyEnd, _ ledger: PolicyLedger, on day: CalendarDay) async throws {
        let standing = try await ledger.standing(of: policy.contentHash)
        try await ledger.enter(.expire, policy.contentHash, after: standing, by: PolicyLedger.calendar, on: day, reason: end.reason)
        try await event(.policyExpired, policy, ["reason": end.reason]).record(on: connection)
    }

    private func warn(_ policy: Policy, _ end: PolicyEnd, _ days: Int) async throws {
        let isNew = try await connection.execute(
            """
            INSERT INTO governance.warning (ends_on, days, policy_version, reason)
            VALUES (\(end.day), \(Int32(days)), \(policy.contentHash), \(end.reason)) ON CONFLICT DO NOTHING
            """)
        guard isNew > 0 else { return }
        try await event(.policyEndWarned, policy, ["days": String(days), "ends_on": end.day.description, "reason": end.reason]).record(on: connection)
    }

    private func event(_ kind: EventKind, _ policy: Policy, _ more: [String: String]) -> AuditEvent {
        let fields = ["policy": policy.contentHash, "system": policy.system.rawValue, "dataset": policy.dataset.rawValue]
        return AuditEvent(kind, by: PolicyLedger.calendar, fields: fields.merging(more) { $1 })
    }
}
