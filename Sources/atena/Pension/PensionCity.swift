import Addressee
import Foundation
import NationalPension
import Postgres
import StaffCommands

/// 年金の市. Insured persons of whom an earlier system kept the record: what a year of the department begins with. Written by rows, as the module's login and with
/// true MACs, in place of the department's own import of records; what a measurement does after it, it does by the department's calls.
struct PensionCity: Sendable {
    /// A person whom the hub has given the module.
    struct Person: Sendable, Hashable {
        let number: AddresseeNumber
        let born: CalendarDay
        /// Whether no value has a character of the body's own, or with a variation selector: of these a font may lack some.
        let isPlain: Bool
    }

    /// As the module's login.
    let connection: Connection
    let seal: PensionSeal
    let tables: RuleTables

    /// Private-use characters, and variation selectors.
    private static let notPlain = #"[\uE000-\uF8FF\uFE00-\uFE0F\U000E0100-\U000E01EF]"#
    /// Rows of one statement.
    private static let page = 1_000
    /// A hub where anybody works is no place to measure: what is put in here counts, by nobody's check, and can't be taken out again.
    ///
    /// - Throws: `CommandFailure` where anything was received but what this took over.
    func requireNobodyElses() async throws {
        let others = try await connection.query("SELECT FROM pension.reception WHERE entered_by <> \(Self.entered) LIMIT 1")
        guard others.isEmpty else { throw CommandFailure("計測のためだけに作ったデータベースではありません。受付のあるところでは計測できません。") }
    }

    /// Who took the records over, and who checked them.
    private static let (entered, checked) = ("carried-over-1", "carried-over-2")

    /// Those aged 22 to 59, by their numbers.
    func insurable(on day: CalendarDay, limit: Int) async throws -> [Person] {
        try await persons(bornAfter: day.anniversary(years: -60), until: day.anniversary(years: -22), limit: limit)
    }

    /// Those who have attained 20 lately, and of whom nothing is kept.
    func newcomers(on day: CalendarDay, limit: Int) async throws -> [Person] {
        try await persons(bornAfter: day.anniversary(years: -22), until: day.anniversary(years: -20), limit: limit)
    }

    /// Those whose records were taken over.
    func carriedOver() async throws -> [Person] {
        try await connection.query(
            """
            SELECT e.atenabango, v.seinengappi, v.items::text !~ \(Self.notPlain) FROM pension.event e
            JOIN pension.addressee_version v ON v.atenabango = e.atenabango AND v.history_number = 1
            WHERE e.fact = 'carried-over' ORDER BY e.atenabango
            """
        ).compactMap(Self.person)
    }

    private func persons(bornAfter: CalendarDay, until: CalendarDay, limit: Int) async throws -> [Person] {
        let found = try await connection.query(
            """
            SELECT atenabango, items ->> 'seinengappi', items::text !~ \(Self.notPlain) FROM national_pension.person
            WHERE NOT removed AND items ->> 'seinengappi' > \(bornAfter.description) AND items ->> 'seinengappi' <= \(until.description)
              AND coalesce(items ->> 'seinengappi_fushofuragu', '0') <> '1' AND items ->> 'seinengappi' NOT LIKE '%-00%'
            ORDER BY atenabango LIMIT \(Int64(limit + limit / 50 + 50))
            """
        ).compactMap(Self.person)
        // Some rows are of nobody of whom a record could be made.
        return Array(found.prefix(limit))
    }

    private static func person(_ row: Row) throws -> Person? {
        let (number, birth, isPlain) = try row.decode((String, String, Bool).self)
        return try CalendarDay(birth).map { Person(number: try AddresseeNumber(number), born: $0, isPlain: isPlain) }
    }

    /// Takes the records over as of a year before: each is of the first class since 20, and has a basic pension number. What else goes with them:
    /// `ops/parts/pension-city.sql`.
    func carryOver(_ persons: [Person], before day: CalendarDay) async throws {
        let through = day.adding(days: -366)
        let year = Int32(CalendarMonth(of: through).fiscalYear)
        for start in stride(from: 0, to: persons.count, by: Self.page) {
            let some = Array(persons[start..<min(start + Self.page, persons.count)])
            try await connection.transaction { connection in
                try await carryOver(some, from: start, through: through, year: year, on: connection)
            }
        }
    }

