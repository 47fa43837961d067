/// A set of addressee ids in few bytes: gaps and runs as variable-length integers. A full extract of a city is a few hundred bytes
/// where ids are dense, and about a byte a person where they are not, so that a record can name every person it speaks of.
package struct PersonSet: Sendable {
    package private(set) var bytes: [UInt8] = []
    package private(set) var count = 0
    private var runStart: Int64 = 0
    private var runEnd: Int64 = 0
    private var written: Int64 = 0

    /// Nobody.
    package init() {}

    /// Those of a compressed form.
    package init(_ bytes: [UInt8]) { for id in Self.ids(bytes) { insert(id) } }

    /// Adds an id; a repeated one is taken once. They come in rising order: one that does not is put in its place, at the cost of all before it.
    package mutating func insert(_ id: Int64) {
        if id < runStart { return insertLate(id) }
        if id < runEnd { return }
        if id == runEnd, count > 0 {
            runEnd += 1
        } else {
            flush()
            runStart = id
            runEnd = id + 1
        }
        count += 1
    }

    private mutating func insertLate(_ id: Int64) {
        let ids = Self.ids(finish())
        guard !ids.contains(id) else {
            self = Self(bytes)
            return
        }
        self = Self()
        for known in (ids + [id]).sorted() { insert(known) }
    }

    /// The compressed form.
    package mutating func finish() -> [UInt8] {
        flush()
        runStart = 0
        runEnd = 0
        return bytes
    }

    /// The ids of a compressed form, in rising order.
    package static func ids(_ bytes: some Sequence<UInt8>) -> [Int64] {
        var ids: [Int64] = []
        var iterator = bytes.makeIterator()
        var at: Int64 = 0
        while let gap = number(&iterator), let length = number(&iterator) {
            at += gap
            ids.append(contentsOf: at..<(at + length))
            at += length
        }
        return ids
    }

    private mutating func flush() {
        guard runEnd > runStart else { return }
        append(runStart - written)
        append(runEnd - runStart)
        written = runEnd
    }

    private mutating func append(_ value: Int64) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func number(_ iterator: inout some IteratorProtocol<UInt8>) -> Int64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = iterator.next() {
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return Int64(value) }
            shift += 7
        }
        return nil
    }
}
