import Testing

@testable import Postgres

@Suite struct ConnectionTests {
    @Test func nulInTextIsRefusedBeforeItIsSent() async throws {
        let connection = try await Server.connect()
        for query in [
            "SELECT \("a\u{0}b")", "SELECT \(["a", "b\u{0}"])", "SELECT \(["\u{0}"])", "SELECT \([nil, "", "日本", "b\u{0}", nil] as [String?])",
            "SELECT '\u{0}'",
        ] as [Query] {
            #expect(try await postgresError { _ = try await connection.query(query) }.label == "nul-in-text")
        }
        #expect(try await postgresError { try await connection.script(unsafeSQL: "SELECT '\u{0}'") }.label == "nul-in-text")
        var copy = BinaryCopy()
        copy.append(text: "a\u{0}")
        let error = try await postgresError { try await connection.copyIn(unsafeSQL: "COPY t FROM STDIN", copy) }
        #expect(error.label == "nul-in-text")
        #expect(try await connection.query("SELECT 1 AS n").count == 1)
        // A length of theirs is no text.
        for query in ["SELECT \([] as [String])", "SELECT \([nil] as [String?])", "SELECT \(["", "a"])"] as [Query] {
            #expect(try await connection.query(query).count == 1)
        }
    }

    @Test func aRowOf40Megabytes() async throws {
        let connection = try await Server.connect()
        let bytes = [UInt8](unsafeUninitializedCapacity: 40_000_000) { buffer, count in
            for index in 0..<40_000_000 { buffer[index] = UInt8(truncatingIfNeeded: index &* 31) }
            count = 40_000_000
        }
        let row = try await connection.query("SELECT \(bytes) AS b, length(\(bytes)) AS n")[0]
        #expect(try row.decode("n") == 40_000_000)
        #expect(try row.decode("b", as: [UInt8].self) == bytes)
    }

    @Test func errorsNameTheConstraintButNoValue() async throws {
        let connection = try await Server.connect(Server.schema("constraint_test"))
        try await connection.script(
            unsafeSQL: """
                CREATE TABLE town (code text CONSTRAINT town_pkey PRIMARY KEY, n int CONSTRAINT town_n_check CHECK (n > 0));
                INSERT INTO town VALUES ('secret', 1)
                """)
        let unique = try await postgresError { try await connection.execute("INSERT INTO town VALUES (\("secret"), 1)") }
        #expect(unique.sqlState == "23505" && unique.constraint == "town_pkey" && unique.table == "town")
        #expect(unique.isUniqueViolation && unique.label == "server-23505")
        let check = try await postgresError { try await connection.execute("INSERT INTO town VALUES ('x', -77)") }
        #expect(check.sqlState == "23514" && check.constraint == "town_n_check")
        let cast = try await postgresError { try await connection.execute("SELECT \("secret")::int") }
        #expect(cast.sqlState == "22P02" && cast.message == nil)
        let raised = try await postgresError {
            try await connection.script(unsafeSQL: "DO $$ BEGIN RAISE unique_violation USING MESSAGE = 'secret'; END $$")
        }
        #expect(raised.sqlState == "23505" && raised.message == nil)
        for error in [unique, check, cast, raised] {
            var dumped = "\(error) \(String(reflecting: error))"
            dump(error, to: &dumped)
            #expect(!dumped.contains("secret") && !dumped.contains("-77"))
        }
    }

    @Test func aFailedTransactionAnswersWithItsState() async throws {
        let connection = try await Server.connect()
        try await connection.script(unsafeSQL: "BEGIN")
        _ = try? await connection.query("SELECT 1/0")
        #expect(await connection.transactionStatus == .inFailedTransaction)
        #expect(try await postgresError { _ = try await connection.query("SELECT 2") }.sqlState == "25P02")
        #expect(try await postgresError { _ = try await connection.pipeline(["SELECT 3"]) }.sqlState == "25P02")
        #expect(try await postgresError { _ = try await connection.copyOut(unsafeSQL: "COPY (SELECT 1) TO STDOUT") }.sqlState == "25P02")
        try await connection.script(unsafeSQL: "ROLLBACK")
        #expect(try await connection.query("SELECT 2 AS n")[0].decode("n") == 2)
    }

