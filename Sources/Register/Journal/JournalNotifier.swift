internal import Postgres
internal import Synchronization

/// Tells those who wait that the journal grew, at most every few milliseconds.
///
/// Not inside the writing transactions: PostgreSQL lets notifying transactions commit one at a time, each with its own flush to disk.
/// A notice that is lost costs a fraction of a second, because whoever waits also looks by itself.
final class JournalNotifier: Sendable {
    private let pool: Pool
    private let isPending = Mutex(false)

    init(pool: Pool) { self.pool = pool }

    func notify() {
        let isFirst = isPending.withLock { pending in
            defer { pending = true }
            return !pending
        }
        guard isFirst else { return }
        Task { [self] in
            try? await Task.sleep(for: .milliseconds(2))
            isPending.withLock { $0 = false }
            _ = try? await pool.execute("SELECT pg_notify('atena_journal', '')")
        }
    }
}
