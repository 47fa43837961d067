public import Addressee
internal import Foundation
internal import Governance
public import Postgres

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

/// Whether the hub can serve, and its gauges.
public struct HubHealth: Sendable {
    let pool: Pool
    let migrations: Migrator
    let policyDirectory: String?
    let watch: SealWatch
    let today: @Sendable () -> CalendarDay

    /// `migrations` are those the database must have for this program to serve.
    ///
    /// - Parameters:
    ///   - policyDirectory: files to compare with what is in force; nil, or one that is not there: nothing is compared.
    ///   - watch: knows the sealer's heartbeat.
    ///   - today: the day in Japan, which the hub's day is held against.
    public init(
        pool: Pool, migrations: Migrator, policyDirectory: String? = nil, watch: SealWatch,
        today: @escaping @Sendable () -> CalendarDay = { CalendarDay.hubToday() }
    ) {
        self.pool = pool
        self.migrations = migrations
        self.policyDirectory = policyDirectory
        self.watch = watch
        self.today = today
    }

    /// The process answers; says nothing about the database.
    public func live() -> Bool { true }

    /// What stands in the way; empty means ready.
    public func ready() async -> [ReadinessFinding] {
        do {
            let rows = try await pool.query("SELECT EXISTS (SELECT FROM journal.calendar), EXISTS (SELECT FROM governance.in_force)")
            guard let row = rows.first else { return [ReadinessFinding(name: "database", reason: "no answer")] }
            var findings: [ReadinessFinding] = []
            if try !row.decode(0, as: Bool.self) { findings.append(.init(name: "calendar", reason: "run atena work --calendar DATE")) }
            if try !row.decode(1, as: Bool.self) { findings.append(.init(name: "policies", reason: "run atena policy propose, then atena policy approve")) }
            let sealing = try await pool.withConnection { try await SealingDelay.read(on: $0, watch) }
            let held = sealing.heldBy.isEmpty ? nil : "held up by \(sealing.heldBy.joined(separator: "; "))"
            if let halted = sealing.halted {
                findings.append(.init(name: "sealing", reason: "halted, nothing is provided: \(halted); run atena audit verify"))
            } else if sealing.stopsProvisions {
                findings.append(
                    .init(name: "sealing", reason: "\(Int(min(sealing.seconds, 1e9))) s behind, nothing is provided; \(held ?? "run atena work or serve")"))
            }
            if let skew = HubClock.skew, abs(skew) > HubClock.refused {
                let reason = "this machine's clock is \(Int(min(max(skew, -1e9), 1e9))) s ahead of the database's; mend the synchronisation of both"
                findings.append(.init(name: "clock", reason: reason))
            }
            let obstructed = try await pool.withConnection { try await LogWay.obstructed(on: $0) }
            if !obstructed.isEmpty {
                let tables = obstructed.joined(separator: ", ")
                findings.append(
                    .init(name: "log", reason: "triggers, rules, row policies or another default on \(tables); undo them, then run atena audit verify"))
            }
            return findings
        } catch let error as PostgresError {
            return [ReadinessFinding(name: "database", reason: error.label)]
        } catch {
            return [ReadinessFinding(name: "database", reason: "unexpected failure")]
        }
    }

