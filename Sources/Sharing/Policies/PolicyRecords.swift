package import AccessControl
internal import Addressee
internal import AuditTrail
package import Governance
internal import Postgres
internal import Register

/// 履歴. One act on a version of a policy, as the ledger has it.
public struct PolicyActRecord: Sendable, Codable {
    /// Content hash.
    public let version: String
    /// The receiving system's slug.
    public let system: String
    /// データセット名.
    public let dataset: String
    /// What was done, as `PolicyAct` writes it.
    public let act: String
    /// Who did it; `calendar` for what a day brought.
    public let account: String
    /// When, ISO 8601 in UTC.
    public let at: String
    /// Why.
    public let reason: String
}

/// 改定. One change of what is in force, and who has followed it.
public struct PolicyChangeRecord: Sendable, Codable {
    /// The receiving system's slug.
    public let system: String
    /// データセット名.
    public let dataset: String
    /// Version before; nil where there was none.
    public let from: String?
    /// Version since.
    public let to: String
    /// Why nothing is given since: `revoked` or `expired`; nil for an ordinary version.
    public let closing: String?
    /// When it was decided, ISO 8601 in UTC.
    public let decidedAt: String
    /// Until when receivers must have followed, ISO 8601 in UTC.
    public let dueAt: String
    /// Whether receivers may hold something that they may keep no longer.
    public let takesBack: Bool
    /// One per way; empty where the receiver was never given anything.
    public var receipts: [Receipt]

    /// One way's confirmation.
    public struct Receipt: Sendable, Codable {
        /// `push`, `pull` or `medium`.
        public let way: String
        /// False for a receiver that took whole extracts and never came for changes, for one that is pushed to no longer, and for a medium.
        public let canConfirm: Bool
        /// Seconds from the decision until it was confirmed; nil while it isn't.
        public let seconds: Double?
        /// Not confirmed, and due.
        public let isOverdue: Bool
    }

    /// Seconds from the decision to the last confirmation; nil while one is missing, and where there is nothing to confirm.
    public var secondsToLast: Double? {
        let seconds = receipts.compactMap(\.seconds)
        return seconds.count == receipts.count ? seconds.max() : nil
    }
}

/// 終了の予告. A policy in force that ends within 90 days.
public struct PolicyWarning: Sendable, Codable {
    /// The receiving system's slug.
    public let system: String
    /// データセット名.
    public let dataset: String
    /// Content hash.
    public let version: String
    /// First day on which it no longer holds, `YYYY-MM-DD`.
    public let endsOn: String
    /// Days until then, on the hub's day.
    public let daysLeft: Int
    /// By what it ends, in Japanese.
    public let reason: String
}

/// 改変. A version whose stored text is no longer what was approved; `*/legal-bases.tsv` is the list of legal bases that counts for all.
public struct AlteredPolicy: Sendable, Codable {
    /// The receiving system's slug.
    public let system: String
    /// データセット名.
    public let dataset: String
    /// Content hash that it is cited by.
    public let version: String
    /// Where it stands, as `PolicyState` writes it.
    public let state: String
}

/// 未了. A version that a day was to bring into force or to end, and that stands as before.
public struct OverduePolicy: Sendable, Codable {
    /// The receiving system's slug.
    public let system: String
    /// データセット名.
    public let dataset: String
    /// Content hash.
    public let version: String
    /// Where it stands, as `PolicyState` writes it.
    public let state: String
    /// What was due, in Japanese.
    public let reason: String
}

extension PolicyLifecycle {
    /// Permits reading policies, what became of them, and who acted on them why: to whoever proposes or approves them, reads the log, or operates deliveries.
    ///
    /// - Throws: `AccessRefused` (recorded), `PostgresError`.
    package func permitReading(_ principal: Principal) async throws {
        try await pool.permit(principal, Self.rightToRead(principal))
    }

    /// The right by which somebody reads policies.
    static func rightToRead(_ principal: Principal) -> Right {
        principal.oneOf(.proposePolicies, .approvePolicies, .readLog, orElse: .operateDeliveries)
    }

