/// Builds the input of `COPY … FROM STDIN (FORMAT binary)`.
///
/// `header()`, then for each row `row(columns:)` and its columns in order, then `trailer()`. For a stream of chunks: take `bytes` when they are many, and
/// `removeAll(keepingCapacity: true)`.
public struct BinaryCopy: Sendable {
    @usableFromInline var storage: [UInt8]
    @usableFromInline var nulSeen = false

    /// What was built so far.
    public var bytes: [UInt8] { storage }
    /// Some text held U+0000 (it stays so after `removeAll`). The server refuses it too, with less to say.
    public var holdsNUL: Bool { nulSeen }

    /// `capacity` is the number of bytes to make room for.
    public init(capacity: Int = 0) {
        storage = []
        storage.reserveCapacity(capacity)
    }

    /// Bytes built so far.
    public var count: Int { storage.count }

    /// Forgets the bytes built so far, to begin the next chunk of the same stream.
    @inlinable public mutating func removeAll(keepingCapacity: Bool = true) {
        storage.removeAll(keepingCapacity: keepingCapacity)
    }

    /// Signature, no flags, no extension.
    @inlinable public mutating func header() {
        storage.append(contentsOf: [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00])
        put(UInt64(0))
    }

    /// Begins a row; exactly so many columns must follow.
    @inlinable public mutating func row(columns: Int16) {
        put(columns.bigEndian)
    }

    /// Ends the stream; nothing may follow.
    @inlinable public mutating func trailer() {
        put(Int16(-1))
    }

    /// NULL, of any type.
    @inlinable public mutating func null() {
        put(Int32(-1))
    }

    /// UTF-8.
    @inlinable public mutating func append(text: some Collection<UInt8>) {
        let start = storage.count + 4
        append(bytes: text)
        if storage[start...].contains(0) { nulSeen = true }
    }

    /// Text types, in UTF-8.
    @inlinable public mutating func append(text: String) {
        append(text: text.utf8)
    }

    /// `bytea`, or any value already in its type's binary form.
    @inlinable public mutating func append(bytes value: some Collection<UInt8>) {
        put(UInt32(truncatingIfNeeded: value.count).bigEndian)
        storage.append(contentsOf: value)
    }

    /// `bigint`.
    @inlinable public mutating func append(int64 value: Int64) {
        // 4 bytes of length and 8 of value, in one write of 12.
        let bits = UInt64(bitPattern: value)
        put(((8 << 32 | bits >> 32).bigEndian, UInt32(truncatingIfNeeded: bits).bigEndian))
    }

    /// `integer`.
    @inlinable public mutating func append(int32 value: Int32) {
        put((4 << 32 | UInt64(UInt32(bitPattern: value))).bigEndian)
    }

    /// `smallint`.
    @inlinable public mutating func append(int16 value: Int16) {
        put((UInt32(2).bigEndian, value.bigEndian))
    }

    /// `boolean`.
    @inlinable public mutating func append(bool value: Bool) {
        put((UInt32(1).bigEndian, UInt8(value ? 1 : 0)))
    }

    /// `date`: days since 2000-01-01.
    @inlinable public mutating func append(day: Int32) {
        append(int32: day)
    }

    /// `timestamptz`: microseconds since 2000-01-01 00:00 UTC.
    @inlinable public mutating func append(instant: PostgresInstant) {
        append(int64: instant.microsecondsSince2000)
    }

    /// Any value that can be a parameter (arrays, uuid, …); nil is NULL.
    public mutating func append(value: (some PostgresEncodable)?) {
        guard let value else { return null() }
        let at = storage.count
        put(UInt32(0))
        value.encode(into: &storage)
        let length = UInt32(truncatingIfNeeded: storage.count - at - 4)
        for index in 0..<4 { storage[at + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index)) }
        if PostgresType.holdsNUL(storage[(at + 4)...], oid: type(of: value).oid) { nulSeen = true }
    }

    /// The memory of `value` as it lies; callers pass packed big-endian values only.
    @inlinable mutating func put<Value: BitwiseCopyable>(_ value: Value) {
        Swift.withUnsafeBytes(of: value) { storage.append(contentsOf: $0) }
    }
}
