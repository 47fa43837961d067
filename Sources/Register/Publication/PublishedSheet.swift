internal import Addressee
internal import SourceFiles
internal import TextForms

/// 公開する行. Records in the form of a file of their dataset, so that nothing is published that a file could not bring.
struct PublishedSheet {
    /// A record's.
    struct Name: Sendable, Hashable {
        let number: String
        let recordKey: String
    }

    let fields: SubmissionFields
    private(set) var block: RowBlock
    private let catalogue: ItemCatalogue
    private let columns: [String]
    private let items: [Item]
    private var numbers: [String] = []

    init(_ catalogue: ItemCatalogue) throws(FileRefused) {
        self.catalogue = catalogue
        let layout = FileLayout.published(catalogue)
        columns = layout.columns.map(\.name)
        items = layout.columns.compactMap(\.item).filter { $0 != .atenabango }
        let header = try FileHeader(Array(columns.joined(separator: ",").utf8), layout: layout)
        fields = SubmissionFields(layout: layout, header: header)
        block = RowBlock(lane: 0, number: 0, columnCount: header.columnCount, capacity: 64)
    }

    /// What a record of these items is called.
    func name(_ number: AddresseeNumber, _ items: [String: String]) -> Name {
        Name(number: number.value, recordKey: catalogue.recordKey.flatMap { items[$0.rawValue] } ?? "")
    }

    /// The items that are set, as the JSON that would be kept of them; nil where PostgreSQL takes it in no way.
    func json(_ values: [String: String]) -> String? {
        var bytes = [UInt8(ascii: "{")]
        for item in items {
            guard let value = values[item.rawValue], !value.isEmpty else { continue }
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            bytes += item.jsonName
            JSONText.append(value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        return JSONText.holdsNUL(bytes) ? nil : String(decoding: bytes, as: UTF8.self)
    }

    mutating func append(_ number: AddresseeNumber, _ items: [String: String]) {
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
