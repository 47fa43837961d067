internal import AuditTrail
internal import Postgres

/// The turn to seal in one database: a lock on a table that only the sealer's role and the owner may lock, so that no other login can keep it away.
///
/// The lock stands in a transaction of the very connection that reads and writes for the sealer: whoever lost the connection lost the turn with it, and
/// what is written is written in a transaction that holds the lock. In between, the transaction has no id and holds no horizon back.
final class SealerLease {
    /// In the transaction that holds the lock; for reading.
    let connection: Connection

    // Whatever the owner sets as a default: each statement sees what is committed by then.
    private static let take =
        "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; LOCK TABLE audit.sealing_turn IN SHARE UPDATE EXCLUSIVE MODE NOWAIT"

    private init(_ connection: Connection) { self.connection = connection }

    /// nil where somebody else has it.
    static func take(_ settings: ConnectionSettings) async throws -> SealerLease? {
        var settings = settings
        settings.applicationName = SealingHolder.applicationName
        // It waits in its transaction for as long as this process seals.
        settings.idleInTransactionTimeout = .zero
        let connection = try await Connection.open(settings)
        do {
            try await connection.script(unsafeSQL: take)
            return SealerLease(connection)
        } catch let error as PostgresError where error.sqlState == "55P03" {
            await connection.close()
            return nil
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Writes while the lock is held, and takes it again at once: for that moment whoever else waits for the table may pass, such as a vacuum against
    /// wrap-around.
    ///
    /// - Throws: `PostgresError` where the turn was lost, before or after the body; the session is over then.
    func write(_ body: (Connection) async throws -> Void) async throws {
        do { try await body(connection) } catch {
            // Nothing of it stays. Where that fails the connection is gone, or the turn: what comes next says so.
            try? await connection.script(unsafeSQL: "ROLLBACK; \(Self.take)")
            throw error
        }
        try await connection.script(unsafeSQL: "COMMIT; \(Self.take)")
    }

    /// Shows that it is still held, to whoever is about to write outside.
    ///
    /// - Parameter batch: the last batch that this sealer knows of.
    /// - Throws: `PostgresError` where it was lost; `SealerLeaseLost` where somebody sealed meanwhile.
    func prove(at batch: Int) async throws {
        let rows = try await connection.query("SELECT coalesce(max(batch), 0) FROM audit.checkpoint")
        guard try rows.first?.decode(Int64.self) == Int64(batch) else { throw SealerLeaseLost() }
    }

    func close() async { await connection.close() }
}

/// Somebody else sealed while this sealer believed to have the turn: it begins anew.
struct SealerLeaseLost: Error, CustomStringConvertible {
    /// In Japanese; no value of an event.
    let description = "ほかの処理が先に封印しました（読み直して続けます）"
}
