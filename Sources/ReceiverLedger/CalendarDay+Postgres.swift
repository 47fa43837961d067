package import Addressee
package import Postgres

extension CalendarDay {
    /// The day as a parameter of a statement.
    package var postgres: PostgresDay { PostgresDay(daysSince2000: daysSince2000) }
}
