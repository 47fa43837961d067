internal import Foundation
internal import Postgres

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

    /// Inserts rows with their MACs.
    ///
    /// - Parameter values: a `SELECT` of one row, whose columns have the names and the types of the table's.
    /// - Throws: `PostgresError`.
    func insert(_ table: SealedRecord, _ values: Query, on connection: Connection) async throws {
        let rows = try await connection.query(values.between(unsafeSQL: "SELECT \(table.form("w")) FROM (", ") AS w"))
        guard let form = try rows.first?.decode([UInt8].self) else { throw PensionRefused.unreadable }
        let sealed = Data(mac(form, table.name)).base64EncodedString()
        let columns = table.columns.joined(separator: ", ")
        let selected = table.columns.map { "w.\($0)" }.joined(separator: ", ")
        try await connection.execute(
            values.between(
                unsafeSQL:
                    "INSERT INTO \(table.name) (\(columns), mac) OVERRIDING SYSTEM VALUE SELECT \(selected), pg_catalog.decode('\(sealed)', 'base64') FROM (",
                ") AS w"))
    }
}
