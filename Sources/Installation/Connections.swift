internal import Addressee
public import ConnectorKit
internal import Connectors
internal import Departments
internal import Keys
internal import Postgres
public import ServiceLifecycle
public import Settings
public import Sharing
internal import Synchronization

extension ConnectorRegistry {
    /// The kinds of connectors that an installation has: departments' modules in this process, and programs of the body's own.
    public static func installed(_ settings: Settings) -> ConnectorRegistry {
        ConnectorRegistry([.module(settings), .process(in: settings[.connectors], environment: settings.environment)])
    }
}

extension ConnectorKind {
    /// モジュール. A department's module in this process, under its own role and its own keys.
    static func module(_ settings: Settings) -> ConnectorKind {
        let departments = DepartmentParts(settings: settings)
        return ConnectorKind(name: "module", label: "ハブに組み込まれたモジュール") { (receiver, _) throws(ConnectorError) in
            guard let kind = DepartmentKind(receiver.system) else { throw .badConfiguration("業務システム \(receiver.system) のモジュールはありません") }
            guard let dataset = kind.datasets.first(where: { $0.name == receiver.dataset }) else { throw .unknownDataset(receiver.dataset.rawValue) }
            do { return try departments.module(kind, dataset) } catch { throw .badConfiguration("モジュールの鍵か、データベースの設定を使えません") }
        }
    }
}

/// Connections and keys of departments, one of each for all that a department is given, however often its modules are made anew.
final class DepartmentParts: Sendable {
    private let settings: Settings
    private let known = Mutex<[DepartmentKind: (pool: Pool, keys: LiveCipher)]>([:])

    init(settings: Settings) { self.settings = settings }

    func module(_ kind: DepartmentKind, _ dataset: DepartmentDataset) throws -> DepartmentModule {
        let parts = try known.withLock { known in
            if let parts = known[kind] { return parts }
            let parts = (
                pool: OpenPools.opened(Pool(settings: try Installation.connection(settings, user: kind.role, role: nil), maximum: 4)),
                keys: try LiveCipher(directory: try settings.required(.keys) + "/modules/" + kind.schema)
            )
            known[kind] = parts
            return parts
        }
        return DepartmentModule(kind: kind, dataset: dataset, pool: parts.pool, keys: parts.keys)
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
