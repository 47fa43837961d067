internal import Addressee
internal import ConnectorKit
internal import Postgres
internal import Synchronization

/// 提供元の団体. The body whose hub feeds a receiver: the first that came, kept in the receiver's own database for good.
final class FeedingBody: Sendable {
    /// Read once: no row of it is ever changed, nor taken away.
    private let known = Mutex<LocalGovernmentCode?>(nil)

    /// Lets the hub of a body go on where it feeds this receiver, or where none did yet.
    ///
    /// - Throws: `ConnectorError.anotherBody`, `badConfiguration` where what is kept is no code; `PostgresError`.
    func admit(_ body: LocalGovernmentCode, _ queries: LedgerQueries, _ pool: Pool) async throws {
        if let known = known.withLock({ $0 }) { return try Self.compare(body, known) }
        // Of two that come first at once, the one whose row is there counts for both.
        let answers = try await pool.transaction(retries: 3) { try await $0.pipeline([queries.keep(body), queries.feedingBody()]) }
        guard let text = try answers[1].first?.decode("code", as: String.self), let kept = try? LocalGovernmentCode(text) else {
            throw ConnectorError.badConfiguration("the receiver does not know whose hub feeds it")
        }
        known.withLock { $0 = kept }
        try Self.compare(body, kept)
    }

    private static func compare(_ body: LocalGovernmentCode, _ kept: LocalGovernmentCode) throws {
        guard body == kept else { throw ConnectorError.anotherBody(body) }
    }
}
