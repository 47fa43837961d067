internal import Departments
internal import Keys
internal import Postgres
internal import Settings
internal import Synchronization

/// Connections and keys of departments, one of each for all that a department is given, however often its modules are made anew.
final class DepartmentParts: Sendable {
    private let settings: Settings
    private let known = Mutex<[DepartmentKind: (pool: Pool, keys: LiveCipher)]>([:])

    init(settings: Settings) { self.settings = settings }

    func module(_ kind: DepartmentKind, _ dataset: DepartmentDataset) throws -> DepartmentModule {
        let parts = try known.withLock { known in
            if let parts = known[kind] { return parts }
            let parts = (
                pool: OpenPools.opened(Pool(settings: try Installation.connection(settings, module: kind), maximum: 4)),
                keys: try LiveCipher(directory: try settings.required(.keys) + "/modules/" + kind.schema)
            )
            known[kind] = parts
            return parts
        }
        return DepartmentModule(kind: kind, dataset: dataset, pool: parts.pool, keys: parts.keys)
    }
}
