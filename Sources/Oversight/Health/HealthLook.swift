internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Foundation
internal import Governance
internal import Keys
internal import Postgres
internal import Register
internal import Sharing

/// One look at the hub's health, however long it takes.
struct HealthLook: Sendable {
    let pool: Pool
    let migrations: Migrator
    let policyDirectory: String?
    let monitor: HeartbeatMonitor
    let cursors: CursorForm?
    let certificates: CertificateDirectory?
    let sources: (@Sendable () -> SourceScheduleReading)?
    let keys: LiveCipher?
    let store: PolicyStore
    let today: @Sendable () -> CalendarDay

    /// What stands in the way; empty means ready.
    func ready() async -> [ReadinessFinding] { await Self.ready(pool, monitor) }

    /// The same, of any hub.
    static func ready(_ pool: Pool, _ monitor: HeartbeatMonitor) async -> [ReadinessFinding] {
        do {
            let rows = try await pool.query("SELECT EXISTS (SELECT FROM journal.calendar), EXISTS (SELECT FROM governance.in_force)")
            guard let (hasDay, hasPolicies) = try rows.first?.decode((Bool, Bool).self) else {
                return [ReadinessFinding(name: "database", reason: "データベースが応答しません。")]
            }
            var findings: [ReadinessFinding] = []
            if !hasDay { findings.append(.init(name: "calendar", reason: "基準日がありません。atena work --calendar 日付 を実行してください。")) }
            if !hasPolicies {
                findings.append(.init(name: "policies", reason: "有効な提供ポリシーがありません。atena policy propose と atena policy approve で有効にしてください。"))
            }
            if let skew = HubClock.skew, abs(skew) > HubClock.refused {
                let reason = "\(Self.skew(skew))そのため提供しません。両方の時刻同期を直してください。"
                findings.append(.init(name: "clock", reason: reason))
            }
            if let sealing = Self.sealing(try await pool.withConnection { try await SealingDelay.read(on: $0, monitor) }) {
                findings.append(.init(name: "sealing", reason: sealing))
            }
            let obstructed = try await pool.withConnection { try await LogWay.obstructed(on: $0) }
            if !obstructed.isEmpty {
                let tables = obstructed.joined(separator: ", ")
                findings.append(
                    .init(name: "log", reason: "証跡の表 \(tables) に、トリガー、ルール、行の権限または別の既定値があります。取り除いてから atena audit verify を実行してください。"))
            }
            return findings
        } catch let error as PostgresError {
            return [ReadinessFinding(name: "database", reason: "データベースに接続できません（\(error.label)）。")]
        } catch {
            return [ReadinessFinding(name: "database", reason: "状態を読み取れません。")]
        }
    }

    private static func skew(_ seconds: Double) -> String {
        let whole = Int(min(abs(seconds), 1e9))
        return "このコンピューターの時計がデータベースの時計より\(whole)秒\(seconds < 0 ? "遅れて" : "進んで")います。"
    }

    /// Why sealing stops provisions; nil where it doesn't.
    private static func sealing(_ sealing: SealingDelay) -> String? {
        if !sealing.isStarted { return "証跡の封印がまだ始まっていません。atena seal（ATENA_SIGNING を設定していなければ、atena work か atena serve）を動かすと始まり、それまで提供しません。" }
        if let halted = sealing.halted { return "証跡の封印が止まり、提供も止まっています（\(halted)）。atena audit verify を実行してください。" }
        guard sealing.stopsProvisions else { return nil }
        if let start = sealing.afterStart { return "提供を止めています。\(start)。続くときは、封印するプロセスが動いているか確かめてください。" }
        let behind = sealing.seconds.map { "証跡の封印が\(Int($0))秒遅れ、" } ?? "証跡の封印の有効な記録がなく、"
        let cause =
            sealing.heldBy.isEmpty
            ? "atena seal（ATENA_SIGNING を設定していなければ、atena work か atena serve）を動かしてください。" : "妨げているもの: \(sealing.heldBy.joined(separator: "、"))"
        return "\(behind)提供を止めています。\(cause)"
    }

