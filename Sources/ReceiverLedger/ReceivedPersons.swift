package import Addressee
package import ConnectorKit
package import Keys
package import Postgres

/// 提供を受けた宛名. The persons that a receiver keeps of what it was given: the newest state of each by sequence, the individual number encrypted under the
/// receiver's own key, and the keys of the batches applied.
///
/// The tables stand in a schema of the receiver's own and have the same columns with every receiver, so that this is the only SQL for them. What a receiver
/// derives from the states is its own affair: it hands in how it reads an entry, and which statements follow from what was new.
package struct ReceivedPersons: Sendable {
    private let role: String
    let schema: String
    let table: LedgerTable
    let pool: Pool
    let keys: LiveCipher
    private let feeding = FeedingBody()

    /// - Parameters:
    ///   - schema: the receiver's schema; a name of the program's own, never from outside.
    ///   - table: where it keeps what it was given.
    ///   - role: the database role that its connections take.
    ///   - pool: connections as that role.
    ///   - keys: the receiver's own keys, shared with whoever rotates them.
    package init(schema: String, table: LedgerTable = .person, role: String, pool: Pool, keys: LiveCipher) {
        self.schema = schema
        self.table = table
        self.role = role
        self.pool = pool
        self.keys = keys
    }

    var queries: LedgerQueries { LedgerQueries(schema, table) }

    /// Reaches the database as the receiver's own role, finds its tables and decrypts what it encrypts.
    /// - Throws: `ConnectorError`.
    package func check() async throws {
        let row: Row?
        do {
            row = try await pool.query(queries.connectedAs()).first
        } catch let error as PostgresError {
            throw Self.connectorError(error)
        }
        guard let row else { throw ConnectorError.badConfiguration("no answer from the database") }
        let connected: String = try row.decode("role")
        guard connected == role else {
            throw ConnectorError.badConfiguration("connected as \(connected), not as \(role)")
        }
        guard try row.decode("may_write", as: Bool?.self) == true else {
            throw ConnectorError.badConfiguration("\(role) finds no table \(schema).\(table.name) that it may write")
        }
        let cipher = keys.cipher
        let context = Array(schema.utf8)
        guard let encrypted = try? cipher.encrypt(context, context: context),
            (try? cipher.decrypt(encrypted, keyID: cipher.currentKeyID, context: context)) == context
        else { throw ConnectorError.badConfiguration("the module's keys do not work") }
    }

    /// Begins for the hub of a body: the first that comes is kept, and no other is let in again.
    /// - Throws: `ConnectorError`.
    package func open(for body: LocalGovernmentCode) async throws {
        try await check()
        try await admit(body)
    }

    private func admit(_ body: LocalGovernmentCode) async throws {
        do {
            try await feeding.admit(body, queries, pool)
        } catch let error as PostgresError {
            throw Self.connectorError(error)
        }
    }

    /// Applies a batch in one transaction, together with its idempotency key; one that was applied changes nothing and gives the same results.
    ///
    /// - Parameters:
    ///   - read: what the receiver makes of an entry; an entry that it can't work with is rejected, and the others are applied.
    ///   - follow: what follows from the states that are newer than what was kept; in the same transaction.
    /// - Throws: `ConnectorError` (`isRetryable` where the database can't be reached, `anotherBody` where another body's hub feeds the receiver), and anything
    ///   else what the database says.
    package func apply<State: Sendable>(
        _ batch: Batch, read: @Sendable (Entry) throws(UnusableEntry) -> State, follow: @Sendable ([StateChange<State>]) -> [Query]
    ) async throws -> [EntryResult] {
        try await admit(batch.body)
        let received = try await ReceivedBatch.prepare(batch, in: EncryptionContext(schema, table), isKeyed: table.isKeyed, cipher: keys.cipher, read: read)
        do {
            try await pool.transaction(retries: 3) { connection in
                try await received.apply(on: connection, queries: queries, follow: follow)
            }
        } catch let error as PostgresError {
            throw Self.connectorError(error)
        }
        return received.results
    }

    /// Runs statements of the receiver's own in one transaction.
    /// - Throws: `ConnectorError`, or what the database says.
    package func run(_ statements: [Query]) async throws {
        guard !statements.isEmpty else { return }
        do {
            try await pool.transaction(retries: 3) { connection in _ = try await connection.pipeline(statements) }
        } catch let error as PostgresError {
            throw Self.connectorError(error)
        }
    }

    private static func connectorError(_ error: PostgresError) -> any Error {
        if error.isConnectionLoss || error.isPoolExhausted || error.isRetryable {
            return ConnectorError.unreachable("database: \(error.label)")
        }
        // 42501 no privilege, 3D000/3F000/42P01 no such database, schema or table, 28xxx not let in.
        if let state = error.sqlState, ["42501", "3D000", "3F000", "42P01"].contains(state) || state.hasPrefix("28") {
            return ConnectorError.badConfiguration("database: \(error.label)")
        }
        return error
    }
}
