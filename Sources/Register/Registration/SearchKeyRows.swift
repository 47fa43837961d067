internal import Addressee
internal import Postgres

/// Rows of `register.search_key` on their way into the table.
struct SearchKeyRows {
    private var copy = BinaryCopy()

    init() { copy.header() }

    /// Adds the keys of a version: a row for each name.
    mutating func append(_ keys: RecordKeys, of addresseeID: Int64, _ historyNumber: Int32) {
        for (ordinal, name) in keys.names.enumerated() {
            copy.row(columns: 6)
            copy.append(int64: addresseeID)
            copy.append(int32: historyNumber)
            copy.append(int16: Int16(ordinal))
            copy.append(bytes: name.written)
            copy.append(bytes: name.reading)
            copy.append(bytes: keys.address)
        }
    }

    /// The step that writes them; nothing may be added afterwards.
    mutating func step() -> CopyStep {
        copy.trailer()
        return .copy(
            unsafeSQL: "COPY register.search_key (addressee_id, history_number, ordinal, written, reading, address) FROM STDIN (FORMAT binary)", copy)
    }
}