    /// That heartbeats were missed though provisions still go on; nil where none were.
    private static func late(_ sealing: SealingDelay) -> ReadinessFinding? {
        guard sealing.isLate, !sealing.stopsProvisions, let seconds = sealing.seconds else { return nil }
        let cause = sealing.heldBy.isEmpty ? "封印するプロセスが動いているか確かめてください。" : "妨げているもの: \(sealing.heldBy.joined(separator: "、"))"
        return .init(name: "sealing-late", reason: "証跡の封印の心拍が\(Int(seconds))秒ありません（\(Int(SealingDelay.limit))秒で提供が止まります）。\(cause)")
    }

    /// What somebody should look at though the hub serves.
    func warnings() async -> [ReadinessFinding] {
        var findings: [ReadinessFinding] = []
        for end in await certificates?.ends() ?? [] where end.stage != nil {
            let what = end.daysLeft < 0 ? "\(-end.daysLeft)日前に期限が切れました" : "あと\(end.daysLeft)日で期限が切れます"
            findings.append(.init(name: "certificate-ending", reason: "\(end.name)の証明書は\(what)。atena pki renew \(end.name) で更新してください。"))
        }
        findings += await sourceFindings()
        findings += await diskFindings()
        do {
            let lifecycle = PolicyLifecycle(pool: pool, store: store)
            if let late = Self.late(try await pool.withConnection({ try await SealingDelay.read(on: $0, monitor) })) { findings.append(late) }
            let day = try await pool.withConnection { try await HubCalendar.newest(keys.map { RowSeal(keys: $0) }, on: $0) }
            if let behind = day.flatMap({ HubCalendar.daysBehind($0, today: today()) }) {
                findings.append(.init(name: "calendar-behind", reason: "基準日が\(behind)日遅れています。atena work を動かしてください。"))
            }
            if let behind = try await pool.withConnection({ try await AnalysisDelay.read(on: $0, today: today()) }).days, behind > 1 {
                findings.append(.init(name: "analysis-behind", reason: "証跡の分析が\(behind)日行われていません。atena work を動かし、その記録で理由を確かめてください。"))
            }
            if let skew = HubClock.skew, HubClock.warning != nil {
                findings.append(
                    .init(
                        name: "clock",
                        reason: "\(Self.skew(skew))両方の時刻同期を確かめてください。"))
            }
            for altered in try await lifecycle.altered() {
                let reason = "\(altered.system)/\(altered.dataset) \(altered.version.prefix(12)): 保存された内容が承認されたものと異なり、提供しません。"
                findings.append(.init(name: "policy-altered", reason: reason))
            }
            for unproven in try await lifecycle.unproven() {
                let reason = "\(unproven.system)/\(unproven.dataset) \(unproven.version.prefix(12)): 起案と承認の記録がハブの書いたものではなく、提供にも終了にも使いません。"
                findings.append(.init(name: "policy-unproven", reason: reason))
            }
            for overdue in try await lifecycle.overdue() {
                let reason = "\(overdue.system)/\(overdue.dataset) \(overdue.version.prefix(12)): 基準日による処理が済んでいません。"
                findings.append(.init(name: "policy-not-moved", reason: reason))
            }
            for warning in try await lifecycle.warnings() {
                findings.append(.init(name: "policy-ending", reason: "\(warning.system)/\(warning.dataset): \(warning.endsOn)に終わります。"))
            }
            for change in try await lifecycle.changes(isPending: true) where change.receipts.contains(where: \.isOverdue) {
                findings.append(
                    .init(name: "policy-not-followed", reason: "\(change.system)/\(change.dataset): 改定が期限までに受領されていません。atena policy pending で確かめてください。"))
            }
            if let keys {
                for medium in try await OverdueMedium.all(pool, keys) { findings.append(.init(name: "media-overdue", reason: "媒体 \(medium.text)")) }
                for rows in try await pool.withConnection({ try await UntrueRows.all(keys, on: $0) }) {
                    findings.append(.init(name: "access-row-untrue", reason: rows.text))
                }
                let missing = try await pool.withConnection { try await ProtectionTrail.missingPersons(keys, on: $0) }
                if missing > 0 { findings.append(.init(name: "protection-missing", reason: ProtectionTrail.text(missing: missing))) }
            }
            let due = try await pool.withConnection { try await ProtectionMeasures.countDue(on: today(), $0) }
            if due > 0 {
                findings.append(
                    .init(
                        name: "protection-due",
                        reason: "期限を過ぎた支援措置が\(due)件あります（保護は続いています）。atena protection due で確かめ、延長（set）するか、2人で終わらせてください（end）。"))
            }
            for late in try await pool.withConnection({ try await UnacknowledgedProtection.all(at: .now(), keys.map { RowSeal(keys: $0) }, on: $0) }) {
                findings.append(.init(name: "protection-unacknowledged", reason: late.text))
            }
            for gap in try await pool.withConnection({ try await EndpointGap.all(store, on: $0) }) { findings.append(gap.finding) }
            guard let policyDirectory, FileManager.default.fileExists(atPath: policyDirectory) else { return findings }
            for drift in try await lifecycle.drift(from: PolicyLibrary(directory: policyDirectory)) {
                findings.append(.init(name: "policy-drift", reason: "\(drift.system)/\(drift.dataset): ファイルと有効なものが異なります。atena policy check で確かめてください。"))
            }
            return findings
        } catch is PolicyFileErrors {
            return findings + [ReadinessFinding(name: "policy-files", reason: "ポリシーのファイルを読めません。atena policy check で確かめてください。")]
        } catch {
            // Whether the database answers is told by `ready`.
            return findings
        }
    }

