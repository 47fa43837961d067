internal import Addressee
internal import AuditTrail
package import Postgres

/// 束縛の更新. Brings what was encrypted before it was bound to its place into the form that is; done by `atena migrate`, once in the life of a hub.
///
/// From then on the form of before is refused like anything else that was altered: a number moved to another person, or put back from an old copy, does not
/// open (decision 0052).
package struct VaultBinding: Sendable {
    let vault: Vault

    package init(vault: Vault) { self.vault = vault }

    /// Whether it has not been done yet. Until then nothing of the vault opens.
    package static func isDue(on connection: Connection) async throws -> Bool { try await connection.query("SELECT FROM register.number_binding").isEmpty }

    /// Refuses to open anything before it has been done: every number would look altered.
    ///
    /// - Throws: `VaultUnbound`, `PostgresError`.
    package static func require(on connection: Connection) async throws { if try await isDue(on: connection) { throw VaultUnbound() } }

    /// Tells the log, once, of a hub in which everything was bound from the beginning.
    ///
    /// - Throws: `PostgresError`.
    package static func tellOfNew(by whom: String, pool: Pool) async throws {
        try await pool.transaction { connection in
            let told = try await connection.query("SELECT EXISTS (SELECT FROM audit.event WHERE kind = \(EventKind.vaultBound.name) AND NOT is_failure)")
            guard try await !isDue(on: connection), try told.first?.decode(Bool.self) == false else { return }
            try await AuditEvent(.vaultBound, by: whom, fields: ["altered": "0", "count": "0"]).record(on: connection)
        }
    }

    /// Encrypts everything again that opens in the form of before, `limit` in a transaction. Where it is interrupted, it goes on where it ended.
    ///
    /// - Parameters:
    ///   - progress: told how many were encrypted again so far.
    /// - Returns: how many; nil where it was done before.
    /// - Throws: `VaultBoundBefore`, `KeyError` where a key lacks, `PostgresError`.
    package func complete(by whom: String, limit: Int = 5000, pool: Pool, progress: (Int) throws -> Void = { _ in }) async throws -> Vault.Rewritten? {
        guard try await pool.withConnection({ try await Self.isDue(on: $0) }) else { return nil }
        // Whoever takes the mark away may have put back what was encrypted before: once bound, the form of before counts no more.
        let told = try await pool.query("SELECT EXISTS (SELECT FROM audit.event WHERE kind = \(EventKind.vaultBound.name) AND NOT is_failure)")
        guard try told.first?.decode(Bool.self) == false else { throw VaultBoundBefore() }
        var done = try await vault.rewriteNumbers(limit, pool, progress, among: "true", waiting: true) { row, columns in
            if let digits = try columns.open(row, by: vault) { return digits }
            let number = try columns.number(row)
            return try vault.open(number.encrypted, keyID: number.keyID, number.keyedHash)
        }
        done += try await vault.rewriteHeld(limit, pool, among: "true", waiting: true) { id, keyID, sealed in
            try vault.open(sealed, keyID: keyID, HeldRow.context(id)) ?? vault.open(sealed, keyID: keyID, HeldRow.contextOfBefore)
        }
        let total = done
        return try await pool.transaction { connection in
            let marked = try await connection.execute("INSERT INTO register.number_binding DEFAULT VALUES ON CONFLICT DO NOTHING")
            guard marked == 1 else { return nil }
            try await AuditEvent(.vaultBound, by: whom, fields: ["altered": String(total.altered), "count": String(total.count)]).record(on: connection)
            return total
        }
    }
}

/// The log says that everything was bound, and the mark that says so in the register is gone.
struct VaultBoundBefore: Explained {
    /// X0037.
    var code: String { "X0037" }
    /// What somebody did.
    var rule: String { "個人番号の暗号化の更新は済んでいると証跡にありますが、その印（register.number_binding）がありません。印を消した者がいます。" }
}

/// What is encrypted is still in the form of before: nothing of it opens.
struct VaultUnbound: Explained {
    /// X0035.
    var code: String { "X0035" }
    /// Which step lacks.
    var rule: String { "個人番号の暗号化が、前の版の形のままです。" }
}
