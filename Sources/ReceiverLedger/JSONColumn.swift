import Addressee
import ConnectorKit
import Postgres

/// A `json[]` parameter that is written straight as PostgreSQL's binary form of arrays, without a string for each element.
struct JSONColumn: PostgresEncodable {
    /// `_json` in `pg_type.dat`; fixed for ever.
    static var oid: UInt32 { 199 }
    private static let elementOid: UInt32 = 114

    private var elements: [UInt8] = []
    private var count: Int32 = 0

    mutating func reserve(_ count: Int) { elements.reserveCapacity(count * 768) }

    /// Appends the items as one object.
    mutating func append(_ items: [Item: String]) {
        let start = elements.count
        Self.append(UInt32(0), to: &elements)
        ItemsJSON.append(items, to: &elements)
        let length = UInt32(truncatingIfNeeded: elements.count - start - 4)
        for index in 0..<4 { elements[start + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index)) }
        count += 1
    }

    /// Appends NULL.
    mutating func appendNull() {
        Self.append(UInt32.max, to: &elements)
        count += 1
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.reserveCapacity(bytes.count + elements.count + 20)
        // Dimensions, "may hold NULLs", element type, length, lower bound.
        for word in [UInt32(count == 0 ? 0 : 1), 1, Self.elementOid] { Self.append(word, to: &bytes) }
        guard count > 0 else { return }
        for word in [UInt32(bitPattern: count), 1] { Self.append(word, to: &bytes) }
        bytes.append(contentsOf: elements)
    }

    private static func append(_ word: UInt32, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
