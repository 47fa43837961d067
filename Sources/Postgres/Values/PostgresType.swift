internal import Foundation

/// The object identifiers of PostgreSQL's built-in types (`pg_type.dat`), which are fixed for ever.
enum PostgresType {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let char: UInt32 = 18
    static let name: UInt32 = 19
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let oid: UInt32 = 26
    static let xid: UInt32 = 28
    static let json: UInt32 = 114
    static let xml: UInt32 = 142
    static let float4: UInt32 = 700
    static let float8: UInt32 = 701
    static let unknown: UInt32 = 705
    static let bpchar: UInt32 = 1042
    static let varchar: UInt32 = 1043
    static let date: UInt32 = 1082
    static let timestamp: UInt32 = 1114
    static let timestamptz: UInt32 = 1184
    static let numeric: UInt32 = 1700
    static let void: UInt32 = 2278
    static let uuid: UInt32 = 2950
    static let jsonb: UInt32 = 3802
    static let xid8: UInt32 = 5069
    static let boolArray: UInt32 = 1000
    static let byteaArray: UInt32 = 1001
    static let int2Array: UInt32 = 1005
    static let int4Array: UInt32 = 1007
    static let textArray: UInt32 = 1009
    static let int8Array: UInt32 = 1016
    static let float8Array: UInt32 = 1022
    static let dateArray: UInt32 = 1182
    static let timestamptzArray: UInt32 = 1185
    static let uuidArray: UInt32 = 2951
    static let xid8Array: UInt32 = 271
    /// Below it the types are built in; enumerations and extension types (citext) lie above.
    static let firstOfUsers: UInt32 = 16384

    /// Types whose binary form is the text itself.
    static func isText(_ oid: UInt32) -> Bool {
        switch oid {
        case text, varchar, bpchar, name, json, xml, unknown, char: return true
        default: return oid >= firstOfUsers
        }
    }

    /// Whether a text parameter (or a text in an array) holds U+0000, which PostgreSQL can't store.
    static func holdsNUL(_ value: ArraySlice<UInt8>, oid: UInt32) -> Bool {
        switch oid {
        case text, varchar, bpchar, name, json, xml: return value.withUnsafeBytes { holdsNUL($0) }
        case textArray: return value.withUnsafeBytes { ArrayFormat.holdsNUL($0) }
        default: return false
        }
    }

    /// Whether a text holds U+0000; asked of every text that is sent.
    static func holdsNUL(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let start = text.baseAddress, !text.isEmpty else { return false }
        return memchr(start, 0, text.count) != nil
    }

    /// The same of a text of Swift's.
    static func holdsNUL(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { holdsNUL(UnsafeRawBufferPointer($0)) } ?? text.utf8.contains(0)
    }
}
