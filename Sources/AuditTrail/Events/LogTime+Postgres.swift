package import Postgres
package import TransparencyLog

extension LogTime {
    /// A moment as the database keeps it; beyond the years 1 to 9999, infinity too, the nearest that the form can write.
    package init(_ instant: PostgresInstant) {
        let writable = (-63_082_281_600_000_000 as Int64)...252_455_615_999_999_999
        let within = PostgresInstant(microsecondsSince2000: min(max(instant.microsecondsSince2000, writable.lowerBound), writable.upperBound))
        self.init(microseconds: within.microsecondsSince1970)
    }

    /// This moment, by the hub's clock.
    package static func now() -> LogTime { LogTime(PostgresInstant.now()) }
}

extension PostgresInstant {
    /// As the log writes it: `2026-11-21T09:30:00.123456Z`.
    package var iso8601: String { LogTime(self).description }
}
