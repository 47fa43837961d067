internal import AccessControl
public import Addressee
public import AuditTrail
public import ConnectorKit
package import Governance
internal import Keys
public import Postgres
public import Register

/// Who asks, as authenticated.
public struct Caller: Sendable {
    /// The system it speaks for.
    public let system: SystemName
    /// What the record names as asking: a certificate, a worker, a principal.
    public let byWhom: String

    /// `byWhom` goes into the provision record as it is.
    public init(system: SystemName, byWhom: String) {
        self.system = system
        self.byWhom = byWhom
    }
}

/// What changed for a receiver since its cursor.
public struct ChangePage: Sendable {
    /// What the receiver is to apply, in this order; empty where nothing changed.
    public let entries: [Entry]
    /// To continue from; opaque.
    public let cursor: String
    /// Whether another page follows at once.
    public let more: Bool

    /// `cursor` is encrypted by the hub; receivers give it back unread.
    public init(entries: [Entry], cursor: String, more: Bool) {
        self.entries = entries
        self.cursor = cursor
        self.more = more
    }
}

/// The one door out (提供・移転): every answer to a receiver is decided, recorded and projected here.
///
/// A refusal is recorded like a provision (CT-9); the record is durable before anything leaves.
public struct Provisioning: Sendable {
    package let pool: Pool
    package let vault: Vault
    /// 団体. Whose hub this is.
    package let body: HubBody
    package let store: PolicyStore
    package let listener: JournalListener
    package let monitor: HeartbeatMonitor
    package let today: @Sendable () -> CalendarDay
    private let ends = RecentEnds()
    let refusals = RefusalTally()
    let texts = LookUpTexts()
    let lookups = CommitGroup<Lookup, [Entry]>(width: 2) { $0.system == $1.system && $0.dataset == $1.dataset }

    /// All work for the same database; `listener` wakes those who wait for changes.
    ///
    /// - Parameters:
    ///   - body: whose hub this is, as the database says.
    ///   - monitor: knows whether the log is sealed closely enough.
    ///   - today: the day in Japan: what ends on it gives nothing any more, also where nobody has moved the hub's day.
    public init(
        pool: Pool, vault: Vault, body: HubBody, store: PolicyStore, listener: JournalListener, monitor: HeartbeatMonitor,
        today: @escaping @Sendable () -> CalendarDay = { CalendarDay.todayInJapan() }
    ) {
        self.pool = pool
        self.vault = vault
        self.body = body
        self.store = store
        self.listener = listener
        self.today = today
        self.monitor = monitor
    }

    /// How cursors are written and read.
    package var cursors: CursorForm { CursorForm(keys: vault.keys, body: body) }

    /// The changes after a cursor, or the first page of everything without one; waits up to `wait` for the first change.
    ///
    /// - Throws: `ProvisionRefused`, `CursorRefused`, `PostgresError`.
    public func changes(
        _ caller: Caller, dataset: String, after: String?, limit: Int, wait: Duration
    ) async throws -> ChangePage {
        let system = caller.system
        let cursor: Cursor?
        do {
            cursor = try after.map { text throws(CursorRefused) in
                try Cursor(text, system: system.rawValue, dataset: dataset, form: cursors)
            }
        } catch {
            try await record(error, system, dataset, caller)
            throw error
        }
        if let cursor, cursor.moving == nil { try await follows(cursor) }
        let deadline = ContinuousClock.now + wait
        while true {
            let page: Page
            do { page = try await self.page(system, dataset, cursor, limit, caller) } catch let refused as CursorRefused {
                try await record(refused, system, dataset, caller)
                throw refused
            }
            let left = deadline - ContinuousClock.now
            if !page.entries.isEmpty || page.more || left <= .zero || listener.isClosed || Task.isCancelled {
                return ChangePage(entries: page.entries, cursor: try page.next.encrypted(cursors), more: page.more)
            }
            await listener.wait(atMost: min(left, .milliseconds(500)))
        }
    }

