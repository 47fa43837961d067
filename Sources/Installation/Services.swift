internal import LogSealing
internal import Postgres
internal import Register
public import ServiceLifecycle
public import Sharing

extension Installation {
    /// What any process that goes on for days runs: connections, the journal's listener, keys that rotate, the sealer.
    public var services: [any Service] {
        [PoolService(pool: pool), ListenerService(listener: listener), KeyService(vault: vault), SealerService(sealer: sealer)]
    }
}

private struct PoolService: Service {
    let pool: Pool
    func run() async throws {
        try await cancelWhenGracefulShutdown { try await pool.run() }
    }
}

private struct SealerService: Service {
    let sealer: Sealer
    func run() async throws {
        await cancelWhenGracefulShutdown { await sealer.run() }
    }
}

private struct KeyService: Service {
    let vault: Vault
    func run() async throws {
        await cancelWhenGracefulShutdown { await vault.followRotation() }
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

/// 配信. Delivers by the endpoints that stand until the process ends.
public struct DeliveryService: Service {
    private let follower: EndpointFollower

    /// Runs that follower.
    public init(_ follower: EndpointFollower) { self.follower = follower }

    /// Returns when it is told to shut down.
    public func run() async throws { await cancelWhenGracefulShutdown { await follower.run() } }
}
