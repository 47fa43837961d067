internal import Foundation
package import Postgres

/// 行の証印. Whoever has the module's password of the database writes rows, but none in anybody's name: what says who acted carries a MAC by a key that the
/// module never has, and a row without a true one is nobody's.
///
/// It tells rows that were put in past the program, not rows that were taken out: the hub's log tells what there was.
package struct PensionSeal: Sendable {
    private let mac: @Sendable (_ form: [UInt8], _ table: String) -> [UInt8]

    /// - Parameter mac: of a row's form, apart for each table; by a key that whoever opens these records holds, and the database does not.
    package init(_ mac: @escaping @Sendable (_ form: [UInt8], _ table: String) -> [UInt8]) { self.mac = mac }

    /// Whether the program wrote this row as it is.
    func holds(_ table: SealedRecord, _ form: [UInt8], _ mac: [UInt8]?) -> Bool { mac == self.mac(form, table.name) }

    /// The next number of a table's rows that nobody has: whoever has the module's password may have put rows in ahead.
    ///
    /// - Throws: `PensionRefused` J0065 where so many were that none was found; `PostgresError`.
    func nextID(of table: SealedRecord, on connection: Connection) async throws -> Int64 {
        let column = table.columns[0]
        for _ in 0..<1_000 {
            let rows = try await connection.query(
                """
                SELECT n.id, EXISTS (SELECT FROM \(unsafeSQL: table.name) t WHERE t.\(unsafeSQL: column) = n.id)
                FROM (SELECT nextval(\("\(table.name)_\(column)_seq")::text::regclass) AS id OFFSET 0) AS n
                """)
            guard let (id, isTaken) = try rows.first?.decode((Int64, Bool).self) else { throw PensionRefused.unreadable }
            if !isTaken { return id }
        }
        throw PensionRefused.noNumber("記録")
    }

    /// Inserts a row with its MAC under the next number that nobody has, in two statements.
    ///
    /// - Parameter values: a `SELECT` of one row, whose columns have the names and the types of the table's, without the first, which is its number.
    /// - Throws: as `nextID`; `PostgresError`.
    func insertNumbered(_ table: SealedRecord, _ values: Query, on connection: Connection) async throws {
        let (column, others) = (table.columns[0], table.columns.dropFirst().map { "w.\($0)" }.joined(separator: ", "))
        for _ in 0..<1_000 {
            let rows = try await connection.query(
                values.between(
                    unsafeSQL: """
                        SELECT n.id, EXISTS (SELECT FROM \(table.name) t WHERE t.\(column) = n.id), pg_catalog.record_send(ROW(n.id, \(others)))
                        FROM (
                        """, ") AS w CROSS JOIN (SELECT nextval('\(table.name)_\(column)_seq'::regclass) AS id OFFSET 0) AS n"))
            guard let (id, isTaken, form) = try rows.first?.decode((Int64, Bool, [UInt8]).self) else { throw PensionRefused.unreadable }
            guard !isTaken else { continue }
            let sealed = [String(id), Data(mac(form, table.name)).base64EncodedString()]
            try await connection.execute(
                values.between(
                    unsafeSQL: """
                        INSERT INTO \(table.name) (\(table.columns.joined(separator: ", ")), mac) OVERRIDING SYSTEM VALUE
                        SELECT s.sealed[1]::bigint, \(others), pg_catalog.decode(s.sealed[2], 'base64') FROM (
                        """, binding: sealed
                ) { ") AS w CROSS JOIN (SELECT \($0) AS sealed) AS s" })
            return
        }
        throw PensionRefused.noNumber("記録")
    }

    /// Inserts rows with their MACs, in two statements however many they are.
    ///
    /// - Parameter values: a `SELECT` whose columns have the names and the types of the table's; of several rows in the same order each time it is run.
    /// - Throws: `PostgresError`.
    package func insert(_ table: SealedRecord, _ values: Query, on connection: Connection) async throws {
        let rows = try await connection.query(values.between(unsafeSQL: "SELECT \(table.form("w")) FROM (", ") AS w"))
        let macs = try rows.map { Data(mac(try $0.decode([UInt8].self), table.name)).base64EncodedString() }
        guard !macs.isEmpty else { throw PensionRefused.unreadable }
        let columns = table.columns.joined(separator: ", ")
        let selected = table.columns.map { "w.\($0)" }.joined(separator: ", ")
        // As parameters: one statement, however many rows and whatever their MACs, is prepared once.
        try await connection.execute(
            values.between(
                unsafeSQL: """
                    INSERT INTO \(table.name) (\(columns), mac) OVERRIDING SYSTEM VALUE SELECT \(selected), pg_catalog.decode(m.mac, 'base64')
                    FROM (SELECT pg_catalog.row_number() OVER () AS place, v.* FROM (
                    """, binding: macs
            ) { ") AS v) AS w JOIN pg_catalog.unnest(\($0)) WITH ORDINALITY AS m (mac, place) ON m.place = w.place" })
    }
}
