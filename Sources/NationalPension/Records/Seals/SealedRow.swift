internal import Postgres

/// 証印を付ける行. Rows of a table that are to be inserted with their MACs.
struct SealedRow: Sendable {
    let table: SealedRecord
    /// A `SELECT` whose columns have the names and the types of the table's; of several rows in the same order each time it is run.
    let values: Query
    /// Whether it is one row that gets the next number that nobody has, in the first column: that is not among the values.
    let isNumbered: Bool

    init(_ table: SealedRecord, _ values: Query) { (self.table, self.values, isNumbered) = (table, values, false) }

    private init(numbered table: SealedRecord, _ values: Query) { (self.table, self.values, isNumbered) = (table, values, true) }

    /// One row under the next number.
    static func numbered(_ table: SealedRecord, _ values: Query) -> Self { Self(numbered: table, values) }

    private var number: String { table.columns[0] }
    private var others: String { table.columns.dropFirst().map { "w.\($0)" }.joined(separator: ", ") }

    /// Asks for the form that the MAC is made of; of a numbered row for a number and whether it is taken first: whoever has the module's password may have put rows in
    /// ahead.
    var form: Query {
        guard isNumbered else { return values.between(unsafeSQL: "SELECT \(table.form("w")) FROM (", ") AS w") }
        return values.between(
            unsafeSQL: """
                SELECT n.id, EXISTS (SELECT FROM \(table.name) t WHERE t.\(number) = n.id), pg_catalog.record_send(ROW(n.id, \(others)))
                FROM (
                """, ") AS w CROSS JOIN (SELECT nextval('\(table.name)_\(number)_seq'::regclass) AS id OFFSET 0) AS n")
    }

    /// Inserts the numbered row.
    func insertion(under id: Int64, _ mac: String) -> Query {
        values.between(
            unsafeSQL: """
                INSERT INTO \(table.name) (\(table.columns.joined(separator: ", ")), mac) OVERRIDING SYSTEM VALUE
                SELECT s.sealed[1]::bigint, \(others), pg_catalog.decode(s.sealed[2], 'base64') FROM (
                """, binding: [String(id), mac]
        ) { ") AS w CROSS JOIN (SELECT \($0) AS sealed) AS s" }
    }

    /// Inserts the rows. Their MACs are parameters: one statement, however many rows and whatever their MACs, is prepared once.
    func insertion(_ macs: [String]) -> Query {
        values.between(
            unsafeSQL: """
                INSERT INTO \(table.name) (\(table.columns.joined(separator: ", ")), mac) OVERRIDING SYSTEM VALUE
                SELECT \(table.columns.map { "w.\($0)" }.joined(separator: ", ")), pg_catalog.decode(m.mac, 'base64')
                FROM (SELECT pg_catalog.row_number() OVER () AS place, v.* FROM (
                """, binding: macs
        ) { ") AS v) AS w JOIN pg_catalog.unnest(\($0)) WITH ORDINALITY AS m (mac, place) ON m.place = w.place" }
    }
}
