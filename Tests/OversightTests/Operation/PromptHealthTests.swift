import AccessControlStand
import Foundation
import Postgres
import Synchronization
import Testing

@testable import AuditTrail
@testable import Keys
@testable import Oversight
@testable import TransparencyLog

/// Health has an answer in time, also where the database gives none.
@Suite struct PromptHealthTests {
    /// A server that takes connections and never says a word, as one does that hangs.
    private final class SilentServer {
        let descriptor: Int32
        let port: Int

        init() throws {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isListening = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    bind(descriptor, address, length) == 0 && listen(descriptor, 16) == 0 && getsockname(descriptor, address, &length) == 0
                }
            }
            try #require(isListening)
            (self.descriptor, port) = (descriptor, Int(UInt16(bigEndian: address.sin_port)))
        }

        deinit { close(descriptor) }
    }

    private func health(port: Int, directory: String) throws -> HubHealth {
        let settings = ConnectionSettings(["host": "127.0.0.1", "port": String(port), "user": "nobody", "dbname": "none", "connect_timeout": "100"])
        let keys = directory + "/keys"
        _ = try KeyRing.create(directory: keys)
        let files = SealedBatchFiles(directory: directory + "/seal")
        let key = try TestSigning.made.get().begin(keys: keys, files)
        return HubHealth(
            pool: Pool(settings: settings, maximum: 2, waitTimeout: .seconds(120)), migrations: try Migrator([Migration]()),
            monitor: HeartbeatMonitor(files: files, key: key.verifier), promptness: .service)
    }

    @Test(arguments: [true, false])
    func isToldWithinTwoSecondsHoweverManyAsk(isListening: Bool) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "atena-prompt-\(UUID())").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let server = try SilentServer()
        // Nobody listens on port 1.
        let health = try health(port: isListening ? server.port : 1, directory: directory)
        for _ in 1...2 {
            let started = ContinuousClock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...50 {
                    group.addTask {
                        let findings = await health.ready()
                        #expect(findings.map(\.name) == ["database"])
                        _ = await health.warnings()
                        let up = await health.metrics().first { $0.name == "atena_database_up" }?.samples.first?.value
                        #expect(up == 0)
                    }
                }
                try await group.waitForAll()
            }
            // Three of 0.8 seconds, one after the other, and what other tests take of the machine; without a bound each takes the pool's two minutes.
            #expect(ContinuousClock.now - started < .seconds(60))
        }
        withExtendedLifetime(server) {}
    }

    @Test func manyWhoAskAtOnceAreOneReading() async throws {
        let count = Mutex(0)
        let reading = PromptReading(youth: .seconds(30), age: .seconds(30), deadline: .seconds(20)) {
            count.withLock { $0 += 1 }
            // As long as a hundred need to come.
            try? await Task.sleep(for: .milliseconds(200))
            return 7
        }
        let values = await withTaskGroup(of: Int?.self) { group in
            for _ in 1...100 { group.addTask { await reading.value() } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(values == Array(repeating: 7, count: 100))
        #expect(await reading.value() == 7)
        #expect(count.withLock { $0 } == 1)
    }

    @Test func whatIsLateIsNotWaitedForAndComesAllTheSame() async throws {
        let isOver = Mutex(false)
        let reading = PromptReading(youth: .seconds(60), age: .seconds(60), deadline: .milliseconds(50)) {
            while !isOver.withLock({ $0 }) { try? await Task.sleep(for: .milliseconds(20)) }
            return 7
        }
        #expect(await reading.value() == nil)
        #expect(await reading.value() == nil)
        isOver.withLock { $0 = true }
        for _ in 0..<3000 {
            if await reading.value() == 7 { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(await reading.value() == 7)
    }
}
