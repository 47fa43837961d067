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
    /// `columnCount` ranges a row; a block's bytes stay far below what 32 bits can count.
    private(set) var fields: [Range<Int32>] = []
    let columnCount: Int

    init(lane: Int, number: Int, columnCount: Int, capacity: Int) {
        self.lane = lane
        self.number = number
        self.columnCount = columnCount
        bytes.reserveCapacity(capacity * 420)
        rows.reserveCapacity(capacity)
        fields.reserveCapacity(capacity * columnCount)
    }

    /// Lends a row's bytes and fields to `body`, which must not keep them.
    func withRow<R>(_ row: Int, _ body: (RowView) throws -> R) rethrows -> R {
        try bytes.withUnsafeBufferPointer { bytes in
            try fields.withUnsafeBufferPointer { fields in
                try body(RowView(bytes: bytes, fields: .init(rebasing: fields[(row * columnCount)..<((row + 1) * columnCount)])))
            }
        }
    }

    /// A column's value as text; for rows known to be valid UTF-8.
    func text(_ row: Int, _ column: Int) -> String { withRow(row) { $0.text(column) } }

    /// Adds a record, cut into its columns.
    mutating func append(_ record: UnsafeRawBufferPointer, line: Int) {
        let start = bytes.count
        bytes.append(contentsOf: record)
        let firstField = fields.count
        let isPlain = position(of: UInt8(ascii: "\""), from: 0, in: record) == nil
        let isWhole = (isPlain ? cutPlain(record, start) : cutQuoted(start)) && fields.count == firstField + columnCount
        if !isWhole {
            fields.removeSubrange(firstField...)
            fields.append(contentsOf: repeatElement(Self.field(start, start), count: columnCount))
        }
        rows.append(Row(line: line, raw: start..<(start + record.count), isWhole: isWhole))
    }

    private static func field(_ from: Int, _ to: Int) -> Range<Int32> { Int32(truncatingIfNeeded: from)..<Int32(truncatingIfNeeded: to) }

    private mutating func cutPlain(_ record: UnsafeRawBufferPointer, _ start: Int) -> Bool {
        var from = start
        for index in 0..<record.count where record[index] == UInt8(ascii: ",") {
            fields.append(Self.field(from, start + index))
            from = start + index + 1
        }
        fields.append(Self.field(from, start + record.count))
        return true
    }

    private mutating func cutQuoted(_ start: Int) -> Bool {
        let end = bytes.count
        var at = start
        while true {
            if at < end, bytes[at] == UInt8(ascii: "\"") {
                guard let (value, next) = quoted(at, end) else { return false }
                fields.append(Self.field(value.lowerBound, value.upperBound))
                at = next
            } else {
                let from = at
                while at < end, bytes[at] != UInt8(ascii: ",") {
                    if bytes[at] == UInt8(ascii: "\"") { return false }
                    at += 1
                }
                fields.append(Self.field(from, at))
            }
            if at == end { return true }
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

/// One row, lent: valid only while its block stands still.
struct RowView {
    let bytes: UnsafeBufferPointer<UInt8>
    let fields: UnsafeBufferPointer<Range<Int32>>

    /// The value of a column.
    subscript(column: Int) -> UnsafeBufferPointer<UInt8> {
        let range = fields[column]
        return UnsafeBufferPointer(rebasing: bytes[Int(range.lowerBound)..<Int(range.upperBound)])
    }

    func text(_ column: Int) -> String { String(decoding: self[column], as: UTF8.self) }

    func faults(by check: RowCheck) -> [RowFault] { check.check(bytes, fields: fields) }
}