    private func carryOver(_ persons: [Person], from start: Int, through: CalendarDay, year: Int32, on connection: Connection) async throws {
        let numbers = persons.map(\.number.value)
        let digits = persons.indices.map { "2150\(String(1_000_000 + start + $0).dropFirst())" }
        let records = persons.map { person in
            PensionFact.carriedOver(
                CarriedOverRecord(
                    through: through, periods: [.init(.class1, acquired: tables.ages.attained(.insuredFrom, born: person.born), by: .acquire20)]))
        }
        let basics = try digits.map { try BasicData(try BasicPensionNumber($0), telephone: "", remarks: "") }
        let receptions = persons.indices.map { Int32((start + $0) * 2 + 1) } + persons.indices.map { Int32((start + $0) * 2 + 2) }
        let kinds = persons.map { _ in NoticeKind.carriedOver.rawValue } + persons.map { _ in NoticeKind.basicData.rawValue }
        let contents =
            try records.map { try Self.json(FiledContent.event(.fact($0))) } + basics.map { try Self.json(FiledContent.basic($0, over: 0)) }
        try await seal.insert(
            .reception,
            """
            SELECT \(year)::integer AS fiscal_year, r.number, \(through.postgresDay)::date AS received_on, NULL::date AS happened_on, NULL::date AS due_on,
              \(through.postgresDay)::date::timestamptz AS entered_at, NULL::bigint AS proposal_id, r.atenabango, r.kind, ''::text AS section,
              \(Self.entered)::text AS entered_by, NULL::text AS entered_set_up_by, r.content::json, ''::text AS remarks
            FROM unnest(\(receptions), \(numbers + numbers), \(kinds), \(contents)) AS r (number, atenabango, kind, content)
            """, on: connection)
        try await seal.insert(
            .decision,
            """
            SELECT \(year)::integer AS fiscal_year, r.number, \(through.postgresDay)::date::timestamptz AS decided_at, 'accepted'::text AS outcome,
              \(Self.entered)::text AS entered_by, \(Self.checked)::text AS decided_by, ''::text AS reason FROM unnest(\(receptions)) AS r (number)
            """, on: connection)
        let ids = try await connection.query(
            "SELECT nextval('pension.event_event_id_seq') AS id FROM generate_series(1, \(Int32(persons.count)))"
        ).map { try $0.decode(Int64.self) }
        try await seal.insert(
            .event,
            """
            SELECT r.event_id, NULL::bigint AS target, \(through.postgresDay)::date::timestamptz AS recorded_at, \(year)::integer AS fiscal_year, r.number,
              \(through.postgresDay)::date AS received_on, NULL::date AS happened_on, r.atenabango, 'fact'::text AS act,
              \(NoticeKind.carriedOver.rawValue)::text AS fact, 'accepted'::text AS outcome, r.content::json
            FROM unnest(\(ids), \(Array(receptions.prefix(persons.count))), \(numbers), \(try records.map { try Self.json(PensionEvent.Content.fact($0)) }))
              AS r (event_id, number, atenabango, content)
            """, on: connection)
        try await seal.insert(
            .basicVersion,
            """
            SELECT 1 AS history_number, \(year)::integer AS fiscal_year, r.number, \(through.postgresDay)::date::timestamptz AS recorded_at, r.atenabango,
              'accepted'::text AS outcome, r.digits AS basic_pension_number, ''::text AS telephone, ''::text AS remarks
            FROM unnest(\(Array(receptions.suffix(persons.count))), \(numbers), \(digits)) AS r (number, atenabango, digits)
            """, on: connection)
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

extension CalendarDay {
    /// As a parameter.
    fileprivate var postgresDay: PostgresDay { PostgresDay(daysSince2000: daysSince2000) }
}
