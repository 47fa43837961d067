public import AccessControl
public import Addressee
internal import AuditTrail
public import ConnectorKit
internal import Foundation
public import Governance
public import Keys
public import Postgres

/// 接続の管理. What receivers are reached by: loaded from files, checked before use, paused, resumed, removed; the delivery service follows.
public struct Endpoints: Sendable {
    private let pool: Pool
    private let store: PolicyStore
    private let seal: RowSeal
    private let registry: ConnectorRegistry

    /// What became of one endpoint of the files.
    public struct Outcome: Sendable {
        /// The endpoint.
        public let endpoint: Endpoint
        /// What it does to what stood before.
        public let change: Change
        /// What the connector said of itself; nil where nothing changed.
        public let described: String?
        /// 業務システムの名前, as the policy in force has it; nil where none is, or nothing changed.
        public let label: String?
        /// Whether a policy in force lets the hub push by it; without one nothing is delivered.
        public let isPushed: Bool
    }

    /// 変化. How an endpoint of the files stands to the one that is followed.
    public enum Change: String, Sendable, CaseIterable {
        /// 追加
        case added
        /// 変更: of time or size; the receiver is the same.
        case changed
        /// 移動: another connector, or other settings. Everything is delivered again: whoever answers there may hold nothing.
        case moved
        /// 変更なし
        case unchanged

        /// Japanese name.
        public var label: String {
            switch self {
            case .added: "追加"
            case .changed: "変更"
            case .moved: "移動"
            case .unchanged: "変更なし"
            }
        }
    }

    /// `pool` is that of the hub's database; `registry` has the kinds of connectors that this installation has.
    /// Under `keys`, the hub's, endpoints are sealed.
    public init(pool: Pool, store: PolicyStore, keys: LiveCipher, registry: ConnectorRegistry) {
        (self.pool, self.store, seal, self.registry) = (pool, store, RowSeal(keys: keys), registry)
    }

    /// All endpoints, by system and dataset.
    package func standing() async throws -> [StandingEndpoint] { try await pool.withConnection { try await StandingEndpoint.all(seal, on: $0) } }

    /// All endpoints, by system and dataset.
    ///
    /// - Throws: `AccessRefused` (recorded) without the right to operate deliveries, `PostgresError`.
    public func standing(by principal: Principal) async throws -> [StandingEndpoint] {
        try await pool.permit(principal, [.operateDeliveries]) { try await StandingEndpoint.all(seal, on: $0) }
    }

    /// A connector by an endpoint; it reaches nobody yet.
    ///
    /// - Throws: `ConnectorError.badConfiguration` where this installation has no such kind, or the settings can't work.
    package func connector(_ standing: StandingEndpoint) throws(ConnectorError) -> any Connector {
        guard let kind = registry[standing.endpoint.connector] else {
            throw .badConfiguration("接続の種類 \(standing.endpoint.connector) はありません")
        }
        return try kind.connector(to: standing.receiver, standing.endpoint.settings)
    }

    /// 接続の取込み. Loads endpoints: each that is new or changed is checked first, reaches its receiver and hears whose it is; if one fails, none is loaded.
    ///
    /// What stands and is not among them stays.
    ///
    /// - Returns: one outcome for each, in their order.
    /// - Throws: `EndpointsRefused`, `AccessRefused` (both recorded), `PostgresError`.
    public func load(by principal: Principal, _ library: EndpointLibrary) async throws -> [Outcome] {
        func look() async throws -> [Outcome] { try await checked(library, by: principal) }
        return try await pool.permit(principal, [.operateDeliveries], as: Attempt(.endpointLoaded, retries: 3), first: look) { checked, connection in
            // Somebody else may have loaded others meanwhile.
            try await connection.execute("LOCK TABLE delivery.endpoint IN SHARE ROW EXCLUSIVE MODE")
            let standing = try await StandingEndpoint.all(seal, on: connection)
            var kept: [Outcome] = []
            var events: [AuditEvent] = []
            for outcome in checked {
                let before = standing.first { $0.endpoint.system == outcome.endpoint.system && $0.endpoint.dataset == outcome.endpoint.dataset }
                let change = outcome.described == nil ? .unchanged : Self.change(from: before?.endpoint, to: outcome.endpoint)
                kept.append(Outcome(endpoint: outcome.endpoint, change: change, described: outcome.described, label: outcome.label, isPushed: outcome.isPushed))
                if change != .unchanged { events.append(try await keep(kept[kept.count - 1], by: principal, on: connection)) }
            }
            try await connection.execute("SELECT pg_notify('atena_journal', '')")
            return Recorded(kept, as: events)
        }
    }

