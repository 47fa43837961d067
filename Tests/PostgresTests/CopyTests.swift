import Testing

@testable import Postgres

@Suite struct CopyTests {
    struct OwnError: Error, Equatable {}

    static let names = ["渡邉󠄀 太郎", "𠮷田 花子", "\t", "\\", "Ａ\nＢ", "", "がが"]

    private func connect(_ schema: String, _ table: String = "CREATE TABLE t (id int, name text)") async throws -> Connection {
        let connection = try await Server.connect(Server.schema(schema))
        try await connection.script(unsafeSQL: table)
        return connection
    }

    private func text(_ rows: Int) -> [UInt8] {
        Array((0..<rows).map { "\($0)\t氏名 第\($0)番\n" }.joined().utf8)
    }

    @Test func japaneseBothWaysAsText() async throws {
        let connection = try await connect("copy_text_test")
        let bytes = text(5000)
        #expect(try await connection.copyIn(unsafeSQL: "COPY t FROM STDIN", bytes: bytes) == 5000)
        var back: [UInt8] = []
        for try await chunk in try await connection.copyOut("COPY (SELECT * FROM t ORDER BY id) TO STDOUT") {
            #expect(chunk.last == 0x0A)
            back += chunk
        }
        #expect(back == bytes)
        #expect(await connection.transactionStatus == .idle)
    }

    @Test func japaneseBothWaysAsBinary() async throws {
        let table = "CREATE TABLE t (id int, name text, big bigint, small smallint, yes bool, day date, raw bytea, more text[])"
        let connection = try await connect("copy_binary_test", table)
        var copy = BinaryCopy()
        copy.header()
        for (index, name) in Self.names.enumerated() {
            copy.row(columns: 8)
            copy.append(int32: Int32(index))
            copy.append(text: name)
            copy.append(int64: .min + Int64(index))
            copy.append(int16: -2)
            copy.append(bool: index.isMultiple(of: 2))
            copy.append(day: -1)
            copy.append(bytes: [0, 1])
            if index == 0 { copy.null() } else { copy.append(value: [name]) }
        }
        copy.trailer()
        #expect(try await connection.copyIn(unsafeSQL: "COPY t FROM STDIN (FORMAT binary)", copy) == Self.names.count)
        let rows = try await connection.query("SELECT * FROM t ORDER BY id")
        #expect(try rows.map { row throws(PostgresError) in try row.decode("name", as: String.self) } == Self.names)
        #expect(try rows[3].decode("big", as: Int64.self) == .min + 3)
        #expect(try rows[3].decode("small", as: Int.self) == -2)
        #expect(try rows[2].decode("yes") == true)
        #expect(try rows[2].decode("day", as: PostgresDay.self).daysSince2000 == -1)
        #expect(try rows[2].decode("raw", as: [UInt8].self) == [0, 1])
        #expect(try rows[0].decode("more", as: [String]?.self) == nil)
        #expect(try rows[5].decode("more", as: [String].self) == [Self.names[5]])
        var back: [UInt8] = []
        for try await chunk in try await connection.copyOut("COPY (SELECT * FROM t ORDER BY id) TO STDOUT (FORMAT binary)") {
            back += chunk
        }
        #expect(back == copy.bytes)
    }

    /// Cut anywhere, also inside a character.
    @Test func chunksMayBeCutAnywhere() async throws {
        let connection = try await connect("copy_chunk_test")
        let bytes = text(1000)
        let chunks = AsyncStream<[UInt8]> { continuation in
            var rest = bytes[...]
            while !rest.isEmpty {
                continuation.yield(Array(rest.prefix(7)))
                rest = rest.dropFirst(7)
            }
            continuation.finish()
        }
        #expect(try await connection.copyIn(unsafeSQL: "COPY t FROM STDIN", chunks) == 1000)
        #expect(try await connection.query("SELECT count(*) AS n FROM t WHERE name = '氏名 第' || id || '番'")[0].decode("n") == 1000)
    }

