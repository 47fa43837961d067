import Addressee
import Foundation
import HubServer
import Logging
import MutualTLS
import ServiceLifecycle
import Settings
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin

#endif

/// A server on a real socket with real certificates, and curl to call it.
struct ServerStand: Sendable {
    /// さいたま市
    static let body = code("111007")

    static func code(_ text: String) -> LocalGovernmentCode {
        guard let code = try? LocalGovernmentCode(text) else { preconditionFailure("no local government code: \(text)") }
        return code
    }

    let provisioning: FakeProvisioning
    let health: FakeHealth
    let log: LogBook
    let pki: String
    let port: Int
    let group: ServiceGroup
    let certificates: ServerCertificates
    let list: FakeRegister

    /// Serves for the length of `body`; ends with a graceful shutdown.
    static func with(
        _ change: (inout HubServerSettings) -> Void = { _ in }, unnamedUntil: String? = nil, today: String = "2026-11-20",
        _ body: @Sendable (ServerStand) async throws -> Void
    ) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "atena-server-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let pki = PkiDirectory(path: directory)
        _ = try await pki.create(authorityNamed: "test")
        _ = try await pki.issue("server", to: .server(hosts: ["localhost", "127.0.0.1"]), days: 1)
        for system in [SystemName.careInsurance, .tax] {
            _ = try await pki.issue(system.rawValue, to: .client(system, of: Self.body), days: 1)
        }
        _ = try await pki.issue("probe", to: .probe(of: Self.body), days: 1)

        var settings = try HubServerSettings(Settings(["ATENA_PKI": directory, "ATENA_LISTEN": "127.0.0.1:0"]))
        change(&settings)
        let (provisioning, health, log, list) = (FakeProvisioning(), FakeHealth(), LogBook(), FakeRegister())
        let (ports, running) = AsyncStream<Int>.makeStream()
        let certificates = try ServerCertificates(settings.listener)
        let whose = HubBody(code: Self.body, unnamedUntil: unnamedUntil.flatMap { CalendarDay($0) })
        let day = CalendarDay(today) ?? .today()
        let server = try buildServer(
            provisioning: provisioning, health: health, checkpoints: FakeCheckpoints(), list: list, body: whose, settings: settings, certificates: certificates,
            today: { day }, logger: log.logger(), onRunning: { running.yield($0) })
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [server], logger: Logger(label: "stand") { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else { throw CancellationError() }
            do {
                try await body(
                    ServerStand(
                        provisioning: provisioning, health: health, log: log, pki: directory, port: port, group: group, certificates: certificates,
                        list: list))
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    var url: String { "https://localhost:\(port)" }

    func dataset(_ rest: String, of system: String = "care-insurance") -> String {
        "/v1/systems/\(system)/datasets/\(rest)"
    }

    /// curl with the certificate `name`, or with none.
    func curl(_ target: String, with name: String? = "care-insurance", from other: String? = nil, _ more: String...)
        async throws -> Answer
    {
        let directory = other ?? pki
        let identity = name.map { ["--cert", "\(directory)/\($0).pem", "--key", "\(directory)/\($0).key"] } ?? []
        let ended = try await Command.run(
            "/usr/bin/curl",
            ["-sS", "-i", "--max-time", "30", "--cacert", pki + "/ca.pem"] + identity + more + [url + target])
        return Answer(ended)
    }

    struct Answer {
        let exit: Int32
        let status: Int
        /// Head, body and trailers, as curl shows them.
        let text: String
        let error: String

        init(_ ended: Command.Ended) {
            exit = ended.status
            text = ended.output
            error = ended.error
            status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        }

        var body: String { text.split(separator: "\r\n\r\n", maxSplits: 1).dropFirst().first.map(String.init) ?? "" }

        var json: [String: Any]? { try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] }
    }
}

/// Waits until `condition` holds. Looks are counted, not seconds: where every test wants the machine, a task may wait for its turn longer than any deadline.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<3000 {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(20))
    }
    return try await condition()
}

/// Runs a program without blocking a thread of the pool.
enum Command {
    struct Ended: Sendable {
        let status: Int32
        let output: String
        let error: String
    }

    static func run(_ path: String, _ arguments: [String]) async throws -> Ended {
        let base = FileManager.default.temporaryDirectory.appending(path: "atena-run-\(UUID())").path
        defer { for ending in [".out", ".err"] { try? FileManager.default.removeItem(atPath: base + ending) } }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        for (ending, isOutput) in [(".out", true), (".err", false)] {
            _ = FileManager.default.createFile(atPath: base + ending, contents: nil)
            let handle = try FileHandle(forWritingTo: URL(filePath: base + ending))
            if isOutput { process.standardOutput = handle } else { process.standardError = handle }
        }
        let pid = Pid()
        let status = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
                process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
                do {
                    try process.run()
                    pid.set(process.processIdentifier)
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        } onCancel: {
            pid.kill()
        }
        return Ended(
            status: status,
            output: String(decoding: try Data(contentsOf: URL(filePath: base + ".out")), as: UTF8.self),
            error: String(decoding: try Data(contentsOf: URL(filePath: base + ".err")), as: UTF8.self))
    }

    private final class Pid: Sendable {
        private let value = Mutex<pid_t?>(nil)
        func set(_ pid: pid_t) { value.withLock { $0 = pid } }
        func kill() { if let pid = value.withLock({ $0 }) { _ = posixKill(pid, SIGKILL) } }
    }
}

/// `kill`, under a name that no method hides.
private func posixKill(_ pid: pid_t, _ signal: Int32) -> Int32 { kill(pid, signal) }
