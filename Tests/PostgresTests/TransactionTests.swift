import Testing

@testable import Postgres

@Suite struct TransactionTests {
    struct OwnError: Error, Equatable {}

    /// Lets `count` tasks pass together, once.
    actor Gate {
        private let count: Int
        private var waiting: [CheckedContinuation<Void, Never>] = []
        private var isOpen = false

        init(_ count: Int) { self.count = count }

        func pass() async {
            if isOpen { return }
            if waiting.count + 1 == count {
                isOpen = true
                for continuation in waiting { continuation.resume() }
                return
            }
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func pool(_ schema: String, _ setUp: String) async throws -> Pool {
        var settings = try await Server.schema(schema)
        settings.keywords["options"]? += " -c deadlock_timeout=50ms"
        let pool = Pool(settings: settings, maximum: 4)
        try await pool.withConnection { try await $0.script(unsafeSQL: setUp) }
        return pool
    }

    @Test func commitsAndRollsBack() async throws {
        let pool = try await pool("commit_test", "CREATE TABLE t (n bigint)")
        try await pool.transaction { try await $0.execute("INSERT INTO t VALUES (1)") }
        await #expect(throws: OwnError()) {
            try await pool.transaction { connection in
                try await connection.execute("INSERT INTO t VALUES (2)")
                throw OwnError()
            }
        }
        #expect(try await pool.query("SELECT sum(n)::bigint AS n FROM t")[0].decode("n") == 1)
        let error = try await postgresError {
            try await pool.transaction(isolation: .serializable, readOnly: true, deferrable: true) {
                try await $0.execute("INSERT INTO t VALUES (3)")
            }
        }
        #expect(error.sqlState == "25006")
    }

    @Test func aDeadlockIsRetried() async throws {
        let pool = try await pool("deadlock_test", "CREATE TABLE t AS SELECT i AS id, 0 AS n FROM generate_series(1, 2) i")
        let gate = Gate(2)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for order in [[1, 2], [2, 1]] {
                group.addTask {
                    try await pool.transaction(retries: 5) { connection in
                        try await connection.execute("UPDATE t SET n = n + 1 WHERE id = \(order[0])")
                        await gate.pass()
                        try await connection.execute("UPDATE t SET n = n + 1 WHERE id = \(order[1])")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await pool.query("SELECT sum(n)::bigint AS n FROM t")[0].decode("n") == 4)
        // The same without retries: one of the two gets 40P01.
        let again = Gate(2)
        let states = await withTaskGroup(of: String?.self) { group in
            for order in [[1, 2], [2, 1]] {
                group.addTask {
                    do {
                        try await pool.transaction { connection in
                            try await connection.execute("UPDATE t SET n = n + 1 WHERE id = \(order[0])")
                            await again.pass()
                            try await connection.execute("UPDATE t SET n = n + 1 WHERE id = \(order[1])")
                        }
                        return nil
                    } catch {
                        return (error as? PostgresError)?.sqlState
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(states.compactMap { $0 } == ["40P01"])
    }

    @Test func aSerializationFailureIsRetried() async throws {
        let pool = try await pool("serialization_test", "CREATE TABLE t AS SELECT 0 AS n")
        let gate = Gate(2)
        let attempts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    var attempts = 0
                    try await pool.transaction(isolation: .serializable, retries: 10) { connection in
                        attempts += 1
                        let n = try await connection.query("SELECT n FROM t")[0].decode("n", as: Int.self)
                        await gate.pass()
                        try await connection.execute("UPDATE t SET n = \(n + 1)::int")
                    }
                    return attempts
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(attempts > 2)
        #expect(try await pool.query("SELECT n FROM t")[0].decode("n") == 2)
    }

    @Test func aFailedRollbackHidesNothing() async throws {
        let pool = try await pool("rollback_test", "")
        let seen = try await pool.withConnection { connection in
            await #expect(throws: OwnError()) {
                try await connection.transaction { connection in
                    let pid = try await connection.query("SELECT pg_backend_pid() AS pid")[0].decode("pid", as: Int32.self)
                    try await Server.connect().execute("SELECT pg_terminate_backend(\(pid), 5000)")
                    throw OwnError()
                }
            }
            return await connection.rollbackError
        }
        #expect((seen as? PostgresError)?.isConnectionLoss == true)
        #expect(try await pool.query("SELECT 1 AS n")[0].decode("n") == 1)
    }

    @Test func aSwallowedErrorDoesNotLookLikeACommit() async throws {
        let connection = try await Server.connect()
        let error = try await postgresError {
            try await connection.transaction { connection in _ = try? await connection.query("SELECT 1/0") }
        }
        #expect(error.label == "transaction-aborted" && error.transactionPhase == .commit)
        #expect(await connection.transactionStatus == .idle)
    }

    @Test func anErrorOfCommitSaysSo() async throws {
        let pool = try await pool(
            "commit_error_test", "CREATE TABLE t (n int CONSTRAINT t_n_key UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        let error = try await postgresError {
            try await pool.transaction { try await $0.execute("INSERT INTO t VALUES (1), (1)") }
        }
        #expect(error.transactionPhase == .commit && error.constraint == "t_n_key" && !error.isCommitUnknown)
        let lost = try await postgresError {
            try await pool.transaction { connection in
                let pid = try await connection.query("SELECT pg_backend_pid() AS pid")[0].decode("pid", as: Int32.self)
                try await Server.connect().execute("SELECT pg_terminate_backend(\(pid), 5000)")
            }
        }
        #expect(lost.isCommitUnknown)
    }

    /// Every way to write, with a commit that fails by what is checked at its end, and one during which the server goes away: the statement itself was
    /// answered well before.
    @Test(arguments: ["query", "pipeline", "long pipeline", "script", "copy", "steps", "chunks", "transaction"])
    func whatIsNotCommittedIsNotAnswered(by way: String) async throws {
        let name = "not_committed_\(way.replacing(" ", with: "_"))_test"
        let pool = try await pool(
            name,
            """
            CREATE TABLE t (n bigint CONSTRAINT t_n_key UNIQUE DEFERRABLE INITIALLY DEFERRED);
            CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER leaves AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.n = 666) EXECUTE FUNCTION leave()
            """)
        func write(_ n: Int) async throws {
            switch way {
            case "query":
                // Prepared and not prepared.
                for n in [n + 1000, n] { try await pool.execute("INSERT INTO t VALUES (\(n))") }
            case "pipeline": try await pool.withConnection { _ = try await $0.pipeline(["INSERT INTO t VALUES (\(n))"]) }
            case "long pipeline":
                try await pool.withConnection { _ = try await $0.pipeline(["INSERT INTO t VALUES (\(n))"] + (0..<200).map { "SELECT \($0)" }) }
            case "script": try await pool.withConnection { try await $0.script(unsafeSQL: "INSERT INTO t VALUES (\(n)); SELECT 1") }
            case "copy": try await pool.withConnection { _ = try await $0.copyIn(unsafeSQL: "COPY t FROM STDIN", bytes: Array("\(n)\n".utf8)) }
            case "steps":
                var copy = BinaryCopy()
                copy.header()
                copy.row(columns: 1)
                copy.append(int64: Int64(n))
                copy.trailer()
                let steps = [CopyStep.copy(unsafeSQL: "COPY t FROM STDIN (FORMAT binary)", copy), .statement(unsafeSQL: "SELECT 1")]
                try await pool.withConnection { try await $0.copyIn(unsafeSQL: steps) }
            case "chunks":
                let chunks = AsyncStream { continuation in
                    continuation.yield(Array("\(n)\n".utf8))
                    continuation.finish()
                }
                try await pool.withConnection { _ = try await $0.copyIn(unsafeSQL: "COPY t FROM STDIN", chunks) }
            default: try await pool.transaction { try await $0.execute("INSERT INTO t VALUES (\(n))") }
            }
        }
        try await write(1)
        let refused = try await postgresError { try await write(1) }
        #expect(refused.constraint == "t_n_key" && !refused.isConnectionLoss)
        let lost = try await postgresError { try await write(666) }
        #expect(lost.isConnectionLoss)
        if way.hasSuffix("pipeline") || way == "transaction" { #expect(refused.transactionPhase == .commit && lost.isCommitUnknown) }
        #expect(try await pool.query("SELECT count(*) AS n FROM t WHERE n < 1000")[0].decode("n") == 1)
    }

    @Test func theFirstStatementsGoWithBegin() async throws {
        let pool = try await pool("opening_test", "CREATE TABLE t (n bigint)")
        func locks(_ connection: Connection) async throws -> Int {
            Int(try await connection.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")[0].decode(Int64.self))
        }
        try await pool.withConnection { connection in
            try await connection.transaction(opening: ["SELECT pg_advisory_xact_lock_shared(4711)", Connection.keepingPlans]) { connection in
                #expect(try await locks(connection) == 1)
                #expect(try await connection.query("SHOW plan_cache_mode")[0].decode(String.self) == "force_generic_plan")
                try await connection.execute("INSERT INTO t VALUES (1)")
                // Refused without harm to the one that is open.
                let nested = try await postgresError { try await connection.transaction(opening: ["SELECT 1"]) { _ in } }
                #expect(nested.label == "misuse" && nested.transactionPhase == .begin)
                #expect(try await locks(connection) == 1)
            }
            #expect(try await locks(connection) == 0)
            let failed = try await postgresError { try await connection.transaction(opening: ["SELECT 1 / 0"]) { _ in #expect(Bool(false)) } }
            #expect(failed.sqlState == "22012" && failed.transactionPhase == .begin)
            #expect(await connection.transactionStatus == .idle)
            let waiting = Task { try await connection.transaction(opening: ["SELECT pg_sleep(30)"]) { _ in } }
            #expect(try await Server.eventually { try await Server.running("SELECT pg_sleep(30)") == 1 })
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            #expect(await connection.transactionStatus == .idle)
        }
        #expect(try await pool.query("SELECT count(*) AS n FROM t")[0].decode("n") == 1)
    }

    @Test func aTransactionInATransactionIsRefusedAndSavepointsWork() async throws {
        let pool = try await pool("savepoint_test", "CREATE TABLE t (n bigint)")
        try await pool.transaction { connection in
            let error = try await postgresError { try await connection.transaction { _ in } }
            #expect(error.transactionPhase == .begin)
            try await connection.savepoint { try await $0.execute("INSERT INTO t VALUES (1)") }
            _ = try? await connection.savepoint { try await $0.execute("INSERT INTO t VALUES (2/0)") }
            try await connection.savepoint { outer in
                try await outer.execute("INSERT INTO t VALUES (4)")
                await #expect(throws: OwnError()) {
                    try await outer.savepoint { inner in
                        try await inner.execute("INSERT INTO t VALUES (8)")
                        throw OwnError()
                    }
                }
            }
        }
        #expect(try await pool.query("SELECT sum(n)::bigint AS n FROM t")[0].decode("n") == 5)
    }

    @Test func cancellationRollsBack() async throws {
        let pool = try await pool("cancel_test", "CREATE TABLE t (n bigint)")
        let task = Task {
            try await pool.transaction { connection in
                try await connection.execute("INSERT INTO t VALUES (1)")
                try await connection.execute("SELECT pg_sleep(30), 'cancel-transaction'")
            }
        }
        #expect(try await Server.eventually { try await Server.running("cancel-transaction") == 1 })
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        #expect(try await pool.query("SELECT count(*) AS n FROM t")[0].decode("n") == 0)
        #expect(pool.load.open == 1)
    }
}
