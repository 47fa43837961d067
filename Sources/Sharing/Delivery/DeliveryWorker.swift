public import Addressee
internal import AuditTrail
public import ConnectorKit
internal import Governance
public import Logging
package import Postgres
package import Register

/// Moves provisions to one receiver: reads a page, offers it on record, hands it over, records what was delivered, stores what was not taken, and only then
/// moves the position.
///
/// Any number of processes may run workers for the same receiver; a lease lets one at a time through. Killed at any point, the next one offers the same batch
/// under the same key where it is still the same, and begins at the last position: receivers apply states, not events, and only with a greater sequence, so
/// nothing is lost or doubled.
public struct DeliveryWorker: Sendable {
    static let attemptsMaximum = 10
    /// A batch that took all there was is followed by the next no sooner. A batch costs three commits, however small it is: what comes meanwhile goes together,
    /// the longer the more there was.
    ///
    /// - Parameter read: journal entries or persons gone through for the batch.
    static func pace(after read: Int) -> Duration { min(.milliseconds(40) + .microseconds(500) * read, .milliseconds(150)) }

    /// The receiver it serves.
    public let system: SystemName
    package let dataset: String
    package let connector: any Connector
    /// Says what goes out; this only moves it.
    package let provisioning: Provisioning
    package let logger: Logger
    package let name: String
    /// The endpoint by which it works; nil: by none, whoever made it answers for being the only way.
    let standing: StandingEndpoint?

    package var pool: Pool { provisioning.pool }
    package var vault: Vault { provisioning.vault }
    package var store: PolicyStore { provisioning.store }
    package var listener: JournalListener { provisioning.listener }

    /// `connector` speaks to the receiver.
    ///
    /// - Parameter name: what provision records give as asking.
    public init(system: SystemName, dataset: String, connector: any Connector, provisioning: Provisioning, name: String, logger: Logger) {
        self.init(system: system, dataset: dataset, connector: connector, provisioning: provisioning, name: name, standing: nil, logger: logger)
    }

    /// `connector` is that of the endpoint.
    init(_ standing: StandingEndpoint, _ connector: any Connector, provisioning: Provisioning, name: String, logger: Logger) {
        self.init(
            system: standing.endpoint.system, dataset: standing.endpoint.dataset.rawValue, connector: connector, provisioning: provisioning, name: name,
            standing: standing, logger: logger)
    }

    private init(
        system: SystemName, dataset: String, connector: any Connector, provisioning: Provisioning, name: String, standing: StandingEndpoint?, logger: Logger
    ) {
        self.system = system
        self.dataset = dataset
        self.connector = connector
        self.provisioning = provisioning
        self.name = name
        self.standing = standing
        self.logger = logger
    }

    /// Works until cancelled, or, with `untilIdle`, until the receiver has everything.
    ///
    /// - Returns: false if it ended though the receiver is held off after a failure.
    @discardableResult
    public func run(untilIdle: Bool = false) async throws -> Bool {
        while !Task.isCancelled {
            do {
                guard let lease = try await Lease.take(system.rawValue, dataset, endpoint: standing?.version, pool: pool) else {
                    if untilIdle, let idle = try await isIdle() { return idle }
                    await listener.wait(atMost: .milliseconds(250))
                    continue
                }
                try await work(lease, untilIdle: untilIdle)
                guard untilIdle else { continue }
                if let idle = try await isIdle() { return idle }
                // What is committed may still lie above the horizon, or wait for its next attempt.
                await listener.wait(atMost: .milliseconds(100))
            } catch is CancellationError {
                return false
            } catch is LeaseLost {
                logger.notice("lease lost", metadata: ["system": "\(system)"])
            } catch let error as PostgresError {
                logger.warning("database", metadata: ["system": "\(system)", "error": "\(error.label)"])
                try? await Task.sleep(for: .milliseconds(500))
            }
        }
        return false
    }

