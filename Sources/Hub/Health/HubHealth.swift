public import Addressee
internal import Foundation
internal import Governance
public import Postgres
internal import Seal

/// Something that keeps the hub from serving.
public struct ReadinessFinding: Sendable {
    /// What is in the way, as a short fixed word for programs.
    public let name: String
    /// What a person can do about it; no personal data.
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
        let youth: Duration
        let age: Duration
        let deadline: Duration

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
    ///   - watch: knows the sealer's heartbeat.
    ///   - vault: reads the places of receivers; nil: their delay is not told.
    ///   - certificates: whose ends are told; nil: none.
    ///   - today: the day in Japan, which the hub's day is held against.
    public init(
        pool: Pool, migrations: Migrator, policyDirectory: String? = nil, watch: SealWatch, vault: Vault? = nil, certificates: CertificateShelf? = nil,
        promptness: Promptness = .patient, today: @escaping @Sendable () -> CalendarDay = { CalendarDay.hubToday() }
    ) {
        self.pool = pool
        let look = HealthLook(
            pool: pool, migrations: migrations, policyDirectory: policyDirectory, watch: watch, vault: vault, certificates: certificates, today: today)
        func prompt<Value: Sendable>(_ read: @escaping @Sendable () async -> Value) -> PromptReading<Value> {
            PromptReading(youth: promptness.youth, age: promptness.age, deadline: promptness.deadline, read: read)
        }
        self.look = look
        readiness = prompt { await look.ready() }
        attention = prompt { await look.warnings() }
        measures = prompt { await look.metrics() }
    }

    /// The process answers; says nothing about the database.
    public func live() -> Bool { true }

    /// What stands in the way; empty means ready.
    public func ready() async -> [ReadinessFinding] {
        await readiness.value() ?? [ReadinessFinding(name: "database", reason: "no answer in time")]
    }

    /// What somebody should look at though the hub serves: a day that nobody moves, an analysis that doesn't run, certificates near their end, policies
    /// that were altered, whose day came without effect, that end soon, that receivers have not followed in time, or whose files differ.
    public func warnings() async -> [ReadinessFinding] { await attention.value() ?? [] }

    /// Measures for `/metrics`; of what only the database knows none while it is away, which `atena_database_up` tells.
    public func metrics() async -> [HealthMetric] {
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
        ] + (known ?? [])
    }
}