    /// What each endpoint of the files would do, once its receiver was reached; those that fail are on record.
    ///
    /// - Throws: `EndpointsRefused`, `PostgresError`.
    private func checked(_ library: EndpointLibrary, by principal: Principal) async throws -> [Outcome] {
        let standing = try await standing()
        let own = try await pool.withConnection { try await HubBody.read(on: $0) }?.code
        var outcomes: [Outcome] = []
        var refusals: [(endpoint: String, refused: EndpointRefused)] = []
        for endpoint in library.endpoints {
            let before = standing.first { $0.endpoint.system == endpoint.system && $0.endpoint.dataset == endpoint.dataset }
            let change = Self.change(from: before?.endpoint, to: endpoint)
            do {
                if let own, let named = library.bodies[endpoint.name], !named.isOf(own) { throw EndpointRefused.anotherBody(named, ours: own) }
                guard change != .unchanged else {
                    outcomes.append(Outcome(endpoint: endpoint, change: change, described: nil, label: nil, isPushed: true))
                    continue
                }
                let policy = try await pool.withConnection { try await store.inForce(endpoint.system, endpoint.dataset.rawValue, on: $0) }
                let described = try await described(endpoint, policy)
                outcomes.append(Outcome(endpoint: endpoint, change: change, described: described, label: policy?.label, isPushed: policy?.ways.push ?? false))
            } catch let refused as EndpointRefused {
                refusals.append((endpoint.name, refused))
                try await pool.refuse(.endpointLoaded, refused.code, by: principal, fields: ["endpoint": endpoint.name])
            }
        }
        guard refusals.isEmpty else { throw EndpointsRefused(refusals: refusals) }
        return outcomes
    }

    private static func change(from before: Endpoint?, to endpoint: Endpoint) -> Change {
        guard let before else { return .added }
        if before == endpoint { return .unchanged }
        return before.connector == endpoint.connector && before.settings == endpoint.settings ? .changed : .moved
    }

    /// Reaches the receiver and hears who it is.
    private func described(_ endpoint: Endpoint, _ policy: Policy?) async throws -> String {
        // Whoever asks by itself is reached by nobody.
        if endpoint.connector == Endpoint.pull {
            guard endpoint.settings.isEmpty else { throw EndpointRefused.settings([("settings", "取得する業務システムの接続（connector: pull）にはありません")]) }
            return "業務システムが取得する"
        }
        guard let kind = registry[endpoint.connector] else { throw EndpointRefused.unknownConnector(endpoint.connector, known: registry.kinds.map(\.name)) }
        let faults = kind.faults(endpoint.settings)
        guard faults.isEmpty else { throw EndpointRefused.settings(faults) }
        if let own = endpoint.businessID, let policy, let other = policy.businessID, own != other {
            throw EndpointRefused.businessID(own, policy: other, label: policy.label)
        }
        let description: ConnectorDescription
        do {
            let connector = try kind.connector(to: .init(system: endpoint.system, dataset: endpoint.dataset), endpoint.settings)
            do {
                try await connector.check()
                description = try await connector.describe()
                await connector.disconnect()
            } catch {
                await connector.disconnect()
                throw error
            }
        } catch let error as ConnectorError {
            throw EndpointRefused.failed(error.description)
        }
        if description.receiver != endpoint.system { throw EndpointRefused.anotherReceiver(description.receiver.rawValue) }
        guard let versions = description.datasets[endpoint.dataset.rawValue] else {
            throw EndpointRefused.notUnderstood("データセット \(endpoint.dataset)", described: description.summary)
        }
        if let told = policy?.catalogue.versionTold, !versions.contains(told) {
            throw EndpointRefused.notUnderstood("データセット \(endpoint.dataset) の版 \(told)", described: description.summary)
        }
        return description.summary
    }