    @Test func aCancelledTaskStopsItsStatement() async throws {
        let connection = try await Server.connect()
        let clock = ContinuousClock()
        let start = clock.now
        let task = Task { try await connection.query("SELECT pg_sleep(30), 'cancel-me'") }
        #expect(try await Server.eventually { try await Server.running("cancel-me") == 1 })
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(clock.now - start < .seconds(10))
        #expect(try await connection.query("SELECT 1 AS n")[0].decode("n") == 1)
        #expect(try await Server.running("cancel-me") == 0)
    }

    /// The request may reach the server before the statement does, or after it.
    @Test func cancellationAtAnyMomentHitsNoOtherStatement() async throws {
        let connection = try await Server.connect()
        for round in 0..<60 {
            let task = Task { try await connection.query("SELECT pg_sleep(0.002)") }
            try await Task.sleep(for: .microseconds(round * 100))
            task.cancel()
            _ = try? await task.value
            #expect(try await connection.query("SELECT \(round) AS n")[0].decode("n") == round)
        }
    }

    /// The moments lie closer together here: before the statement is sent, too.
    @Test(.timeLimit(.minutes(5))) func cancellationAtAnyMomentIsNotLost() async throws {
        let connection = try await Server.connect()
        for round in 0..<60 {
            let task = Task { try await connection.query("SELECT pg_sleep(300), \(round)") }
            try await Task.sleep(for: .microseconds(round * 20))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(await connection.transactionStatus == .idle)
    }

    @Test func aTaskThatIsCancelledAlreadySendsNothing() async throws {
        let connection = try await Server.connect()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await connection.query("SELECT pg_sleep(30)")
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func timeouts() async throws {
        var settings = ConnectionSettings(["options": "-c work_mem=5MB"])
        settings.statementTimeout = .milliseconds(50)
        settings.lockTimeout = .seconds(2)
        settings.idleInTransactionTimeout = .seconds(3)
        settings.applicationName = "timeout test"
        let connection = try await Server.connect(settings)
        #expect(try await postgresError { _ = try await connection.query("SELECT pg_sleep(5)") }.isStatementCancelled)
        let row = try await connection.query(
            """
            SELECT current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'),
                current_setting('work_mem'), current_setting('application_name')
            """)[0]
        #expect(try row.decode((String, String, String, String).self) == ("2s", "3s", "5MB", "timeout test"))
    }

    @Test func pipelineIsOneTransactionAndStopsAtTheFirstError() async throws {
        let connection = try await Server.connect(Server.schema("pipeline_test"))
        try await connection.script(unsafeSQL: "CREATE TABLE t (n bigint CONSTRAINT t_pkey PRIMARY KEY)")
        let rows = try await connection.pipeline(
            (1...1000).map { "INSERT INTO t VALUES (\($0)) RETURNING n" } + ["SELECT count(*) AS n FROM t"])
        #expect(rows.count == 1001 && rows[0].affected == 1)
        #expect(try rows[1000][0].decode("n") == 1000)
        let error = try await postgresError {
            _ = try await connection.pipeline([
                "INSERT INTO t VALUES (\(2000))", "INSERT INTO t VALUES (\(1))", "SELECT broken", "INSERT INTO t VALUES (\(2001))",
            ])
        }
        #expect(error.constraint == "t_pkey")
        #expect(try await connection.query("SELECT count(*) AS n FROM t")[0].decode("n") == 1000)
    }

    /// Both sides send more than the buffers between them hold.
    @Test func aPipelineOfLargeStatementsAndLargeAnswers() async throws {
        let connection = try await Server.connect()
        let text = String(repeating: "漢", count: 200_000)
        let rows = try await connection.pipeline((0..<30).map { _ in "SELECT \(text) AS t, \(text) AS u" })
        #expect(try rows.allSatisfy { try $0[0].decode("u", as: String.self).utf8.count == 600_000 })
    }

    @Test func statementsArePreparedOnceAndTheOldestGoFirst() async throws {
        var settings = Server.settings
        settings.preparedStatementsMaximum = 8
        let connection = try await Server.connect(settings)
        for round in 0..<3 {
            for n in 0..<20 { _ = try await connection.query("SELECT \(round) AS n\(unsafeSQL: String(n))") }
        }
        for _ in 0..<5 { _ = try await connection.query("SELECT \(1) AS again") }
        let rows = try await connection.query("SELECT statement FROM pg_prepared_statements")
        let texts = try rows.map { row throws(PostgresError) in try row.decode("statement", as: String.self) }
        #expect(texts.count <= 10)
        #expect(texts.count { $0 == "SELECT $1 AS again" } == 1)
    }

    @Test func aStatementIsPreparedAnewWhenItsTableChanged() async throws {
        let connection = try await Server.connect(Server.schema("stale_test"))
        try await connection.script(unsafeSQL: "CREATE TABLE t AS SELECT 1 AS a")
        for _ in 0..<3 { _ = try await connection.query("SELECT * FROM t") }
        try await connection.script(unsafeSQL: "ALTER TABLE t ADD b text DEFAULT 'x'")
        #expect(try await connection.query("SELECT * FROM t")[0].decode("b") == "x")
        try await connection.script(unsafeSQL: "ALTER TABLE t ADD c text DEFAULT 'y'")
        #expect(try await connection.pipeline(["SELECT * FROM t"])[0][0].decode("c") == "y")
        try await connection.script(unsafeSQL: "DEALLOCATE ALL")
        #expect(try await connection.query("SELECT * FROM t").columnNames == ["a", "b", "c"])
    }

    @Test func copyThroughQueryIsRefused() async throws {
        let connection = try await Server.connect()
        for sql in ["COPY (SELECT 1) TO STDOUT", "COPY pg_class FROM STDIN"] {
            _ = try await postgresError { try await connection.script(unsafeSQL: sql) }
            _ = try await postgresError { _ = try await connection.query(Query(unsafeSQL: sql)) }
            #expect(try await connection.query("SELECT 1 AS n").count == 1)
        }
    }

    @Test func lossIsTyped() async throws {
        let connection = try await Server.connect()
        let pid = try await connection.query("SELECT pg_backend_pid() AS pid")[0].decode("pid", as: Int32.self)
        try await Server.connect().execute("SELECT pg_terminate_backend(\(pid))")
        #expect(try await postgresError { _ = try await connection.query("SELECT 1") }.isConnectionLoss)
        #expect(try await postgresError { _ = try await connection.query("SELECT 1") }.isConnectionLoss)
        #expect(await !connection.isUsable)
        await connection.close()
        #expect(try await postgresError { _ = try await connection.pipeline(["SELECT 1"]) }.label == "connection-closed")
        let nowhere = try await postgresError { _ = try await Connection.open(ConnectionSettings(["host": "127.0.0.1", "port": "1"])) }
        #expect(nowhere.isConnectionLoss && nowhere.label == "connection-failed")
    }

    @Test func settingsFromAUri() async throws {
        let defaults = LibPQOptions.defaults
        let host = try #require(defaults["host"])
        let user = defaults["user"] ?? "postgres"
        let port = defaults["port"] ?? "5432"
        var settings = ConnectionSettings(
            uri: "postgresql://\(user)@\(host):\(port)/template1?options=-c%20work_mem%3D7MB&application_name=from%20uri")
        settings.lockTimeout = .microseconds(1)
        #expect(settings.connectKeywords["options"] == "-c work_mem=7MB -c lock_timeout=1 -c search_path=pg_catalog,pg_temp")
        #expect(settings.connectKeywords["dbname"] == "template1")
        let row = try await Server.connect(settings).query(
            "SELECT current_setting('work_mem'), current_setting('lock_timeout'), current_setting('application_name'), current_database()::text")
        #expect(try row[0].decode((String, String, String, String).self) == ("7MB", "1ms", "from uri", "template1"))
        let wrong = try await postgresError { try await Connection.open(ConnectionSettings(uri: "postgresql://[broken/")) }
        #expect(wrong.label == "connection-failed")
    }

    @Test func encryptionIsThatOfTheSettings() async throws {
        let plain = try await Server.connect(ConnectionSettings(["sslmode": "disable"]))
        let sql: Query = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        #expect(try await plain.query(sql)[0].decode("ssl") == false)
        guard try await plain.query("SELECT current_setting('ssl') AS s")[0].decode("s") == "on" else { return }
        #expect(try await Server.connect(ConnectionSettings(["sslmode": "require"])).query(sql)[0].decode("ssl") == true)
        let unknown = try await postgresError {
            try await Server.connect(ConnectionSettings(["sslmode": "verify-full", "sslrootcert": "/nowhere.pem"]))
        }
        #expect(unknown.isConnectionLoss)
    }

    @Test func role() async throws {
        let admin = try await Server.connect()
        try await admin.script(
            unsafeSQL: "DO $$ BEGIN CREATE ROLE \"役 割\"; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        var settings = Server.settings
        settings.role = "役 割"
        let connection = try await Server.connect(settings)
        #expect(try await connection.query("SELECT current_user AS u")[0].decode("u") == "役 割")
    }
}