    @Test func aFailingSourceLeavesNothing() async throws {
        let connection = try await connect("copy_source_test")
        let chunks = AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield(Array("1\ta\n".utf8))
            continuation.finish(throwing: OwnError())
        }
        await #expect(throws: OwnError()) { try await connection.copyIn(unsafeSQL: "COPY t FROM STDIN", chunks) }
        #expect(try await connection.query("SELECT count(*) AS n FROM t")[0].decode("n") == 0)
    }

    @Test func badRowsAreTypedErrors() async throws {
        let connection = try await connect("copy_bad_test")
        let bytes = Array("1\ta\nsecret\tb\n".utf8)
        let chunks = AsyncStream<[UInt8]> {
            $0.yield(bytes)
            $0.finish()
        }
        let one = try await postgresError { try await connection.copyIn(unsafeSQL: "COPY t FROM STDIN", bytes: bytes) }
        let two = try await postgresError { try await connection.copyIn(unsafeSQL: "COPY t FROM STDIN", chunks) }
        for error in [one, two] { #expect(error.sqlState == "22P02" && !"\(error)".contains("secret")) }
        let cut = try await postgresError { try await connection.copyIn(unsafeSQL: "COPY t FROM STDIN", bytes: Array("1\t\u{6c0f}".utf8.dropLast())) }
        #expect(cut.sqlState == "22021")
        let none = try await postgresError { try await connection.copyIn(unsafeSQL: "COPY nowhere FROM STDIN", bytes: []) }
        #expect(none.sqlState == "42P01")
        for sql in ["SELECT 1", "COPY t TO STDOUT"] {
            #expect(try await postgresError { try await connection.copyIn(unsafeSQL: sql, bytes: []) }.label == "misuse")
        }
        for sql in ["SELECT 1", "COPY t FROM STDIN"] {
            #expect(try await postgresError { _ = try await connection.copyOut(unsafeSQL: sql) }.label == "misuse")
        }
        #expect(try await connection.query("SELECT count(*) AS n FROM t")[0].decode("n") == 0)
    }

    @Test func stepsGoAsOneMessageOrNotAtAll() async throws {
        let connection = try await connect("copy_steps_test", "CREATE TABLE t (n bigint UNIQUE, name text); CREATE TABLE u (n bigint)")
        func copy(_ table: String, _ numbers: some Sequence<Int64>, _ name: String? = nil) -> CopyStep {
            var copy = BinaryCopy()
            copy.header()
            for n in numbers {
                copy.row(columns: name == nil ? 1 : 2)
                copy.append(int64: n)
                if let name { copy.append(text: name) }
            }
            copy.trailer()
            return .copy(unsafeSQL: "COPY \(table) FROM STDIN (FORMAT binary)", copy)
        }
        func counts() async throws -> [Int] {
            let row = try await connection.query("SELECT (SELECT count(*) FROM t)::bigint, (SELECT count(*) FROM u)::bigint")[0]
            let (t, u) = try row.decode((Int64, Int64).self)
            return [Int(t), Int(u)]
        }
        let set = CopyStep.statement(unsafeSQL: "SET search_path = copy_steps_test")
        // Longer than the buffers between client and server.
        try await connection.copyIn(unsafeSQL: [set, copy("t", 1...30000, "氏名　第一"), set, copy("u", 1...20000), copy("u", []), set])
        #expect(try await counts() == [30000, 20000])
        try await connection.copyIn(unsafeSQL: [])
        // What fails takes everything with it, wherever it stands, and the connection serves on.
        for bad in [
            [copy("u", 1...5), copy("t", [7], "二人目"), copy("u", 1...5)], [copy("u", 1...5), .statement(unsafeSQL: "SELECT 1 / 0"), copy("u", 1...5)],
            [copy("u", 1...5), copy("nowhere", 1...5)],
        ] {
            let error = try await postgresError { try await connection.copyIn(unsafeSQL: bad) }
            #expect(["23505", "22012", "42P01"].contains(error.sqlState))
            #expect(await connection.transactionStatus == .idle)
            #expect(try await counts() == [30000, 20000])
        }
        for bad in [
            [CopyStep.statement(unsafeSQL: "COPY u FROM STDIN")], [.copy(unsafeSQL: "SELECT 1", BinaryCopy())],
            [.statement(unsafeSQL: "COPY u TO STDOUT"), copy("u", 1...5)],
        ] {
            #expect(try await postgresError { try await connection.transaction { try await $0.copyIn(unsafeSQL: bad) } }.label == "misuse")
            #expect(try await counts() == [30000, 20000])
        }
        #expect(try await postgresError { try await connection.copyIn(unsafeSQL: [copy("u", [1]), copy("t", [0], "\0")]) }.label == "nul-in-text")
        #expect(try await counts() == [30000, 20000])
        await #expect(throws: OwnError()) {
            try await connection.transaction { connection in
                try await connection.copyIn(unsafeSQL: [copy("u", 1...5)])
                throw OwnError()
            }
        }
        #expect(try await counts() == [30000, 20000])
    }

    @Test func chunksHaveAboutAQuarterMegabyte() async throws {
        let connection = try await Server.connect()
        var sizes: [Int] = []
        for try await chunk in try await connection.copyOut(unsafeSQL: "COPY (SELECT repeat('漢', 100) FROM generate_series(1, 20000)) TO STDOUT") {
            sizes.append(chunk.count)
            #expect(chunk.last == 0x0A)
        }
        #expect(sizes.reduce(0, +) == 301 * 20000)
        #expect(sizes.dropLast().allSatisfy { $0 >= 262_144 && $0 < 262_144 + 301 })
    }

    @Test func anAbandonedCopyOutStopsTheStatement() async throws {
        let connection = try await Server.connect()
        let sql = "COPY (SELECT repeat('x', 1000), 'abandon-me', generate_series(1, 100000000)) TO STDOUT"
        for _ in 0..<5 {
            for try await chunk in try await connection.copyOut(unsafeSQL: sql) {
                #expect(chunk.count >= 262_144)
                break
            }
            #expect(try await connection.query("SELECT 1 AS n")[0].decode("n") == 1)
        }
        // Never read at all.
        _ = try await connection.copyOut(unsafeSQL: sql)
        #expect(try await connection.query("SELECT 1 AS n")[0].decode("n") == 1)
        #expect(try await Server.eventually { try await Server.running("abandon-me") == 0 })
    }

    @Test func aPoolDiscardsAConnectionInCopy() async throws {
        let pool = Pool(settings: Server.settings, maximum: 1)
        let stream = try await pool.withConnection {
            try await $0.copyOut(unsafeSQL: "COPY (SELECT generate_series(1, 10000000)) TO STDOUT")
        }
        #expect(try await pool.query("SELECT 1 AS n")[0].decode("n") == 1)
        // Its connection is closed.
        _ = try? await stream.stream.next()
    }

    @Test func meanwhileOtherStatementsAreRefused() async throws {
        let connection = try await Server.connect()
        let out = try await connection.copyOut(unsafeSQL: "COPY (SELECT generate_series(1, 100000)) TO STDOUT")
        #expect(try await postgresError { _ = try await connection.query("SELECT 1") }.label == "busy")
        #expect(await connection.transactionStatus == .active)
        var count = 0
        for try await chunk in out { count += chunk.count { $0 == 0x0A } }
        #expect(count == 100_000)
    }

    @Test func cancelledCopies() async throws {
        let connection = try await connect("copy_cancel_test")
        let out = Task {
            for try await _ in try await connection.copyOut(unsafeSQL: "COPY (SELECT pg_sleep(30), 'cancel-copy') TO STDOUT") {}
        }
        #expect(try await Server.eventually { try await Server.running("cancel-copy") == 1 })
        out.cancel()
        await #expect(throws: CancellationError.self) { try await out.value }
        let into = Task {
            let chunks = AsyncStream<[UInt8]> { continuation in continuation.yield(Array("1\ta\n".utf8)) }
            return try await connection.copyIn(unsafeSQL: "COPY t FROM STDIN /* cancel-copy-in */", chunks)
        }
        #expect(try await Server.eventually { try await Server.running("cancel-copy-in") == 1 })
        into.cancel()
        await #expect(throws: CancellationError.self) { _ = try await into.value }
        #expect(try await connection.query("SELECT count(*) AS n FROM t")[0].decode("n") == 0)
    }

    @Test func anErrorInTheMiddleOfACopyOut() async throws {
        let connection = try await Server.connect()
        let error = try await postgresError {
            for try await _ in try await connection.copyOut(
                unsafeSQL: "COPY (SELECT 1 / (300000 - i) FROM generate_series(1, 400000) i) TO STDOUT")
            {}
        }
        #expect(error.sqlState == "22012")
        #expect(try await connection.query("SELECT 1 AS n")[0].decode("n") == 1)
    }

    @Test func insideATransaction() async throws {
        let connection = try await connect("copy_transaction_test")
        await #expect(throws: OwnError()) {
            try await connection.transaction { connection in
                try await connection.copyIn(unsafeSQL: "COPY t FROM STDIN", bytes: text(10))
                let out = try await connection.copyOut(unsafeSQL: "COPY (SELECT generate_series(1, 100000)) TO STDOUT")
                // ROLLBACK must get through while a COPY is open.
                defer { withExtendedLifetime(out) {} }
                throw OwnError()
            }
        }
        #expect(await connection.transactionStatus == .idle)
        #expect(try await connection.query("SELECT count(*) AS n FROM t")[0].decode("n") == 0)
    }
}
