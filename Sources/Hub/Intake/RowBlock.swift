internal import Addressee

/// A few thousand rows of a file on their way through intake: their bytes, and where each column's value lies in them.
///
/// Columns stand in the order of the file's header.
struct RowBlock: Sendable {
    struct Row: Sendable {
        /// Line of the file where the row begins, the header being line 1.
        var line: Int
        /// The row as read, for `FILE.rejected.csv`.
        var raw: Range<Int>
        /// False if the row has another number of columns than the header, or a broken quote (E0300).
        var isWhole: Bool
    }

    let lane: Int
    let number: Int
    private(set) var bytes: [UInt8] = []
    private(set) var rows: [Row] = []
    /// `columnCount` ranges a row.
    private(set) var fields: [Range<Int>] = []
    let columnCount: Int

    init(lane: Int, number: Int, columnCount: Int, capacity: Int) {
        self.lane = lane
        self.number = number
        self.columnCount = columnCount
        bytes.reserveCapacity(capacity * 420)
        rows.reserveCapacity(capacity)
        fields.reserveCapacity(capacity * columnCount)
    }

    /// Range of a column's value in `bytes`.
    func field(_ row: Int, _ column: Int) -> Range<Int> { fields[row * columnCount + column] }

    /// A column's value as text; for rows known to be valid UTF-8.
    func text(_ row: Int, _ column: Int) -> String { String(decoding: bytes[field(row, column)], as: UTF8.self) }

    /// Format faults of a row.
    func faults(_ row: Int, by check: RowCheck) -> [RowFault] {
        bytes.withUnsafeBufferPointer { bytes in
            fields.withUnsafeBufferPointer { fields in
                check.check(bytes, fields: UnsafeBufferPointer(rebasing: fields[(row * columnCount)..<((row + 1) * columnCount)]))
            }
        }
    }

    /// Adds a record, cut into its columns.
    mutating func append(_ record: UnsafeRawBufferPointer, line: Int) {
        let start = bytes.count
        bytes.append(contentsOf: record)
        let firstField = fields.count
        fields.append(contentsOf: repeatElement(start..<start, count: columnCount))
        let isWhole = cut(start, firstField)
        rows.append(Row(line: line, raw: start..<(start + record.count), isWhole: isWhole))
    }

    private mutating func cut(_ start: Int, _ firstField: Int) -> Bool {
        let end = bytes.count
        var at = start
        var fileColumn = 0
        while true {
            guard fileColumn < columnCount else { return false }
            let range: Range<Int>
            if at < end, bytes[at] == UInt8(ascii: "\"") {
                guard let (value, next) = quoted(at, end) else { return false }
                range = value
                at = next
            } else {
                var stop = at
                while stop < end, bytes[stop] != UInt8(ascii: ",") {
                    if bytes[stop] == UInt8(ascii: "\"") { return false }
                    stop += 1
                }
                range = at..<stop
                at = stop
            }
            fields[firstField + fileColumn] = range
            fileColumn += 1
            if at == end { return fileColumn == columnCount }
            guard bytes[at] == UInt8(ascii: ",") else { return false }
            at += 1
        }
    }

    /// A quoted value from `at`; where it holds doubled quotes, its plain form is laid behind the block's bytes.
    private mutating func quoted(_ at: Int, _ end: Int) -> (Range<Int>, Int)? {
        var index = at + 1
        var hasDoubled = false
        while index < end {
            if bytes[index] == UInt8(ascii: "\"") {
                guard index + 1 < end, bytes[index + 1] == UInt8(ascii: "\"") else { break }
                hasDoubled = true
                index += 1
            }
            index += 1
        }
        guard index < end else { return nil }
        guard hasDoubled else { return ((at + 1)..<index, index + 1) }
        let plain = bytes.count
        var from = at + 1
        while from < index {
            let byte = bytes[from]
            bytes.append(byte)
            from += byte == UInt8(ascii: "\"") ? 2 : 1
        }
        return (plain..<bytes.count, index + 1)
    }
}