    /// - Returns: the event that tells of it, to be written in the same transaction.
    private func keep(_ outcome: Outcome, by principal: Principal, on connection: Connection) async throws -> AuditEvent {
        let endpoint = outcome.endpoint
        let (system, dataset) = (endpoint.system.rawValue, endpoint.dataset.rawValue)
        let schedule = endpoint.schedule.columns
        let due = endpoint.schedule.due(after: try await Self.now(on: connection))
        let settings = String(decoding: try JSONEncoder.sorted.encode(endpoint.settings), as: UTF8.self)
        // One that stands and is none was written beside the program: whether it was paused nobody knows, and somebody resumes it on record.
        // Whoever keeps its times keeps when it is due, and a run under way goes on; what is due stays due.
        try await seal.write(
            .endpoint,
            """
            INSERT INTO delivery.endpoint AS e (system, dataset, gyomuid, connector, settings, batch_size, content, schedule, at_minute, day_of_month,
                hours_to_answer, tls, due_at, described)
            VALUES (\(system), \(dataset), \(endpoint.businessID?.value), \(endpoint.connector), \(settings)::text::jsonb, \(endpoint.batchSize.map(Int32.init)),
                \(endpoint.content.rawValue), \(schedule.name), \(schedule.minute), \(schedule.day), \(Int32(endpoint.hoursToAnswer)), \(endpoint.tls.rawValue), \(due), \(outcome.described))
            ON CONFLICT (system, dataset) DO UPDATE SET version = nextval('delivery.endpoint_version'), loaded_at = clock_timestamp(), gyomuid = excluded.gyomuid,
                connector = excluded.connector, settings = excluded.settings, batch_size = excluded.batch_size, content = excluded.content,
                schedule = excluded.schedule, at_minute = excluded.at_minute, day_of_month = excluded.day_of_month,
                hours_to_answer = excluded.hours_to_answer, tls = excluded.tls, described = excluded.described,
                due_at = CASE WHEN e.schedule <> 'as-it-happens' AND e.due_at <= clock_timestamp()
                    OR (e.schedule, e.at_minute, e.day_of_month) IS NOT DISTINCT FROM (excluded.schedule, excluded.at_minute, excluded.day_of_month)
                    THEN least(e.due_at, excluded.due_at) ELSE excluded.due_at END,
                paused_at = CASE WHEN \(outcome.change == .added) THEN clock_timestamp() ELSE e.paused_at END,
                began_at = CASE WHEN (e.schedule, e.content) = (excluded.schedule, excluded.content) THEN e.began_at END
            """, on: connection)
        // What is to be taken back waited long enough for somebody to reach it by.
        let isOwed = try await connection.query(
            """
            SELECT FROM governance.receipt r JOIN governance.change c USING (change_id)
            WHERE r.system = \(system) AND r.dataset = \(dataset) AND r.way = 'push' AND r.acknowledged_at IS NULL AND c.takes_back LIMIT 1
            """)
        if !isOwed.isEmpty { try await Self.makeDue(system, dataset, on: connection) }
        let isElsewhere = outcome.change == .moved || outcome.change == .added
        try await Self.takeLease(system, dataset, startingOver: isElsewhere, on: connection)
        // Whoever was asked before answers no more, and is not asked any more: everybody is told again.
        if isElsewhere {
            _ = try await AwaitedAnswers.giveUp(endpoint.system, endpoint.dataset.rawValue, by: principal.name, on: connection)
        }
        var fields = [
            "connector": endpoint.connector, "content": endpoint.content.rawValue, "dataset": dataset, "schedule": endpoint.schedule.label,
            "settings": endpoint.settings.keys.sorted().joined(separator: ","), "system": system, "moved": outcome.change == .moved ? "yes" : "no",
            "tls": endpoint.tls.rawValue,
        ]
        fields["described"] = outcome.described
        return AuditEvent(.endpointLoaded, by: principal.name, fields: fields)
    }

    /// Whoever works on the receiver loses it at once, whatever it is doing.
    private static func takeLease(_ system: String, _ dataset: String, startingOver: Bool, on connection: Connection) async throws {
        try await connection.execute(
            """
            UPDATE delivery.subscription SET lease_token = lease_token + 1, leased_until = '-infinity', next_attempt_at = '-infinity',
                starts_over = starts_over OR (\(startingOver) AND position IS NOT NULL)
            WHERE system = \(system) AND dataset = \(dataset)
            """)
    }

    /// Delivers now whatever its times: what can't wait for them.
    static func makeDue(_ system: String, _ dataset: String? = nil, on connection: Connection) async throws {
        try await connection.execute(
            """
            UPDATE delivery.endpoint SET due_at = clock_timestamp()
            WHERE system = \(system) AND (\(dataset)::text IS NULL OR dataset = \(dataset)) AND schedule <> 'as-it-happens'
            """)
    }

    private static func now(on connection: Connection) async throws -> PostgresInstant {
        try await connection.query("SELECT clock_timestamp()").first?.decode(PostgresInstant.self) ?? .now()
    }
}

