internal import Addressee
internal import AuditTrail
internal import Governance
internal import Postgres

/// What a new day does to policies: approved ones come into force, ended ones are closed, and people are warned of ends to come.
struct PolicyCalendar {
    let connection: Connection
    let store: PolicyStore

    /// In the transaction that moves the day, and after it.
    ///
    /// Each policy goes by itself: what fails of one is undone, named by an event, and tried again with the next day or approval, and the others go on.
    /// Where a receiver is being served it is waited for briefly: all of this runs alone, and what is left is tried again.
    /// Nothing is done to a version whose acts the hub has not written itself, nor because of one; it is named.
    /// A version whose stored text was altered gives nothing and has no end that could be read; it is named, and waits to be revoked.
    func advance(to day: CalendarDay) async throws {
        try await PolicyLedger.lock(connection)
        let ledger = PolicyLedger(connection: connection, seal: store.seal)
        let change = PolicyActivation(connection: connection, store: store, actor: PolicyLedger.calendar, eventBy: PolicyLedger.calendar, today: day)
        var bases: [String: CalendarDay] = [:]
        do {
            bases = try await store.basisEnds(on: connection)
        } catch PolicyStoreError.altered(let list) {
            // Nothing is provided while nobody knows what has ended; what ends by its own day does so all the same.
            try await name(.policyAltered, list, "*", "legal-bases.tsv")
        }
        for version in try await store.unproven(on: connection) { try await name(.policyUnproven, version.version, version.system, version.dataset) }
        let waiting = try await store.readable(ledger.versions(in: .approved), on: connection)
        var altered = Set(waiting.altered)
        for policy in waiting.policies {
            let found = try await apart(policy) {
                if let end = policy.end(with: bases), end.day <= day {
                    try await expire(policy, end, ledger, on: day)
                } else if policy.validFrom <= day {
                    try await change.enter(policy)
                }
            }
            // What it was to take the place of: until that is revoked, it waits.
            if let found { altered.insert(found) }
        }
        let inForce = try await store.readable(ledger.versions(in: .inForce), on: connection)
        for hash in altered.union(inForce.altered).sorted() { try await name(altered: hash) }
        for policy in inForce.policies {
            guard let end = policy.end(with: bases) else { continue }
            try await apart(policy) {
                if end.day <= day {
                    try await expire(policy, end, ledger, on: day)
                    try await change.close(PolicyVersion(policy), .expired)
                } else if let days = end.warning(on: day) {
                    try await warn(policy, end, days)
                }
            }
        }
    }

    /// What the day does to one policy, undone and named where it fails; what ends the whole transaction is thrown.
    ///
    /// - Returns: the version whose altered text stood in the way.
    @discardableResult
    private func apart(_ policy: Policy, _ body: () async throws -> Void) async throws -> String? {
        let because: String
        do {
            try await connection.savepoint { connection in
                let usual = try await connection.query("SELECT current_setting('lock_timeout')").first?.decode(String.self) ?? "0"
                try await connection.execute("SET LOCAL lock_timeout = '3s'")
                try await body()
                try await connection.execute("SELECT set_config('lock_timeout', \(usual), true)")
            }
            return nil
        } catch PolicyStoreError.altered(let version) {
            return version
        } catch let unproven as PolicyStoreError {
            because = unproven.code
        } catch let refused as PolicyActRefused {
            because = refused.code
        } catch let error as PostgresError where Self.isOfOnePolicy(error) {
            because = error.label
        }
        let fields = ["because": because, "policy": policy.contentHash, "system": policy.system.rawValue, "dataset": policy.dataset.rawValue]
        try await AuditEvent(.policyNotMoved, isFailure: true, by: PolicyLedger.calendar, fields: fields).record(on: connection)
        return nil
    }

    /// Data, constraints and locks (classes 22, 23, 44, 55, and what functions raise) are one policy's; a lost connection, a deadlock, a server without
    /// room or a right that the hub's role lacks are everybody's.
    private static func isOfOnePolicy(_ error: PostgresError) -> Bool {
        guard let state = error.sqlState, !error.isConnectionLoss, !error.isRetryable else { return false }
        return ["22", "23", "44", "55", "P0"].contains(state.prefix(2))
    }

    private func name(altered hash: String) async throws {
        let rows = try await connection.query("SELECT system, dataset FROM governance.policy WHERE content_hash = \(hash)")
        guard let (system, dataset) = try rows.first?.decode((String, String).self) else { return }
        try await name(.policyAltered, hash, system, dataset)
    }

    private func name(_ kind: EventKind, _ version: String, _ system: String, _ dataset: String) async throws {
        let fields = ["policy": version, "system": system, "dataset": dataset]
        try await AuditEvent(kind, isFailure: true, by: PolicyLedger.calendar, fields: fields).record(on: connection)
    }

    private func expire(_ policy: Policy, _ end: PolicyEnd, _ ledger: PolicyLedger, on day: CalendarDay) async throws {
        let lastAct = try await ledger.lastAct(on: policy.contentHash)
        try await ledger.enter(.expire, policy.contentHash, after: lastAct, by: PolicyLedger.calendar, on: day, reason: end.reason)
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
