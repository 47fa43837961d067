public import AccessControl
public import Addressee
internal import AuditTrail
internal import Foundation
public import Postgres

/// 保存年限の過ぎた個人項目の消去 (CT-15). Erases what opens events' commitments to persons; what was sealed stays as it is, and so does every proof.
///
/// Each kind of event has its years; the database itself keeps what is younger than seven, whoever asks.
public struct OpeningErasure: Sendable {
    private let pool: Pool
    private let today: @Sendable () -> CalendarDay
    /// Events of a transaction at most.
    package var portion: Int32 = 5000

    /// `pool` is that of the hub's database.
    public init(pool: Pool) { self.init(pool: pool, today: { .todayInJapan() }) }

    package init(pool: Pool, today: @escaping @Sendable () -> CalendarDay) { (self.pool, self.today) = (pool, today) }

    /// Erases the openings of all events before a day in Japan whose retention is over; each portion in a transaction with the event that tells of it.
    ///
    /// - Parameters:
    ///   - day: events of that day and later ones are kept, and so are those whose kind's years are not over.
    ///   - progress: told events done.
    /// - Returns: events whose openings were erased now.
    /// - Throws: `AccessRefused`, recorded; `PostgresError`.
    @discardableResult public func erase(
        by person: Principal, before day: CalendarDay, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> Int {
        try await pool.permit(person, .administerAccess, or: .openingsErased, fields: ["before": "\(day)"])
        var erased = 0
        for (years, kinds) in Dictionary(grouping: EventKind.all.filter { !$0.personal.isEmpty }, by: \.openingYears).sorted(by: { $0.key < $1.key }) {
            let limit = min(day, today().anniversary(years: -years).adding(days: -1))
            var after: Int64? = 0
            while let last = after {
                let count: Int
                (count, after) = try await pool.transaction { connection in
                    let rows = try await connection.query(
                        """
                        SELECT erased, last
                        FROM audit.erase_openings(\(kinds.map(\.name)), \("\(limit)")::text::date::timestamp AT TIME ZONE 'Asia/Tokyo', \(last), \(portion))
                        """)
                    guard let (gone, through) = try rows.first?.decode((Int64, Int64?).self) else { return (0, nil) }
                    let count = Int(gone)
                    if count > 0 {
                        try await AuditEvent(
                            .openingsErased, by: person.name, fields: ["before": "\(limit)", "count": String(count), "years": String(years)]
                        ).record(on: connection)
                    }
                    return (count, through)
                }
                erased += count
                progress(erased)
            }
        }
        return erased
    }
}
