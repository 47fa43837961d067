public import Addressee
internal import AuditTrail
internal import Governance
internal import Postgres
internal import Register

/// What is in force changes, at one place of the journal, in a transaction that runs alone (`HubCalendar.moveAlone`).
struct PolicyActivation {
    /// Hours in which receivers must have followed.
    static let hoursToFollow = 24

    let connection: Connection
    let store: PolicyStore
    /// Account for the ledger, and the name for the log.
    let actor: String
    let eventBy: String
    /// The day in Japan.
    let today: CalendarDay

    /// 提供中の版を保つ. Shared, until the transaction ends, by everything that gives a receiver what it keeps; a change waits for them and then sees
    /// their records, so that nobody is overlooked who was being served at that moment.
    ///
    /// It is taken or not, at once: a change may last as long as the move of the hub's day that brings it, and whoever waited for it on a connection
    /// would keep that from all other receivers. A change that waits goes before those who come after it.
    /// ``held(_:)`` reads what the statement returns.
    static func holding(_ system: String, _ dataset: String) -> Query {
        "SELECT pg_try_advisory_xact_lock_shared(hashtext('governance.in_force'), hashtext(\(system + "/" + dataset)))"
    }

    /// - Throws: `PolicyChanging` while a change is under way; `awaited` comes again.
    static func held(_ rows: Rows) throws {
        guard try rows.first?.decode(Bool.self) == true else { throw PolicyChanging() }
    }

    /// Runs `body` again for as long as a change is under way, and holds no connection in between.
    ///
    /// - Throws: `PolicyChanging` where it lasts longer than `limit`, and what `body` throws.
    static func awaited<R>(atMost limit: Duration = .seconds(10), _ body: () async throws -> R) async throws -> R {
        let deadline = ContinuousClock.now + limit
        while true {
            do {
                return try await body()
            } catch let changing as PolicyChanging {
                guard ContinuousClock.now < deadline else { throw changing }
                try await Task.sleep(for: .milliseconds(.random(in: 20...60)))
            }
        }
    }

    private var ledger: PolicyLedger { PolicyLedger(connection: connection, seal: store.seal) }

    /// 施行. An approved version takes the place of whatever is in force.
    func enter(_ policy: Policy) async throws {
        let before = try await replaced(by: policy)
        let lastAct = try await ledger.lastAct(on: policy.contentHash)
        let decidedAt = try await connection.query(
            "SELECT acted_at FROM governance.act WHERE policy_version = \(policy.contentHash) AND act = 'approve' ORDER BY step DESC LIMIT 1"
        ).first?.decode(PostgresInstant.self)
        try await ledger.enter(.enter, policy.contentHash, after: lastAct, by: actor, on: today, reason: "施行日\(policy.validFrom)による")
        // The same version again, where it came into force without its acts: it takes nothing's place.
        let isSame = before?.contentHash == policy.contentHash
        if let before, !isSame, before.closing == nil {
            let old = try await ledger.lastAct(on: before.contentHash)
            try await ledger.enter(
                .supersede, before.contentHash, after: old, by: actor, on: today, reason: "\(policy.contentHash.prefix(12))の施行による")
        }
        if policy.ways.push {
            try await Subscription.begin(policy.system, policy.dataset, on: connection)
        }
        if !isSame { try await switchOver(from: before.map { PolicyVersion($0) }, to: policy, decidedAt: decidedAt) }
        try await tellAgesAboveHorizon(policy)
        try await event(.policyEntered, policy, ["replaces": before?.contentHash]).record(on: connection)
    }

    /// 失効. What the version gave is taken back; its act must have been entered before.
    func close(_ version: PolicyVersion, _ cause: Closing.Cause) async throws {
        let closing = version.closed(cause)
        try await PolicyStore.keep(closing: closing, on: connection)
        try await switchOver(from: version, to: closing, decidedAt: nil)
    }

    /// What a version takes the place of: what is in force by acts that the hub has written itself. Where the tables say something else, nothing takes the
    /// place of it before they are put right: what is truly in force would stay so beside the new version.
    ///
    /// - Throws: `PolicyStoreError`; of what can't be read nobody knows what to take back, so it must be revoked first.
    private func replaced(by policy: Policy) async throws -> Policy? {
        let (system, dataset) = (policy.system, policy.dataset.rawValue)
        let rows = try await connection.query("SELECT content_hash FROM governance.in_force WHERE system = \(system.rawValue) AND dataset = \(dataset)")
        let named = try rows.first?.decode(String.self)
        let standing = try await ProvenStanding.of(system.rawValue, dataset, store.seal, on: connection)
        if let named, named != policy.contentHash { return try await store.inForce(system, dataset, on: connection) }
        if let other = standing.inForce { throw PolicyStoreError.unproven(other) }
        // The same version again, where it was loaded before there were acts.
        if named != nil, let ended = standing.ended { throw PolicyStoreError.unproven(ended.version) }
        return named == nil ? nil : policy
    }

