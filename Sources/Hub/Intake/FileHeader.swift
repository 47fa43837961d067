internal import Addressee

/// The header row of a file, matched with its layout, and the check of the rows that stand under it.
struct FileHeader: Sendable {
    /// Format checks for rows in this order of columns.
    let check: RowCheck
    /// The header row as read.
    let raw: [UInt8]

    /// - Throws: `FileRefused` for what is no UTF-8, and for missing, unknown and doubled columns.
    init(_ record: [UInt8], layout: FileLayout) throws(FileRefused) {
        if record.starts(with: [0xEF, 0xBB, 0xBF]) { throw .byteOrderMark }
        guard let text = String(validating: record, as: UTF8.self) else { throw .notUTF8 }
        raw = record
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map { name in
            name.count > 1 && name.first == "\"" && name.last == "\"" ? String(name.dropFirst().dropLast()) : String(name)
        }
        do {
            check = try RowCheck(layout: layout, header: names)
        } catch {
            throw .columns(error.problems)
        }
    }

    var columnCount: Int { check.columnIndices.count }

    /// Where the file has a column of the layout; nil where it lacks it.
    func field(of layoutColumn: Int) -> Int? { check.columnIndices.firstIndex(of: layoutColumn) }
}