    private func work(_ taken: Lease, untilIdle: Bool) async throws {
        var lease = taken
        do {
            let current = lease
            let description = try await renewing(lease) { try await described() }
            try await renewing(lease) { try await connector.open(for: provisioning.body.code, lastPosition: current.position) }
            if lease.isDue {
                try await deliver(&lease, to: description, untilIdle: untilIdle)
            } else {
                try await collectAnswers(lease, description, untilIdle: untilIdle)
            }
            try await released(lease, nil)
        } catch let refused as ProvisionRefused {
            try await record(refused, lease)
            try await released(lease, refused.refusal.code)
        } catch let error as ConnectorError {
            logger.warning("receiver", metadata: ["system": "\(system)", "error": "\(error.known)"])
            if !error.isRetryable { await connector.refused(error) }
            try await released(lease, error.known)
        } catch let error where !(error is CancellationError || error is LeaseLost) {
            // Whatever it is, it is this receiver's: the others go on, and this one is tried again after its back-off.
            logger.error("receiver", metadata: ["system": "\(system)", "error": "\(Self.label(error))"])
            try await released(lease, Self.label(error))
        } catch {
            await connector.close()
            // Cancelled: the next worker need not wait for the lease to run out. A lost one is not ours to give back.
            if error is CancellationError { try? await released(lease, nil) }
            throw error
        }
        await connector.close()
    }

    /// Delivers while something is due.
    private func deliver(_ lease: inout Lease, to description: ConnectorDescription, untilIdle: Bool) async throws {
        let run = try await begin(&lease)
        var quietSince = ContinuousClock.now
        var answers = AnswerPace()
        var isKnownToBeWell = false
        while !Task.isCancelled {
            let began = ContinuousClock.now
            // Not while a batch is open: what it accepts is awaited from its settlement on, and an answer that nobody awaits yet would be lost.
            if lease.offered == nil, answers.isDue(description), try await collects(lease) { answers.more() }
            // Read before the step: whatever it does not find was not there below.
            let reached = run == nil ? nil : try await pool.withConnection { try await JournalEnd.read(on: $0).horizon }
            let step = try await step(&lease, to: description)
            if let run, let reached, step?.more != true, try await isOver(run, lease, step == nil ? reached : nil) { return }
            if let step {
                quietSince = .now
                if !step.more, !untilIdle { try await Task.sleep(until: began + Self.pace(after: step.read), clock: .continuous) }
                continue
            }
            if untilIdle { return }
            if !isKnownToBeWell {
                try await lease.foundNothing(pool: pool)
                isKnownToBeWell = true
            }
            await listener.wait(atMost: .milliseconds(200))
            if ContinuousClock.now - quietSince > .seconds(Lease.seconds / 3) {
                try await lease.renew(pool: pool)
                quietSince = .now
            }
        }
    }

    /// A closed policy is recorded once, not at every attempt.
    private func record(_ refused: ProvisionRefused, _ lease: Lease) async throws {
        let last = try await pool.query("SELECT last_failure FROM delivery.subscription WHERE system = \(system.rawValue) AND dataset = \(dataset)")
        if try last.first?.decode(String?.self) == refused.refusal.code { return }
        var record = ProvisionRecord(.refused, .push, system: system.rawValue, dataset: dataset, byWhom: name, policy: nil)
        record.refusal = refused.refusal
        try await pool.query(record.statement()).written()
    }

    /// How a delivery is marked whose place can't be read: it stands until everything is delivered again (`DeadLetters.startOver`).
    package static let unreadable = "position unreadable"

    /// The kind of an error, never its words: they may repeat values.
    static func label(_ error: any Error) -> String {
        if let refused = error as? CursorRefused { return "\(unreadable) (\(refused.code))" }
        return (error as? PostgresError)?.label ?? (error as? ConnectorError)?.label ?? "\(type(of: error))"
    }