    private func switchOver(from before: PolicyVersion?, to policy: Policy, decidedAt: PostgresInstant?) async throws {
        let (system, dataset) = (policy.system.rawValue, policy.dataset.rawValue)
        try await connection.execute("SELECT pg_advisory_xact_lock(hashtext('governance.in_force'), hashtext(\(system + "/" + dataset)))")
        try await connection.execute(
            """
            INSERT INTO governance.in_force (system, dataset, content_hash) VALUES (\(system), \(dataset), \(policy.contentHash))
            ON CONFLICT (system, dataset) DO UPDATE SET content_hash = excluded.content_hash, since = now()
            """)
        // Of what can't be read, anything may have been given.
        let takesBack = before.map { $0.policy.map { PolicyDifference(from: $0, to: policy).takesBack } ?? true } ?? false
        let change = try await connection.query(
            """
            INSERT INTO governance.change (decided_at, due_at, takes_back, system, dataset, from_version, to_version)
            SELECT at, clock_timestamp() + make_interval(hours => \(Int32(Self.hoursToFollow))), \(takesBack), \(system), \(dataset),
                \(before?.contentHash), \(policy.contentHash)
            FROM (SELECT coalesce(\(decidedAt), clock_timestamp()) AS at) AS decided
            RETURNING change_id
            """
        ).first?.decode(Int64.self)
        guard let change, let before else {
            try await connection.execute("SELECT pg_notify('atena_journal', '')")
            return
        }
        // What is taken back does not wait for a receiver's time.
        if takesBack {
            try await Endpoints.makeDue(system, dataset, on: connection)
        }
        guard let seal = store.seal else { throw PolicyStoreError.unproven(policy.contentHash) }
        try await WithheldItems.endReleases(policy.system, policy.dataset, seal, on: connection)
        // Where the hub pushed under neither version, what it once pushed was taken back by an earlier change, which stays open until that is done.
        let wasPushed = before.policy?.ways.push ?? true || policy.ways.push
        // Whoever was given something has to follow: pushed to, or pulled, or handed a medium; a look-up of one person leaves nothing that the hub keeps in step.
        try await connection.execute(
            """
            INSERT INTO governance.receipt (change_id, can_confirm, way, system, dataset)
            SELECT \(change), \(policy.ways.push), 'push', system, dataset FROM delivery.subscription
            WHERE system = \(system) AND dataset = \(dataset) AND (position IS NOT NULL OR sequence > 0) AND \(wasPushed)
            UNION ALL
            SELECT \(change), EXISTS (SELECT FROM provision.record WHERE system = \(system) AND dataset = \(dataset) AND way = 'd' AND result = 'p'),
                'pull', \(system), \(dataset)
            WHERE EXISTS (SELECT FROM provision.record WHERE system = \(system) AND dataset = \(dataset) AND way IN ('d', 'f') AND result <> 'r')
            UNION ALL
            SELECT \(change), false, 'medium', \(system), \(dataset)
            WHERE EXISTS (SELECT FROM provision.record WHERE system = \(system) AND dataset = \(dataset) AND way = 'm' AND result <> 'r')
            """)
        try await connection.execute("SELECT pg_notify('atena_journal', '')")
    }

    /// A move of the day that no reader can see yet told only of the ages that mattered then; this policy's are told now. A reader may stop at each of the
    /// days on its way (`Cursor.Ages`), so whoever is in scope on one of them only is told, too.
    private func tellAgesAboveHorizon(_ policy: Policy) async throws {
        // The first of them is not crossed into.
        let days = try await HubCalendar.aboveHorizon(store.seal, on: connection)
        _ = try await HubCalendar.tellCrossing(birthDays(changing: [policy], along: days), on: connection)
    }

    private func event(_ kind: EventKind, _ policy: Policy, _ more: [String: String?]) -> AuditEvent {
        var fields = ["policy": policy.contentHash, "system": policy.system.rawValue, "dataset": policy.dataset.rawValue]
        for (name, value) in more { fields[name] = value }
        return AuditEvent(kind, by: eventBy, fields: fields)
    }
}

/// 改定中. The receiver's policy is being changed at this moment: nothing is given before it is known what is in force. It is over soon.
public struct PolicyChanging: Error, Sendable {}

extension PolicyChanging: Explained {
    /// X0011.
    public var code: String { "X0011" }
    /// What is under way.
    public var rule: String { "提供ポリシーを改定しています" }
}
