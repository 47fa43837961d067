internal import Addressee
internal import Postgres

/// Rows of `register.search_key` on their way into the table.
struct SearchKeyRows {
    private struct Row {
        let (addresseeID, historyNumber, ordinal): (Int64, Int32, Int16)
        let (written, reading, address): ([UInt8], [UInt8], [UInt8])
    }

    private var rows: [Row] = []

    /// Adds the keys of a version: a row for each name.
    mutating func append(_ keys: RecordKeys, of addresseeID: Int64, _ historyNumber: Int32) {
        for (ordinal, name) in keys.names.enumerated() {
            rows.append(
                Row(
                    addresseeID: addresseeID, historyNumber: historyNumber, ordinal: Int16(ordinal), written: name.written, reading: name.reading,
                    address: keys.address))
        }
    }

    /// The step that writes them, in the order of the index by name: one page of it after the other is touched, and not each again and again.
    func step() -> CopyStep {
        var copy = BinaryCopy()
        copy.header()
        for row in rows.sorted(by: { $0.written.lexicographicallyPrecedes($1.written) }) {
            copy.row(columns: 6)
            copy.append(int64: row.addresseeID)
            copy.append(int32: row.historyNumber)
            copy.append(int16: row.ordinal)
            copy.append(bytes: row.written)
            copy.append(bytes: row.reading)
            copy.append(bytes: row.address)
        }
        copy.trailer()
        return .copy(
            unsafeSQL: "COPY register.search_key (addressee_id, history_number, ordinal, written, reading, address) FROM STDIN (FORMAT binary)", copy)
    }
}
