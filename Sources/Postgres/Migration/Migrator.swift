/// Brings a database to the version of a list of SQL files, and says whether it is there.
///
/// Each file runs in a transaction of its own, together with its row in `migration.ledger`. Several migrators at once are safe: each step takes an advisory
/// lock and looks at the ledger again. A file that has landed must not change (SHA-256).
public struct Migrator: Sendable {
    /// By number.
    public let migrations: [Migration]

    /// Any fixed number that no one else of this database uses.
    private static let lock: Int64 = 0x6174_656E_614D_6967

    /// From the `.sql` files of a directory.
    public init(directory: String) throws(MigrationError) {
        try self.init(Migration.read(directory: directory))
    }

    /// From names and texts.
    public init(_ files: [(name: String, text: String)]) throws(MigrationError) {
        var migrations: [Migration] = []
        for file in files { migrations.append(try Migration(name: file.name, text: file.text)) }
        try self.init(migrations)
    }

    /// In any order. Throws where two have the same number.
    public init(_ migrations: [Migration]) throws(MigrationError) {
        let sorted = migrations.sorted { $0.number < $1.number }
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.number == next.number {
            throw MigrationError(.duplicate, file: next.name, reason: "has the same number as \(one.name)")
        }
        self.migrations = sorted
    }

    /// Applies what is missing, in order, and gives the names of what it applied. Throws `MigrationError`, or `PostgresError` for the connection's own
    /// troubles; what was applied before the error stays.
    public func migrate(_ connection: Connection) async throws -> [String] {
        var applied: [String] = []
        while let name = try await step(connection) { applied.append(name) }
        return applied
    }

    /// Throws unless exactly these files, unchanged, have been applied.
    public func check(_ connection: Connection) async throws {
        guard try await ledgerExists(connection) else {
            if let first = migrations.first { throw Self.pending(first) }
            return
        }
        if let next = try await pending(connection) { throw Self.pending(next) }
    }

    /// Takes the files with greater numbers out of the ledger: what they made has gone to another database, whose ledger has them.
    public static func release(above number: Int, on connection: Connection) async throws {
        try await connection.execute("DELETE FROM migration.ledger WHERE number > \(number)::int")
    }

    private static func pending(_ migration: Migration) -> MigrationError {
        MigrationError(.pending, file: migration.name, reason: "has not been applied")
    }

    /// Applies the first missing file, if there is one.
    private func step(_ connection: Connection) async throws -> String? {
        try await connection.transaction { connection in
            try await connection.script(
                unsafeSQL: """
                    SET LOCAL statement_timeout = 0;
                    SET LOCAL lock_timeout = 0;
                    SELECT pg_advisory_xact_lock(\(Self.lock));
                    """)
            if try await !ledgerExists(connection) { try await createLedger(connection) }
            guard let next = try await pending(connection) else { return nil }
            try await apply(next, connection)
            return next.name
        }
    }

    private func apply(_ migration: Migration, _ connection: Connection) async throws {
        let role = try await connection.query("SELECT current_setting('role') AS role")[0].decode("role", as: String.self)
        do {
            try await connection.script(unsafeSQL: migration.text)
        } catch let error as PostgresError where !error.isConnectionLoss {
            let line = error.position.map { migration.text.prefix($0 - 1).count { $0.isNewline } + 1 }
            throw MigrationError(
                .failed, file: migration.name, reason: line.map { "failed at line \($0)" } ?? "failed", cause: error)
        }
        guard await connection.transactionStatus == .inTransaction else {
            throw MigrationError(.endedTransaction, file: migration.name, reason: "must not end the transaction")
        }
        // A file may have taken a role or a search path for itself. The next goes on as whoever began.
        try await connection.script(unsafeSQL: "SET ROLE \(role == "none" ? "NONE" : Query.quoted(identifier: role)); RESET search_path")
        try await connection.execute(
            """
            INSERT INTO migration.ledger (number, name, sha256)
            VALUES (\(migration.number)::int, \(migration.name), encode(sha256(\(Array(migration.text.utf8))), 'hex'))
            """)
    }

    /// The first file that the ledger lacks. Throws when the ledger has what the files have not, or has it otherwise.
    private func pending(_ connection: Connection) async throws -> Migration? {
        let texts = migrations.map { Array($0.text.utf8) }
        // The server computes the digests, so no cryptography is needed here.
        let answers = try await connection.pipeline([
            "SELECT number, name, sha256 FROM migration.ledger ORDER BY number",
            "SELECT encode(sha256(t), 'hex') AS sha256 FROM unnest(\(texts)) WITH ORDINALITY AS f(t, i) ORDER BY i",
        ])
        let digests = try answers[1].map { row throws(PostgresError) in try row.decode("sha256", as: String.self) }
        var known: [Int: (migration: Migration, digest: String)] = [:]
        for (migration, digest) in zip(migrations, digests) { known[migration.number] = (migration, digest) }
        for row in answers[0] {
            let name = try row.decode("name", as: String.self)
            guard let file = known.removeValue(forKey: try row.decode("number")), file.migration.name == name else {
                throw MigrationError(.missing, file: name, reason: "was applied, but there is no such file")
            }
            guard try row.decode("sha256", as: String.self) == file.digest else {
                throw MigrationError(.changed, file: name, reason: "was changed after it had been applied")
            }
        }
        return migrations.first { known[$0.number] != nil }
    }

    private func ledgerExists(_ connection: Connection) async throws -> Bool {
        try await connection.query("SELECT to_regclass('migration.ledger') IS NOT NULL AS found")[0].decode("found")
    }

    private func createLedger(_ connection: Connection) async throws {
        try await connection.script(
            unsafeSQL: """
                CREATE SCHEMA IF NOT EXISTS migration;
                CREATE TABLE migration.ledger (
                    number integer NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT now(),
                    name text NOT NULL,
                    sha256 text NOT NULL,
                    CONSTRAINT ledger_pkey PRIMARY KEY (number),
                    CONSTRAINT ledger_name_key UNIQUE (name),
                    CONSTRAINT ledger_sha256_is_hex CHECK (sha256 ~ '^[0-9a-f]{64}$')
                );
                COMMENT ON SCHEMA migration IS 'Which migrations were applied.';
                COMMENT ON TABLE migration.ledger IS 'Which migration files were applied, when, and what they held. Source: migrator. Retention: permanent. Class: none.';
                COMMENT ON COLUMN migration.ledger.number IS 'Number that the file''s name begins with. Source: migrator. Retention: as the table. Class: none.';
                COMMENT ON COLUMN migration.ledger.applied_at IS 'When it was applied. Source: clock. Retention: as the table. Class: none.';
                COMMENT ON COLUMN migration.ledger.name IS 'Name of the file. Source: migrator. Retention: as the table. Class: none.';
                COMMENT ON COLUMN migration.ledger.sha256 IS 'SHA-256 of its text: a file that landed never changes. Source: migrator. Retention: as the table. Class: none.';
                """)
    }
}
