import TextForms

/// PostgreSQL's `uuid`: 16 bytes.
public struct PostgresUUID: Sendable, Hashable {
    private var high: UInt64
    private var low: UInt64

    /// nil unless there are 16 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The 16 bytes, in the order they are written in.
    public var bytes: [UInt8] {
        var result: [UInt8] = []
        encode(into: &result)
        return result
    }
}

extension PostgresUUID: CustomStringConvertible {
    /// `8-4-4-4-12` in lower case.
    public var description: String {
        let bytes = bytes
        return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { bytes[$0].hex }.joined(separator: "-")
    }
}

extension PostgresUUID: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `uuid`.
    public static var oid: UInt32 { PostgresType.uuid }
    /// `uuid[]`.
    public static var arrayOid: UInt32 { PostgresType.uuidArray }

    /// Sixteen bytes.
    public func encode(into bytes: inout [UInt8]) {
        high.append(to: &bytes)
        low.append(to: &bytes)
    }

    /// Throws a decoding error for NULL and any type but `uuid`.
    public init(postgres value: PostgresValue) throws(PostgresError) {
        guard let bytes = value.bytes else { throw .decodingNull(PostgresUUID.self) }
        defer { withExtendedLifetime(value) {} }
        guard value.oid == PostgresType.uuid, let uuid = PostgresUUID(bytes: bytes) else {
            throw .decoding(PostgresUUID.self, oid: value.oid)
        }
        self = uuid
    }
}
