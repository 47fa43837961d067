internal import Addressee
internal import Postgres

/// 生年月日の履歴. A birth date as the module was given it, from a day on.
struct KeptBirth: Sendable, Unprinted {
    /// The day in Japan on which it was kept.
    let on: CalendarDay
    /// `nil` where none was given.
    let birth: BirthDate?
}

extension [KeptBirth] {
    /// The one that was known at the end of a month; where there was none yet, the first that came.
    func known(at month: CalendarMonth, or newest: BirthDate) -> BirthDate {
        (last { $0.on <= month.lastDay && $0.birth != nil } ?? first { $0.birth != nil })?.birth ?? newest
    }
}

extension PensionRecords {
    /// 生年月日 of those of whom it was ever corrected, the oldest first. One statement, whoever many they are: of most there is one birth date, and nothing is read.
    func keptBirths(of numbers: [AddresseeNumber], on connection: Connection) async throws -> [AddresseeNumber: [KeptBirth]] {
        let rows = try await connection.query(
            """
            SELECT v.atenabango, floor(extract(epoch FROM v.kept_at))::bigint, v.seinengappi, v.seinengappi_fushohyoki,
              v.items ->> '\(unsafeSQL: Item.seinengappiFushofuragu.rawValue)'
            FROM pension.addressee_version v
            WHERE v.atenabango IN (
              SELECT w.atenabango FROM pension.addressee_version w WHERE w.atenabango = ANY(\(numbers.map(\.value)))
              GROUP BY w.atenabango HAVING count(DISTINCT (w.seinengappi, w.seinengappi_fushohyoki)) > 1)
            ORDER BY v.atenabango, v.history_number
            """)
        var births: [AddresseeNumber: [KeptBirth]] = [:]
        for row in rows {
            let (number, at, written, notation, mark) = try row.decode((String, Int64, String?, String?, String?).self)
            let birth = written.flatMap { AddresseeVersion.birth($0, notation: notation.flatMap { $0.isEmpty ? nil : $0 }, isMarked: mark == "1") }
            births[try AddresseeNumber(number), default: []].append(KeptBirth(on: CalendarDay(inJapanAt: at), birth: birth))
        }
        return births
    }
}
