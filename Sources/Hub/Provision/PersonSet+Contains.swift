extension PersonSet {
    /// Whether a compressed form names an id; read from the front, nothing is unpacked.
    static func contains(_ id: Int64, in bytes: some Sequence<UInt8>) -> Bool {
        var at: Int64 = 0
        var value: UInt64 = 0
        var shift: UInt64 = 0
        var isGap = true
        for byte in bytes {
            value |= UInt64(byte & 0x7F) << shift
            shift += 7
            guard byte & 0x80 == 0 else { continue }
            let next = at + Int64(value)
            if isGap { if next > id { return false } } else if id < next { return true }
            at = next
            (value, shift) = (0, 0)
            isGap.toggle()
        }
        return false
    }
}
