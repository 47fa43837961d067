public import Addressee
public import AuditTrail
internal import Foundation
public import Governance
public import Logging
public import Postgres
internal import Register
public import Sharing
internal import Synchronization

/// Something that keeps the hub from serving, or that somebody should look at though it serves.
public struct ReadinessFinding: Sendable, Codable {
    /// What is in the way, as a short fixed word for programs.
    public let name: String
    /// What it is and what a person can do about it, in Japanese; no personal data.
    public let reason: String

    /// `reason` must hold no personal data.
    public init(name: String, reason: String) {
        self.name = name
        self.reason = reason
    }
}

/// Whether the hub can serve, and its measures. Whoever asks has an answer in time, also where the database gives none.
public struct HubHealth: Sendable {
    /// How soon the hub answers, and how old an answer may be.
    public struct Promptness: Sendable {
        package let youth: Duration
        package let age: Duration
        package let deadline: Duration
        /// How old what somebody should look at may be: it lasts for hours, and looking for it takes longer.
        var attention = Duration.seconds(300)

        /// As the service answers: within a second, whatever asks how often.
        public static let service = Promptness(youth: .seconds(1), age: .seconds(3), deadline: .milliseconds(800))
        /// Reads anew for everybody who asks, and waits for it.
        public static let patient = Promptness(youth: .zero, age: .zero, deadline: .seconds(30))
    }

    private let readiness: PromptReading<[ReadinessFinding]>
    private let attention: PromptReading<[ReadinessFinding]>
    private let measures: PromptReading<[HealthMetric]>
    private let pool: Pool
    private let look: HealthLook

    /// `migrations` are those the database must have for this program to serve.
    ///
    /// - Parameters:
    ///   - policyDirectory: files to compare with what is in force; nil, or one that is not there: nothing is compared.
    ///   - monitor: knows the sealer's heartbeat.
    ///   - provisioning: reads the places of receivers; nil: their delay is not told.
    ///   - certificates: whose ends are told; nil: none.
    ///   - sources: reads which files are due; nil: nobody asks.
    ///   - logger: is told when the verdict changes, and why.
    ///   - today: the day in Japan, which the hub's day is held against.
    public init(
        pool: Pool, migrations: Migrator, policyDirectory: String? = nil, monitor: HeartbeatMonitor, provisioning: Provisioning? = nil,
        certificates: CertificateDirectory? = nil, sources: (@Sendable () -> SourceScheduleReading)? = nil,
        promptness: Promptness = .patient, logger: Logger? = nil, today: @escaping @Sendable () -> CalendarDay = { CalendarDay.todayInJapan() }
    ) {
        self.pool = pool
        let look = HealthLook(
            pool: pool, migrations: migrations, policyDirectory: policyDirectory, monitor: monitor, cursors: provisioning?.cursors, certificates: certificates,
            sources: sources, keys: provisioning?.vault.keys, store: provisioning?.store ?? PolicyStore(seal: nil), today: today)
        func prompt<Value: Sendable>(_ age: Duration, _ read: @escaping @Sendable () async -> Value) -> PromptReading<Value> {
            PromptReading(youth: promptness.youth, age: age, deadline: promptness.deadline, read: read)
        }
        self.look = look
        let verdict = Verdict(logger: logger)
        readiness = prompt(promptness.age) { verdict.told(await look.ready()) }
        attention = prompt(max(promptness.age, promptness.attention)) { await look.warnings() }
        measures = prompt(promptness.age) { await look.metrics() }
    }

    /// The process answers; says nothing about the database.
    public func live() -> Bool { true }

    /// Whether the hub can serve: a verdict no older than its promptness, however many ask.
    package func isReady() async -> Bool { await ready().isEmpty }

    /// What stands in the way; empty means ready.
    package func ready() async -> [ReadinessFinding] {
        await readiness.value() ?? [ReadinessFinding(name: "database", reason: "データベースが時間内に応答しません。データベースのサーバーを確かめてください。")]
    }

    /// What somebody should look at though the hub serves: a day that nobody moves, an analysis that doesn't run, files that were due and
    /// have not come, certificates near their end, policies that were altered, whose day came without effect, that end soon, that receivers have not followed in time, or whose files differ.
    package func warnings() async -> [ReadinessFinding] { await attention.value() ?? [] }

    /// Measures for `/metrics`; of what only the database knows none while it is away, which `atena_database_up` tells.
    package func metrics() async -> [HealthMetric] {
        // At once, so that slow answers are not waited for one after the other.
        async let found = findings()
        let known = await measures.value()
        let load = pool.load
        var connections = HealthMetric("atena_pool_connections", help: "Database connections of this process; leased ones are in use.")
        connections.add(Double(load.open), [("state", "open")])
        connections.add(Double(load.leased), [("state", "leased")])
        return [
            connections,
            HealthMetric(
                "atena_pool_waiters", help: "Requests that wait for a database connection; lasting ones mean too few connections.", value: Double(load.waiting)),
            HealthMetric(
                "atena_database_up", help: "1 where the database answered the last look in time, otherwise 0.", value: known?.isEmpty == false ? 1 : 0),
            await look.certificateEnds(),
        ] + (await found) + (known ?? [])
    }

    private func findings() async -> [HealthMetric] {
        var metric = HealthMetric(
            "atena_findings",
            help: "Things that keep the hub from serving (blocking) or that somebody should look at (warning), by kind; atena status names them.")
        async let blocking = ready()
        async let warning = attention.value()
        let known = await warning
        for (severity, findings) in [("blocking", await blocking), ("warning", known ?? [])] {
            for (name, all) in Dictionary(grouping: findings, by: \.name).sorted(by: { $0.key < $1.key }) {
                metric.add(Double(all.count), [("severity", severity), ("name", name)])
            }
        }
        return [
            metric,
            HealthMetric(
                "atena_findings_known", help: "1 where what somebody should look at was read within five minutes; 0 where it is not known.",
                value: known == nil ? 0 : 1),
        ]
    }

    /// What was found last, so that the log tells every change and no more.
    private final class Verdict: Sendable {
        private let logger: Logger?
        private let last = Mutex<[String]>([])

        init(logger: Logger?) { self.logger = logger }

        func told(_ findings: [ReadinessFinding]) -> [ReadinessFinding] {
            let names = findings.map(\.name)
            guard
                last.withLock({ last in
                    defer { last = names }
                    return last != names
                })
            else { return findings }
            if findings.isEmpty { logger?.notice("ready") }
            for finding in findings { logger?.warning("not ready", metadata: ["finding": "\(finding.name)", "reason": "\(finding.reason)"]) }
            return findings
        }
    }
}