    /// The ledger, oldest first; of one version, of one system, or all.
    ///
    /// - Throws: `PolicyActRefused` for a name that is no version's, `PostgresError`.
    package func history(of name: String? = nil) async throws -> [PolicyActRecord] {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT a.policy_version, p.system, p.dataset, a.act, a.account, a.acted_at, a.reason
                FROM governance.act a JOIN governance.policy p ON p.content_hash = a.policy_version
                WHERE \(name)::text IS NULL OR p.system = \(name) OR p.system || '/' || p.dataset = \(name) OR starts_with(a.policy_version, \(name))
                ORDER BY a.act_id
                """)
            return try rows.map { row in
                PolicyActRecord(
                    version: try row.decode("policy_version"), system: try row.decode("system"), dataset: try row.decode("dataset"), act: try row.decode("act"),
                    account: try row.decode("account"), at: JapanTime(try row.decode("acted_at")).iso8601, reason: try row.decode("reason"))
            }
        }
    }

    /// Changes of what is in force, oldest first.
    ///
    /// - Parameters:
    ///   - system: only of this receiver.
    ///   - isPending: only those that somebody has not confirmed yet.
    package func changes(of system: String? = nil, isPending: Bool = false) async throws -> [PolicyChangeRecord] {
        let rows = try await pool.query(
            """
            SELECT c.change_id, c.system, c.dataset, c.from_version, c.to_version, p.closing_cause, c.decided_at, c.due_at, c.takes_back, r.way, r.can_confirm,
                extract(epoch FROM r.acknowledged_at - c.decided_at)::float8 AS seconds,
                r.acknowledged_at IS NULL AND c.due_at < clock_timestamp() AS is_overdue
            FROM governance.change c JOIN governance.policy p ON p.content_hash = c.to_version
            LEFT JOIN governance.receipt r ON r.change_id = c.change_id
            WHERE (\(system)::text IS NULL OR c.system = \(system))
                AND (NOT \(isPending) OR EXISTS (SELECT FROM governance.receipt o WHERE o.change_id = c.change_id AND o.acknowledged_at IS NULL))
            ORDER BY c.change_id, r.way DESC
            """)
        var changes: [PolicyChangeRecord] = []
        var last: Int64?
        for row in rows {
            let id = try row.decode("change_id", as: Int64.self)
            if id != last {
                changes.append(
                    PolicyChangeRecord(
                        system: try row.decode("system"), dataset: try row.decode("dataset"), from: try row.decode("from_version"),
                        to: try row.decode("to_version"), closing: try row.decode("closing_cause"),
                        decidedAt: JapanTime(try row.decode("decided_at")).iso8601, dueAt: JapanTime(try row.decode("due_at")).iso8601,
                        takesBack: try row.decode("takes_back"), receipts: []))
                last = id
            }
            guard let way = try row.decode("way", as: String?.self) else { continue }
            changes[changes.count - 1].receipts.append(
                .init(
                    way: way, canConfirm: try row.decode("can_confirm"), seconds: try row.decode("seconds"), isOverdue: try row.decode("is_overdue")))
        }
        return changes
    }

    /// 未了. What the hub's day should have brought into force or ended, and has not; empty in a sound hub.
    package func overdue() async throws -> [OverduePolicy] {
        try await pool.withConnection { connection in
            let ledger = PolicyLedger(connection: connection, seal: store.seal)
            guard let day = try await HubCalendar.newest(store.seal, on: connection) else { return [] }
            let bases = try await store.readableBasisEnds(on: connection)
            var overdue: [OverduePolicy] = []
            for state in [PolicyState.approved, .inForce] {
                for policy in try await store.readable(ledger.versions(in: state), on: connection).policies {
                    var reason: String?
                    if state == .approved, policy.validFrom <= day { reason = "施行(\(policy.validFrom))" }
                    if let end = policy.end(with: bases), end.day <= day { reason = end.reason }
                    guard let reason else { continue }
                    overdue.append(
                        OverduePolicy(
                            system: policy.system.rawValue, dataset: policy.dataset.rawValue, version: policy.contentHash, state: state.rawValue,
                            reason: reason))
                }
            }
            return overdue
        }
    }

    /// What ends within 90 days of the hub's day, the soonest first.
    package func warnings() async throws -> [PolicyWarning] {
        try await pool.withConnection { connection in
            let ledger = PolicyLedger(connection: connection, seal: store.seal)
            let day = try await HubCalendar.newest(store.seal, on: connection) ?? today()
            let bases = try await store.readableBasisEnds(on: connection)
            var warnings: [(PolicyWarning)] = []
            for policy in try await store.readable(ledger.versions(in: .inForce), on: connection).policies {
                guard let end = policy.end(with: bases), end.warning(on: day) != nil else { continue }
                warnings.append(
                    PolicyWarning(
                        system: policy.system.rawValue, dataset: policy.dataset.rawValue, version: policy.contentHash, endsOn: end.day.description,
                        daysLeft: Int(end.day.daysSince2000) - Int(day.daysSince2000), reason: end.reason))
            }
            return warnings.sorted { ($0.endsOn, $0.system) < ($1.endsOn, $1.system) }
        }
    }
}

extension PolicyLifecycle {
    /// One version, and where it stands; named by its hash or the beginning of it, or by its receiver where that has one in force or on its way.
    ///
    /// - Throws: `PolicyActRefused` where there is none or more than one, `PostgresError`.
    package func version(_ name: String) async throws -> (policy: Policy, state: PolicyState) {
        try await pool.withConnection { connection in
            let ledger = PolicyLedger(connection: connection, seal: store.seal)
            let version = try await ledger.version(named: name, in: [.inForce, .approved, .proposed])
            guard let found = try await store.named(version, on: connection) else { throw PolicyActRefused.unknown }
            guard let policy = found.policy else { throw PolicyActRefused.altered(version) }
            return (policy, try await ledger.lastAct(on: version).state)
        }
    }

    /// The versions that stand so, in the order in which they came there.
    package func versions(in state: PolicyState) async throws -> [Policy] {
        try await pool.withConnection { connection in
            try await store.readable(PolicyLedger(connection: connection, seal: store.seal).versions(in: state), on: connection).policies
        }
    }

    /// 改変. Versions in force or on their way whose stored text is no longer what was proposed and approved: they give nothing, and no day closes them.
    package func altered() async throws -> [AlteredPolicy] {
        try await pool.withConnection { connection in
            let ledger = PolicyLedger(connection: connection, seal: store.seal)
            var altered: [AlteredPolicy] = []
            for state in [PolicyState.proposed, .approved, .inForce] {
                // Read anew: what this process once read is what was approved.
                altered += try await Self.altered(PolicyStore(seal: store.seal).readable(ledger.versions(in: state), on: connection).altered, ledger)
            }
            do {
                _ = try await PolicyStore(seal: store.seal).basisEnds(on: connection)
            } catch PolicyStoreError.altered(let list) {
                altered.append(AlteredPolicy(system: "*", dataset: "legal-bases.tsv", version: list, state: PolicyState.inForce.rawValue))
            }
            return altered
        }
    }

    /// 証明のない版. Versions that the tables say are in force or on their way, and that acts of two people which the hub has written did not bring there.
    package func unproven() async throws -> [UnprovenPolicy] {
        // Read anew, as above.
        try await pool.withConnection { try await PolicyStore(seal: store.seal).unproven(on: $0) }
    }

    /// The same of these hashes.
    package static func altered(_ hashes: [String], _ ledger: PolicyLedger) async throws -> [AlteredPolicy] {
        var altered: [AlteredPolicy] = []
        for hash in hashes {
            let rows = try await ledger.connection.query("SELECT system, dataset FROM governance.policy WHERE content_hash = \(hash)")
            guard let (system, dataset) = try rows.first?.decode((String, String).self) else { continue }
            altered.append(AlteredPolicy(system: system, dataset: dataset, version: hash, state: try await ledger.lastAct(on: hash).state.rawValue))
        }
        return altered
    }
}