    private func record(_ refused: CursorRefused, _ system: SystemName, _ dataset: String, _ caller: Caller) async throws {
        var record = ProvisionRecord(.refused, .delta, system: system.rawValue, dataset: dataset, byWhom: caller.byWhom, policy: nil)
        record.refusalCode = refused.code
        try await put(record)
    }

    /// Whether a policy was ever in force for a receiver, or something was delivered to it.
    package func isKnown(_ system: SystemName, _ dataset: String) async throws -> Bool {
        try await !pool.query(
            """
            SELECT FROM governance.in_force WHERE system = \(system.rawValue) AND dataset = \(dataset)
            UNION ALL SELECT FROM delivery.subscription WHERE system = \(system.rawValue) AND dataset = \(dataset) LIMIT 1
            """
        ).isEmpty
    }

    /// Records a refusal of what never got here: another system's path, a certificate without a system. Of those of one kind within a minute the first has a
    /// record; the others are counted.
    package func refuse(system: String, dataset: String, refusal: Refusal, by whom: String) async throws {
        var record = ProvisionRecord(.refused, .none, system: system, dataset: dataset, byWhom: whom, policy: nil)
        record.refusal = refusal
        try await put(record)
    }

    private func page(_ system: SystemName, _ dataset: String, _ cursor: Cursor?, _ limit: Int, _ caller: Caller) async throws -> Page {
        try await refusing(system, dataset, .delta, caller) { connection in
            guard
                let batch = try await nextBatch(
                    for: system, dataset, from: cursor, way: .pull, limit: limit, by: caller.byWhom, on: connection)
            else { throw ProvisionRefused(refusal: .noPolicy) }
            if let record = record(of: batch, .provided, .delta, by: caller.byWhom) { try await connection.query(record.statement()).written() }
            return batch.page
        }
    }

    /// Where a receiver begins that has nothing yet.
    ///
    /// - Parameter known: how far it is told, where that is known already.
    package func first(
        _ system: SystemName, _ dataset: String, _ policy: Policy, upTo known: JournalEnd? = nil, on connection: Connection
    ) async throws -> (Cursor, JournalEnd) {
        let changes = try await store.changes(of: system.rawValue, dataset, after: nil, upTo: policy.contentHash, on: connection)
        let end: JournalEnd
        if let known { end = known } else { end = try await JournalEnd.read(on: connection) }
        let cursor = Cursor.first(
            system: system.rawValue, dataset: dataset, policy: policy.contentHash, change: changes.last?.number, end: end)
        return (cursor, end)
    }

    /// A receiver that asks for what follows has applied everything before.
    private func follows(_ cursor: Cursor) async throws {
        try await pool.transaction { connection in
            try await ChangeAcknowledgements.acknowledge(
                .pull, system: cursor.system, dataset: cursor.dataset, change: cursor.change, extract: cursor.extract, origin: cursor.origin,
                on: connection)
            try await RowSeal(keys: vault.keys).write(.followed, ProtectionNotices.followed(cursor), on: connection)
        }
    }

    /// The policy in force, if it lets anything out on this way today, or has to take back what a receiver at this cursor may hold.
    func followed(_ system: SystemName, _ dataset: String, way: Governance.Way, from cursor: Cursor?, on connection: Connection) async throws -> Policy {
        do {
            return try await admitted(system, dataset, way: way, on: connection)
        } catch let refused as ProvisionRefused where !refused.refusal.liesInTheHub {
            // One that is closed, or no longer open on this way, lets nobody in scope: its pages are removals and nothing else.
            guard let cursor, let policy = try await inForce(system, dataset, on: connection),
                policy.closing != nil || refused.refusal == .wayNotAllowed
            else { throw refused }
            if cursor.policy != policy.contentHash || cursor.moving != nil { return policy }
            let changes = try await store.changes(
                of: system.rawValue, dataset, after: cursor.change, upTo: policy.contentHash, on: connection)
            guard !changes.isEmpty else { throw refused }
            return policy
        }
    }

