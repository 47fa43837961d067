package import Addressee
internal import AuditTrail
package import Postgres
internal import Register

/// 分析の遅れ. How long ago the log was analysed for misuse, which `atena work` does daily.
public struct AnalysisDelay: Sendable, Codable {
    /// Last day that was looked at, `YYYY-MM-DD`; nil where none was.
    public var analysedUntil: String?
    /// Days since then, or since the first event where nothing was analysed yet; nil where there is nothing to analyse.
    public var days: Int?

    /// Reads it. Throws `PostgresError`.
    package static func read(on connection: Connection, today: CalendarDay) async throws -> AnalysisDelay {
        let rows = try await connection.query(
            "SELECT (SELECT max(analysed_until) FROM analysis.run), (SELECT recorded_at FROM audit.event ORDER BY xact, event_id LIMIT 1)")
        guard let (last, firstEvent) = try rows.first?.decode((CalendarDay?, PostgresInstant?).self) else { return AnalysisDelay() }
        let first = firstEvent.map { JapanTime($0).day }
        return AnalysisDelay(analysedUntil: last?.description, days: (last ?? first).map { max(0, HubCalendar.daysBehind($0, today: today) ?? 0) })
    }
}
