internal import Addressee
internal import Postgres
internal import Synchronization

/// The ends of legal bases as the newest list has them, read at most once a second: every answer asks for them.
final class RecentEnds: Sendable {
    private let known = Mutex<(ends: [String: CalendarDay], at: ContinuousClock.Instant)?>(nil)

    /// As of this second.
    func read(_ store: PolicyStore, on connection: Connection) async throws -> [String: CalendarDay] {
        if let known = known.withLock({ $0 }), ContinuousClock.now - known.at < .seconds(1) { return known.ends }
        let at = ContinuousClock.now
        let ends = try await store.basisEnds(on: connection)
        known.withLock { $0 = (ends, at) }
        return ends
    }
}