    /// A disk that its server can't tell of is a finding itself, and hides no other.
    private func diskFindings() async -> [ReadinessFinding] {
        do {
            return try await pool.withConnection { try await DiskSpace.read(on: $0) }.filter(\.isLow).map { .init(name: "disk-filling", reason: $0.text) }
        } catch {
            return [ReadinessFinding(name: "disk-unknown", reason: "データベースのサーバーの空き容量を確かめられません。サーバーで df が答えるか確かめてください。")]
        }
    }

    /// What the database knows; empty while it is away.
    func metrics() async -> [HealthMetric] {
        var metrics: [HealthMetric] = []
        do {
            let horizon = try await pool.withConnection { try await HorizonStatus.read(on: $0) }
            let sealing = try await pool.withConnection { try await SealingDelay.read(on: $0, monitor) }
            let analysis = try await pool.withConnection { try await AnalysisDelay.read(on: $0, today: today()) }
            let day = try await pool.withConnection { try await HubCalendar.newest(keys.map { RowSeal(keys: $0) }, on: $0) }
            metrics += Self.sealing(sealing) + Self.horizon(horizon)
            metrics.append(
                HealthMetric(
                    "atena_hub_day_lag_days",
                    help: "Days from the hub's day to the day in Japan; 0 within a minute after midnight, absent before the first day.",
                    value: day.map { Double(HubCalendar.daysBehind($0, today: today()) ?? 0) }))
            metrics.append(
                HealthMetric(
                    "atena_analysis_lag_days",
                    help: "Days since the last day up to which the log was analysed for misuse; absent where there was nothing yet to analyse.",
                    value: analysis.days.map(Double.init)))
            metrics.append(
                HealthMetric(
                    "atena_clock_skew_seconds",
                    help: "Seconds that this machine's clock is ahead of the database's, negative where it is behind; absent before that is known.",
                    value: HubClock.skew))
            metrics += try await sourceMetrics()
            var (free, bytes) = (
                HealthMetric("atena_database_disk_free_ratio", help: "Free part of the file system of a place of the database server, 0 to 1; below 0.15 act."),
                HealthMetric("atena_database_disk_free_bytes", help: "Free bytes of the file system of a place of the database server.")
            )
            // Left out where the server can't tell; `warnings` says so.
            for place in (try? await pool.withConnection({ try await DiskSpace.read(on: $0) })) ?? [] {
                free.add(place.free, [("place", place.place)])
                bytes.add(Double(place.bytes), [("place", place.place)])
            }
            metrics += [free, bytes]
            if let cursors { metrics += Self.receivers(try await pool.withConnection { try await DeliveryLag.read(cursors, store, on: $0) }) }
            return metrics
        } catch {
            // `atena_database_up` tells it.
            return []
        }
    }

