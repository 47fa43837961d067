public import Postgres
internal import Synchronization

/// The pools of this process. A connection that is still being opened while the process exits would use libraries that are being unloaded.
public enum OpenPools {
    private static let pools = Mutex<[Pool]>([])

    /// Remembers it, and gives it back.
    public static func opened(_ pool: Pool) -> Pool {
        pools.withLock { $0.append(pool) }
        return pool
    }

    /// Closes them all.
    public static func shutdown() async {
        for pool in pools.withLock({ $0 }) { await pool.shutdown() }
    }
}
