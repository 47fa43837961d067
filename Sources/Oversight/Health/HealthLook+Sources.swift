internal import Governance
internal import Register
internal import Threads

/// 届くべきファイル. What the hub tells of sources whose files were due.
extension HealthLook {
    /// nil where nobody asks.
    private func schedule() async -> SourceScheduleReading? {
        guard let sources else { return nil }
        do {
            return try await OwnThread.run { sources() }
        } catch {
            return .unreadable("読み取りが中断されました。")
        }
    }

    /// What lacks, and that nobody knows what is due where that is so. So is that it could not be read.
    func sourceFindings() async -> [ReadinessFinding] {
        guard let reading = await schedule() else { return [] }
        guard case .known(let schedule) = reading else { return [ReadinessFinding(name: "source-schedule", reason: reading.problem ?? "")] }
        do {
            return try await SourcesDue(pool: pool).standings(schedule).filter(\.state.isMissing).map {
                ReadinessFinding(name: "source-missing", reason: "\($0.source) の \($0.data)（\($0.rhythm)）: \($0.words)")
            }
        } catch {
            return [ReadinessFinding(name: "source-schedule", reason: "届くべきファイルの状態を読めません。データベースの動作を確かめてください。")]
        }
    }

    /// Throws `PostgresError`.
    func sourceMetrics() async throws -> [HealthMetric] {
        guard let reading = await schedule() else { return [] }
        var missing = HealthMetric(
            "atena_source_missing",
            help: "1 where what was due from a source last has not come, or came empty, too short or rejected, by what there is instead; otherwise 0.")
        var overdue = HealthMetric("atena_source_overdue_seconds", help: "Seconds since it was due where it is missing; 0 where it is not.")
        var readable = HealthMetric(
            "atena_source_schedule_readable", help: "1 where it is known which files are due, 0 where the schedule is not set or can't be read.")
        guard case .known(let schedule) = reading else {
            readable.add(0)
            return [readable, missing, overdue]
        }
        readable.add(1)
        for standing in try await SourcesDue(pool: pool).standings(schedule) {
            let labels = [("source", standing.source), ("data", standing.data)]
            missing.add(standing.state.isMissing ? 1 : 0, labels + [("state", standing.state.rawValue)])
            overdue.add(standing.overdueSeconds, labels)
        }
        return [readable, missing, overdue]
    }
}
