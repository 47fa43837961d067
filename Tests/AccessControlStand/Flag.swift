import Postgres
import Synchronization

/// Raised once, seen by every task.
package final class Flag: Sendable {
    private let state = Mutex(false)

    package init() {}

    package var isRaised: Bool { state.withLock { $0 } }
    package func raise() { state.withLock { $0 = true } }
}

/// Whether `holds` becomes true. Looks are counted, not seconds: where every test wants the machine, a task may wait for its turn longer than any deadline.
package func eventually(_ holds: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<1200 {
        if try await holds() { return true }
        try await Task.sleep(for: .milliseconds(25))
    }
    return false
}

extension TestHub {
    /// Whether somebody waits for a lock in this hub's database; other tests' hubs on the same server have locks of their own.
    package func someoneWaits() async throws -> Bool {
        try await count("SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") > 0
    }
}
