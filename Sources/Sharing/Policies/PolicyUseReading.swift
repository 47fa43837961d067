public import AccessControl
public import Addressee
internal import AuditTrail
internal import Governance
internal import Postgres

extension PolicyLifecycle {
    /// 使われていない提供. What was made of each policy in force since a day: provisions by way, ways and items never used, receivers that never came.
    ///
    /// Nothing is called unused that was not allowed during the whole period: a policy, a way and an item count from the day on which they came into force
    /// and stayed.
    ///
    /// - Parameters:
    ///   - principal: must have the right to propose or approve policies, to read the log, or to operate deliveries.
    ///   - since: first day of the period, Japan time.
    ///   - systems: only these; empty: all.
    /// - Throws: `AccessRefused` (recorded), `PostgresError`.
    public func use(by principal: Principal, since: CalendarDay, of systems: Set<SystemName> = []) async throws -> PolicyUseReport {
        let start = JapanTime.start(of: since)
        return try await pool.permit(principal, [Self.rightToRead(principal)]) { connection in
            var reading = PolicyUseReading(start: start, store: store, connection: connection)
            let now = try await connection.query("SELECT clock_timestamp()").first?.decode(PostgresInstant.self) ?? .now()
            return PolicyUseReport(
                since: since.description, until: JapanTime(now).iso8601, policies: try await reading.read(Set(systems.map(\.rawValue))))
        }
    }
}

/// One reading of what was made of policies.
private struct PolicyUseReading {
    let start: PostgresInstant
    let store: PolicyStore
    let connection: Connection
    /// Of a dataset that was looked through: items that have no value anywhere.
    private var empty: [DatasetName: (asked: ItemSet, empty: ItemSet)] = [:]

    init(start: PostgresInstant, store: PolicyStore, connection: Connection) { (self.start, self.store, self.connection) = (start, store, connection) }

    /// A receiver's version and since when it is in force; the oldest first.
    private struct Held {
        var version: String
        var since: PostgresInstant
    }

    /// What went out on one way, with the items that did.
    private struct Ways {
        var told: [PolicyUse.WayUse] = []
        var items: ItemSet = []

        /// Acts that gave something on a way of a policy.
        func given(on way: Way) -> Int64 {
            let names: Set<String> =
                switch way {
                case .push: ["push"]
                case .pull: ["delta", "full", "one"]
                case .medium: ["medium"]
                }
            return told.filter { names.contains($0.way) }.reduce(0) { $0 + $1.provisions }
        }
    }

    mutating func read(_ systems: Set<String>) async throws -> [PolicyUse] {
        let ways = try await ways()
        let held = try await held()
        var uses: [PolicyUse] = []
        for row in try await connection.query("SELECT system, dataset, content_hash, since FROM governance.in_force ORDER BY system, dataset") {
            let (system, dataset, version, since) = try row.decode((String, String, String, PostgresInstant).self)
            guard systems.isEmpty || systems.contains(system) else { continue }
            var line = held["\(system)/\(dataset)"] ?? []
            // What was loaded before changes were kept has no other trace.
            if line.last?.version != version { line.append(Held(version: version, since: since)) }
            var use = PolicyUse(
                system: system, dataset: dataset, version: version, inForceSince: Self.text(line[line.count - 1].since),
                versionSince: Self.text(line[line.count - 1].since))
            let went = ways["\(system)/\(dataset)"] ?? Ways()
            use.ways = went.told
            do {
                guard let name = SystemName(rawValue: system), let policy = try await store.inForce(name, dataset, on: connection) else {
                    throw PolicyStoreError.altered(version)
                }
                // What is closed takes back, and gives nothing.
                guard policy.closing == nil else { continue }
                try await judge(&use, policy, line, went)
            } catch is PolicyStoreError {
                use.verdict = .unreadable
            }
            uses.append(use)
        }
        return uses
    }

    private mutating func judge(_ use: inout PolicyUse, _ policy: Policy, _ line: [Held], _ went: Ways) async throws {
        let begun = try await begun(policy, line)
        use.label = policy.label
        use.inForceSince = Self.text(begun.policy)
        use.isObserved = begun.policy <= start
        for way in Way.allCases where policy.ways.allows(way) && went.given(on: way) == 0 {
            if begun.ways[way].map({ $0 <= start }) ?? false { use.unusedWays.append(way.rawValue) } else { use.newWays.append(way.rawValue) }
        }
        use.neverPulled = (begun.ways[.pull].map { $0 <= start } ?? false) && !went.told.contains { ["delta", "full", "one", "none"].contains($0.way) }
        let all = policy.items.union(policy.confirmItems)
        for item in policy.catalogue.items(of: all.subtracting(went.items)) {
            if begun.items[item].map({ $0 <= start }) ?? false { use.unusedItems.append(item.rawValue) } else { use.newItems.append(item.rawValue) }
        }
        let empty = try await empty(of: policy)
        use.emptyItems = policy.catalogue.items(of: went.items.intersection(all).intersection(empty)).filter { item in
            begun.items[item].map { $0 <= start } ?? false
        }.map(\.rawValue)
        use.verdict =
            if use.provisions == 0 {
                use.isObserved ? .unused : .tooNew
            } else {
                use.unusedWays.isEmpty && use.unusedItems.isEmpty && use.emptyItems.isEmpty ? .used : .partlyUsed
            }
    }