    /// What somebody should look at though the hub serves: a day that nobody moves, policies that were altered, whose day came without effect, that end soon, that receivers have not followed in time, or whose files differ.
    public func warnings() async -> [ReadinessFinding] {
        do {
            let office = PolicyOffice(pool: pool, shelf: PolicyShelf())
            var findings: [ReadinessFinding] = []
            if let skew = HubClock.skew, HubClock.warning != nil {
                findings.append(
                    .init(
                        name: "clock",
                        reason: "this machine's clock is \(Int(min(max(skew, -1e9), 1e9))) s ahead of the database's; look at the synchronisation of both"))
            }
            let day = try await pool.query("SELECT max(day) FROM journal.calendar").first?.decode(0, as: CalendarDay?.self)
            if let behind = day.flatMap({ HubCalendar.daysBehind($0, today: today()) }) {
                findings.append(.init(name: "calendar-behind", reason: "the hub's day is \(behind) days behind; run atena work"))
            }
            for altered in try await office.altered() {
                let reason = "\(altered.system)/\(altered.dataset) \(altered.version.prefix(12)): the stored text is not what was approved; it gives nothing"
                findings.append(.init(name: "policy-altered", reason: reason))
            }
            for overdue in try await office.overdue() {
                let reason = "\(overdue.system)/\(overdue.dataset) \(overdue.version.prefix(12)): its day has come and nothing was done; run atena status"
                findings.append(.init(name: "policy-not-moved", reason: reason))
            }
            for warning in try await office.warnings() {
                findings.append(.init(name: "policy-ending", reason: "\(warning.system)/\(warning.dataset): \(warning.endsOn)"))
            }
            for change in try await office.changes(isPending: true) where change.receipts.contains(where: \.isOverdue) {
                findings.append(.init(name: "policy-not-followed", reason: "\(change.system)/\(change.dataset): run atena policy pending"))
            }
            guard let policyDirectory, FileManager.default.fileExists(atPath: policyDirectory) else { return findings }
            for drift in try await office.drift(from: PolicyLibrary(directory: policyDirectory)) {
                findings.append(.init(name: "policy-drift", reason: "\(drift.system)/\(drift.dataset): run atena policy check"))
            }
            return findings
        } catch is PolicyFileErrors {
            return [ReadinessFinding(name: "policy-files", reason: "run atena policy check")]
        } catch {
            // Whether the database answers is told by `ready`.
            return []
        }
    }

    /// Gauges for `/metrics`; none while the database is away.
    public func gauges() async -> [(name: String, labels: [(String, String)], value: Double)] {
        let load = pool.load
        var gauges: [(name: String, labels: [(String, String)], value: Double)] = [
            ("atena_pool_connections", [("state", "open")], Double(load.open)), ("atena_pool_connections", [("state", "leased")], Double(load.leased)),
            ("atena_pool_waiters", [], Double(load.waiting)),
        ]
        guard let horizon = try? await pool.withConnection({ try await HorizonStatus.read(on: $0) }) else { return gauges }
        if let sealing = try? await pool.withConnection({ try await SealingDelay.read(on: $0, watch) }) {
            gauges.append(("atena_sealing_seconds_behind", [], sealing.seconds))
            gauges.append(("atena_sealing_halted", [], sealing.halted == nil ? 0 : 1))
            gauges.append(("atena_sealed_events", [], Double(sealing.size)))
        }
        if let skew = HubClock.skew { gauges.append(("atena_clock_skew_seconds", [], skew)) }
        gauges.append(("atena_horizon_lag_transactions", [], Double(horizon.lagTransactions)))
        gauges.append(("atena_horizon_entries_waiting", [], Double(horizon.entriesWaiting)))
        gauges.append(("atena_oldest_transaction_seconds", [], horizon.oldestTransactionSeconds ?? 0))
        guard
            let rows = try? await pool.query(
                """
                SELECT s.system, s.delivered, s.failures,
                    (SELECT count(*) FROM delivery.waiting w WHERE w.system = s.system AND w.dataset = s.dataset),
                    (SELECT count(*) FROM delivery.dead_letter d WHERE d.system = s.system AND d.dataset = s.dataset AND d.redelivered_at IS NULL)
                FROM delivery.subscription s ORDER BY s.system
                """)
        else { return gauges }
        for row in rows {
            guard let system = try? row.decode(0, as: String.self) else { continue }
            let label = [("system", system)]
            gauges.append(("atena_delivered_entries", label, Double((try? row.decode(1, as: Int64.self)) ?? 0)))
            gauges.append(("atena_delivery_failures", label, Double((try? row.decode(2, as: Int32.self)) ?? 0)))
            gauges.append(("atena_delivery_waiting", label, Double((try? row.decode(3, as: Int64.self)) ?? 0)))
            gauges.append(("atena_dead_letters", label, Double((try? row.decode(4, as: Int64.self)) ?? 0)))
        }
        return gauges
    }
}