extension Endpoints {
    /// 接続の停止. Nothing is delivered to the receiver until somebody resumes it; what happens meanwhile waits.
    ///
    /// - Throws: `EndpointRefused`, `AccessRefused` (both recorded), `PostgresError`.
    public func pause(by principal: Principal, _ system: SystemName, _ dataset: DatasetName, reason: String) async throws {
        try await act(.endpointPaused, by: principal, system, dataset, reason) { standing, connection in
            guard standing.pausedAt == nil else { throw EndpointRefused.pausedAlready }
            try await seal.update(
                .endpoint,
                """
                t.system = \(system.rawValue) AND t.dataset = \(dataset.rawValue) \(unsafeSQL: RowSeal.set(.endpoint))
                paused_at = clock_timestamp(), version = nextval('delivery.endpoint_version')
                """, on: connection)
        }
    }

    /// 接続の再開.
    ///
    /// - Throws: `EndpointRefused`, `AccessRefused` (both recorded), `PostgresError`.
    public func resume(by principal: Principal, _ system: SystemName, _ dataset: DatasetName, reason: String) async throws {
        try await act(.endpointResumed, by: principal, system, dataset, reason) { standing, connection in
            guard standing.pausedAt != nil else { throw EndpointRefused.notPaused }
            try await seal.update(
                .endpoint,
                """
                t.system = \(system.rawValue) AND t.dataset = \(dataset.rawValue) \(unsafeSQL: RowSeal.set(.endpoint))
                paused_at = NULL, version = nextval('delivery.endpoint_version')
                """, on: connection)
        }
    }

    /// 接続の取外し. The receiver is reached no more; where it stands is kept. A policy that lets it be pushed to is named by the status from then on.
    ///
    /// - Throws: `EndpointRefused`, `AccessRefused` (both recorded), `PostgresError`.
    public func remove(by principal: Principal, _ system: SystemName, _ dataset: DatasetName, reason: String) async throws {
        try await act(.endpointRemoved, by: principal, system, dataset, reason) { _, connection in
            // Nobody asks it for answers any more, and whoever is reached there again is told everything again.
            _ = try await AwaitedAnswers.giveUp(system, dataset.rawValue, by: principal.name, on: connection)
            try await connection.execute("DELETE FROM delivery.endpoint WHERE system = \(system.rawValue) AND dataset = \(dataset.rawValue)")
        }
    }

    /// 配信の指示. What is due on demand, or later, is delivered now.
    ///
    /// - Throws: `EndpointRefused`, `AccessRefused` (both recorded), `PostgresError`.
    public func run(by principal: Principal, _ system: SystemName, _ dataset: DatasetName, reason: String) async throws {
        try await act(.endpointRun, by: principal, system, dataset, reason, isInterrupting: false) { standing, connection in
            guard standing.endpoint.schedule != .asItHappens else { throw EndpointRefused.alwaysDelivered }
            try await Self.makeDue(system.rawValue, dataset.rawValue, on: connection)
        }
    }

    private func act(
        _ kind: EventKind, by principal: Principal, _ system: SystemName, _ dataset: DatasetName, _ reason: String, isInterrupting: Bool = true,
        _ body: (StandingEndpoint, Connection) async throws -> Void
    ) async throws {
        let about = ["dataset": dataset.rawValue, "system": system.rawValue]
        let reason = reason.drop(while: \.isWhitespace)
        func check() throws(EndpointRefused) {
            guard !reason.isEmpty else { throw .noReason }
        }
        let attempt = Attempt(kind, refusing: EndpointRefused.self, fields: about, retries: 3)
        try await pool.permit(principal, [.operateDeliveries], as: attempt, first: check) { _, connection in
            try await connection.execute(
                "SELECT FROM delivery.endpoint WHERE system = \(system.rawValue) AND dataset = \(dataset.rawValue) FOR UPDATE")
            guard let standing = try await StandingEndpoint.all(seal, on: connection).first(where: { $0.receiver == .init(system: system, dataset: dataset) })
            else { throw EndpointRefused.unknown }
            // First: what a worker is settling meanwhile is there then, or is not settled.
            if isInterrupting { try await Self.takeLease(system.rawValue, dataset.rawValue, startingOver: false, on: connection) }
            try await body(standing, connection)
            try await connection.execute("SELECT pg_notify('atena_journal', '')")
            return Recorded(as: AuditEvent(kind, by: principal.name, fields: about.merging(["reason": String(reason)]) { $1 }))
        }
    }
}

extension JSONEncoder {
    fileprivate static let sorted: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()
}
