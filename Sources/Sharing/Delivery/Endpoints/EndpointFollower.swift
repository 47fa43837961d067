public import Addressee
internal import AuditTrail
internal import ConnectorKit
internal import Governance
public import Logging
internal import Postgres
internal import Register

/// 配信サービス. Delivers by the endpoints that stand, and follows them without a restart: one that is new is begun, one that was changed goes on as it is now,
/// one that is paused or removed ends. Any number of processes may do so at once.
public struct EndpointFollower: Sendable {
    private let endpoints: Endpoints
    private let provisioning: Provisioning
    private let name: String
    private let only: Set<SystemName>
    private let logger: Logger

    /// - Parameters:
    ///   - name: what provision records give as asking.
    ///   - only: the systems that this process delivers to; empty: all.
    public init(_ endpoints: Endpoints, provisioning: Provisioning, name: String, only: Set<SystemName> = [], logger: Logger) {
        (self.endpoints, self.provisioning, self.name, self.only, self.logger) = (endpoints, provisioning, name, only, logger)
    }

    /// Works until cancelled.
    public func run() async {
        var workers: [ConnectorKind.Receiver: Followed] = [:]
        var ending: [Task<Void, Never>] = []
        var lookedAt: ContinuousClock.Instant?
        while !Task.isCancelled {
            do {
                let standing = try await followed()
                for (receiver, worker) in workers where !standing.contains(where: { $0.receiver == receiver && $0.version == worker.version }) {
                    worker.task.cancel()
                    ending.append(worker.task)
                    workers[receiver] = nil
                }
                for standing in standing where workers[standing.receiver] == nil {
                    workers[standing.receiver] = Followed(version: standing.version, task: work(standing))
                    logger.info("endpoint", metadata: ["endpoint": "\(standing.endpoint.name)", "connector": "\(standing.endpoint.connector)"])
                }
                if lookedAt.map({ ContinuousClock.now - $0 > .seconds(30) }) ?? true {
                    try await AwaitedAnswers.tellOverdue(by: name, pool: provisioning.pool)
                    lookedAt = .now
                }
            } catch is CancellationError {
                break
            } catch let error as PostgresError {
                logger.warning("endpoints", metadata: ["error": "\(error.label)"])
            } catch {
                logger.error("endpoints", metadata: ["error": "\(type(of: error))"])
            }
            // Whatever is journalled wakes it: the table is read four times a second at most. Cancelled, the loop ends.
            try? await Task.sleep(for: .milliseconds(250))
            await provisioning.listener.wait(atMost: .milliseconds(750))
        }
        for worker in workers.values { worker.task.cancel() }
        for task in workers.values.map(\.task) + ending { await task.value }
    }

    /// Delivers until every receiver has what is due.
    ///
    /// - Returns: the systems that are held off after a failure.
    /// - Throws: what a worker throws, `PostgresError`.
    package func drain() async throws -> [SystemName] {
        try await withThrowingTaskGroup(of: (SystemName, Bool).self) { group in
            for standing in try await followed() {
                let connector = connector(standing)
                let worker = DeliveryWorker(standing, connector, provisioning: provisioning, name: name, logger: logger)
                group.addTask {
                    do {
                        let isServed = try await worker.run(untilIdle: true)
                        await connector.disconnect()
                        return (worker.system, isServed)
                    } catch {
                        await connector.disconnect()
                        throw error
                    }
                }
            }
            var heldOff: Set<SystemName> = []
            for try await (system, isServed) in group where !isServed { heldOff.insert(system) }
            return heldOff.sorted()
        }
    }

    private struct Followed {
        let version: Int64
        let task: Task<Void, Never>
    }

    private func followed() async throws -> [StandingEndpoint] {
        try await endpoints.standing().filter {
            $0.pausedAt == nil && $0.endpoint.connector != Endpoint.pull && (only.isEmpty || only.contains($0.endpoint.system))
        }
    }

    private func work(_ standing: StandingEndpoint) -> Task<Void, Never> {
        let connector = connector(standing)
        let worker = DeliveryWorker(standing, connector, provisioning: provisioning, name: name, logger: logger)
        let logger = logger
        return Task {
            while !Task.isCancelled {
                do {
                    try await worker.run()
                } catch {
                    logger.error("delivery", metadata: ["endpoint": "\(standing.endpoint.name)", "error": "\(type(of: error))"])
                    // Cancelled is the only way this ends early, and then the loop ends.
                    try? await Task.sleep(for: .seconds(5))
                }
            }
            await connector.disconnect()
        }
    }

    /// What can't be made fails like one that can't be reached, so that it is on record and tried again.
    private func connector(_ standing: StandingEndpoint) -> any Connector {
        do throws(ConnectorError) { return try endpoints.connector(standing) } catch { return UnusableConnector(error: error) }
    }
}

/// 使えない接続. Says at every call why it can't be used.
private struct UnusableConnector: Connector {
    let error: ConnectorError

    func describe() async throws -> ConnectorDescription { throw error }
    func check() async throws { throw error }
    func open(for body: LocalGovernmentCode, lastPosition: String?) async throws { throw error }
    func deliver(_ batch: Batch) async throws -> [EntryResult] { throw error }
    func close() async {}
}
