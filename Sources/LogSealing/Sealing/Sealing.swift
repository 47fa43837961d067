public import AuditTrail
public import Postgres

/// 封印の担い手. Who seals for this process: itself, or one process of the installation that alone can read the log's signing key (`atena seal`).
public enum Sealing: Sendable {
    /// This process, while it runs.
    case here(Sealer)
    /// Another one, which this one waits for.
    case elsewhere(SealingElsewhere)

    /// Seals until cancelled, or waits for that where another process does.
    public func run() async {
        switch self {
        case .here(let sealer): await sealer.run()
        case .elsewhere:
            // Cancelled is the only way it ends.
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        }
    }

    /// Returns when what is there now is sealed; where another process seals and is behind, after so long at most.
    ///
    /// - Throws: `SealingHalted` where sealing stands still until somebody looks; `PostgresError`, `KeyError`, `SealedBatchFilesError`.
    package func catchUp(atMost limit: Duration = .seconds(10)) async throws {
        switch self {
        case .here(let sealer): try await sealer.catchUp(atMost: limit)
        case .elsewhere(let other): try await other.catchUp(atMost: limit)
        }
    }
}

/// 封印の待ち合わせ. What a process that may not seal knows of the one that does.
public struct SealingElsewhere: Sendable {
    private let pool: Pool
    private let monitor: HeartbeatMonitor

    /// - Parameters:
    ///   - pool: connections in the hub's role.
    ///   - monitor: knows the heartbeats of the other process.
    public init(pool: Pool, monitor: HeartbeatMonitor) { (self.pool, self.monitor) = (pool, monitor) }

    /// Waits until nothing waits to be sealed, at most so long: the other process may be down, and says so by its missing heartbeat.
    ///
    /// - Throws: `SealingHalted` where it has halted and does not go on meanwhile; `PostgresError`.
    func catchUp(atMost limit: Duration) async throws {
        let deadline = ContinuousClock.now + limit
        while true {
            let delay = try await pool.withConnection { try await SealingDelay.read(on: $0, monitor) }
            if !delay.stopsProvisions, delay.waitingSeconds == 0 { return }
            guard ContinuousClock.now < deadline else {
                // Only the database's own word: that no heartbeat is known is no halt.
                if let halted = try await halted() { throw SealingHalted(reason: halted) }
                return
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Whether the other process is at work: its heartbeats are young enough for provisions to go on.
    func isAtWork() async throws -> Bool { !(try await pool.withConnection { try await SealingDelay.read(on: $0, monitor) }).stopsProvisions }

    private func halted() async throws -> String? {
        try await pool.query("SELECT halted FROM audit.seal_state").first?.decode(String?.self) ?? nil
    }
}