    /// What has ended by the hub's day, or by the day in Japan where that is later. The day's move closes what ended; where it did not, nothing goes out
    /// all the same.
    ///
    /// - Throws: `PolicyStoreError` where the list of legal bases that counts is not what was approved; `PostgresError`.
    package func ended(by day: CalendarDay, on connection: Connection) async throws -> EndOfPolicies {
        let today = today()
        guard today > day else { return EndOfPolicies(on: day, bases: try await ends.read(store, on: connection)) }
        return EndOfPolicies(on: today, bases: try await store.basisEnds(on: connection))
    }

    /// The policy in force, if it lets anything out on this way today.
    ///
    /// Whoever is admitted holds the receiver's policy until the transaction ends: what is in force changes only once what was given under it is on
    /// record, so that whoever was given something is known to the change.
    func admitted(_ system: SystemName, _ dataset: String, way: Governance.Way, on connection: Connection) async throws -> Policy {
        let read = try await connection.pipeline([
            PolicyActivation.holding(system.rawValue, dataset), PolicyStore.askingInForce(system, dataset),
            // The day of the calendar itself, not that of the horizon: what is in force changes together with it.
            "SELECT \(unsafeSQL: HubCalendar.columns), \(unsafeSQL: SealingDelay.isClose) AS is_sealed FROM \(unsafeSQL: HubCalendar.joined)",
        ])
        try PolicyActivation.held(read[0])
        let policy = try await Self.asApproved { try await store.inForce(system, dataset, read[1], on: connection) }
        guard let (newest, form, mac, isSealed) = try read[2].first?.decode((CalendarDay?, [UInt8]?, [UInt8]?, Bool?).self),
            let day = try await HubCalendar.newest((newest, form, mac), RowSeal(keys: vault.keys), on: connection)
        else { throw HubHasNoDay() }
        guard isSealed == true, await monitor.isOpen() else { throw ProvisionRefused(refusal: .sealingBehind) }
        let end = try await Self.asApproved { try await ended(by: day, on: connection) }
        if case .refuse(let refusal) = admit(policy: policy, system: system, way: way, on: day, end: end) { throw ProvisionRefused(refusal: refusal) }
        guard let policy else { throw ProvisionRefused(refusal: .noPolicy) }
        return policy
    }

    /// The policy in force, as ``PolicyStore/inForce(_:_:on:)``.
    ///
    /// - Throws: `ProvisionRefused` P0023 where it is not as it was approved.
    func inForce(_ system: SystemName, _ dataset: String, on connection: Connection) async throws -> Policy? {
        try await Self.asApproved { try await store.inForce(system, dataset, on: connection) }
    }

    /// What reads a policy; one that is not as it was approved refuses whoever asks, on record, like any other refusal.
    static func asApproved<R>(_ body: () async throws -> R) async throws -> R {
        do { return try await body() } catch is PolicyStoreError { throw ProvisionRefused(refusal: .policyNotAsApproved) }
    }

    /// Runs `body` in one transaction; where it refuses, the refusal is recorded in one of its own before it is told.
    func refusing<R>(
        _ system: SystemName, _ dataset: String, _ way: ProvisionRecord.Way, _ caller: Caller, _ body: (Connection) async throws -> R
    ) async throws -> R {
        do {
            return try await PolicyActivation.awaited { try await pool.transaction(opening: [Connection.keepingPlans]) { try await body($0) } }
        } catch let refused as ProvisionRefused {
            var record = ProvisionRecord(
                .refused, way, system: system.rawValue, dataset: dataset, byWhom: caller.byWhom, policy: nil)
            record.refusal = refused.refusal
            try await put(record)
            throw refused
        }
    }
}
