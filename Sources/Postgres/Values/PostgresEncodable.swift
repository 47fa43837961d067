/// A Swift value that can be a parameter; sent in PostgreSQL's binary form.
public protocol PostgresEncodable: Sendable {
    /// The parameter's type (`pg_type.oid`).
    static var oid: UInt32 { get }
    /// Appends the binary form (without length).
    func encode(into bytes: inout [UInt8])
}

extension FixedWidthInteger {
    /// Big-endian, as everything on the wire.
    func append(to bytes: inout [UInt8]) {
        Swift.withUnsafeBytes(of: bigEndian) { bytes.append(contentsOf: $0) }
    }
}

extension Bool: PostgresEncodable {
    /// `boolean`.
    public static var oid: UInt32 { PostgresType.bool }
    /// One byte, 1 or 0.
    public func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }
}

extension Int16: PostgresEncodable {
    /// `smallint`.
    public static var oid: UInt32 { PostgresType.int2 }
    /// Two bytes.
    public func encode(into bytes: inout [UInt8]) { append(to: &bytes) }
}

extension Int32: PostgresEncodable {
    /// `integer`.
    public static var oid: UInt32 { PostgresType.int4 }
    /// Four bytes.
    public func encode(into bytes: inout [UInt8]) { append(to: &bytes) }
}

extension Int64: PostgresEncodable {
    /// `bigint`.
    public static var oid: UInt32 { PostgresType.int8 }
    /// Eight bytes.
    public func encode(into bytes: inout [UInt8]) { append(to: &bytes) }
}

/// As `bigint`.
extension Int: PostgresEncodable {
    /// `bigint`.
    public static var oid: UInt32 { PostgresType.int8 }
    /// Eight bytes.
    public func encode(into bytes: inout [UInt8]) { Int64(self).append(to: &bytes) }
}

/// As `xid8`, the 64-bit transaction number.
extension UInt64: PostgresEncodable {
    /// `xid8`.
    public static var oid: UInt32 { PostgresType.xid8 }
    /// Eight bytes.
    public func encode(into bytes: inout [UInt8]) { append(to: &bytes) }
}

extension Double: PostgresEncodable {
    /// `double precision`.
    public static var oid: UInt32 { PostgresType.float8 }
    /// Eight bytes, IEEE 754.
    public func encode(into bytes: inout [UInt8]) { bitPattern.append(to: &bytes) }
}

extension String: PostgresEncodable {
    /// `text`.
    public static var oid: UInt32 { PostgresType.text }
    /// UTF-8; the server refuses U+0000.
    public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: utf8) }
}

extension Substring: PostgresEncodable {
    /// `text`.
    public static var oid: UInt32 { PostgresType.text }
    /// UTF-8; the server refuses U+0000.
    public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: utf8) }
}

/// `ArraySlice<UInt8>` is `bytea`.
extension ArraySlice: PostgresEncodable where Element == UInt8 {
    /// `bytea`.
    public static var oid: UInt32 { PostgresType.bytea }
    /// The bytes as they are.
    public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: self) }
}

/// `[UInt8]` is `bytea`; an array of anything else is an array of one dimension.
extension Array: PostgresEncodable where Element: PostgresArrayElement {
    /// The element's array type.
    public static var oid: UInt32 { Element.arrayOid }
    /// As its element type encodes arrays.
    public func encode(into bytes: inout [UInt8]) { Element.encode(array: self, into: &bytes) }
}
