/// A type that can stand in an array (`T[]`).
public protocol PostgresArrayElement: Sendable {
    /// The array's type (`pg_type.typarray`).
    static var arrayOid: UInt32 { get }
    static func encode(array: [Self], into bytes: inout [UInt8])
    static func decode(array value: PostgresValue) throws(PostgresError) -> [Self]
}

/// PostgreSQL's binary form of arrays of one dimension (`array_send`): dimensions, has-null flag, element type, length, lower bound, then each element with
/// its length (-1: NULL).
enum ArrayFormat {
    static func header(count: Int, hasNull: Bool, element: UInt32, into bytes: inout [UInt8]) {
        Int32(count == 0 ? 0 : 1).append(to: &bytes)
        Int32(hasNull ? 1 : 0).append(to: &bytes)
        element.append(to: &bytes)
        guard count > 0 else { return }
        Int32(count).append(to: &bytes)
        Int32(1).append(to: &bytes)
    }

    static func element(_ value: some PostgresEncodable, into bytes: inout [UInt8]) {
        let lengthAt = bytes.count
        Int32(0).append(to: &bytes)
        value.encode(into: &bytes)
        let length = UInt32(truncatingIfNeeded: bytes.count - lengthAt - 4)
        for index in 0..<4 {
            bytes[lengthAt + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index))
        }
    }

    static func null(into bytes: inout [UInt8]) {
        Int32(-1).append(to: &bytes)
    }

    /// Whether a text in an encoded array of our own making holds U+0000.
    static func holdsNUL(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var at = 20
        while at + 4 <= bytes.count {
            let length = Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: Int32.self)))
            at += 4
            guard length > 0 else { continue }
            if PostgresType.holdsNUL(UnsafeRawBufferPointer(rebasing: bytes[at..<min(at + length, bytes.count)])) { return true }
            at += length
        }
        return false
    }

    /// The elements of an array that the server sent; nil: NULL.
    static func values<Element>(_ value: PostgresValue, of type: Element.Type) throws(PostgresError) -> [PostgresValue?] {
        let wrong = PostgresError.decoding([Element].self, oid: value.oid)
        guard let bytes = value.bytes, bytes.count >= 12, value.isBinary else { throw wrong }
        func number(_ offset: Int) -> Int32 {
            Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
        }
        let dimensions = number(0)
        if dimensions == 0 { return [] }
        guard dimensions == 1, bytes.count >= 20 else { throw wrong }
        let oid = UInt32(bitPattern: number(8))
        let count = Int(number(12))
        guard count >= 0, count <= (bytes.count - 20) / 4 else { throw wrong }
        var result: [PostgresValue?] = []
        result.reserveCapacity(count)
        var offset = 20
        for _ in 0..<count {
            guard offset + 4 <= bytes.count else { throw wrong }
            let length = Int(number(offset))
            offset += 4
            if length < 0 {
                result.append(nil)
                continue
            }
            guard offset + length <= bytes.count else { throw wrong }
            result.append(value.part(UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + length)]), oid: oid))
            offset += length
        }
        return result
    }
}

extension PostgresArrayElement where Self: PostgresEncodable & PostgresDecodable {
    /// In the form of `array_send`, without NULLs.
    public static func encode(array: [Self], into bytes: inout [UInt8]) {
        ArrayFormat.header(count: array.count, hasNull: false, element: oid, into: &bytes)
        for value in array { ArrayFormat.element(value, into: &bytes) }
    }

    /// Throws a decoding error for NULL, for a NULL among the elements and for more than one dimension.
    public static func decode(array value: PostgresValue) throws(PostgresError) -> [Self] {
        var result: [Self] = []
        for element in try ArrayFormat.values(value, of: Self.self) {
            guard let element else { throw .decodingNull(Self.self) }
            result.append(try Self(postgres: element))
        }
        return result
    }
}

/// Arrays with NULLs.
extension Optional: PostgresArrayElement where Wrapped: PostgresArrayElement & PostgresEncodable & PostgresDecodable {
    /// As of the wrapped type.
    public static var arrayOid: UInt32 { Wrapped.arrayOid }

    /// In the form of `array_send`; nil is NULL.
    public static func encode(array: [Self], into bytes: inout [UInt8]) {
        ArrayFormat.header(
            count: array.count, hasNull: array.contains { $0 == nil }, element: Wrapped.oid, into: &bytes)
        for value in array {
            if let value { ArrayFormat.element(value, into: &bytes) } else { ArrayFormat.null(into: &bytes) }
        }
    }

    /// NULL elements become nil. Throws a decoding error for a NULL array and for more than one dimension.
    public static func decode(array value: PostgresValue) throws(PostgresError) -> [Self] {
        var result: [Self] = []
        for element in try ArrayFormat.values(value, of: Wrapped.self) {
            if let element { result.append(try Wrapped(postgres: element)) } else { result.append(nil) }
        }
        return result
    }
}

extension Bool: PostgresArrayElement {
    /// `boolean[]`.
    public static var arrayOid: UInt32 { PostgresType.boolArray }
}

extension Int16: PostgresArrayElement {
    /// `smallint[]`.
    public static var arrayOid: UInt32 { PostgresType.int2Array }
}

extension Int32: PostgresArrayElement {
    /// `integer[]`.
    public static var arrayOid: UInt32 { PostgresType.int4Array }
}

extension Int64: PostgresArrayElement {
    /// `bigint[]`.
    public static var arrayOid: UInt32 { PostgresType.int8Array }
}

extension Int: PostgresArrayElement {
    /// `bigint[]`.
    public static var arrayOid: UInt32 { PostgresType.int8Array }
}

extension UInt64: PostgresArrayElement {
    /// `xid8[]`.
    public static var arrayOid: UInt32 { PostgresType.xid8Array }
}

extension Double: PostgresArrayElement {
    /// `double precision[]`.
    public static var arrayOid: UInt32 { PostgresType.float8Array }
}

extension String: PostgresArrayElement {
    /// `text[]`.
    public static var arrayOid: UInt32 { PostgresType.textArray }
}

/// `[[UInt8]]` is `bytea[]`.
extension Array: PostgresArrayElement where Element == UInt8 {
    /// `bytea[]`.
    public static var arrayOid: UInt32 { PostgresType.byteaArray }
}

/// `[UInt8]` is no array to PostgreSQL but `bytea`.
extension UInt8: PostgresArrayElement {
    /// `bytea`.
    public static var arrayOid: UInt32 { PostgresType.bytea }

    /// The bytes as they are.
    public static func encode(array: [UInt8], into bytes: inout [UInt8]) { bytes.append(contentsOf: array) }

    /// The bytes as they are. Throws a decoding error for NULL and any other type.
    public static func decode(array value: PostgresValue) throws(PostgresError) -> [UInt8] {
        guard value.oid == PostgresType.bytea, value.isBinary, let bytes = value.bytes else {
            throw .decoding([UInt8].self, oid: value.oid)
        }
        return Array(bytes)
    }
}
