import Testing

@testable import Postgres

@Suite struct ListenTests {
    @Test func messagesComeWhileTheConnectionIsIdleAndStatementsStillWork() async throws {
        let listener = try await Server.connect()
        let sender = try await Server.connect()
        let isListening = AsyncStream.makeStream(of: Void.self)
        let reader = Task {
            var payloads: [String] = []
            let stream = try await listener.listen("listen test")
            isListening.continuation.finish()
            for await notification in stream {
                payloads.append(notification.payload)
                if payloads.count == 40 { break }
            }
            return payloads
        }
        for await _ in isListening.stream {}
        for n in 0..<20 {
            try await sender.execute("SELECT pg_notify('listen test', \("第\(n)"))")
            #expect(try await listener.query("SELECT \(n) AS n")[0].decode("n") == n)
            try await listener.execute("SELECT pg_notify('listen test', \("self \(n)"))")
        }
        let payloads = try await reader.value
        #expect(payloads.filter { $0.hasPrefix("第") } == (0..<20).map { "第\($0)" })
        #expect(
            try await Server.eventually {
                try await listener.query("SELECT count(*) AS n FROM pg_listening_channels()")[0].decode("n") == 0
            })
    }

    @Test func aMessageIsQuick() async throws {
        let listener = try await Server.connect()
        let sender = try await Server.connect()
        var iterator = try await listener.listen("quick").makeAsyncIterator()
        let start = ContinuousClock.now
        for n in 0..<20 {
            try await sender.execute("SELECT pg_notify('quick', \("\(n)"))")
            #expect(await iterator.next()?.payload == "\(n)")
        }
        // Looking once a second would take 20.
        #expect(ContinuousClock.now - start < .seconds(18))
    }

    @Test func theStreamEndsWithTheConnection() async throws {
        let listener = try await Server.connect()
        let stream = try await listener.listen("lost")
        let pid = try await listener.query("SELECT pg_backend_pid() AS pid")[0].decode("pid", as: Int32.self)
        try await Server.connect().execute("SELECT pg_terminate_backend(\(pid))")
        for await _ in stream {}
        #expect(await !listener.isUsable)
        let other = try await Server.connect()
        let second = try await other.listen("closed")
        await other.close()
        for await _ in second {}
    }

    @Test func aListeningConnectionCanCopy() async throws {
        let listener = try await Server.connect()
        let stream = try await listener.listen("copying")
        var count = 0
        for try await chunk in try await listener.copyOut(unsafeSQL: "COPY (SELECT generate_series(1, 300000)) TO STDOUT") {
            count += chunk.count { $0 == 0x0A }
            // A reader slower than the server, so that messages come in between.
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(count == 300_000)
        try await listener.execute("SELECT pg_notify('copying', 'x')")
        for await notification in stream {
            #expect(notification.payload == "x")
            break
        }
    }

    @Test func aPoolDoesNotReuseAListener() async throws {
        let pool = Pool(settings: Server.settings, maximum: 1)
        _ = try await pool.withConnection { connection in
            let stream = try await connection.listen("leak")
            return try await connection.query("SELECT 1 AS n, \(String(describing: type(of: stream))) AS s")
        }
        #expect(try await pool.query("SELECT count(*) AS n FROM pg_listening_channels()")[0].decode("n") == 0)
    }
}