    /// Since when the receiver has had a policy without a break, and each way and item of this version with it.
    private func begun(
        _ policy: Policy, _ line: [Held]
    ) async throws -> (policy: PostgresInstant, ways: [Way: PostgresInstant], items: [Item: PostgresInstant]) {
        let newest = line[line.count - 1].since
        let all = policy.catalogue.items(of: policy.items.union(policy.confirmItems))
        var begun = (
            policy: newest, ways: Dictionary(uniqueKeysWithValues: Way.allCases.filter(policy.ways.allows).map { ($0, newest) }),
            items: Dictionary(uniqueKeysWithValues: all.map { ($0, newest) })
        )
        var (ways, items) = (Set(begun.ways.keys), Set(all))
        for held in line.dropLast().reversed() {
            let older: Policy?
            // Of what can't be read any more nobody knows what it allowed.
            do { older = try await store.version(held.version, on: connection) } catch is PolicyStoreError { older = nil }
            guard let older, older.closing == nil else { break }
            begun.policy = held.since
            ways = ways.filter(older.ways.allows)
            items = items.filter(older.items.union(older.confirmItems).contains)
            for way in ways { begun.ways[way] = held.since }
            for item in items { begun.items[item] = held.since }
        }
        return begun
    }

    /// By receiver: every change of what is in force.
    private func held() async throws -> [String: [Held]] {
        var held: [String: [Held]] = [:]
        for row in try await connection.query("SELECT system, dataset, to_version, changed_at FROM governance.change ORDER BY change_id") {
            let (system, dataset, version, since) = try row.decode((String, String, String, PostgresInstant).self)
            held["\(system)/\(dataset)", default: []].append(Held(version: version, since: since))
        }
        return held
    }

    /// By receiver, of all records; the counts are of the period.
    private func ways() async throws -> [String: Ways] {
        let rows = try await connection.query(
            """
            SELECT system, dataset, way::text AS way, count(*) FILTER (WHERE gave AND is_now) AS provisions,
                coalesce(sum(persons_count) FILTER (WHERE gave AND is_now), 0)::bigint AS persons,
                coalesce(sum(protected_count) FILTER (WHERE gave AND is_now), 0)::bigint AS protected, count(*) FILTER (WHERE result = 'r' AND is_now) AS refused,
                count(*) FILTER (WHERE result IN ('x', 'u', 'n') AND is_now) AS untaken, max(recorded_at) FILTER (WHERE gave) AS last_at,
                max(recorded_at) AS last_tried_at, coalesce(bit_or(items) FILTER (WHERE gave AND is_now), 0) AS items
            FROM (
                SELECT system, dataset, way, result, persons_count, protected_count, recorded_at, items, result IN ('p', 'i') AND persons_count > 0 AS gave,
                    recorded_at >= \(start) AS is_now
                FROM provision.record
            ) AS r
            GROUP BY system, dataset, way ORDER BY system, dataset, way
            """)
        var ways: [String: Ways] = [:]
        for row in rows {
            let way = ProvisionRecord.Way(rawValue: try row.decode("way")) ?? .none
            let receiver = "\(try row.decode("system", as: String.self))/\(try row.decode("dataset", as: String.self))"
            ways[receiver, default: Ways()].told.append(
                PolicyUse.WayUse(
                    way: way.name, provisions: try row.decode("provisions"), persons: try row.decode("persons"),
                    protected: try row.decode("protected"), refused: try row.decode("refused"),
                    untaken: try row.decode("untaken"), lastAt: try row.decode("last_at", as: PostgresInstant?.self).map(Self.text),
                    lastTriedAt: try row.decode("last_tried_at", as: PostgresInstant?.self).map(Self.text)))
            ways[receiver]?.items.formUnion(ItemSet(rawValue: try row.decode("items")))
        }
        return ways
    }

    /// Items that stand in no record of the policy's dataset, whoever's and however old. What the hub keeps elsewhere is not among them.
    private mutating func empty(of policy: Policy) async throws -> ItemSet {
        let items = ItemExpression.givable(policy, confirmed: true).filter { !ItemSet.ofProtection.contains($0) }
        let asked = ItemSet(items)
        let known = empty[policy.dataset] ?? ([], [])
        let new = items.filter { !known.asked.contains($0) }
        guard !new.isEmpty else { return known.empty }
        let columns = new.map { item in
            // Names of a catalogue that was parsed: letters, digits and underscores only.
            let holds =
                policy.catalogue.isOfRegister
                ? "SELECT FROM register.version v WHERE v.\(item.rawValue) IS NOT NULL"
                : "SELECT FROM dataset.record r WHERE r.dataset = '\(policy.dataset.rawValue)' AND r.items ? '\(item.rawValue)'"
            return "EXISTS (\(holds)) AS \(ItemExpression.name(item))"
        }
        let rows = try await connection.query("SELECT \(unsafeSQL: columns.joined(separator: ", "))")
        guard let row = rows.first else { return known.empty }
        var found = known.empty
        for item in new where try !row.decode(ItemExpression.name(item), as: Bool.self) { found.insert(ItemSet(item)) }
        empty[policy.dataset] = (known.asked.union(asked), found)
        return found
    }

    private static func text(_ instant: PostgresInstant) -> String { JapanTime(instant).iso8601 }
}
