internal import AccessControl
internal import Addressee
internal import Postgres
internal import SourceFiles
internal import TextForms

/// 公開された行. Rows of a dataset that a system publishes: a record each, whole, of a person whom the register knows.
struct PublishedRows: RowDestination {
    let catalogue: ItemCatalogue
    let fields: SubmissionFields
    let source: SystemName
    /// Whose hub it is; nil where it does not know, and of what a module of its own publishes.
    let body: LocalGovernmentCode?
    let seal: RowSeal
    /// A row has no number of its own by which an older state could be told from a newer one.
    var decidesAnew: Bool { false }

    /// What a row says.
    struct Published: Sendable {
        var row: Int
        var addresseeNumber: String
        /// Empty where the dataset has one record a person.
        var recordKey: String
        /// Items that are set, as one JSON object; nil for a record that is withdrawn.
        var items: String?
    }

    /// Whether a row whose form holds can be taken. Of a file's rows the form is looked at in `BlockIntake`, of whole records in `PublishedSheet`.
    func reader(on today: CalendarDay) -> (_ row: RowView, _ index: Int) throws -> Result<Published, LogicFault> {
        let layout = fields.layout
        let columns = layout.columns.indices.compactMap { index in fields.header.field(of: index).map { (layout.columns[index], $0) } }
        let number = columns.first { $0.0.item == .atenabango }?.1
        let key = catalogue.recordKey.flatMap { key in columns.first { $0.0.item == key }?.1 }
        let withdrawn = columns.first { $0.0.name == FileLayout.withdrawn && $0.0.item == nil }?.1
        let items = columns.compactMap { column, field in column.item.flatMap { $0 == .atenabango ? nil : (item: $0, field: field) } }
            .sorted { Item.precedesByName($0.item, $1.item) }
        let days = DayOrder(layout) { fields.header.field(of: $0) }
        return { row, index in
            if let fault = fields.anotherBody(row, than: body) { return .failure(fault) }
            let isWithdrawn = withdrawn.map { row[$0].first == UInt8(ascii: "1") } ?? false
            // What is withdrawn is named, and nothing more is said of it.
            if !isWithdrawn, let fault = days.fault(on: today, { row[$0] }) {
                return .failure(LogicFault(code: fault.code, item: fault.column, reason: fault.reason))
            }
            return .success(
                Published(
                    row: index, addresseeNumber: number.map(row.text) ?? "", recordKey: key.map(row.text) ?? "",
                    items: isWithdrawn ? nil : Self.json(row, items)))
        }
    }

    /// The set items in the order of their names: the same record always gives the same text.
    private static func json(_ row: RowView, _ items: [(item: Item, field: Int)]) -> String {
        var bytes: [UInt8] = []
        for (item, field) in items where !row[field].isEmpty {
            bytes.append(bytes.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
            bytes += item.jsonName
            JSONText.append(utf8: row[field], to: &bytes)
        }
        if bytes.isEmpty { bytes.append(UInt8(ascii: "{")) }
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }

    func take(_ rows: [Published], of block: RowBlock, trusting: Bool, on connection: Connection) async throws -> BlockRegistration.Outcome {
        var outcome = BlockRegistration.Outcome()
        try await Self.taking(rows.map(\.addresseeNumber), on: connection)
        // Several states of one record follow each other in the file's order.
        var left = rows
        while !left.isEmpty {
            var seen: Set<String> = []
            var round: [Published] = []
            var later: [Published] = []
            for row in left {
                if seen.insert("\(row.addresseeNumber) \(row.recordKey)").inserted { round.append(row) } else { later.append(row) }
            }
            try await write(round, &outcome, on: connection)
            left = later
        }
        return outcome
    }

    /// Two who publish about one person take turns, in the order in which intake takes persons; what stands is read after the wait.
    static func taking(_ numbers: [String], on connection: Connection) async throws {
        try await connection.execute("SELECT FROM register.addressee WHERE atenabango = ANY(\(numbers)) ORDER BY atenabango FOR NO KEY UPDATE")
    }

    private func write(_ rows: [Published], _ outcome: inout BlockRegistration.Outcome, on connection: Connection) async throws {
        let written = try await connection.query(
            PublishedRecords.write(
                rows.map { Int32($0.row) }, rows.map(\.addresseeNumber), rows.map(\.recordKey), rows.map(\.items), of: catalogue, by: source))
        let (index, isKnown, isNew) = (
            try written.column("row", as: Int32.self), try written.column("is_known", as: Bool.self), try written.column("is_new", as: Bool.self)
        )
        let (person, holds) = (try written.column("turned", as: Int64?.self), try written.column("holds", as: Bool?.self))
        var turned: [Int64: Bool] = [:]
        for row in written { if let person = try row.decode(person) { turned[person] = try row.decode(holds) } }
        try await PublishedRecords.turn(turned, by: source, seal, on: connection)
        for row in written {
            let at = Int(try row.decode(index))
            if try !row.decode(isKnown) {
                outcome.rejected.append(
                    (at, LogicFault(code: PublishedCount.unknownPerson, item: Item.atenabango.rawValue, reason: "宛名番号が登録されていません。登録された後に、却下した行のファイルを公開してください。")))
            } else if try row.decode(isNew) {
                outcome.accepted += 1
            } else {
                outcome.unchanged.append(at)
            }
        }
    }
}
