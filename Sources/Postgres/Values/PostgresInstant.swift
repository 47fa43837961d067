/// PostgreSQL's `timestamptz`: microseconds since 2000-01-01 00:00:00 UTC.
public struct PostgresInstant: Sendable, Hashable, Comparable {
    public var microsecondsSince2000: Int64

    /// 2000-01-01 on the Unix clock, in seconds.
    private static let epoch: Int64 = 946_684_800

    public init(microsecondsSince2000: Int64) {
        self.microsecondsSince2000 = microsecondsSince2000
    }

    /// From microseconds since 1970-01-01 00:00:00 UTC.
    public init(microsecondsSince1970: Int64) {
        microsecondsSince2000 = microsecondsSince1970 - Self.epoch * 1_000_000
    }

    public var microsecondsSince1970: Int64 { microsecondsSince2000 + Self.epoch * 1_000_000 }
    public var secondsSince1970: Double { Double(microsecondsSince1970) / 1_000_000 }

    public static func < (left: Self, right: Self) -> Bool { left.microsecondsSince2000 < right.microsecondsSince2000 }
}

extension PostgresInstant: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    public static var oid: UInt32 { PostgresType.timestamptz }
    public static var arrayOid: UInt32 { PostgresType.timestamptzArray }
    public func encode(into bytes: inout [UInt8]) { microsecondsSince2000.append(to: &bytes) }

    public init(postgres value: PostgresValue) throws(PostgresError) {
        guard value.oid == PostgresType.timestamptz else { throw .decoding(PostgresInstant.self, oid: value.oid) }
        microsecondsSince2000 = try value.number(Int64.self, for: PostgresInstant.self)
    }
}
