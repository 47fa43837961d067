import CLibPQ

/// The isolation of a transaction.
public enum Isolation: String, Sendable {
    case readCommitted = "READ COMMITTED"
    case repeatableRead = "REPEATABLE READ"
    case serializable = "SERIALIZABLE"
}

extension Connection {
    /// A first statement: plans are made once for a connection, for any parameters. For small work by index that is done over and over, where planning
    /// each time would cost more than the work.
    public static let keepingPlans: StaticString = "SET LOCAL plan_cache_mode = force_generic_plan"

    /// The same as a column of a transaction's first query, which saves a statement.
    public static let keepingPlansInside = "set_config('plan_cache_mode', 'force_generic_plan', true)"

    /// Such a column, too: what a statement looked up is not kept for its next row. For rows of which each asks for another.
    public static let rememberingNothingInside = "set_config('enable_memoize', 'off', true)"

    /// Runs `body` in a transaction: commits when it returns, rolls back when it throws.
    ///
    /// `body` runs where the caller runs. What it throws is thrown on unchanged; if the ROLLBACK fails too, that error is in `rollbackError` and the
    /// connection is no longer fit for use. Errors of BEGIN and COMMIT have a `transactionPhase`. A task cancelled before COMMIT rolls back.
    ///
    /// - Parameters:
    ///   - deferrable: for serializable read-only transactions: wait for a safe snapshot.
    ///   - opening: its first statements, which go with BEGIN in one round trip.
    @discardableResult
    public nonisolated func transaction<R>(
        isolation: Isolation = .readCommitted, readOnly: Bool = false, deferrable: Bool = false, opening: [StaticString] = [],
        _ body: (Connection) async throws -> R
    ) async throws -> R {
        try await beginTransaction(isolation: isolation, readOnly: readOnly, deferrable: deferrable, opening)
        let result: R
        do {
            result = try await body(self)
            try Task.checkCancellation()
        } catch {
            await rollBack("ROLLBACK")
            throw error
        }
        try await commitTransaction()
        return result
    }

    /// Runs `body` inside the open transaction so that its failure undoes its own work only.
    @discardableResult
    public nonisolated func savepoint<R>(_ body: (Connection) async throws -> R) async throws -> R {
        try await script(unsafeSQL: "SAVEPOINT part")
        let result: R
        do {
            result = try await body(self)
        } catch {
            await rollBack("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part")
            throw error
        }
        try await script(unsafeSQL: "RELEASE SAVEPOINT part")
        return result
    }

    private func beginTransaction(isolation: Isolation, readOnly: Bool, deferrable: Bool, _ opening: [StaticString]) async throws {
        try await cancellable {
            guard state.transactionStatus != .inTransaction, state.transactionStatus != .inFailedTransaction else {
                throw PostgresError.misuse("a transaction is open already; use savepoint").inPhase(.begin)
            }
            do throws(PostgresError) {
                try perform(
                    "BEGIN ISOLATION LEVEL \(isolation.rawValue)\(readOnly ? " READ ONLY" : "")"
                        + (deferrable ? " DEFERRABLE" : "") + opening.map { "; \($0)" }.joined())
            } catch {
                // Begun, and one of its first statements failed.
                if !opening.isEmpty, let pointer = handle.pointer, PQtransactionStatus(pointer) == PQTRANS_INERROR {
                    do throws(PostgresError) { try perform("ROLLBACK") } catch let failed { rollbackError = failed }
                }
                throw error.inPhase(.begin)
            }
        }
    }

    /// Not cancellable: its outcome must be known.
    private func commitTransaction() async throws {
        do {
            try settle()
            let pointer = try pointer
            defer { publish() }
            guard PQsendQuery(pointer, "COMMIT") == 1 else { throw failure(pointer) }
            let result = try collect(pointer)
            // A failed transaction answers COMMIT with ROLLBACK, and no error.
            if let tag = PQcmdStatus(result.pointer), String(cString: tag) != "COMMIT" {
                throw PostgresError.transactionAborted
            }
        } catch let error as PostgresError {
            if transactionStatus == .inTransaction || transactionStatus == .inFailedTransaction {
                await rollBack("ROLLBACK")
            }
            throw error.inPhase(.commit)
        }
    }

    /// Not cancellable, and never throws: the error that led here matters more.
    private func rollBack(_ sql: String) async {
        do {
            abandonCopy()
            try perform(sql)
        } catch {
            rollbackError = error
        }
        publish()
    }
}
