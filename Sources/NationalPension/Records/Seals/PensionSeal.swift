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

    /// Inserts rows with their MACs, in two statements however many they are.
    ///
    /// - Parameter values: a `SELECT` whose columns have the names and the types of the table's; of several rows in the same order each time it is run.
    /// - Throws: `PostgresError`.
    package func insert(_ table: SealedRecord, _ values: Query, on connection: Connection) async throws {
        try await insert([SealedRow(table, values)], on: connection)
    }

    /// Inserts rows of several tables with their MACs, in their order and in two round trips: what each says does not hang on the others.
    ///
    /// - Returns: of each that is numbered its number.
    /// - Throws: as `nextID`; `PostgresError`.
    @discardableResult
    func insert(_ rows: [SealedRow], on connection: Connection) async throws -> [Int64?] {
        var (numbers, inserts): ([Int64?], [Query]) = ([], [])
        for (row, answer) in zip(rows, try await connection.pipeline(rows.map(\.form))) {
            if row.isNumbered {
                let (id, form) = try await free(row, answer, on: connection)
                numbers.append(id)
                inserts.append(row.insertion(under: id, Self.text(mac(form, row.table.name))))
            } else {
                let macs = try answer.map { Self.text(mac(try $0.decode([UInt8].self), row.table.name)) }
                guard !macs.isEmpty else { throw PensionRefused.unreadable }
                numbers.append(nil)
                inserts.append(row.insertion(macs))
            }
        }
        _ = try await connection.pipeline(inserts)
        return numbers
    }

    /// A number that nobody has, with the form of the row under it: the first that was drawn, or one that is drawn anew.
    private func free(_ row: SealedRow, _ drawn: Rows, on connection: Connection) async throws -> (id: Int64, form: [UInt8]) {
        var drawn = drawn
        for _ in 0..<1_000 {
            guard let (id, isTaken, form) = try drawn.first?.decode((Int64, Bool, [UInt8]).self) else { throw PensionRefused.unreadable }
            if !isTaken { return (id, form) }
            drawn = try await connection.query(row.form)
        }
        throw PensionRefused.noNumber("記録")
    }

    private static func text(_ mac: [UInt8]) -> String { Data(mac).base64EncodedString() }
}