    /// Also when this task is being cancelled: the next worker need not wait for the lease to run out.
    private func released(_ lease: Lease, _ failure: String?) async throws {
        let pool = pool
        try await Task { try await lease.release(failure: failure, pool: pool) }.value
    }

    /// One batch, or nothing to do.
    ///
    /// - Returns: what was done; nil where there was nothing to do.
    private func step(_ lease: inout Lease, to description: ConnectorDescription) async throws -> PreparedStep? {
        if lease.startsOver { try await startOver(&lease) }
        if lease.surplusDue, try place(of: lease)?.moving == nil { try await takeBackSurplus(&lease) }
        let prepared = try await prepare(lease, for: description)
        lease.offered = prepared?.offer
        guard let prepared else { return nil }
        if let offer = prepared.offer { lease.sequence = max(lease.sequence, offer.sequence) }
        let answer = if let batch = prepared.batch { try await handed(batch, lease, to: description) } else { Answer() }
        // After everybody's new state, so that what was derived from the old ones of persons who left long ago goes, too.
        let current = lease
        if !prepared.withdrawn.isEmpty { try await renewing(lease) { try await connector.withdraw(prepared.withdrawn) } }
        let position = try prepared.next.encrypted(provisioning.cursors)
        try await pool.transaction(opening: [Connection.keepingPlans], retries: 3) {
            try await settle(prepared, answer, current, at: position, answersLater: description.capabilities.contains(.answersLater), on: $0)
        }
        (lease.position, lease.offered) = (position, nil)
        return prepared
    }

    /// Goes back to the first person; what the receiver may hold stays known until it has confirmed everybody.
    private func startOver(_ lease: inout Lease) async throws {
        let taken = lease
        lease.position = try await pool.transaction(retries: 3) { connection in
            let end = try await JournalEnd.read(on: connection)
            var cursor: Cursor
            do throws(CursorRefused) {
                guard let held = try place(of: taken) else { throw .malformed }
                cursor = held
                cursor.startOver(upTo: end)
            } catch {
                cursor = try await lost(taken, error, end, on: connection)
            }
            let place = try cursor.encrypted(provisioning.cursors)
            try await taken.begin(place, on: connection)
            try await taken.offered?.giveUp(taken, by: name, on: connection)
            return place
        }
        (lease.startsOver, lease.offered) = (false, nil)
    }

    /// Where it begins whose place is gone. Who was in scope only between, by age, may be left with it: `atena reconcile` names them.
    private func lost(_ lease: Lease, _ refused: CursorRefused, _ end: JournalEnd, on connection: Connection) async throws -> Cursor {
        guard let policy = try await store.inForce(system, dataset, on: connection) else { throw ProvisionRefused(refusal: .noPolicy) }
        let changes = try await store.changes(of: system.rawValue, dataset, after: nil, upTo: policy.contentHash, on: connection)
        let cause = lease.position == nil ? "none" : refused.code
        try await AuditEvent(.placeLost, by: name, fields: ["cause": cause, "dataset": dataset, "system": system.rawValue]).record(on: connection)
        logger.warning("place lost", metadata: ["system": "\(system)", "cause": "\(cause)"])
        return Cursor.lost(
            system: system.rawValue, dataset: dataset, policy: policy.contentHash, change: changes.last?.number, end: end)
    }

    package func place(of lease: Lease) throws(CursorRefused) -> Cursor? {
        guard let position = lease.position else { return nil }
        return try Cursor(position, system: system.rawValue, dataset: dataset, form: provisioning.cursors)
    }

    /// Renews the lease while the receiver is asked something, however long it takes.
    func renewing<R: Sendable>(_ lease: Lease, _ body: @escaping @Sendable () async throws -> R) async throws -> R {
        try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                while true {
                    try await Task.sleep(for: .seconds(Lease.seconds / 3))
                    try await lease.renew(pool: pool)
                }
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }
}
