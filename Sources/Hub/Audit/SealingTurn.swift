internal import Postgres

/// The turn to seal in one database: a lock on a table that only the sealer's role and the owner may lock, so that no other login can keep it away.
///
/// It stands in a transaction without an id, which holds no horizon back, on a connection of its own.
final class SealingTurn {
    private let connection: Connection
    private var takenAt = ContinuousClock.now

    private static let take = "BEGIN; LOCK TABLE audit.sealing_turn IN SHARE UPDATE EXCLUSIVE MODE NOWAIT"

    private init(_ connection: Connection) { self.connection = connection }

    /// nil where somebody else has it.
    static func take(_ settings: ConnectionSettings) async throws -> SealingTurn? {
        var settings = settings
        settings.applicationName = SealingHolder.applicationName
        // It waits in its transaction for as long as this process seals.
        settings.idleInTransactionTimeout = .zero
        let connection = try await Connection.open(settings)
        do {
            try await connection.script(unsafeSQL: take)
            return SealingTurn(connection)
        } catch let error as PostgresError where error.sqlState == "55P03" {
            await connection.close()
            return nil
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Shows that it is still held, and now and then lets whoever else waits for the table pass, such as a vacuum against wrap-around.
    ///
    /// - Throws: `PostgresError` where it was lost.
    func renew() async throws {
        guard ContinuousClock.now - takenAt > .seconds(600) else {
            try await connection.script(unsafeSQL: "SELECT 1")
            return
        }
        try await connection.script(unsafeSQL: "COMMIT; \(Self.take)")
        takenAt = .now
    }

    func close() async { await connection.close() }
}
