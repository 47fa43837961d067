internal import Addressee
internal import Governance
internal import Postgres
internal import Register
internal import Sharing

/// 配信の遅れ. How far a pushed receiver is from what the journal holds.
struct DeliveryLag: Sendable {
    /// The receiver's slug.
    let system: String
    /// データセット名.
    let dataset: String
    /// Entries acknowledged so far.
    let delivered: Int64
    /// Failures in a row.
    let failures: Int32
    /// Kind of the last failure where the last attempt failed.
    let lastFailure: String?
    /// When a delivery last failed, in seconds since 1970; nil where none ever did.
    let lastFailedAt: Double?
    let waiting: Int64
    let deadLetters: Int64
    /// Entries, or persons of a first delivery, that it has not acknowledged, `most` at most; nil where nothing is pushed to it any more.
    var entriesBehind: Int64?
    /// Age of the first of them; nil as above.
    var secondsBehind: Double?
    /// Whether its place can't be read any more.
    var isPositionUnreadable = false

    /// Counting ends here: what is asked every few seconds must not go through a whole journal.
    static let most: Int64 = 100_000

    /// All receivers that are, or were, pushed to.
    static func read(_ cursors: CursorForm, _ store: PolicyStore, on connection: Connection) async throws -> [DeliveryLag] {
        let rows = try await connection.query(
            """
            SELECT s.system, s.dataset, s.delivered, s.failures, s.last_failure, extract(epoch FROM s.last_failed_at)::float8 AS last_failed_at,
                (SELECT count(*) FROM delivery.waiting w WHERE w.system = s.system AND w.dataset = s.dataset) AS waiting,
                (SELECT count(DISTINCT d.addressee_id) FROM delivery.dead_letter d WHERE d.system = s.system AND d.dataset = s.dataset AND d.redelivered_at IS NULL) AS dead,
                s.position, s.starts_over,
                coalesce(extract(epoch FROM clock_timestamp() - greatest(f.since, s.starts_over_since)), 0)::float8 AS due_for
            FROM delivery.subscription s LEFT JOIN governance.in_force f ON f.system = s.system AND f.dataset = s.dataset
            ORDER BY s.system, s.dataset
            """)
        var lags: [DeliveryLag] = []
        for row in rows {
            var lag = DeliveryLag(
                system: try row.decode("system"), dataset: try row.decode("dataset"), delivered: try row.decode("delivered"),
                failures: try row.decode("failures"), lastFailure: try row.decode("last_failure"), lastFailedAt: try row.decode("last_failed_at"),
                waiting: try row.decode("waiting"), deadLetters: try row.decode("dead"))
            try await lag.measure(
                try row.decode("position"), startsOver: try row.decode("starts_over"), dueFor: try row.decode("due_for"), cursors, store, on: connection)
            lags.append(lag)
        }
        return lags
    }

    private mutating func measure(
        _ position: String?, startsOver: Bool, dueFor seconds: Double, _ cursors: CursorForm, _ store: PolicyStore, on connection: Connection
    ) async throws {
        guard let name = SystemName(rawValue: system) else { return }
        let inForce: Policy?
        // What was altered gives nothing; a warning of its own says so.
        do { inForce = try await store.inForce(name, dataset, on: connection) } catch is PolicyStoreError { return }
        guard let policy = inForce else { return }
        // Of what is closed, or pushed no longer, nothing is told any more.
        guard policy.closing == nil, policy.ways.push else { return }
        if startsOver {
            // Whatever its place was: everybody comes again.
            let all = try await connection.query("SELECT count(*) FROM (SELECT FROM register.addressee LIMIT \(Self.most)) AS a")
            (entriesBehind, secondsBehind) = (try all.first?.decode(Int64.self), seconds)
            return
        }
        var place = Position.start
        if let position {
            guard let cursor = try? Cursor(position, system: system, dataset: dataset, form: cursors) else {
                isPositionUnreadable = true
                return
            }
            if let moving = cursor.moving {
                let left = try await connection.query(
                    "SELECT count(*) FROM (SELECT FROM register.addressee WHERE addressee_id > \(moving.after) LIMIT \(Self.most)) AS a")
                (entriesBehind, secondsBehind) = (try left.first?.decode(Int64.self), seconds)
                return
            }
            place = cursor.at
        }
        let behind = try await connection.query(
            """
            SELECT (SELECT count(*) FROM (SELECT FROM journal.entry WHERE (xact, position) > (\(place.xact), \(place.position)) AND (dataset IS NULL OR dataset = \(dataset)) LIMIT \(Self.most)) AS e),
                (SELECT extract(epoch FROM clock_timestamp() - coalesce(
                    (SELECT v.recorded_at FROM register.version v WHERE v.addressee_id = e.addressee_id AND v.history_number = e.history_number AND e.kind = 'v'),
                    (SELECT r.recorded_at FROM dataset.record r WHERE r.addressee_id = e.addressee_id AND r.dataset = e.dataset AND r.record_key = e.record_key
                        AND r.history_number = e.history_number),
                    (SELECT c.recorded_at FROM journal.calendar c WHERE c.xact = e.xact ORDER BY c.position LIMIT 1)))::float8
                FROM journal.entry e WHERE (e.xact, e.position) > (\(place.xact), \(place.position)) AND (e.dataset IS NULL OR e.dataset = \(dataset)) ORDER BY e.xact, e.position LIMIT 1)
            """)
        guard let (entries, age) = try behind.first?.decode((Int64, Double?).self) else { return }
        entriesBehind = entries
        // What came before the policy did was not late before then.
        secondsBehind = entries == 0 ? 0 : max(0, min(age ?? 0, seconds))
    }
}