    /// What the directory of certificates tells.
    func certificateEnds() async -> HealthMetric {
        var ends = HealthMetric("atena_certificate_days_left", help: "Days until the certificate of that file ends; below 0 once it is over.")
        for end in await certificates?.ends() ?? [] { ends.add(Double(end.daysLeft), [("certificate", end.name)]) }
        return ends
    }

    private static func sealing(_ sealing: SealingDelay) -> [HealthMetric] {
        [
            HealthMetric("atena_sealing_started", help: "1 once anything was sealed; 0 before serve or work ran first.", value: sealing.isStarted ? 1 : 0),
            HealthMetric(
                "atena_sealing_seconds_behind", help: "Age of the oldest event that waits to be sealed; 0 where none does.", value: sealing.waitingSeconds),
            HealthMetric(
                "atena_sealing_heartbeat_age_seconds",
                help: "Seconds since the moment up to which all is known to be sealed; up to 60 in ordinary operation, beyond 300 nothing is provided.",
                value: sealing.seconds),
            HealthMetric(
                "atena_sealing_halted", help: "1 where the sealer refuses to go on and somebody must look, otherwise 0.",
                value: sealing.isStarted && sealing.halted != nil ? 1 : 0),
            HealthMetric(
                "atena_sealing_stops_provisions", help: "1 where nothing is provided because of sealing, otherwise 0.", value: sealing.stopsProvisions ? 1 : 0),
            HealthMetric("atena_sealed_events_total", .counter, help: "Events in the sealed log.", value: Double(sealing.size)),
        ]
    }

    private static func horizon(_ horizon: HorizonStatus) -> [HealthMetric] {
        [
            HealthMetric(
                "atena_horizon_lag_transactions", help: "Transactions between what readers of the journal may see and the newest.",
                value: Double(horizon.lagTransactions)),
            HealthMetric(
                "atena_horizon_entries_waiting", help: "Committed journal entries that readers may not see yet, because an older transaction is open.",
                value: Double(horizon.entriesWaiting)),
            HealthMetric(
                "atena_oldest_transaction_seconds", help: "Age of the oldest open transaction that writes, on the whole database server; 0 where none is.",
                value: horizon.oldestTransactionSeconds ?? 0),
        ]
    }

    private static func receivers(_ lags: [DeliveryLag]) -> [HealthMetric] {
        var delivered = HealthMetric("atena_delivered_entries_total", .counter, help: "Entries that a pushed receiver acknowledged.")
        var failures = HealthMetric("atena_delivery_failures_in_a_row", help: "Failed attempts to deliver since the last one that went well.")
        var failed = HealthMetric(
            "atena_delivery_last_failure_timestamp_seconds",
            help: "When a delivery last failed, with its kind while the last attempt failed; absent where none ever did.")
        var waiting = HealthMetric("atena_delivery_waiting", help: "Persons that a receiver asked to be sent again later.")
        var dead = HealthMetric("atena_dead_letters", help: "Persons that a receiver would not take and that were not sent again since.")
        var entries = HealthMetric(
            "atena_delivery_entries_behind",
            help: "Journal entries, or persons of a first delivery, that a pushed receiver has not acknowledged; \(DeliveryLag.most) at most.")
        var seconds = HealthMetric("atena_delivery_seconds_behind", help: "Age of the oldest of these entries; 0 where there is none.")
        var unreadable = HealthMetric(
            "atena_delivery_place_unreadable", help: "1 where a receiver's place can't be read and nothing is delivered, otherwise 0.")
        for lag in lags {
            let labels = [("system", lag.system), ("dataset", lag.dataset)]
            delivered.add(Double(lag.delivered), labels)
            failures.add(Double(lag.failures), labels)
            if let at = lag.lastFailedAt { failed.add(at, labels + [("code", lag.lastFailure.map { String($0.prefix { $0 != ":" }) } ?? "")]) }
            waiting.add(Double(lag.waiting), labels)
            dead.add(Double(lag.deadLetters), labels)
            unreadable.add(lag.isPositionUnreadable ? 1 : 0, labels)
            if let behind = lag.entriesBehind { entries.add(Double(behind), labels) }
            if let behind = lag.secondsBehind { seconds.add(behind, labels) }
        }
        return [delivered, failures, failed, waiting, dead, entries, seconds, unreadable]
    }
}
