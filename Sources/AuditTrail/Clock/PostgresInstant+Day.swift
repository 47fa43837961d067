package import Addressee
package import Postgres

extension PostgresInstant {
    /// The day in Japan.
    package var day: CalendarDay { CalendarDay(inJapanAt: unixSeconds) }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    package var unixSeconds: Int64 {
        let micros = microsecondsSince1970
        return micros >= 0 ? micros / 1_000_000 : (micros - 999_999) / 1_000_000
    }

    package func adding(seconds: Int64) -> PostgresInstant { PostgresInstant(microsecondsSince2000: microsecondsSince2000 + seconds * 1_000_000) }
}
