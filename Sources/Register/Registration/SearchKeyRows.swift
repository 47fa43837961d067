internal import Addressee
internal import Postgres

/// Rows of `register.search_key` on their way into the table.
struct SearchKeyRows {
    private struct Row {
        let (addresseeID, historyNumber, ordinal): (Int64, Int32, Int16)
        /// The first eight bytes of `written`, by which nearly all are told apart.
        let first: UInt64
        let (written, reading, address): (Range<Int>, Range<Int>, Range<Int>)
    }

    private var rows: [Row] = []
    private var bytes: [UInt8] = []

    /// Adds the keys of a version: a row for each name.
    mutating func append(_ keys: RecordKeys, of addresseeID: Int64, _ historyNumber: Int32) {
        let address = add(keys.address)
        for (ordinal, name) in keys.names.enumerated() {
            rows.append(
                Row(
                    addresseeID: addresseeID, historyNumber: historyNumber, ordinal: Int16(ordinal),
                    first: (0..<8).reduce(0) { $0 << 8 | ($1 < name.written.count ? UInt64(name.written[$1]) : 0) }, written: add(name.written),
                    reading: add(name.reading), address: address))
        }
    }

    private mutating func add(_ key: [UInt8]) -> Range<Int> {
        let start = bytes.count
        bytes.append(contentsOf: key)
        return start..<bytes.count
    }

    /// The step that writes them, in the order of the index by name: one page of it after the other is touched, and not each again and again.
    func step() -> CopyStep {
        var copy = BinaryCopy()
        copy.header()
        let sorted = rows.sorted {
            $0.first == $1.first ? bytes[$0.written].lexicographicallyPrecedes(bytes[$1.written]) : $0.first < $1.first
        }
        for row in sorted {
            copy.row(columns: 6)
            copy.append(int64: row.addresseeID)
            copy.append(int32: row.historyNumber)
            copy.append(int16: row.ordinal)
            copy.append(bytes: bytes[row.written])
            copy.append(bytes: bytes[row.reading])
            copy.append(bytes: bytes[row.address])
        }
        copy.trailer()
        return .copy(
            unsafeSQL: "COPY register.search_key (addressee_id, history_number, ordinal, written, reading, address) FROM STDIN (FORMAT binary)", copy)
    }
}
