public import AccessControl
internal import LogSealing
internal import Logging
internal import Postgres
internal import Register
public import ServiceLifecycle
public import Sharing

extension Installation {
    /// What the staff service runs: connections, and keys that rotate. It seals nothing.
    public var staffServices: [any Service] { [PoolService(pool: pool), KeyService(vault: vault), SearchKeyService(pool: pool)] }

    /// What any other process that goes on for days runs: connections, the journal's listener, keys that rotate, the sealer where no
    /// process of its own seals.
    public var services: [any Service] {
        [
            PoolService(pool: pool), ListenerService(listener: listener), KeyService(vault: vault), SealerService(sealing: sealing),
            RefusalService(provisioning: provisioning),
        ]
    }
}

private struct PoolService: Service {
    let pool: Pool
    func run() async throws {
        try await cancelWhenGracefulShutdown { try await pool.run() }
    }
}

struct SealerService: Service {
    let sealing: Sealing
    func run() async throws {
        await cancelWhenGracefulShutdown { await sealing.run() }
    }
}

/// Tells the log how often was refused what has no record of its own.
private struct RefusalService: Service {
    let provisioning: Provisioning
    let logger = Logger(label: "atena.refusals")

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // Cancelled is the only way it ends early, and then the loop ends.
                try? await Task.sleep(for: .seconds(5))
                await tell(all: false)
            }
        }
        // In a task of its own: this one is cancelled by now.
        await Task { await tell(all: true) }.value
    }

    private func tell(all: Bool) async {
        do { try await provisioning.recordCountedRefusals(all: all) } catch {
            logger.error("counted refusals can't be recorded; they stay counted", metadata: ["error": "\(type(of: error))"])
        }
    }
}

private struct KeyService: Service {
    let vault: Vault
    func run() async throws {
        await cancelWhenGracefulShutdown { await vault.followRotation() }
    }
}

/// 検索キーの作成. Makes the search keys that the first file of a city left, once the file is in (decision 0092).
private struct SearchKeyService: Service {
    let pool: Pool
    let logger = Logger(label: "atena.search")

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // Files are taken in by this service alone: as it begins none is, and none that was broken off leaves anything more.
            var begins = true
            var pause = Duration.seconds(1)
            while !Task.isCancelled {
                do {
                    let ended = begins
                    let count = try await pool.withConnection { connection in
                        if ended { try await SearchKeying.endPostponement(on: connection) }
                        return try await SearchKeying().completeWhatWasLeft(connection)
                    }
                    (begins, pause) = (false, .seconds(1))
                    if count > 0 { logger.notice("search keys made", metadata: ["versions": "\(count)"]) }
                } catch let error as PostgresError {
                    pause = min(pause * 2, .seconds(60))
                    logger.warning("search keys are not made yet", metadata: ["error": "\(error.label)"])
                } catch is CancellationError {
                    return
                } catch {
                    pause = min(pause * 2, .seconds(60))
                    logger.warning("search keys are not made yet", metadata: ["error": "unexpected"])
                }
                // Cancelled is the only way it ends early, and then the loop ends.
                try? await Task.sleep(for: pause)
            }
        }
    }
}

private struct ListenerService: Service {
    let listener: JournalListener
    func run() async throws {
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown { await listener.run() }
        } onGracefulShutdown: {
            listener.close()
        }
    }
}

/// 証明書の台帳. Follows which certificates open something.
public struct CertificateListService: Service {
    private let list: CertificateList

    /// Keeps that list up to date.
    public init(_ list: CertificateList) { self.list = list }

    /// Returns when it is told to shut down.
    public func run() async throws { await cancelWhenGracefulShutdown { await list.follow() } }
}

/// 配信. Delivers by the endpoints that stand until the process ends.
public struct DeliveryService: Service {
    private let follower: EndpointFollower

    /// Runs that follower.
    public init(_ follower: EndpointFollower) { self.follower = follower }

    /// Returns when it is told to shut down.
    public func run() async throws { await cancelWhenGracefulShutdown { await follower.run() } }
}
