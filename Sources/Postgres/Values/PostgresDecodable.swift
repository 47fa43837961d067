/// A Swift value that can be read from a column.
public protocol PostgresDecodable {
    /// Throws a decoding error when the column's type does not fit or the value is NULL.
    init(postgres value: PostgresValue) throws(PostgresError)
}

/// One value of a result, in the server's binary form.
///
/// `@unchecked Sendable`: the bytes belong to `owner`, a result that is never changed and that this value keeps alive.
public struct PostgresValue: @unchecked Sendable {
    /// nil: NULL.
    @usableFromInline let bytes: UnsafeRawBufferPointer?
    private let owner: ResultBox
    /// The type (`pg_type.oid`).
    public let oid: UInt32
    /// False only for results of the simple protocol.
    public let isBinary: Bool

    init(_ bytes: UnsafeRawBufferPointer?, owner: ResultBox, oid: UInt32, isBinary: Bool) {
        self.bytes = bytes
        self.owner = owner
        self.oid = oid
        self.isBinary = isBinary
    }

    /// Whether it is NULL.
    @inlinable public var isNull: Bool { bytes == nil }

    /// The raw bytes; nil for NULL. The pointer is valid inside `body` only.
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer?) throws -> R) rethrows -> R {
        defer { withExtendedLifetime(owner) {} }
        return try body(bytes)
    }

    func part(_ bytes: UnsafeRawBufferPointer, oid: UInt32) -> PostgresValue {
        PostgresValue(bytes, owner: owner, oid: oid, isBinary: isBinary)
    }

    /// The binary form of exactly the size of `Number`.
    func number<Number: FixedWidthInteger, Target>(_: Number.Type, for: Target.Type) throws(PostgresError) -> Number {
        guard let bytes else { throw .decodingNull(Target.self) }
        guard isBinary, bytes.count == MemoryLayout<Number>.size else { throw .decoding(Target.self, oid: oid) }
        defer { withExtendedLifetime(owner) {} }
        return Number(bigEndian: bytes.loadUnaligned(as: Number.self))
    }

    /// int2, int4 or int8, when it fits.
    func integer<Target: FixedWidthInteger>(_: Target.Type) throws(PostgresError) -> Target {
        let wide: Int64
        switch oid {
        case PostgresType.int8: wide = try number(Int64.self, for: Target.self)
        case PostgresType.int4: wide = Int64(try number(Int32.self, for: Target.self))
        case PostgresType.int2: wide = Int64(try number(Int16.self, for: Target.self))
        default: throw bytes == nil ? .decodingNull(Target.self) : .decoding(Target.self, oid: oid)
        }
        guard let value = Target(exactly: wide) else { throw .decoding(Target.self, oid: oid) }
        return value
    }
}

extension PostgresValue: CustomStringConvertible, CustomReflectable {
    /// Never the value.
    public var description: String { "PostgresValue(oid \(oid))" }
    /// Without children, so that `dump` finds no value.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// NULL becomes nil; else as the wrapped type.
    @inlinable
    public init(postgres value: PostgresValue) throws(PostgresError) {
        self = value.isNull ? nil : try Wrapped(postgres: value)
    }
}

extension Bool: PostgresDecodable {
    /// From `boolean`; throws a decoding error for NULL and any other type.
    public init(postgres value: PostgresValue) throws(PostgresError) {
        guard value.oid == PostgresType.bool else { throw .decoding(Bool.self, oid: value.oid) }
        self = try value.number(UInt8.self, for: Bool.self) != 0
    }
}

extension Int16: PostgresDecodable {
    /// From any integer type; throws a decoding error for NULL and for what does not fit.
    public init(postgres value: PostgresValue) throws(PostgresError) { self = try value.integer(Int16.self) }
}

extension Int32: PostgresDecodable {
    /// From any integer type; throws a decoding error for NULL and for what does not fit.
    public init(postgres value: PostgresValue) throws(PostgresError) { self = try value.integer(Int32.self) }
}

extension Int64: PostgresDecodable {
    /// From any integer type; throws a decoding error for NULL and any other type.
    public init(postgres value: PostgresValue) throws(PostgresError) { self = try value.integer(Int64.self) }
}

extension Int: PostgresDecodable {
    /// From any integer type; throws a decoding error for NULL and for what does not fit.
    public init(postgres value: PostgresValue) throws(PostgresError) { self = try value.integer(Int.self) }
}

/// `oid` and `xid`.
extension UInt32: PostgresDecodable {
    /// Throws a decoding error for NULL and any other type.
    public init(postgres value: PostgresValue) throws(PostgresError) {
        guard value.oid == PostgresType.oid || value.oid == PostgresType.xid else {
            throw .decoding(UInt32.self, oid: value.oid)
        }
        self = try value.number(UInt32.self, for: UInt32.self)
    }
}

/// `xid8`.
extension UInt64: PostgresDecodable {
    /// Throws a decoding error for NULL and any other type.
    public init(postgres value: PostgresValue) throws(PostgresError) {
        guard value.oid == PostgresType.xid8 else { throw .decoding(UInt64.self, oid: value.oid) }
        self = try value.number(UInt64.self, for: UInt64.self)
    }
}

extension Double: PostgresDecodable {
    /// From `double precision` or `real`; throws a decoding error for NULL and any other type.
    public init(postgres value: PostgresValue) throws(PostgresError) {
        switch value.oid {
        case PostgresType.float8: self.init(bitPattern: try value.number(UInt64.self, for: Double.self))
        case PostgresType.float4: self.init(Float(bitPattern: try value.number(UInt32.self, for: Double.self)))
        default: throw .decoding(Double.self, oid: value.oid)
        }
    }
}

/// Text types, enumerations, json, jsonb, xml, uuid and numeric (in its usual notation).
extension String: PostgresDecodable {
    /// Throws a decoding error for NULL and types without such a text.
    public init(postgres value: PostgresValue) throws(PostgresError) {
        guard let bytes = value.bytes else { throw .decodingNull(String.self) }
        defer { withExtendedLifetime(value) {} }
        if !value.isBinary || PostgresType.isText(value.oid) {
            self.init(decoding: bytes, as: UTF8.self)
            return
        }
        switch value.oid {
        case PostgresType.jsonb where !bytes.isEmpty:
            self.init(decoding: bytes[1...], as: UTF8.self)
        case PostgresType.numeric:
            guard let text = NumericText.decode(bytes) else { throw .decoding(String.self, oid: value.oid) }
            self = text
        case PostgresType.uuid:
            self = try PostgresUUID(postgres: value).description
        case PostgresType.void:
            self = ""
        default:
            throw .decoding(String.self, oid: value.oid)
        }
    }
}

/// `[UInt8]` from `bytea`, others from arrays of one dimension.
extension Array: PostgresDecodable where Element: PostgresArrayElement {
    /// Throws a decoding error for NULL and for what its elements do not accept.
    public init(postgres value: PostgresValue) throws(PostgresError) {
        if value.isNull { throw .decodingNull([Element].self) }
        self = try Element.decode(array: value)
    }
}
