package import Addressee
internal import Crypto
public import Postgres
internal import TextForms

/// 運用の記録. Writes what the operation of the hub does to keys, schema and processes into the log; each an event in a transaction of its own, because
/// what it describes lies outside the database.
public struct OperationLog: Sendable {
    package let pool: Pool
    package let byWhom: String

    /// - Parameter byWhom: who operates, as the log is to name it.
    public init(pool: Pool, byWhom: String) { (self.pool, self.byWhom) = (pool, byWhom) }

    /// Key rings were made. Throws `PostgresError`.
    ///
    /// - Parameters:
    ///   - holders: `hub` and the modules that got a new ring.
    ///   - verifier: the public key of the log.
    package func keysMade(holders: [String], verifier: String) async throws {
        try await record(.keysMade, ["holders": holders.joined(separator: " "), "verifier": verifier])
    }

    /// A holder has a new current key. Throws `PostgresError`.
    package func keysRotated(holder: String, key: Int32) async throws { try await record(.keysRotated, ["holder": holder, "key": String(key)]) }

    /// What older keys encrypted was encrypted again. Throws `PostgresError`.
    package func keysReencrypted(holder: String, key: Int32, count: Int) async throws {
        try await record(.keysReencrypted, ["count": String(count), "holder": holder, "key": String(key)])
    }

    /// Migrations were applied. Throws `PostgresError`.
    package func migrated(_ names: [String]) async throws { try await record(.migrated, ["migrations": names.joined(separator: " ")]) }

    /// The database was told whose it is. Throws `PostgresError`.
    package func bodySet(_ body: HubBody) async throws {
        var fields = ["body": body.code.value]
        fields["unnamed_until"] = body.unnamedUntil?.description
        try await record(.bodySet, fields)
    }

    /// A process began to serve or to work. Throws `PostgresError`.
    ///
    /// - Parameter configuration: its settings; only their digest is told.
    package func serviceStarted(_ service: String, configuration: [String: String]) async throws {
        let text = configuration.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
        let digest = SHA256.hash(data: Array(text.utf8)).hex
        try await record(.serviceStarted, ["configuration": digest, "service": service])
    }

    private func record(_ kind: EventKind, _ fields: [String: String]) async throws {
        // The connection first: the event's time is of the clock that it reads.
        try await pool.withConnection { try await AuditEvent(kind, by: byWhom, fields: fields).record(on: $0) }
    }
}
