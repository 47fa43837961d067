internal import Addressee
internal import SourceFiles

/// 公開する行. Records in the form of a file of their dataset, so that nothing is published that a file could not bring.
struct PublishedSheet {
    /// A record's.
    struct Name: Hashable {
        let number: String
        let recordKey: String
    }

    let fields: SubmissionFields
    private(set) var block: RowBlock
    /// Of all rows that do not withdraw.
    private(set) var names: Set<Name> = []
    private let catalogue: ItemCatalogue
    private let columns: [String]
    private var numbers: [String] = []

    init(_ catalogue: ItemCatalogue) throws(FileRefused) {
        self.catalogue = catalogue
        let layout = FileLayout.published(catalogue)
        columns = layout.columns.map(\.name)
        let header = try FileHeader(Array(columns.joined(separator: ",").utf8), layout: layout)
        fields = SubmissionFields(layout: layout, header: header)
        block = RowBlock(lane: 0, number: 0, columnCount: header.columnCount, capacity: 64)
    }

    mutating func append(_ number: AddresseeNumber, _ items: [String: String]) {
        names.insert(Name(number: number.value, recordKey: catalogue.recordKey.flatMap { items[$0.rawValue] } ?? ""))
        append(items.merging([Item.atenabango.rawValue: number.value]) { $1 })
    }

    mutating func withdraw(_ name: Name) {
        var row = [Item.atenabango.rawValue: name.number, FileLayout.withdrawn: "1"]
        if let key = catalogue.recordKey { row[key.rawValue] = name.recordKey }
        append(row)
    }

    /// Numbers of its rows, from 0.
    var rows: Range<Int> { numbers.indices }

    /// Whose a row is.
    func number(of row: Int) -> String { numbers[row] }

    private mutating func append(_ values: [String: String]) {
        let row = columns.map { csvField(values[$0] ?? "") }.joined(separator: ",")
        let line = block.rows.count + 1
        numbers.append(values[Item.atenabango.rawValue] ?? "")
        Array(row.utf8).withUnsafeBytes { block.append($0, line: line) }
    }
}
