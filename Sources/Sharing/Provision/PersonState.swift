internal import Addressee
internal import ConnectorKit
internal import Governance
internal import Postgres
internal import Register

/// One version of a person, as a policy lets it be seen: the facts to decide on, and the permitted items only.
package struct PersonState {
    let addresseeID: Int64
    let addresseeNumber: String
    let historyNumber: Int32
    let owner: Vault.Place?
    var facts: PersonFacts
    let reason: ReasonOnDay?
    private let row: Row
    private let columns: PersonColumns

    init(_ row: Row, _ columns: PersonColumns) throws {
        (self.row, self.columns) = (row, columns)
        addresseeID = try row.decode(columns.addresseeID)
        addresseeNumber = try row.decode(columns.addresseeNumber)
        historyNumber = try row.decode(columns.historyNumber)
        owner = Vault.Place(try row.decode(columns.runningNumber), try row.decode(columns.ordinal))
        facts = try columns.facts.facts(row)
        if let code = try row.decode(columns.reason), let day = try row.decode(columns.reasonDay) {
            reason = ReasonOnDay(idojiyu: code, idonengappi: day)
        } else {
            reason = nil
        }
    }

    /// The permitted items that are set.
    ///
    /// - Parameter given: those of them that go out.
    func items(among given: ItemSet = ItemSet(rawValue: -1)) throws -> [Item: String] {
        var values: [Item: String] = [:]
        values.reserveCapacity(columns.items.count)
        for (item, column) in columns.items where given.contains(item) {
            if let value = try row.decode(column) { values[item] = value }
        }
        return values
    }
}

/// Where the columns of persons' states stand in a result; looked up once for all of its rows.
package final class PersonColumns: Sendable {
    /// What of a version `v`, and of its addressee `a`, is selected for every policy; the items follow, each under its name (`ItemExpression.named`).
    static let sql = """
        v.addressee_id, a.atenabango, v.history_number, v.running_number, v.number_ordinal, v.idojiyu, v.idonengappi, \(FactColumns.ofRow)
        """

    let addresseeID: Column<Int64>
    fileprivate let addresseeNumber: Column<String>
    fileprivate let historyNumber: Column<Int32>
    fileprivate let runningNumber: Column<Int64?>
    fileprivate let ordinal: Column<Int16?>
    fileprivate let reason: Column<String?>
    fileprivate let reasonDay: Column<CalendarDay?>
    fileprivate let facts: FactColumns.Reader
    fileprivate let items: [(Item, Column<String?>)]

    /// - Parameter items: those that were selected.
    init(_ rows: Rows, items: [Item] = []) throws {
        addresseeID = try rows.column("addressee_id")
        addresseeNumber = try rows.column("atenabango")
        historyNumber = try rows.column("history_number")
        runningNumber = try rows.column("running_number")
        ordinal = try rows.column("number_ordinal")
        reason = try rows.column("idojiyu")
        reasonDay = try rows.column("idonengappi")
        facts = try FactColumns.Reader(rows)
        self.items = try items.map { ($0, try rows.column(ItemExpression.name($0))) }
    }
}
