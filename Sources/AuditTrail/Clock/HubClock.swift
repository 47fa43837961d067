public import Addressee
public import Postgres

/// ハブの時計. The one clock of the hub: its database's, as this process reads it. Every time that the hub writes, signs or compares is of this clock, so that
/// a machine whose own clock is wrong makes no event look altered, late or to come (decision 0020).
///
/// Certificates and the program's own log go by the machine's clock, as all programs do: what differs is told, and beyond a bound nothing begins.
public enum HubClock {
    /// Of this process; read by every connection to the hub's database.
    public static let shared = ServerClock()

    /// Seconds of difference that status, health and log tell.
    public static let told = 2.0
    /// Seconds of difference beyond which no connection to the hub's database is opened: that of one step of a time-based code.
    public static let refused = 30.0

    /// Seconds that this machine's clock is ahead of the database's; nil before the first connection.
    public static var skew: Double? { shared.skew }

    /// In Japanese, what differs and what to do; nil where the clocks agree.
    public static var warning: String? { warning(of: skew) }

    package static func warning(of skew: Double?) -> String? {
        guard let skew, abs(skew) > told else { return nil }
        return "このコンピューターの時計が、データベースの時計より\(Self.amount(skew))\(skew > 0 ? "進んで" : "遅れて")います。時刻の同期（timedatectl、chronyc tracking）を確かめてください"
    }

    /// Why nothing begins, in Japanese.
    package static func refusal(of skew: Double) -> String {
        "このコンピューターの時計が、データベースの時計より\(amount(skew))\(skew > 0 ? "進んで" : "遅れて")います（\(Int(refused))秒まで）。"
            + "証跡の時刻が合わなくなるため、始めません"
    }

    private static func amount(_ skew: Double) -> String {
        let seconds = abs(skew)
        if seconds < 120 { return "\(Int(seconds.rounded()))秒" }
        if seconds < 7200 { return "\(Int((seconds / 60).rounded()))分" }
        if seconds < 172_800 { return "\(Int((seconds / 3600).rounded()))時間" }
        return "\(Int(min(seconds / 86400, 1e6).rounded()))日"
    }
}

extension PostgresInstant {
    /// This moment, by the hub's clock.
    package static func now() -> PostgresInstant { HubClock.shared.now() }
}

extension CalendarDay {
    /// The day in Japan, by the hub's clock.
    public static func todayInJapan() -> CalendarDay { PostgresInstant.now().day }
}
