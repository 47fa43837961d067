internal import Addressee
internal import Keys

/// 個人番号の列. What makes of a publisher's file of records (RFC 4180) one with a column more, the last: the individual number of whom each record is about.
///
/// Bytes are looked at, not characters: in UTF-8 and in Shift_JIS alike no part of a character is a comma, a quotation mark or the end of a line.
struct NumberColumn {
    /// What the column is called, in the file's code.
    let heading: [UInt8]
    /// Records before the heading, which get no column.
    let before: Int
    /// Records behind the last row, which get none.
    let after: Int
    /// Of the records behind the heading, in their order: the value that each begins with, and the number that it gets.
    let rows: [(name: String, number: IndividualNumber)]

    /// The file with the column. A number goes beside the value that names its row, or nowhere.
    ///
    /// - Returns: numbers in clear, which whoever has it overwrites.
    /// - Throws: `MediaRefused` M0029 where the file's records are not these.
    func added(to file: [UInt8]) throws(MediaRefused) -> [UInt8] {
        var out: [UInt8] = []
        // It never grows into another place, and leaves numbers behind nowhere.
        out.reserveCapacity(file.count + heading.count + 16 * (rows.count + 1))
        var isWhole = false
        defer { if !isWhole { out.wipe() } }
        var (isQuoted, start, record) = (false, 0, 0)
        for (place, byte) in file.enumerated() {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            guard byte == 0x0A, !isQuoted else { continue }
            let end = place > start && file[place - 1] == 0x0D ? place - 1 : place
            out += file[start..<end]
            try append(to: file[start..<end], at: record, &out)
            out += file[end...place]
            (start, record) = (place + 1, record + 1)
        }
        guard start == file.count, record == before + 1 + rows.count + after else { throw .recordsDiffer }
        isWhole = true
        return out
    }

    private func append(to record: ArraySlice<UInt8>, at place: Int, _ out: inout [UInt8]) throws(MediaRefused) {
        let row = place - before - 1
        guard row >= -1, row < rows.count else { return }
        out.append(UInt8(ascii: ","))
        guard row >= 0 else {
            out += heading
            return
        }
        guard record.prefix(while: { $0 != UInt8(ascii: ",") }).elementsEqual(rows[row].name.utf8) else { throw .recordsDiffer }
        rows[row].number.reveal { out += $0 }
    }
}
