package import Addressee
internal import TextFiles

/// A few thousand rows of a file on their way through intake: their bytes, and where each column's value lies in them.
///
/// Columns stand in the order of the file's header.
package struct RowBlock: Sendable {
    package struct Row: Sendable {
        /// Line of the file where the row begins, the header being line 1.
        package var line: Int
        /// The row as read, for `FILE.rejected.csv`.
        package var raw: Range<Int>
        /// Why it has no fields to look at.
        package var fault: RecordFault?

        /// Whether its fields are those of the header.
        package var isWhole: Bool { fault == nil }
    }

    package let lane: Int
    package let number: Int
    package private(set) var bytes: [UInt8] = []
    package private(set) var rows: [Row] = []
    /// `columnCount` ranges a row; a block's bytes stay far below what 32 bits can count.
    package private(set) var fields: [Range<Int32>] = []
    package let columnCount: Int
    /// Fields of a record that are none of the layout's, and are dropped; in rising order.
    private let ignored: [Int]
    /// Characters of rows that another encoding has otherwise, or not at all.
    package private(set) var foreign: [(row: Int, character: ForeignCharacter)] = []

    /// - Parameters:
    ///   - columnCount: fields that are kept of each record.
    ///   - ignored: positions of the others.
    package init(lane: Int, number: Int, columnCount: Int, ignoring ignored: [Int] = [], capacity: Int) {
        self.lane = lane
        self.number = number
        self.columnCount = columnCount
        self.ignored = ignored
        bytes.reserveCapacity(capacity * 420)
        rows.reserveCapacity(capacity)
        fields.reserveCapacity(capacity * columnCount)
    }

    /// Lends a row's bytes and fields to `body`, which must not keep them.
    package func withRow<R>(_ row: Int, _ body: (RowView) throws -> R) rethrows -> R {
        try bytes.withUnsafeBufferPointer { bytes in
            try fields.withUnsafeBufferPointer { fields in
                try body(RowView(bytes: bytes, fields: .init(rebasing: fields[(row * columnCount)..<((row + 1) * columnCount)])))
            }
        }
    }

    /// A column's value as text; for rows known to be valid UTF-8.
    package func text(_ row: Int, _ column: Int) -> String { withRow(row) { $0.text(column) } }

    /// Adds a record, cut into its columns.
    ///
    /// - Parameter foreign: its characters that were told of when it was read, by their place in the record.
    package mutating func append(_ record: UnsafeRawBufferPointer, line: Int, fault: RecordFault? = nil, foreign characters: [ForeignCharacter] = []) {
        let start = bytes.count
        bytes.append(contentsOf: record)
        let firstField = fields.count
        var fault = fault
        if fault == nil {
            let isPlain = position(of: UInt8(ascii: "\""), from: 0, in: record) == nil
            if !isPlain, !cutQuoted(start) {
                fault = .strayQuote
            } else {
                if isPlain { cutPlain(record, start) }
                if fields.count != firstField + columnCount + ignored.count { fault = .columns }
            }
        }
        if fault != nil {
            fields.removeSubrange(firstField...)
            fields.append(contentsOf: repeatElement(Self.field(start, start), count: columnCount))
        } else {
            for position in ignored.reversed() { fields.remove(at: firstField + position) }
        }
        for character in characters { foreign.append((rows.count, character)) }
        rows.append(Row(line: line, raw: start..<(start + record.count), fault: fault))
    }

    /// Some of its rows alone, in their order.
    package func only(_ chosen: some Collection<Int>) -> RowBlock {
        var block = RowBlock(lane: lane, number: number, columnCount: columnCount, ignoring: ignored, capacity: chosen.count)
        let characters = Dictionary(grouping: foreign, by: \.row)
        bytes.withUnsafeBytes { bytes in
            for row in chosen {
                block.append(
                    UnsafeRawBufferPointer(rebasing: bytes[rows[row].raw]), line: rows[row].line, fault: rows[row].fault,
                    foreign: characters[row]?.map(\.character) ?? [])
            }
        }
        return block
    }

    /// The same rows with values of some columns replaced by those that stand for them; what no table has stays as it is.
    package func replacing(_ tables: [(column: Int, values: ValueTable)]) -> RowBlock {
        guard !tables.isEmpty else { return self }
        var block = self
        block.bytes.withUnsafeMutableBufferPointer { bytes in
            for row in rows.indices where rows[row].isWhole {
                for table in tables {
                    let field = fields[row * columnCount + table.column]
                    table.values.replace(in: UnsafeMutableBufferPointer(rebasing: bytes[Int(field.lowerBound)..<Int(field.upperBound)]))
                }
            }
        }
        return block
    }

    /// Where a character stands in its row: the field among all of the record's, and which character of it it is, from 1.
    package func place(of character: ForeignCharacter, in row: Int) -> (field: Int, character: Int) {
        let raw = bytes[rows[row].raw]
        var isQuoted = false
        var (field, place) = (0, 1)
        for byte in raw.prefix(character.offset) {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: ","), !isQuoted {
                (field, place) = (field + 1, 1)
            } else if byte & 0xC0 != 0x80 {
                place += 1
            }
        }
        return (field, place)
    }

    private static func field(_ from: Int, _ to: Int) -> Range<Int32> { Int32(truncatingIfNeeded: from)..<Int32(truncatingIfNeeded: to) }

    private mutating func cutPlain(_ record: UnsafeRawBufferPointer, _ start: Int) {
        var from = start
        for index in 0..<record.count where record[index] == UInt8(ascii: ",") {
            fields.append(Self.field(from, start + index))
            from = start + index + 1
        }
        fields.append(Self.field(from, start + record.count))
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
package struct RowView {
    package let bytes: UnsafeBufferPointer<UInt8>
    package let fields: UnsafeBufferPointer<Range<Int32>>

    /// The value of a column.
    package subscript(column: Int) -> UnsafeBufferPointer<UInt8> {
        let range = fields[column]
        return UnsafeBufferPointer(rebasing: bytes[Int(range.lowerBound)..<Int(range.upperBound)])
    }

    package func text(_ column: Int) -> String { String(decoding: self[column], as: UTF8.self) }

    package func faults(by check: RowCheck) -> [RowFault] { check.check(bytes, fields: fields) }
}
