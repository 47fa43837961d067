extension PersonSet {
    /// Whether a compressed form names an id; read from the front, nothing is unpacked.
    package static func contains(_ id: Int64, in bytes: some Sequence<UInt8>) -> Bool {
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

    /// Those of these ids, in rising order, that a compressed form names; read from the front once and no further than the last of them, nothing is
    /// unpacked.
    static func those(of ids: [Int64], in bytes: some Sequence<UInt8>) -> [Int64] {
        var found: [Int64] = []
        var next = ids.startIndex
        var at: Int64 = 0
        var value: UInt64 = 0
        var shift: UInt64 = 0
        var isGap = true
        for byte in bytes {
            guard next < ids.endIndex else { break }
            value |= UInt64(byte & 0x7F) << shift
            shift += 7
            guard byte & 0x80 == 0 else { continue }
            at += Int64(value)
            while next < ids.endIndex, ids[next] < at {
                if !isGap { found.append(ids[next]) }
                next += 1
            }
            (value, shift) = (0, 0)
            isGap.toggle()
        }
        return found
    }
}
