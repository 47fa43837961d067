internal import Addressee
internal import SourceFiles

/// The header row of a file, matched with its layout, and the check of the rows that stand under it.
struct FileHeader: Sendable {
    /// Format checks for rows in this order of columns; of the layout's alone.
    let check: RowCheck
    /// The header row as read.
    let raw: [UInt8]
    /// Where the columns stand that `FILE.rejected.csv` has behind the file's own: a rejected row, mended, goes in as it is.
    let ignored: [Int]
    /// Where the column stands by which rows are dealt to lanes, among all of the file's; nil where every row asks for a number.
    let lanesBy: Int?
    /// All columns of the file.
    let names: [String]

    /// Line, code, column and reason of a rejected row.
    static let added = ["gyobango", "eraakodo", "koumoku", "riyu"]

    /// - Throws: `FileRefused` for what is no UTF-8, and for missing, unknown and doubled columns.
    init(_ record: [UInt8], layout: FileLayout) throws(FileRefused) {
        guard let text = String(validating: record, as: UTF8.self) else { throw .notUTF8 }
        raw = record
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map { name in
            name.count > 1 && name.first == "\"" && name.last == "\"" ? String(name.dropFirst().dropLast()) : String(name)
        }
        self.names = names
        let positions = names.indices.filter { Self.added.contains(names[$0]) && layout.column(named: names[$0]) == nil }
        ignored = positions
        do {
            check = try RowCheck(layout: layout, header: names.indices.filter { !positions.contains($0) }.map { names[$0] })
        } catch {
            throw .columns(error.problems)
        }
        lanesBy = names.firstIndex(of: Item.atenabango.rawValue)
    }

    /// The name of a field, counted among all of the file's; empty beyond them.
    func name(ofRawField field: Int) -> String { names.indices.contains(field) ? names[field] : "" }

    /// Columns of the layout that the file has.
    var columnCount: Int { check.columnIndices.count }

    /// Where the file has a column of the layout, among those; nil where it lacks it.
    func field(of layoutColumn: Int) -> Int? { check.columnIndices.firstIndex(of: layoutColumn) }
}
