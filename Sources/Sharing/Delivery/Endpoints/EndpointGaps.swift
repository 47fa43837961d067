package import Addressee
internal import Governance
package import Postgres
internal import Register

/// 接続の不足. Where something is to be pushed and nobody does it, or to be fetched and nobody comes.
package struct EndpointGap: Sendable, Hashable {
    /// Why nothing is delivered, or not all of it known to have been.
    package enum Kind: String, Sendable {
        /// The policy in force lets the hub push, and there is no endpoint.
        case missing = "endpoint-missing"
        /// Somebody has paused it.
        case paused = "endpoint-paused"
        /// A receiver has not said in time what became of what it accepted.
        case unanswered = "answers-overdue"
        /// 提供日 of a monthly policy has passed, and nobody has fetched all that stood then.
        case notFetched = "month-not-fetched"
    }

    package let system: String
    package let dataset: String
    package let kind: Kind
    /// Of answers: how many.
    package var count: Int64 = 0
    /// Of what is fetched each month: the day.
    package var due: CalendarDay?

    /// Days after 提供日 in which nobody is reminded.
    private static let patience = 3

    /// 提供日を過ぎた毎月の提供: policies whose day has come, and of whose dataset there is something in the journal behind what was last told. Where nobody of that is in
    /// scope, there is nothing to be told, and whoever looks finds that out. It may read a month of the journal: for whoever asks, not for a look that comes again and again.
    package static func months(_ store: PolicyStore, on connection: Connection) async throws -> [EndpointGap] {
        guard let today = try await HubCalendar.newest(store.seal, on: connection) else { return [] }
        var gaps: [EndpointGap] = []
        for row in try await connection.query("SELECT system, dataset FROM governance.in_force ORDER BY system, dataset") {
            let (system, dataset) = try row.decode((String, String).self)
            guard let name = SystemName(rawValue: system) else { continue }
            let policy: Policy?
            do { policy = try await store.inForce(name, dataset, on: connection) } catch is PolicyStoreError { continue }
            guard let policy, policy.closing == nil, let due = policy.schedule.due(by: today.adding(days: -patience)),
                let cut = try await HubCalendar.came(to: due, store.seal, on: connection)
            else { continue }
            // A full extract without its end is none.
            let waits = try await connection.query(
                """
                SELECT EXISTS (SELECT FROM journal.entry e WHERE e.dataset = \(dataset) AND e.xact <= \(cut.xact) AND e.xact > coalesce((
                    SELECT max(r.cut_xact) FROM provision.record r
                    WHERE r.system = \(system) AND r.dataset = \(dataset)
                        AND (r.way = 'd' AND r.result <> 'r' OR r.way = 'f' AND r.result = 'p')), '0'))
                """)
            if try waits.first?.decode(Bool.self) == true { gaps.append(EndpointGap(system: system, dataset: dataset, kind: .notFetched, due: due)) }
        }
        return gaps
    }

    /// All others, by receiver.
    package static func all(_ store: PolicyStore, on connection: Connection) async throws -> [EndpointGap] {
        let rows = try await connection.query(
            """
            SELECT f.system, f.dataset,
                (SELECT count(*) FROM delivery.awaited a WHERE a.system = f.system AND a.dataset = f.dataset AND a.is_overdue) AS overdue,
                EXISTS (SELECT FROM governance.receipt r WHERE r.system = f.system AND r.dataset = f.dataset AND r.way = 'push' AND r.acknowledged_at IS NULL) AS is_owed
            FROM governance.in_force f ORDER BY f.system, f.dataset
            """)
        let standing = try await StandingEndpoint.all(store.seal, on: connection)
        var gaps: [EndpointGap] = []
        for row in rows {
            let (system, dataset, overdue, isOwed) = try row.decode((String, String, Int64, Bool).self)
            let endpoint = standing.first { $0.endpoint.system.rawValue == system && $0.endpoint.dataset.rawValue == dataset }
            let isMissing = endpoint.map { $0.endpoint.connector == Endpoint.pull } ?? true
            let isPaused = endpoint?.pausedAt != nil
            if overdue > 0 { gaps.append(EndpointGap(system: system, dataset: dataset, kind: .unanswered, count: overdue)) }
            guard isMissing || isPaused, let name = SystemName(rawValue: system) else { continue }
            let policy: Policy?
            // What was altered gives nothing; a warning of its own says so.
            do { policy = try await store.inForce(name, dataset, on: connection) } catch is PolicyStoreError { continue }
            // What is over is told nobody, but for what is still to be taken back.
            guard isOwed || policy.map({ $0.closing == nil && $0.ways.push }) ?? false else { continue }
            gaps.append(EndpointGap(system: system, dataset: dataset, kind: isMissing ? .missing : .paused))
        }
        return gaps
    }
}
